"""Where each field of a story came from, and whether the newsroom changed it since: pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext

from broadsheet.wire.merging import FIELD_NAMES, FIELDS


class Hand(StrEnum):
    """Whose words a field holds."""

    AGENCY = "agency"  # as the agency sent them
    EDITED = "edited"  # the agency's, changed by the newsroom
    OWN = "own"  # the newsroom's: the agency sent none


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One version of an agency's item."""

    agency: str
    item: int
    version: int
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTrace:
    """Where one field came from; `origin` is the version that it holds, or that it was changed against."""

    name: str
    hand: Hand
    origin: Origin | None
    is_in_conflict: bool = False

    @property
    def label(self) -> str:
        return gettext(FIELD_NAMES[self.name]).capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The two sides of a use as it remembers them, and the story now, field by field (`Use.taken_words`)."""

    wire: Mapping[str, object]
    story_then: Mapping[str, object]
    story_now: Mapping[str, object]


def trace_fields(
    words: Words,
    *,
    first: Origin,
    last: Origin,
    taken: Mapping[str, Origin],
    own: Collection[str] = (),
    conflicts: Collection[str] = (),
) -> tuple[FieldTrace, ...]:
    """
    Every field that either side has, in the order of a story.

    `first` is the version that the story was made from, `last` the one that it was compared with last, `taken` what
    brought single fields up to a newer version since. As in a merge, what the newsroom changed is told from the story
    right after the taking, never from the two sides' difference: cleaning on the way in is no edit.
    """
    return tuple(
        _trace(name, words=words, first=first, last=last, taken=taken, own=own, conflicts=conflicts)
        for name in FIELDS
        if words.wire.get(name) or words.story_now.get(name)
    )


def _trace(
    name: str,
    *,
    words: Words,
    first: Origin,
    last: Origin,
    taken: Mapping[str, Origin],
    own: Collection[str],
    conflicts: Collection[str],
) -> FieldTrace:
    is_in_conflict = name in conflicts
    hand = hand_of(name, wire=words.wire, story_then=words.story_then, story_now=words.story_now, own=own)
    held = taken.get(name, first)
    # Of a field in conflict the words of before the two met are kept, which no newer version says any more.
    edited = held if is_in_conflict else last
    origin = {Hand.OWN: None, Hand.EDITED: edited, Hand.AGENCY: held}[hand]
    return FieldTrace(name=name, hand=hand, origin=origin, is_in_conflict=is_in_conflict)


def hand_of(
    name: str,
    *,
    wire: Mapping[str, object],
    story_then: Mapping[str, object],
    story_now: Mapping[str, object],
    own: Collection[str],
) -> Hand:
    """Whose words a field holds, by both sides as a use remembers them and the story now."""
    if not wire.get(name):
        return Hand.OWN
    is_edited = name in own or story_then.get(name) != story_now.get(name)
    return Hand.EDITED if is_edited else Hand.AGENCY
