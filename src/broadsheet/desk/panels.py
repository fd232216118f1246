"""The newsroom's home: what rings, what happens by itself soon, what came in last."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from broadsheet.desk.today import entries_between
from broadsheet.wire.queries import newest_items, open_alarms

MOST_ALARMS = 5
MOST_ENTRIES = 8
MOST_ITEMS = 5
HOURS_AHEAD = 12


class AlarmsPanel(Component):
    name = "wire_alarms"
    template_name = "desk/alarms.html"
    order = 100

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002  Wagtail's signature
        alarms = list(open_alarms()[:MOST_ALARMS])
        count = open_alarms().count() if len(alarms) == MOST_ALARMS else len(alarms)
        return {"alarms": alarms, "count": count, "heading": f"Alarms ({count})" if count else "Alarms"}


class AgendaPanel(Component):
    name = "agenda"
    template_name = "desk/agenda.html"
    order = 230

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        now: datetime = timezone.now()
        person = parent_context["request"].user
        entries = entries_between(now, now + timedelta(hours=HOURS_AHEAD), person=person)
        return {"entries": entries[:MOST_ENTRIES], "hours": HOURS_AHEAD}


class WirePanel(Component):
    name = "newest_wire"
    template_name = "desk/wire.html"
    order = 240

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002  Wagtail's signature
        return {"items": list(newest_items()[:MOST_ITEMS])}
