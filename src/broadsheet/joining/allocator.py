"""
Who may stand where: one pass that gives every list of a page its stories.

The order is by claim, not by place on the page: an editor's pin first, then the fronts' own modules from top to
bottom, then Popular (its ranks are a public claim, so the same on every page), then Related, then Latest, last the
stories before and after one. A list that an editor pinned stories in takes those at the claim of a pin, and the rest at
its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import zip_longest

from broadsheet.contracts.pieces import Candidate, ListSlot, Page, Role, Shape, StoryList

_ORDER = (Role.PIN, Role.FRONT, Role.POPULAR, Role.RELATED, Role.LATEST, Role.NEIGHBOUR)
_CLAIMS = {role: claim for claim, role in enumerate(_ORDER)}

Allocation = Sequence[tuple[Candidate, ...]]
Stands = Callable[[int], bool]


def allocate(
    page: Page,
    *,
    lists: Mapping[str, StoryList],
    has_card: Callable[[int, Shape], bool],
    withdrawn: AbstractSet[int],
    now: datetime,
    repeats_allowed: bool = False,
) -> Allocation:
    """
    The stories of every list slot of the page, in the order in which the slots stand on it.

    A list takes its pins, its candidates in order, then the stories of its sources, up to its limit: never the page's
    own story, a withdrawn or barred one, one without a card of the list's shape, or one twice. What a higher claim took
    is gone for the others unless `repeats_allowed`, but for a story that stands there in other words than its card's. A
    source that is missing from `lists` or stale gives nothing.
    """
    slots = [part for part in page.parts if isinstance(part, ListSlot)]
    barred = set(withdrawn) if page.story_id is None else {*withdrawn, page.story_id}
    taken: set[int] = set()
    allocation: list[tuple[Candidate, ...]] = [()] * len(slots)
    for place, is_pinning in _turns(slots):
        slot = slots[place]
        stands = _standing(slot.shape, has_card=has_card, withdrawn=withdrawn)
        claimed = iter(slot.pins) if is_pinning else _claimed(slot, lists=lists, stands=stands, now=now)
        barred_here = {*barred, *slot.barred} if repeats_allowed else {*barred, *slot.barred, *taken}
        chosen = _choose(slot, claimed, chosen=allocation[place], has_card=has_card, barred=barred_here)
        allocation[place] = chosen
        taken.update(candidate.story_id for candidate in chosen if not candidate.instead)
    return allocation


def _turns(slots: Sequence[ListSlot]) -> Iterable[tuple[int, bool]]:
    """Who takes when: the place of a list, and whether it takes its pins now or the rest."""
    pinning = [(_CLAIMS[Role.PIN], place, True) for place, slot in enumerate(slots) if slot.pins]
    others = [(_CLAIMS[slot.role], place, False) for place, slot in enumerate(slots)]
    return ((place, is_pinning) for _, place, is_pinning in sorted([*pinning, *others], key=lambda turn: turn[:2]))


def is_stale(stories: StoryList, *, now: datetime) -> bool:
    """Whether the list is too old to be shown."""
    return stories.stale_at is not None and now >= stories.stale_at


def _choose(
    slot: ListSlot,
    claimed: Iterable[Candidate],
    *,
    chosen: tuple[Candidate, ...],
    has_card: Callable[[int, Shape], bool],
    barred: AbstractSet[int],
) -> tuple[Candidate, ...]:
    """What the list had already, and after it what it takes now."""
    taken = {candidate.story_id: candidate for candidate in chosen}
    for candidate in claimed:
        if len(taken) >= slot.limit:
            break
        story_id = candidate.story_id
        if story_id not in barred and story_id not in taken and has_card(story_id, slot.shape):
            taken[story_id] = candidate
    return tuple(taken.values())


def _standing(shape: Shape, *, has_card: Callable[[int, Shape], bool], withdrawn: AbstractSet[int]) -> Stands:
    """Whether a page may name a story at all, in that shape."""
    return lambda story_id: story_id not in withdrawn and has_card(story_id, shape)


def _claimed(slot: ListSlot, *, lists: Mapping[str, StoryList], stands: Stands, now: datetime) -> Iterator[Candidate]:
    yield from slot.candidates
    for source, note in zip_longest(slot.sources, slot.source_notes[: len(slot.sources)], fillvalue=""):
        stories = lists.get(source)
        if stories is not None and not is_stale(stories, now=now):
            for story_id, rank in _with_ranks(stories, stands=stands):
                yield Candidate(story_id=story_id, note=note, rank=rank)


def _with_ranks(stories: StoryList, *, stands: Stands) -> Iterator[tuple[int, int | None]]:
    """A rank counts all that are ahead, shown here or not: it is the same on every page (DESIGN section 5)."""
    if stories.ranked is None:
        yield from ((story_id, None) for story_id in stories.story_ids)
        return
    ranked = (story_id for story_id in stories.story_ids[: stories.ranked] if stands(story_id))
    yield from ((story_id, rank) for rank, story_id in enumerate(ranked, start=1))
    yield from ((story_id, 0) for story_id in stories.story_ids[stories.ranked :])
