"""Fronts as values: which stories stand where. The press renders them; nothing here knows of HTML."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from broadsheet.fronts.choosing import STRIP, Front, FrontFacts, FrontSection, FrontStory, Pool, choose
from broadsheet.fronts.events import events_among
from broadsheet.fronts.models import Arrangement
from broadsheet.fronts.slots import Slots, holding, read_slots
from broadsheet.stories.identifying import in_menu_order
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import running_stories, stories_among

# Three half-lives and more of a busy day; what is older than these stands in the lists that fill a front up.
_POOL = 240
_STRIP_POOL = 40  # of a section that the pool above hardly knows
_HOME_HALF_LIFE = timedelta(hours=6)
_SECTION_HALF_LIFE = timedelta(hours=18)  # a section has fewer stories, so each may stand longer


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledFront:
    """A front as it stands now, what of its arrangement holds, and what it was filled from."""

    front: Front
    slots: Slots
    pool: Pool


def front_facts(page_id: int, *, place: str, sections: Iterable[FrontSection], menu_order: Sequence[int]) -> FrontFacts:
    """What choosing the stories of a front needs to know of it; sections that the menu does not order follow."""
    ordered = in_menu_order(sections, number=lambda section: section.page_id, menu_order=menu_order)
    return FrontFacts(page_id=page_id, place=place, sections=tuple(ordered))


def front_now(facts: FrontFacts, *, now: datetime) -> Front:
    """What stands on a front; six queries, and one for each strip whose section was quiet for long."""
    return filled_front(facts, slots=slots_of(facts.page_id), now=now).front


def filled_front(facts: FrontFacts, *, slots: Slots, now: datetime) -> FilledFront:
    """A front under an arrangement that may not be saved yet."""
    strips = facts.strips(slots.strips)
    pool = _pool(facts, strips=strips)
    known = {story.story_id for story in pool}
    known |= stories_among(slots.named_ids - known)
    held = holding(slots, is_open=known.__contains__, now=now)
    among = {*(story.story_id for story in pool), *held.placed_ids}
    filling = Pool(
        stories=pool,
        half_life=_SECTION_HALF_LIFE if facts.place else _HOME_HALF_LIFE,
        events=events_among(among, subjects=running_stories(among)),
    )
    return FilledFront(front=choose(filling, slots=held, sections=strips, now=now), slots=held, pool=filling)


def front_stories(place: str, *, limit: int = _POOL) -> list[FrontStory]:
    """The newest live stories below a place in the page tree that may stand on fronts."""
    stories = StoryPage.objects.filter(live=True, withdrawn_at=None, in_latest=True, first_published_at__isnull=False)
    if place:
        stories = stories.filter(path__startswith=place)
    rows = stories.order_by("-first_published_at", "-pk").values_list(
        "pk", "first_published_at", "urgency", "source_credit", "lead_picture_id", "path"
    )
    return [
        FrontStory(
            story_id=pk,
            published_at=published_at,
            urgency=urgency,
            is_own=not source_credit,
            has_picture=picture_id is not None,
            place=path,
        )
        for pk, published_at, urgency, source_credit, picture_id, path in rows[:limit]
    ]


def current_arrangement(page_id: int) -> Arrangement | None:
    """The one in force; None where nobody arranged that front."""
    return Arrangement.objects.filter(front_id=page_id).order_by("-number").first()


def slots_of(page_id: int) -> Slots:
    """What is arranged on a front now."""
    arrangement = current_arrangement(page_id)
    return slots_in(arrangement) if arrangement else Slots()


def slots_in(arrangement: Arrangement) -> Slots:
    return read_slots(arrangement.slots, zone=UTC)


def arrangements_of(page_id: int) -> Sequence[Arrangement]:
    """A front's history, the newest first, with who made it."""
    return list(Arrangement.objects.filter(front_id=page_id).order_by("-number").select_related("made_by"))


def newest_arrangements(page_ids: Collection[int]) -> dict[int, Arrangement]:
    """The one in force of each of these fronts that has any."""
    rows = Arrangement.objects.filter(front_id__in=page_ids).order_by("front_id", "number").select_related("made_by")
    return {row.front_id: row for row in rows}


def _pool(facts: FrontFacts, *, strips: Sequence[FrontSection]) -> list[FrontStory]:
    """The newest stories; where there are more, those too of a section with a strip that has few among them."""
    pool = front_stories(facts.place)
    if len(pool) < _POOL:
        return pool
    found = {story.story_id: story for story in pool}
    for section in strips:
        if sum(story.place.startswith(section.place) for story in pool) <= STRIP:
            found |= {story.story_id: story for story in front_stories(section.place, limit=_STRIP_POOL)}
    return list(found.values())
