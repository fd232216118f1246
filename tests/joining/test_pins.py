"""What an editor says of one list: who stands first there, who never does; and what a source's stories say of it."""

from datetime import UTC, datetime

import pytest

from broadsheet.contracts.pieces import Candidate, ListSlot, Page, Role, Shape, StoryList
from broadsheet.joining.allocator import allocate

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LISTS = {"list/own": StoryList(story_ids=(7, 8)), "list/all": StoryList(story_ids=(8, 9))}


def named(*story_ids: int, note: str = "") -> tuple[Candidate, ...]:
    return tuple(Candidate(story_id=story_id, note=note) for story_id in story_ids)


def related(limit: int = 5, **facts: tuple[object, ...]) -> ListSlot:
    return ListSlot(role=Role.RELATED, list_name="related", shape=Shape.LINE, limit=limit, **facts)  # type: ignore[arg-type]


def popular(*story_ids: int) -> ListSlot:
    return ListSlot(role=Role.POPULAR, list_name="popular", shape=Shape.LINE, limit=5, candidates=named(*story_ids))


def allocated(
    *slots: ListSlot, withdrawn: frozenset[int] = frozenset(), repeats_allowed: bool = False
) -> list[list[tuple[int, str]]]:
    allocation = allocate(
        Page(parts=slots, story_id=1),
        lists=LISTS,
        has_card=lambda story_id, _: story_id < 100,
        withdrawn=withdrawn,
        now=NOW,
        repeats_allowed=repeats_allowed,
    )
    return [[(candidate.story_id, candidate.note) for candidate in chosen] for chosen in allocation]


def test_pins_stand_first_in_their_order_and_once() -> None:
    slot = related(pins=named(5, 3, 5, note="chosen"), candidates=named(3, 4))

    assert allocated(slot) == [[(5, "chosen"), (3, "chosen"), (4, "")]]


@pytest.mark.parametrize("repeats_allowed", [True, False])
def test_a_pin_keeps_its_place_though_popular_claims_before_related(repeats_allowed: bool) -> None:
    slots = popular(3, 4, 2), related(pins=named(3), candidates=named(4, 5))

    ranked, beside = allocated(*slots, repeats_allowed=repeats_allowed)

    assert [story_id for story_id, _ in beside] == ([3, 4, 5] if repeats_allowed else [3, 5])
    assert [story_id for story_id, _ in ranked] == ([3, 4, 2] if repeats_allowed else [4, 2])


def test_a_pin_without_a_card_or_withdrawn_or_of_the_page_itself_is_left_out() -> None:
    slot = related(pins=named(100, 6, 1), candidates=named(4))

    assert allocated(slot, withdrawn=frozenset({6})) == [[(4, "")]]


def test_pins_fill_no_list_above_its_limit() -> None:
    assert allocated(related(limit=2, pins=named(2, 3, 4), candidates=named(5))) == [[(2, ""), (3, "")]]


@pytest.mark.parametrize("repeats_allowed", [True, False])
def test_a_barred_story_comes_neither_by_pin_nor_by_likeness_nor_by_a_source(repeats_allowed: bool) -> None:
    barring = related(pins=named(2, 3), candidates=named(4, 5), sources=("list/own", "list/all"), barred=(2, 4, 8))

    (chosen,) = allocated(barring, repeats_allowed=repeats_allowed)

    assert [story_id for story_id, _ in chosen] == [3, 5, 7, 9]


def test_what_one_list_bars_may_stand_in_another() -> None:
    assert allocated(popular(4), related(candidates=named(5), barred=(4,))) == [[(4, "")], [(5, "")]]


def test_what_comes_from_a_source_says_from_which() -> None:
    filled = related(
        candidates=named(4, note="why"), sources=("list/own", "list/all"), source_notes=("Latest in World", "Latest")
    )

    assert allocated(filled) == [[(4, "why"), (7, "Latest in World"), (8, "Latest in World"), (9, "Latest")]]


@pytest.mark.parametrize("notes", [(), ("Own",), ("Own", "All", "Too many")])
def test_a_source_without_a_line_gives_its_stories_all_the_same(notes: tuple[str, ...]) -> None:
    filled = related(sources=("list/own", "list/missing", "list/all"), source_notes=notes)

    (chosen,) = allocated(filled)

    assert [story_id for story_id, _ in chosen] == [7, 8, 9]


def test_a_story_in_other_words_than_its_cards_is_left_to_the_lists_below() -> None:
    words = Candidate(story_id=4, instead="<a>Ferries stopped</a>")
    banner = ListSlot(role=Role.PIN, list_name="breaking", shape=Shape.LINE, limit=1, candidates=(words,))

    assert allocated(banner, popular(4)) == [[(4, "")], [(4, "")]]
    assert allocated(banner, popular(4), withdrawn=frozenset({4})) == [[], []]
