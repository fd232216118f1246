"""
Who may stand where: one pass that gives every list of a page its stories.

The order is by claim, not by place on the page: an editor's pin first, then the fronts' own modules from top to
bottom, then Popular (its ranks are a public claim, so the same on every page), then Related, then Latest.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from broadsheet.contracts.pieces import Candidate, ListSlot, Page, Role, Shape, StoryList

_CLAIMS = {role: claim for claim, role in enumerate((Role.PIN, Role.FRONT, Role.POPULAR, Role.RELATED, Role.LATEST))}

Allocation = Sequence[tuple[Candidate, ...]]


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

    A list takes its candidates in order, then the stories of its sources, up to its limit: never the page's own
    story, a withdrawn one, one without a card of the list's shape, or one twice. What a higher claim took is gone
    for the others unless `repeats_allowed`. A source that is missing from `lists` or stale gives nothing.
    """
    slots = [part for part in page.parts if isinstance(part, ListSlot)]
    barred = set(withdrawn) if page.story_id is None else {*withdrawn, page.story_id}
    taken: set[int] = set()
    allocation: list[tuple[Candidate, ...]] = [()] * len(slots)
    for place in sorted(range(len(slots)), key=lambda place: _CLAIMS[slots[place].role]):
        barred_here = barred if repeats_allowed else barred | taken
        chosen = _choose(slots[place], lists=lists, has_card=has_card, barred=barred_here, now=now)
        allocation[place] = chosen
        taken.update(candidate.story_id for candidate in chosen)
    return allocation


def is_stale(stories: StoryList, *, now: datetime) -> bool:
    """Whether the list is too old to be shown."""
    return stories.stale_at is not None and now >= stories.stale_at


def _choose(
    slot: ListSlot,
    *,
    lists: Mapping[str, StoryList],
    has_card: Callable[[int, Shape], bool],
    barred: AbstractSet[int],
    now: datetime,
) -> tuple[Candidate, ...]:
    chosen: dict[int, Candidate] = {}
    for candidate in _claimed(slot, lists=lists, now=now):
        if len(chosen) >= slot.limit:
            break
        story_id = candidate.story_id
        if story_id not in barred and story_id not in chosen and has_card(story_id, slot.shape):
            chosen[story_id] = candidate
    return tuple(chosen.values())


def _claimed(slot: ListSlot, *, lists: Mapping[str, StoryList], now: datetime) -> Iterator[Candidate]:
    yield from slot.candidates
    for source in slot.sources:
        stories = lists.get(source)
        if stories is not None and not is_stale(stories, now=now):
            yield from (Candidate(story_id=story_id) for story_id in stories.story_ids)
