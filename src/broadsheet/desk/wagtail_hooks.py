"""What the newsroom's home shows, and what a story's editor is told of the wire."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from broadsheet.desk.panels import AgendaPanel, AlarmsPanel, WirePanel
from broadsheet.stories.models import StoryPage
from broadsheet.wire.queries import waiting_uses


@hooks.register("construct_homepage_panels")
def panels_of_the_newsroom(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001  Wagtail's signature
    panels += [AlarmsPanel(), AgendaPanel(), WirePanel()]


# After Wagtail's own: counts of pages, images and documents tell an editor nothing.
@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: HttpRequest, summary_items: list[Any]) -> None:  # noqa: ARG001  Wagtail's signature
    summary_items.clear()


@hooks.register("before_edit_page")
def tell_of_a_newer_version(request: HttpRequest, page: Page) -> None:
    """Opening a story, an editor is told that the wire has something newer, and where to compare."""
    if request.method != "GET" or not isinstance(page, StoryPage) or page.withdrawn_at is not None:
        return
    for use in waiting_uses(page.pk):
        compare = messages.button(reverse("broadsheet_wire:meeting", args=[use.pk]), "Compare")
        agency = use.item.source.name
        says = f"{agency} and the newsroom changed the same words" if use.conflicts else f"{agency} has a newer version"
        messages.warning(request, f"{says} of this story.", [compare])
