from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.contracts.pieces import Candidate, ListSlot, Page, Part, Role, Shape, StoryList
from broadsheet.joining.allocator import Allocation, allocate

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CLAIMS = [Role.PIN, Role.FRONT, Role.POPULAR, Role.RELATED, Role.LATEST, Role.NEIGHBOUR]
SOURCES = ("list/a", "list/b", "list/missing")

ids = st.integers(1, 12)
id_lists = st.lists(ids, max_size=10)


def slot(role: Role, *, limit: int = 5, candidates: tuple[int, ...] = (), sources: tuple[str, ...] = ()) -> ListSlot:
    return ListSlot(
        role=role,
        list_name=role.value,
        shape=Shape.LINE,
        limit=limit,
        candidates=tuple(Candidate(story_id=story_id) for story_id in candidates),
        sources=sources,
    )


slots = st.builds(
    slot,
    st.sampled_from(Role),
    limit=st.integers(0, 6),
    candidates=id_lists.map(tuple),
    sources=st.lists(st.sampled_from(SOURCES), max_size=2).map(tuple),
)
pages = st.builds(
    lambda parts, story_id: Page(parts=tuple(parts), story_id=story_id),
    st.lists(st.one_of(st.just("<hr>"), slots), max_size=6),
    st.none() | ids,
)
lists = st.fixed_dictionaries(
    {
        source: st.builds(
            StoryList,
            story_ids=id_lists.map(tuple),
            stale_at=st.sampled_from([None, NOW, NOW + timedelta(minutes=1)]),
        )
        for source in SOURCES[:2]
    }
)


def stories(allocation: Allocation) -> list[list[int]]:
    return [[candidate.story_id for candidate in chosen] for chosen in allocation]


def wanted(part: ListSlot, lists: dict[str, StoryList]) -> list[int]:
    from_sources = [
        story_id
        for source in part.sources
        if source in lists and not (lists[source].stale_at and lists[source].stale_at <= NOW)
        for story_id in lists[source].story_ids
    ]
    return list(dict.fromkeys([candidate.story_id for candidate in part.candidates] + from_sources))


@given(page=pages, lists=lists, withdrawn=st.frozensets(ids), carded=st.frozensets(ids), repeats=st.booleans())
def test_what_every_allocation_keeps(
    page: Page, lists: dict[str, StoryList], withdrawn: frozenset[int], carded: frozenset[int], repeats: bool
) -> None:
    allocation = stories(
        allocate(
            page,
            lists=lists,
            has_card=lambda story_id, _: story_id in carded,
            withdrawn=withdrawn,
            now=NOW,
            repeats_allowed=repeats,
        )
    )

    parts = [part for part in page.parts if isinstance(part, ListSlot)]
    assert len(allocation) == len(parts)
    by_claim = sorted(range(len(parts)), key=lambda place: (CLAIMS.index(parts[place].role), place))
    taken: set[int] = set()
    for place in by_claim:
        chosen, part = allocation[place], parts[place]
        free = [
            story_id
            for story_id in wanted(part, lists)
            if story_id in carded
            and story_id not in withdrawn
            and story_id != page.story_id
            and (repeats or story_id not in taken)
        ]
        # In order, never twice, and full while there is anything to fill it with.
        assert chosen == free[: part.limit]
        taken.update(chosen)


def allocated(*parts: Part, story_id: int | None = None, repeats_allowed: bool = False) -> list[list[int]]:
    return stories(
        allocate(
            Page(parts=parts, story_id=story_id),
            lists={},
            has_card=lambda *_: True,
            withdrawn=frozenset(),
            now=NOW,
            repeats_allowed=repeats_allowed,
        )
    )


def test_popular_claims_before_related_and_latest_wherever_it_stands() -> None:
    latest = slot(Role.LATEST, limit=2, candidates=(1, 2, 3, 4, 5, 6, 7))
    related = slot(Role.RELATED, limit=2, candidates=(1, 3, 4))
    popular = slot(Role.POPULAR, limit=2, candidates=(1, 2))

    assert allocated(latest, related, popular) == [[5, 6], [3, 4], [1, 2]]


def test_a_pin_claims_before_a_front_that_stands_above_it() -> None:
    front = slot(Role.FRONT, limit=1, candidates=(1, 2))
    pin = slot(Role.PIN, limit=1, candidates=(1,))

    assert allocated(front, pin) == [[2], [1]]


def test_the_page_never_lists_its_own_story() -> None:
    assert allocated(slot(Role.POPULAR, limit=2, candidates=(7, 8, 9)), story_id=7) == [[8, 9]]


def test_lists_may_repeat_one_another_where_that_is_allowed_but_never_the_story_itself() -> None:
    popular, latest = slot(Role.POPULAR, candidates=(1, 2, 3)), slot(Role.LATEST, candidates=(3, 2, 1))

    assert allocated(popular, latest, story_id=2, repeats_allowed=True) == [[1, 3], [3, 1]]


def test_the_line_that_says_why_stays_with_its_story() -> None:
    related = ListSlot(
        role=Role.RELATED,
        list_name="related",
        shape=Shape.LINE,
        limit=1,
        candidates=(Candidate(story_id=4, note="also about the ferry"),),
    )

    allocation = allocate(Page(parts=(related,)), lists={}, has_card=lambda *_: True, withdrawn=frozenset(), now=NOW)

    assert allocation[0][0].note == "also about the ferry"
