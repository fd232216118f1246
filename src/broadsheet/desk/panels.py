"""The newsroom's home: what rings, what waits, what is read, what happens by itself soon, what came in last."""

from collections import Counter
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from broadsheet.desk.reading import read_lines
from broadsheet.desk.today import entries_between
from broadsheet.desk.waiting import waiting_for
from broadsheet.wire.health import standings
from broadsheet.wire.queries import newest_items, open_alarms
from broadsheet.wire.standing import Health

MOST_ALARMS = 5
MOST_OF_A_KIND = 5
MOST_ENTRIES = 8
MOST_ITEMS = 8
MOST_READ = 10
MOST_SOURCES = 6
HOURS_AHEAD = 12


class LivePanel(Component):
    """
    A panel of the home that keeps itself up to date (live.js): drawn again where its print is another.

    `name` is its place in addresses of the page (#home-alarms), `column` where it stands on a wide screen.
    """

    name = ""
    column = "main"
    order = 100

    def is_shown(self, person: Any) -> bool:  # noqa: ARG002  those that are not for everybody say for whom
        return True

    def drawn(self, context: Any) -> "DrawnPanel":
        return DrawnPanel(self.name, column=self.column, html=self.render_html(context))


class DrawnPanel:
    """A panel's finished markup, and a print of it that tells whether another says something else."""

    def __init__(self, name: str, *, html: str, column: str = "") -> None:
        self.name, self.column, self.html = name, column, html
        self.print = sha256(html.encode()).hexdigest()[:16]


class AlarmsPanel(LivePanel):
    name = "alarms"
    column = "top"
    template_name = "desk/alarms.html"
    order = 100

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002  Wagtail's signature
        alarms = list(open_alarms()[:MOST_ALARMS])
        count = open_alarms().count() if len(alarms) == MOST_ALARMS else len(alarms)
        newest = max((alarm.pk for alarm in alarms), default=0)
        return {"alarms": alarms, "count": count, "newest": newest}


class WaitingPanel(LivePanel):
    name = "waiting"
    template_name = "desk/waiting.html"
    order = 200

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        person = parent_context["request"].user
        waiting = waiting_for(person, limit_each=MOST_OF_A_KIND)
        return {"waiting": waiting, "own_url": f"{reverse('stories:index')}?owner={person.pk}"}


class MostReadPanel(LivePanel):
    name = "most-read"
    template_name = "desk/most_read_panel.html"
    order = 210

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return read_lines(person=parent_context["request"].user, now=timezone.now(), limit=MOST_READ)


class AgendaPanel(LivePanel):
    name = "agenda"
    column = "side"
    template_name = "desk/agenda.html"
    order = 230

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        now: datetime = timezone.now()
        person = parent_context["request"].user
        entries = entries_between(now, now + timedelta(hours=HOURS_AHEAD), person=person)
        return {"entries": entries[:MOST_ENTRIES], "count": len(entries), "hours": HOURS_AHEAD}


class SourcesPanel(LivePanel):
    """How the agencies' feeds do, for those who may know."""

    name = "sources"
    column = "side"
    template_name = "desk/sources.html"
    order = 235

    def is_shown(self, person: Any) -> bool:
        return bool(person.has_perm("broadsheet_wire.view_source"))

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002  Wagtail's signature
        lines = standings(now=timezone.now())
        counts = Counter(standing.health for _, standing in lines)
        troubled = [line for line in lines if line[1].health.is_trouble]
        calm = (Health.WELL, Health.WAITING, Health.OFF)
        return {
            "troubled": troubled[:MOST_SOURCES],
            "more": max(0, len(troubled) - MOST_SOURCES),
            "calm": [(health.label, counts[health]) for health in calm if counts[health]],
            "has_sources": bool(lines),
        }


class WirePanel(LivePanel):
    name = "wire"
    column = "side"
    template_name = "desk/wire.html"
    order = 240

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002  Wagtail's signature
        return {"items": list(newest_items()[:MOST_ITEMS])}


def panels_for(person: Any) -> list[LivePanel]:
    """The home's own panels, as far as they are for this person."""
    panels = [AlarmsPanel(), WaitingPanel(), MostReadPanel(), AgendaPanel(), SourcesPanel(), WirePanel()]
    return [panel for panel in panels if panel.is_shown(person)]
