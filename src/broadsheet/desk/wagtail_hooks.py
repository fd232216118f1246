"""What the newsroom's home shows, and what a story's editor is told of the wire."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from broadsheet.desk import views
from broadsheet.desk.panels import AgendaPanel, AlarmsPanel, WirePanel
from broadsheet.stories.models import StoryPage
from broadsheet.wire.guards import reasons_of_the_wire
from broadsheet.wire.queries import waiting_uses


@hooks.register("register_admin_urls")
def desk_addresses() -> list[URLPattern]:
    return [
        path("today/", views.BoardView.as_view(), name="desk_board"),
        path("calendar/", views.CalendarView.as_view(), name="desk_calendar"),
    ]


@hooks.register("register_admin_menu_item")
def board_item() -> MenuItem:
    return MenuItem("Today", reverse("desk_board"), icon_name="list-ul", order=80)


@hooks.register("construct_homepage_panels")
def panels_of_the_newsroom(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001  Wagtail's signature
    panels += [AlarmsPanel(), AgendaPanel(), WirePanel()]


# After Wagtail's own: counts of pages, images and documents tell an editor nothing.
@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: HttpRequest, summary_items: list[Any]) -> None:  # noqa: ARG001  Wagtail's signature
    summary_items.clear()


@hooks.register("before_edit_page")
def tell_what_the_wire_says(request: HttpRequest, page: Page) -> None:
    """Opening a story, an editor is told what forbids it, and where to compare it with something newer."""
    if request.method != "GET" or not isinstance(page, StoryPage):
        return
    if page.withdrawn_at is not None:
        messages.warning(request, "This story is withdrawn: readers find a notice in its place.")
    for reason in reasons_of_the_wire(page, timezone.now()):
        messages.warning(request, reason)
    if page.withdrawn_at is None:
        _tell_of_newer_versions(request, page)


def _tell_of_newer_versions(request: HttpRequest, page: StoryPage) -> None:
    for use in waiting_uses(page.pk):
        compare = messages.button(reverse("broadsheet_wire:meeting", args=[use.pk]), "Compare")
        agency = use.item.source.name
        says = f"{agency} and the newsroom changed the same words" if use.conflicts else f"{agency} has a newer version"
        messages.warning(request, f"{says} of this story.", [compare])
