"""The board of today's stories, the calendar of what happens by itself, and the home's panels alone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.accounts.models import User
from broadsheet.desk.agenda import Entry
from broadsheet.desk.board import columns_of
from broadsheet.desk.panels import panels_for
from broadsheet.desk.today import MOST_TICKETS, entries_between, tickets_of
from broadsheet.stories.forms import SECTION_ROOT_DEPTH
from broadsheet.stories.models import SectionPage

_DAYS = 7
_YEARS_AROUND = 20  # a calendar of the year 9999 ends in an error of Python's


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    date: date
    is_today: bool
    entries: tuple[Entry, ...]


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the newsroom's own furniture."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @property
    def person(self) -> User:
        person: User = self.request.user  # type: ignore[assignment]  # the admin's own check let nobody else in
        return person


class BoardView(DeskView):
    """Today's stories by section and state; keeps itself up to date where there is JavaScript (board.js)."""

    template_name = "desk/board.html"
    page_title = gettext_lazy("Today")
    header_icon = "list-ul"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Calendar"), reverse("desk_calendar"), icon_name="date")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, sections = timezone.now(), _sections()
        chosen = next((each for each in sections if str(each.pk) == self.request.GET.get("section")), None)
        tickets = tickets_of(self.person, midnight=_midnight(timezone.localdate(now)), now=now, section=chosen)
        return super().get_context_data(
            **kwargs,
            columns=[(column.label, held) for column, held in columns_of(tickets).items()],
            sections=sections,
            chosen=chosen,
            count=len(tickets),
            is_cut=len(tickets) >= MOST_TICKETS,
        )


class CalendarView(DeskView):
    """A week of schedules and embargoes."""

    template_name = "desk/calendar.html"
    page_title = gettext_lazy("Calendar")
    header_icon = "date"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Today"), reverse("desk_board"), icon_name="list-ul")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        monday = _monday_of(_asked_day(self.request, today=today))
        return super().get_context_data(
            **kwargs,
            days=_week(monday, person=self.person, today=today),
            earlier=monday - timedelta(days=_DAYS),
            later=monday + timedelta(days=_DAYS),
            is_this_week=monday == _monday_of(today),
        )


@require_safe
def home_panels(request: HttpRequest) -> HttpResponse:
    """The home's own panels alone, for the home that keeps itself up to date."""
    drawn = [panel.drawn({"request": request}) for panel in panels_for(request.user)]
    answer = render(request, "desk/home_panels.html", {"panels": drawn})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _week(monday: date, *, person: User, today: date) -> list[Day]:
    start, end = _midnight(monday), _midnight(monday + timedelta(days=_DAYS))
    entries = entries_between(start - timedelta(microseconds=1), end - timedelta(microseconds=1), person=person)
    days = [monday + timedelta(days=number) for number in range(_DAYS)]
    return [
        Day(
            date=day,
            is_today=day == today,
            entries=tuple(entry for entry in entries if timezone.localdate(entry.at) == day),
        )
        for day in days
    ]


def _asked_day(request: HttpRequest, *, today: date) -> date:
    """The day that the address names, else today."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return day if abs(day.year - today.year) <= _YEARS_AROUND else today


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def _sections() -> list[SectionPage]:
    return list(SectionPage.objects.filter(live=True, depth=SECTION_ROOT_DEPTH).order_by("path"))
