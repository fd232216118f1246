"""
What the allocator promises, a property each, over any page, lists, cards and withdrawals.

"Every list full whenever candidates exist" is meant in the order of claims: a list is short only where each story that
it names is barred, has no card of its shape, or stands in a list of a higher claim. A list never gives a story up so
that a lower one can be filled. It could: of Popular 1, 2 and Related 1, a place each, Popular might stand aside with 2.
But its ranks are a public claim, the same on every page, and so is an editor's pin; the press gives Related and Latest
sixty stories to fill up from instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.contracts.pieces import Candidate, ListSlot, Page, Role, Shape, StoryList
from broadsheet.joining.allocator import allocate

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SOURCES = ("list/latest/all", "list/latest/12", "list/popular/all", "list/never-pressed")
# As DESIGN section 5 has them, and last what leads on from a story.
FIRST_CLAIMS = (Role.PIN, Role.FRONT, Role.POPULAR, Role.RELATED, Role.LATEST, Role.NEIGHBOUR)

numbers = st.integers(1, 14)
some_numbers = st.lists(numbers, max_size=10).map(tuple)
shapes = st.sampled_from((Shape.LINE, Shape.TEASER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that an allocation is made from."""

    slots: tuple[ListSlot, ...]
    lists: Mapping[str, StoryList]
    cards: frozenset[tuple[int, Shape]]
    withdrawn: frozenset[int]
    own: int | None

    def allocated(self, *, repeats_allowed: bool = False) -> list[list[int]]:
        # Text stands between any two lists of a real page.
        page = Page(parts=tuple(chain.from_iterable(("<hr>", slot) for slot in self.slots)), story_id=self.own)
        allocation = allocate(
            page,
            lists=self.lists,
            has_card=lambda story_id, shape: (story_id, shape) in self.cards,
            withdrawn=self.withdrawn,
            now=NOON,
            repeats_allowed=repeats_allowed,
        )
        return [[candidate.story_id for candidate in chosen] for chosen in allocation]

    def named_in(self, slot: ListSlot) -> list[int]:
        """What a list may be filled with, in its order, each story where it is named first."""
        fresh = [self.lists[source] for source in slot.sources if source in self.lists and self._is_fresh(source)]
        own = (candidate.story_id for candidate in slot.candidates)
        return list(dict.fromkeys([*own, *chain.from_iterable(stories.story_ids for stories in fresh)]))

    def may_show(self, story_id: int, slot: ListSlot) -> bool:
        return story_id != self.own and story_id not in self.withdrawn and (story_id, slot.shape) in self.cards

    def by_claim(self) -> list[int]:
        """The places of the lists, the one that takes first first."""
        return [place for role in FIRST_CLAIMS for place, slot in enumerate(self.slots) if slot.role is role]

    def _is_fresh(self, source: str) -> bool:
        stale_at = self.lists[source].stale_at
        return stale_at is None or stale_at > NOON


slots = st.builds(
    lambda role, shape, limit, candidates, sources: ListSlot(
        role=role,
        list_name=role.value,
        shape=shape,
        limit=limit,
        candidates=tuple(Candidate(story_id=story_id) for story_id in candidates),
        sources=sources,
    ),
    st.sampled_from(Role),
    shapes,
    st.integers(0, 5),
    some_numbers,
    st.lists(st.sampled_from(SOURCES), max_size=3).map(tuple),
)
stale_ats = st.sampled_from((None, NOON - timedelta(hours=1), NOON, NOON + timedelta(seconds=1)))
cases = st.builds(
    Case,
    slots=st.lists(slots, max_size=6).map(tuple),
    lists=st.fixed_dictionaries(
        {}, optional={name: st.builds(StoryList, story_ids=some_numbers, stale_at=stale_ats) for name in SOURCES[:3]}
    ),
    # Most stories have a card of both shapes; a page without any would say little.
    cards=st.frozensets(st.tuples(numbers, shapes), max_size=8).map(
        lambda missing: frozenset((n, shape) for n in range(1, 15) for shape in (Shape.LINE, Shape.TEASER)) - missing
    ),
    withdrawn=st.frozensets(numbers, max_size=4),
    own=st.none() | numbers,
)


@given(case=cases)
def test_no_story_stands_twice_on_a_page(case: Case) -> None:
    standing = list(chain.from_iterable(case.allocated()))

    assert len(standing) == len(set(standing))


@given(case=cases, repeats_allowed=st.booleans())
def test_neither_the_pages_own_story_nor_a_withdrawn_one_stands_anywhere(case: Case, repeats_allowed: bool) -> None:
    standing = set(chain.from_iterable(case.allocated(repeats_allowed=repeats_allowed)))

    assert not standing & {*case.withdrawn, case.own}


@given(case=cases, repeats_allowed=st.booleans())
def test_a_list_holds_no_more_than_its_limit_of_what_it_names_and_can_show(case: Case, repeats_allowed: bool) -> None:
    for slot, chosen in zip(case.slots, case.allocated(repeats_allowed=repeats_allowed), strict=True):
        assert len(chosen) <= slot.limit
        assert all(story_id in case.named_in(slot) and case.may_show(story_id, slot) for story_id in chosen)


@given(case=cases)
def test_a_list_is_short_only_where_higher_claims_have_the_rest_of_what_it_can_show(case: Case) -> None:
    allocation = case.allocated()

    higher: set[int] = set()
    for place in case.by_claim():
        slot, chosen = case.slots[place], allocation[place]
        can_show = {story_id for story_id in case.named_in(slot) if case.may_show(story_id, slot)}
        if len(chosen) < slot.limit:
            assert can_show <= {*chosen, *higher}
        higher.update(chosen)


@given(case=cases)
def test_order_is_kept_and_nothing_is_passed_over_but_for_a_reason(case: Case) -> None:
    allocation = case.allocated()

    higher: set[int] = set()
    for place in case.by_claim():
        slot, chosen = case.slots[place], allocation[place]
        named = case.named_in(slot)
        assert chosen == sorted(chosen, key=named.index)
        before_the_last = named[: named.index(chosen[-1])] if chosen else []
        for passed_over in set(before_the_last) - set(chosen):
            assert passed_over in higher or not case.may_show(passed_over, slot)
        higher.update(chosen)


@given(case=cases)
def test_a_claim_hears_of_no_lower_one_so_pins_stand_as_if_they_were_alone(case: Case) -> None:
    allocation, order = case.allocated(), case.by_claim()

    for count in range(len(order) + 1):
        kept = sorted(order[:count])  # fronts too: what stands above is not changed by what stands below
        above = replace(case, slots=tuple(case.slots[place] for place in kept))
        assert above.allocated() == [allocation[place] for place in kept]


@given(case=cases, data=st.data())
def test_where_a_list_stands_matters_only_among_its_equals(case: Case, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(range(len(case.slots))))
    for role in Role:  # equals keep their order, wherever the others come to stand
        places = [at for at, place in enumerate(shuffled) if case.slots[place].role is role]
        for at, place in zip(places, sorted(shuffled[at] for at in places), strict=True):
            shuffled[at] = place

    moved = replace(case, slots=tuple(case.slots[place] for place in shuffled)).allocated()

    allocation = case.allocated()
    assert moved == [allocation[place] for place in shuffled]


@given(case=cases, stale=st.frozensets(st.sampled_from(SOURCES), min_size=1), repeats_allowed=st.booleans())
def test_a_stale_list_gives_what_a_missing_one_does(case: Case, stale: frozenset[str], repeats_allowed: bool) -> None:
    aged = {name: replace(of, stale_at=NOON) if name in stale else of for name, of in case.lists.items()}
    others = {name: of for name, of in case.lists.items() if name not in stale}

    with_stale, without = replace(case, lists=aged), replace(case, lists=others)

    assert with_stale.allocated(repeats_allowed=repeats_allowed) == without.allocated(repeats_allowed=repeats_allowed)


@given(case=cases, killed=numbers)
def test_a_kill_takes_its_own_story_off_the_page_and_no_other_and_lets_one_in_at_most(case: Case, killed: int) -> None:
    before = set(chain.from_iterable(case.allocated()))

    allocation = replace(case, withdrawn=case.withdrawn | {killed}).allocated()

    after = set(chain.from_iterable(allocation))
    assert before - after == before & {killed}
    assert len(after - before) <= len(before & {killed})


@given(case=cases, killed=numbers)
def test_a_killed_story_leaves_the_page_that_would_be_had_it_never_had_a_card(case: Case, killed: int) -> None:
    never = frozenset(card for card in case.cards if card[0] != killed)

    after = replace(case, withdrawn=case.withdrawn | {killed}).allocated()

    assert after == replace(case, cards=never, withdrawn=case.withdrawn - {killed}).allocated()


@given(case=cases)
def test_where_repeats_are_allowed_each_list_is_its_own_first_ones_as_if_it_were_alone(case: Case) -> None:
    classic = case.allocated(repeats_allowed=True)

    for slot, chosen in zip(case.slots, classic, strict=True):
        can_show = [story_id for story_id in case.named_in(slot) if case.may_show(story_id, slot)]
        assert chosen == can_show[: slot.limit]
        assert [chosen] == replace(case, slots=(slot,)).allocated()


def test_a_lower_list_stays_short_where_only_a_higher_one_standing_aside_would_fill_it() -> None:
    popular, related = (
        ListSlot(
            role=role,
            list_name=role.value,
            shape=Shape.LINE,
            limit=1,
            candidates=tuple(Candidate(story_id=story_id) for story_id in story_ids),
        )
        for role, story_ids in ((Role.POPULAR, (1, 2)), (Role.RELATED, (1,)))
    )
    cards = frozenset((story_id, Shape.LINE) for story_id in (1, 2))

    case = Case(slots=(popular, related), lists={}, cards=cards, withdrawn=frozenset(), own=None)

    assert case.allocated() == [[1], []]
