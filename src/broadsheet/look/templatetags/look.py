"""Template tags of the readers' pages: assets, and the slots that the edge fills."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from broadsheet.contracts.pieces import ListSlot, PieceSlot, TokenSlot
from broadsheet.look.assets import asset_url
from broadsheet.look.slots import CONTEXT_KEY, Slot, SlotError, SlotMarks

register = template.Library()

# As Django's json_script does it: inside a script element only these could end it or open a comment.
_JSON_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@register.simple_tag
def asset(name: str) -> str:
    """The address of an asset: `{% asset "site.css" %}`."""
    return asset_url(name)


@register.simple_tag(takes_context=True)
def piece_slot(context: Context, name: str) -> SafeString:
    return _mark(context, PieceSlot(name=name))


@register.simple_tag(takes_context=True)
def token_slot(context: Context, story_id: int) -> SafeString:
    return _mark(context, TokenSlot(story_id=story_id))


@register.simple_tag(takes_context=True)
def list_slot(context: Context, slot: ListSlot | None) -> SafeString | str:
    """The list, or nothing where the page has none."""
    return _mark(context, slot) if slot is not None else ""


@register.simple_tag
def json_ld(document: Mapping[str, Any]) -> SafeString:
    """A JSON-LD block: data that no browser runs, so a strict CSP lets it stand."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped just above


def _mark(context: Context, slot: Slot) -> SafeString:
    marks = context.get(CONTEXT_KEY)
    if not isinstance(marks, SlotMarks):
        raise SlotError("a template with slots is rendered by look.slots.render_parts or render_preview alone")
    return marks.mark(slot)
