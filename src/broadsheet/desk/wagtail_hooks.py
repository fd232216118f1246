"""What the newsroom's home shows."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from broadsheet.desk.panels import AgendaPanel, AlarmsPanel, WirePanel


@hooks.register("construct_homepage_panels")
def panels_of_the_newsroom(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001  Wagtail's signature
    panels += [AlarmsPanel(), AgendaPanel(), WirePanel()]


# After Wagtail's own: counts of pages, images and documents tell an editor nothing.
@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: HttpRequest, summary_items: list[Any]) -> None:  # noqa: ARG001  Wagtail's signature
    summary_items.clear()
