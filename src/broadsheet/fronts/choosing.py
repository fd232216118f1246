"""
Which stories stand where on a front: pure thinking, the same answer for the same news at the same second.

What an editor placed comes first. The rest is ranked by how urgent a story is, whether it is our own, and its age, and
an event takes one place; every place is given more stories than it shows, so that one withdrawn leaves no hole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice

from broadsheet.fronts.events import Events, Ties
from broadsheet.fronts.slots import Banner, Package, Slots


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
class FrontSection:
    """A section that may have a strip; `place` is its place in the page tree."""

    page_id: int
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontFacts:
    """A front: its page, its place in the page tree (empty for the home's), the live sections in the menu's order."""

    page_id: int
    place: str = ""
    sections: tuple[FrontSection, ...] = ()

    @property
    def inside(self) -> tuple[FrontSection, ...]:
        """The sections that may have a strip here."""
        return tuple(each for each in self.sections if each.place.startswith(self.place) and each.place != self.place)

    def strips(self, chosen: tuple[int, ...] | None) -> tuple[FrontSection, ...]:
        """Those that an editor chose and that are there; by default the outermost on the home, none on a section."""
        inside = {section.page_id: section for section in self.inside}
        if chosen is not None:
            return tuple(inside[page_id] for page_id in chosen if page_id in inside)
        outermost = min((len(section.place) for section in self.inside), default=0)
        return () if self.place else tuple(each for each in self.inside if len(each.place) == outermost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A row of a section's stories."""

    section_id: int
    story_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What a front is filled from: stories, what ties them, and how long one of them keeps half its weight."""

    stories: Sequence[FrontStory]
    half_life: timedelta
    events: Events = field(default_factory=lambda: Events(Ties()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """
    Story ids for each place, first first, with some to spare.

    `repeats` tell of an event that has its place already: they stand in lists alone.
    """

    banner: Banner | None = None
    breaking: tuple[int, ...] = ()
    lead: tuple[int, ...] = ()
    package: Package | None = None
    tier: tuple[int, ...] = ()
    strips: tuple[Strip, ...] = ()
    repeats: tuple[int, ...] = ()

    @property
    def standing(self) -> tuple[int, ...]:
        """What readers find in the places that fill themselves or are filled, where no story is withdrawn meanwhile."""
        strips = [story_id for strip in self.strips for story_id in strip.story_ids[:STRIP]]
        return (*self.breaking[:1], *self.lead[:1], *_packed(self.package), *self.tier[:TIER], *strips)


SPARE = 6
TIER = 4
STRIP = 4
_FLASH = 1
_FLASH_LIFE = timedelta(hours=2)
_ORDINARY_URGENCY = 5
# Two steps of urgency weigh as much as one half-life of age: a bulletin (3) leads over ordinary news (5) that is six
# hours younger.
_URGENCY_STEPS_A_DOUBLING = 2
_OWN_COPY = 1.6  # other papers have the agency's words too
_PICTURE_IN_LEAD = 1.25  # the large place looks bare without one, and so does the first of a strip


def choose(pool: Pool, *, slots: Slots, sections: Sequence[FrontSection] = (), now: datetime) -> Front:
    """Give every place of a front its stories; `slots` are what holds now, `sections` those that have a strip."""
    ranked = [story.story_id for story in _ranked(pool, now=now)]
    pinned = slots.placed_ids
    breaking = () if slots.banner else _breaking(pool, pinned=pinned, now=now)
    told = [*pinned, *breaking[:1]]
    leads = [story.story_id for story in _ranked(pool, picture=_PICTURE_IN_LEAD, now=now)]
    lead = _filled([each.story_id for each in slots.lead], pool.events.once(leads, told=told), limit=1)
    told += lead[:1]
    tier = _filled([each.story_id for each in slots.tier], pool.events.once(ranked, told=told), limit=TIER)
    told += tier[:TIER]
    strips = _strips(pool, sections, told=told, now=now)
    front = Front(
        banner=slots.banner, breaking=breaking, lead=lead, package=slots.package, tier=tier, strips=strips
    )  # fmt: skip
    return replace(front, repeats=pool.events.same_as(front.standing, among=ranked))


def is_breaking(story: FrontStory, *, now: datetime) -> bool:
    """A flash is pinned on top for two hours."""
    return story.urgency <= _FLASH and now - story.published_at < _FLASH_LIFE


def weight(story: FrontStory, *, now: datetime, half_life: timedelta) -> float:
    """How much a story is worth on a front now; a story dated ahead of the clock counts as new."""
    age = max(now - story.published_at, timedelta())
    urgent: float = 2 ** ((_ORDINARY_URGENCY - story.urgency) / _URGENCY_STEPS_A_DOUBLING)
    decay: float = 2 ** -(age / half_life)
    return urgent * decay * (_OWN_COPY if story.is_own else 1.0)


def _ranked(pool: Pool, *, now: datetime, picture: float = 1.0) -> list[FrontStory]:
    def order(story: FrontStory) -> tuple[float, float, int]:
        worth = weight(story, now=now, half_life=pool.half_life) * (picture if story.has_picture else 1.0)
        return (-worth, -story.published_at.timestamp(), -story.story_id)

    return sorted(pool.stories, key=order)


def _breaking(pool: Pool, *, pinned: Sequence[int], now: datetime) -> tuple[int, ...]:
    """The newest flash first; one that an editor gave a place stands there."""
    flashes = [story for story in pool.stories if is_breaking(story, now=now) and story.story_id not in pinned]
    flashes.sort(key=lambda story: (story.published_at, story.story_id), reverse=True)
    return tuple(story.story_id for story in flashes)


def _filled(pinned: Sequence[int], others: Iterable[int], *, limit: int) -> tuple[int, ...]:
    return (*pinned, *islice(others, max(limit - len(pinned), 0) + SPARE))


def _strips(pool: Pool, sections: Sequence[FrontSection], *, told: Sequence[int], now: datetime) -> tuple[Strip, ...]:
    ranked, leads = _ranked(pool, now=now), _ranked(pool, picture=_PICTURE_IN_LEAD, now=now)
    so_far = list(told)
    strips = []
    for section in sections:
        first = tuple(islice(pool.events.once(_below(section, leads), told=so_far), 1))
        others = pool.events.once(_below(section, ranked), told=(*so_far, *first))
        chosen = (*first, *islice(others, STRIP - len(first) + SPARE))
        strips.append(Strip(section_id=section.page_id, story_ids=chosen))
        so_far += chosen[:STRIP]
    return tuple(strips)


def _below(section: FrontSection, stories: Iterable[FrontStory]) -> list[int]:
    return [story.story_id for story in stories if story.place.startswith(section.place)]


def _packed(package: Package | None) -> tuple[int, ...]:
    return package.story_ids if package else ()
