"""What templates of the newsroom ask of the wire."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext

from broadsheet.wire.merging import FIELD_NAMES
from broadsheet.wire.wording import told as told_in_words

register = template.Library()


@register.filter
def told(kept: str) -> str:
    """What is kept in English (a reason, an alarm's text, an error), in the language of whoever looks."""
    return told_in_words(str(kept))


@register.filter
def each_told(kept: list[str]) -> list[str]:
    return [told_in_words(str(one)) for one in kept]


@register.filter
def fields_told(names: Iterable[str]) -> str:
    """A story's fields by what editors call them."""
    return ", ".join(gettext(FIELD_NAMES.get(name, name)) for name in names)
