"""Asked by templates of the newsroom."""

from typing import Any

from django import template

from broadsheet.stories.models import StoryPage

register = template.Library()


@register.filter
def is_story(page: Any) -> bool:
    return isinstance(page, StoryPage)
