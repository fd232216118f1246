"""Template tags of the readers' pages: assets, and the slots that the edge fills."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.template.base import Node, NodeList, Parser, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from broadsheet.contracts.pieces import FillSlot, ListSlot, PieceSlot, TokenSlot
from broadsheet.look.assets import asset_url
from broadsheet.look.languages import Language
from broadsheet.look.moments import to_the_second
from broadsheet.look.slots import CONTEXT_KEY, Slot, SlotError, SlotMarks

register = template.Library()

_HOLES = "slot_holes"  # set inside `when_filled`

# As Django's json_script does it: inside a script element only these could end it or open a comment.
_JSON_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@register.simple_tag
def asset(name: str) -> str:
    """The address of an asset: `{% asset "site.css" %}`."""
    return asset_url(name)


@register.filter(expects_localtime=True)
def exact(moment: datetime) -> str:
    """A moment in the site's zone, for machines: `<time datetime="{{ at|exact }}">`."""
    return to_the_second(moment)


@register.simple_tag
def in_language(language: Language | None) -> SafeString | str:
    """The attributes of what stands in another language than its page: `<h1{% in_language … %}>`."""
    if language is None:
        return ""
    return format_html(' lang="{}" dir="{}"', language.tag, language.direction)


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


@register.simple_tag(takes_context=True)
def filled(context: Context, name: str) -> SafeString:
    """The value of that name, which the edge knows; outside of `when_filled` nothing where it has none."""
    if context.get(_HOLES):
        return _marks(context).hole(name)
    return _mark(context, FillSlot(names=(name,), texts=("", "")))


@register.tag
def when_filled(parser: Parser, _: Token) -> Node:
    """`{% when_filled %}…{% end_when_filled %}`: stands only where the edge has a value for each `filled` inside."""
    nodes = parser.parse(("end_when_filled",))
    parser.delete_first_token()
    return _WhenFilled(nodes)


class _WhenFilled(Node):
    def __init__(self, nodes: NodeList) -> None:
        self.nodelist = nodes

    def render(self, context: Context) -> SafeString:
        with context.push(**{_HOLES: True}):
            return _marks(context).fill(self.nodelist.render(context))


@register.simple_tag
def json_ld(document: Mapping[str, Any]) -> SafeString:
    """A JSON-LD block: data that no browser runs, so a strict CSP lets it stand."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped just above


def _mark(context: Context, slot: Slot) -> SafeString:
    return _marks(context).mark(slot)


def _marks(context: Context) -> SlotMarks:
    marks = context.get(CONTEXT_KEY)
    if not isinstance(marks, SlotMarks):
        raise SlotError("a template with slots is rendered by look.slots.render_parts or render_preview alone")
    return marks
