"""What the desk adds to Wagtail's own pages."""

from typing import Any

from django import template

from broadsheet.desk.beside import WireSidePanel
from broadsheet.stories.models import StoryPage

register = template.Library()


@register.simple_tag(takes_context=True)
def wire_beside(context: dict[str, Any]) -> str:
    """Add the wire to the side panels of a story that came from it; Wagtail 8 has no hook for these."""
    story, panels = context.get("page"), context.get("side_panels")
    if isinstance(story, StoryPage) and panels is not None:
        panel = WireSidePanel(story, context["request"])
        if panel.lines:
            panels.append(panel)
    return ""
