"""What the desk adds to Wagtail's own pages."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from broadsheet.desk.audience_wording import grouped
from broadsheet.desk.beside import OriginSidePanel, WireSidePanel
from broadsheet.desk.panels import LivePanel
from broadsheet.desk.pictures_beside import PicturesSidePanel
from broadsheet.stories.models import StoryPage

register = template.Library()


register.filter("grouped", grouped)


@register.simple_tag
def day_of_today() -> str:
    return str(date_format(timezone.localtime(), pgettext("date", "l, j F Y")))


@register.simple_tag(takes_context=True)
def wire_beside(context: dict[str, Any]) -> str:
    """Add to a story's side panels what stands beside it, where it has that; Wagtail 8 has no hook for these."""
    story, panels = context.get("page"), context.get("side_panels")
    if isinstance(story, StoryPage) and panels is not None:
        panel = WireSidePanel(story, context["request"])
        if panel.lines:
            panels.append(panel)
        panels.append(OriginSidePanel(story, context["request"]))
        if (pictures := PicturesSidePanel(story, context["request"])).pictures:
            panels.append(pictures)
    return ""


@register.simple_tag(takes_context=True)
def home_panels(context: Any) -> dict[str, list[Any]]:
    """The panels of the home by the column in which they stand, those of Wagtail and others among `others`."""
    columns: dict[str, list[Any]] = {"top": [], "main": [], "side": [], "others": []}
    for panel in context.get("panels", []):
        if isinstance(panel, LivePanel):
            columns[panel.column].append(panel.drawn(context))
        else:
            columns["others"].append(panel)
    return columns
