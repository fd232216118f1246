"""
Rendering a readers' page into parts: finished HTML with slots between, as the edge joins it (contracts.pieces).

A template writes a slot through a tag, which leaves a mark in the HTML; the marks are then cut out. The mark carries
128 random bits made for this one rendering, so no story, however hostile its text, can write a slot.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from broadsheet.contracts.pieces import ChangedSlot, FillSlot, ListSlot, MentionSlot, Part, PieceSlot, TokenSlot

Slot = PieceSlot | TokenSlot | ChangedSlot | FillSlot | ListSlot | MentionSlot

CONTEXT_KEY = "slot_marks"


class SlotError(Exception):
    """A slot that cannot be rendered, or was lost on the way."""


class SlotMarks:
    """Hands out a mark for each slot of one rendering, and cuts the finished HTML at its marks."""

    def __init__(self) -> None:
        self._secret = secrets.token_hex(16)
        self._slots: list[Slot] = []

    def mark(self, slot: Slot) -> SafeString:
        """What a template writes where the slot stands; has no character that HTML would escape."""
        self._slots.append(slot)
        return mark_safe(f"[slot-{self._secret}-{len(self._slots) - 1}]")  # noqa: S308  our own hex digits

    def hole(self, name: str) -> SafeString:
        """What a template writes inside `when_filled` where that value stands."""
        return mark_safe(f"[hole-{self._secret}-{name}-]")  # noqa: S308  a name of our own templates

    def fill(self, html: str) -> SafeString:
        """The mark of a slot that stands where every hole of the HTML has a value."""
        pieces = re.split(rf"\[hole-{self._secret}-(.*?)-\]", html)
        return self.mark(FillSlot(names=tuple(pieces[1::2]), texts=tuple(pieces[::2])))

    def parts(self, html: str) -> tuple[Part, ...]:
        """
        The HTML cut at its marks, empty stretches left out.

        :raises SlotError: if a slot was handed a mark that the HTML does not show
        """
        pieces = re.split(rf"\[slot-{self._secret}-(\d+)\]", html)
        shown = {int(number) for number in pieces[1::2]}
        if lost := [slot for number, slot in enumerate(self._slots) if number not in shown]:
            raise SlotError(f"the template dropped a slot after asking for it: {lost[0]}")
        return tuple(
            self._slots[int(piece)] if place % 2 else piece for place, piece in enumerate(pieces) if place % 2 or piece
        )


def render_parts(template_name: str, context: Mapping[str, object]) -> tuple[Part, ...]:
    """
    Render a readers' template into what `contracts.pieces.Page` holds.

    :raises SlotError: if the template lost a slot
    """
    marks = SlotMarks()
    html = render_to_string(template_name, {**context, CONTEXT_KEY: marks})
    return marks.parts(html)


def fill_preview(
    parts: Iterable[Part], *, pieces: Mapping[str, str], cards: Mapping[int, str] = MappingProxyType({})
) -> str:
    """
    A rendered page whole, for an editor's eyes.

    `pieces` gives the HTML of piece slots by name, `cards` that of pinned stories by number. Lists show where they will
    stand; the page token stays empty, so that the beacon keeps quiet.
    """
    return "".join(part if isinstance(part, str) else _placeholder(part, pieces, cards) for part in parts)


def _placeholder(slot: Slot, pieces: Mapping[str, str], cards: Mapping[int, str]) -> str:
    match slot:
        case PieceSlot(name=name):
            return pieces.get(name, "")
        case TokenSlot() | ChangedSlot() | FillSlot() | MentionSlot():
            return ""
        case ListSlot():
            pinned = [f"{cards[pin.story_id]}{pin.note}" for pin in slot.pins if pin.story_id in cards][: slot.limit]
            places = [*pinned, *['<span class="placeholder"></span>'] * (slot.limit - len(pinned))]
            items = "".join(f"{slot.item_opening}{place}{slot.item_closing}" for place in places)
            return f"{slot.opening}{items}{slot.closing}"
