"""Which stories stand where on a front."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.fronts.choosing import (
    STRIP,
    TIER,
    Front,
    FrontFacts,
    FrontSection,
    FrontStory,
    Pool,
    choose,
    weight,
)
from broadsheet.fronts.events import Events, Subjects, Ties
from broadsheet.fronts.slots import Banner, Package, Placed, Slots

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
SIX_HOURS = timedelta(hours=6)
WORLD, SPORT = FrontSection(page_id=101, place="0101"), FrontSection(page_id=102, place="0102")


def story(
    story_id: int,
    *,
    hours_ago: float = 1.0,
    urgency: int = 5,
    is_own: bool = False,
    has_picture: bool = True,
    place: str = "0101",
) -> FrontStory:
    return FrontStory(
        story_id=story_id,
        published_at=NOON - timedelta(hours=hours_ago),
        urgency=urgency,
        is_own=is_own,
        has_picture=has_picture,
        place=place,
    )


def front_of(
    stories: Sequence[FrontStory],
    *,
    slots: Slots | None = None,
    ties: Ties | None = None,
    subjects: Subjects | None = None,
    sections: tuple[FrontSection, ...] = (),
) -> Front:
    pool = Pool(stories=stories, half_life=SIX_HOURS, events=Events(ties or Ties(), subjects=subjects or {}))
    return choose(pool, slots=slots or Slots(), sections=sections, now=NOON)


def lead_of(*stories: FrontStory, slots: Slots | None = None) -> int:
    return front_of(stories, slots=slots).lead[0]


def placed(*story_ids: int) -> tuple[Placed, ...]:
    return tuple(Placed(story_id=story_id) for story_id in story_ids)


def test_the_newer_of_two_like_stories_leads() -> None:
    assert lead_of(story(1, hours_ago=3), story(2, hours_ago=1)) == 2


def test_a_bulletin_leads_over_ordinary_news_up_to_a_half_life_younger() -> None:
    bulletin = story(1, hours_ago=5.9, urgency=3)

    assert lead_of(bulletin, story(2, hours_ago=0)) == 1
    assert lead_of(story(1, hours_ago=6.1, urgency=3), story(2, hours_ago=0)) == 2


def test_our_own_copy_goes_before_an_agencys_of_the_same_hour() -> None:
    assert lead_of(story(1), story(2, is_own=True)) == 2


def test_the_large_place_prefers_a_story_with_a_picture() -> None:
    assert lead_of(story(1, hours_ago=1, has_picture=False), story(2, hours_ago=2)) == 2


def test_what_an_editor_pinned_leads_whatever_its_age() -> None:
    assert lead_of(story(1), story(2, hours_ago=90), slots=Slots(lead=placed(2))) == 2


def test_pins_keep_their_order_and_stand_in_one_place_only() -> None:
    stories = [story(number, hours_ago=number) for number in range(1, 7)]

    front = front_of(stories, slots=Slots(lead=placed(5), tier=placed(4, 2)))

    assert front.lead[0] == 5
    assert front.tier[:TIER] == (4, 2, 1, 3)


def test_a_package_hangs_under_the_lead_and_its_stories_stand_nowhere_else() -> None:
    stories = [story(number, hours_ago=number) for number in range(1, 9)]
    package = Package(label="The storm", story_ids=(1, 2))

    front = front_of(stories, slots=Slots(lead=placed(3), package=package))

    assert (front.lead[0], front.package) == (3, package)
    assert {1, 2, 3}.isdisjoint(front.tier)


def test_a_flash_stands_on_top_for_two_hours() -> None:
    fresh, stale = story(1, hours_ago=1.9, urgency=1), story(2, hours_ago=2, urgency=1)

    assert front_of([fresh, stale, story(3)]).breaking == (1,)


def test_a_flash_on_top_leads_nothing_and_one_that_an_editor_placed_stands_there() -> None:
    flash, other = story(1, urgency=1), story(2)

    assert front_of([flash, other]).lead[0] == 2
    pinned = front_of([flash, other], slots=Slots(lead=placed(1)))
    assert (pinned.breaking, pinned.lead[0]) == ((), 1)


def test_an_editors_banner_stands_in_the_place_of_a_flash_and_leaves_its_story_where_it_was() -> None:
    banner = Banner(text="Ferries stopped", story_id=1, until=NOON + SIX_HOURS)

    front = front_of([story(1, urgency=2), story(2, urgency=1)], slots=Slots(banner=banner))

    assert (front.banner, front.breaking) == (banner, ())
    assert front.lead[0] == 2
    assert front.tier[0] == 1


def test_two_agencies_words_of_one_event_take_one_place_the_better_of_them() -> None:
    agency, own, other = story(1, hours_ago=0.5), story(2, hours_ago=1, is_own=True), story(3, hours_ago=4)

    front = front_of([agency, own, other], ties=Ties(rewrites=((1, 2),)))

    assert (front.lead[0], front.tier) == (2, (3,))
    assert front.repeats == (1,)


def test_a_follow_up_of_what_an_editor_pinned_fills_no_place() -> None:
    stories = [story(1, hours_ago=0), story(2, hours_ago=20), story(3, hours_ago=9)]

    front = front_of(stories, slots=Slots(tier=placed(2)), ties=Ties(follow_ups=((2, 1),)))

    assert front.standing == (3, 2)


def test_a_chain_of_follow_ups_is_not_one_event_from_end_to_end() -> None:
    stories = [story(number, hours_ago=number) for number in (1, 2, 3)]

    front = front_of(stories, ties=Ties(follow_ups=((2, 1), (3, 2))))

    assert front.standing == (1, 3)


def test_rewrites_of_rewrites_are_one_text_and_carry_on_what_one_of_them_does() -> None:
    stories = [story(number, hours_ago=number) for number in (1, 2, 3, 4)]

    front = front_of(stories, ties=Ties(rewrites=((1, 2), (2, 3)), follow_ups=((4, 3),)))

    assert front.standing == (1,)
    assert front.repeats == (2, 3, 4)


def test_a_strip_has_its_sections_best_and_none_that_stands_above_it() -> None:
    stories = [story(number, hours_ago=number) for number in range(1, 9)]
    stories += [story(20, hours_ago=30, place="0102"), story(21, hours_ago=31, place="0102", is_own=True)]

    front = front_of(stories, sections=(SPORT, WORLD))

    assert [strip.section_id for strip in front.strips] == [102, 101]
    assert front.strips[0].story_ids == (21, 20)
    assert front.strips[1].story_ids == (6, 7, 8)


def test_stories_of_the_same_weight_keep_one_order() -> None:
    stories = [story(number) for number in (3, 1, 2)]

    fronts = {front_of(order).standing for order in (stories, stories[::-1])}

    assert fronts == {(3, 2, 1)}


def test_every_place_has_stories_to_spare() -> None:
    front = front_of([story(number) for number in range(1, 41)], sections=(WORLD,))

    assert len(front.lead) > 1
    assert len(front.tier) > TIER
    assert len(front.strips[0].story_ids) > STRIP


@pytest.mark.parametrize("hours", [-1, 0])
def test_a_story_dated_ahead_of_the_clock_counts_as_new(hours: float) -> None:
    assert weight(story(1, hours_ago=hours), now=NOON, half_life=SIX_HOURS) == 1.0


def test_an_empty_paper_has_an_empty_front() -> None:
    assert front_of([]).standing == ()


def test_the_home_has_a_strip_for_each_outermost_section_and_a_section_none_until_an_editor_says_so() -> None:
    inner = FrontSection(page_id=103, place="01010001")
    sections = (WORLD, inner, SPORT)
    home = FrontFacts(page_id=1, place="", sections=sections)
    world = FrontFacts(page_id=101, place="0101", sections=sections)

    assert home.strips(None) == (WORLD, SPORT)
    assert home.strips((103, 102, 999)) == (inner, SPORT)
    assert world.strips(None) == ()
    assert world.strips((103, 102)) == (inner,)


ids = st.integers(1, 12)
pairs = st.lists(st.tuples(ids, ids), max_size=8).map(tuple)
pools = st.lists(
    st.builds(
        story,
        ids,
        hours_ago=st.floats(0, 40),
        urgency=st.integers(1, 9),
        is_own=st.booleans(),
        has_picture=st.booleans(),
        place=st.sampled_from(["0101", "0102"]),
    ),
    unique_by=lambda each: each.story_id,
    max_size=12,
)
placings = st.lists(ids, unique=True, max_size=6).map(
    lambda chosen: Slots(
        lead=placed(*chosen[:2]),
        tier=placed(*chosen[4:]),
        package=Package(label="Storm", story_ids=tuple(chosen[2:4])) if chosen[2:4] else None,
    )
)
all_ties = st.builds(Ties, rewrites=pairs, follow_ups=pairs)


@given(pools, placings, all_ties)
def test_no_story_stands_twice_and_what_an_editor_placed_stands_where_it_was_put(
    stories: list[FrontStory], slots: Slots, ties: Ties
) -> None:
    front = front_of(stories, slots=slots, ties=ties, sections=(WORLD, SPORT))

    assert len(front.standing) == len(set(front.standing))
    assert front.lead[:1] == tuple(each.story_id for each in slots.lead[:1]) or not slots.lead
    assert front.tier[: len(slots.tier)] == tuple(each.story_id for each in slots.tier)
    assert front.package == slots.package


@given(pools, placings, all_ties)
def test_what_filled_itself_below_a_flash_tells_of_no_event_that_has_a_place(
    stories: list[FrontStory], slots: Slots, ties: Ties
) -> None:
    front = front_of(stories, slots=slots, ties=ties, sections=(WORLD, SPORT))

    events = Events(ties)
    filled = [each for each in front.standing if each not in {*slots.placed_ids, *front.breaking}]
    for story_id in filled:
        others = [each for each in front.standing if each != story_id]
        assert events.same_as(others, among=[story_id]) == ()


@given(pools, all_ties, st.randoms(use_true_random=False))
def test_the_same_news_makes_the_same_front_in_whatever_order_it_is_read(
    stories: list[FrontStory], ties: Ties, chance: st.DataObject
) -> None:
    shuffled = list(stories)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    one, other = front_of(stories, ties=ties), front_of(shuffled, ties=ties)

    assert (one.lead, one.tier, one.repeats) == (other.lead, other.tier, other.repeats)


def test_a_running_story_has_two_places_while_there_is_anything_else_to_tell() -> None:
    strike = {number: [7] for number in range(1, 6)}
    stories = [story(number, hours_ago=number) for number in range(1, 9)]

    front = front_of(stories, subjects=strike, sections=(WORLD,))

    assert front.lead[0] == 1
    assert front.tier[:TIER] == (2, 6, 7, 8)
    assert front.strips[0].story_ids[:STRIP] == (3, 4, 5)  # nothing else was left


def test_a_front_whose_stories_are_all_of_one_running_story_is_full_all_the_same() -> None:
    stories = [story(number, hours_ago=number) for number in range(1, 9)]

    front = front_of(stories, subjects={number: [7] for number in range(1, 9)})

    assert (front.lead[0], front.tier[:TIER]) == (1, (2, 3, 4, 5))


def test_the_first_of_a_strip_is_one_with_a_picture_where_that_weighs_about_as_much() -> None:
    bare, pictured = story(1, hours_ago=1, has_picture=False, place="0102"), story(2, hours_ago=2, place="0102")
    old = story(3, hours_ago=30, place="0102")
    others = [story(number, hours_ago=0.1, is_own=True) for number in range(10, 10 + 1 + TIER)]

    front = front_of([*others, bare, pictured, old], sections=(SPORT,))

    assert front.strips[0].story_ids == (2, 1, 3)
