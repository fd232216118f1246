"""
Which stories stand where on a front: pure thinking, the same answer for the same news at the same second.

An editor's pins come first. The rest is ranked by how urgent a story is, whether it is our own, and its age; every
place is given more stories than it shows, so that one withdrawn leaves no hole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Place(StrEnum):
    """Where on a front an editor may pin a story."""

    LEAD = "lead"
    TIER = "tier"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontStory:
    """What ranking needs to know of a live story. `place` is its place in the page tree."""

    story_id: int
    published_at: datetime
    urgency: int  # 1 (flash) to 9, as the wires count
    is_own: bool
    has_picture: bool
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """An editor's word that a story stands there; pins of one place are ordered."""

    story_id: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Story ids for each place of a front, first first, with some to spare."""

    breaking: tuple[int, ...] = ()
    lead: tuple[int, ...] = ()
    tier: tuple[int, ...] = ()
    rest: tuple[int, ...] = ()


SPARE = 6
_TIER = 12
_FLASH = 1
_FLASH_LIFE = timedelta(hours=2)
_ORDINARY_URGENCY = 5
# Two steps of urgency weigh as much as one half-life of age: a bulletin (3) leads over ordinary news (5) that is six
# hours younger.
_URGENCY_STEPS_A_DOUBLING = 2
_OWN_COPY = 1.6  # other papers have the agency's words too
_PICTURE_IN_LEAD = 1.25  # the large place looks bare without one


def arrange(
    stories: Iterable[FrontStory], *, pins: Sequence[Pin] = (), now: datetime, half_life: timedelta
) -> Arrangement:
    """Give every place of a front its stories; `half_life` is how long a story keeps half its weight."""
    pool = list(stories)
    ranked = [story.story_id for story in sorted(pool, key=lambda story: _order(story, now, half_life))]
    leads = sorted(pool, key=lambda story: _order(story, now, half_life, picture=_PICTURE_IN_LEAD))
    return Arrangement(
        breaking=tuple(story.story_id for story in pool if is_breaking(story, now=now)),
        lead=_first(pins, Place.LEAD, [story.story_id for story in leads], limit=1 + SPARE),
        tier=_first(pins, Place.TIER, ranked, limit=_TIER + SPARE),
        rest=tuple(ranked),
    )


def is_breaking(story: FrontStory, *, now: datetime) -> bool:
    """A flash is pinned on top for two hours."""
    return story.urgency <= _FLASH and now - story.published_at < _FLASH_LIFE


def weight(story: FrontStory, *, now: datetime, half_life: timedelta) -> float:
    """How much a story is worth on a front now; a story dated ahead of the clock counts as new."""
    age = max(now - story.published_at, timedelta())
    urgent: float = 2 ** ((_ORDINARY_URGENCY - story.urgency) / _URGENCY_STEPS_A_DOUBLING)
    decay: float = 2 ** -(age / half_life)
    return urgent * decay * (_OWN_COPY if story.is_own else 1.0)


def _order(story: FrontStory, now: datetime, half_life: timedelta, *, picture: float = 1.0) -> tuple[float, float, int]:
    worth = weight(story, now=now, half_life=half_life) * (picture if story.has_picture else 1.0)
    return (-worth, -story.published_at.timestamp(), -story.story_id)


def _first(pins: Sequence[Pin], place: Place, ranked: Sequence[int], *, limit: int) -> tuple[int, ...]:
    pinned = [pin.story_id for pin in pins if pin.place is place]
    elsewhere = {pin.story_id for pin in pins if pin.place is not place}
    others = [story_id for story_id in ranked if story_id not in pinned and story_id not in elsewhere]
    return tuple([*pinned, *others][: max(limit, len(pinned))])
