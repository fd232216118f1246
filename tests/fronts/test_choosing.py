"""Which stories stand where on a front."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.fronts.choosing import FrontStory, Pin, Place, arrange, weight

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
SIX_HOURS = timedelta(hours=6)


def story(
    story_id: int, *, hours_ago: float = 1.0, urgency: int = 5, is_own: bool = False, has_picture: bool = True
) -> FrontStory:
    return FrontStory(
        story_id=story_id,
        published_at=NOON - timedelta(hours=hours_ago),
        urgency=urgency,
        is_own=is_own,
        has_picture=has_picture,
    )


def lead_of(*stories: FrontStory, pins: tuple[Pin, ...] = ()) -> int:
    return arrange(stories, pins=pins, now=NOON, half_life=SIX_HOURS).lead[0]


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


def test_an_editors_pin_leads_whatever_its_age() -> None:
    assert lead_of(story(1), story(2, hours_ago=90), pins=(Pin(story_id=2, place=Place.LEAD),)) == 2


def test_pins_keep_their_order_and_stand_in_one_place_only() -> None:
    stories = [story(number, hours_ago=number) for number in range(1, 6)]
    pins = (
        Pin(story_id=5, place=Place.LEAD),
        Pin(story_id=4, place=Place.TIER),
        Pin(story_id=2, place=Place.TIER),
    )

    front = arrange(stories, pins=pins, now=NOON, half_life=SIX_HOURS)

    assert front.lead == (5, 1, 3)
    assert front.tier == (4, 2, 1, 3)


def test_a_flash_stands_on_top_for_two_hours() -> None:
    fresh, stale = story(1, hours_ago=1.9, urgency=1), story(2, hours_ago=2, urgency=1)

    front = arrange([fresh, stale, story(3)], now=NOON, half_life=SIX_HOURS)

    assert front.breaking == (1,)


def test_stories_of_the_same_weight_keep_one_order() -> None:
    stories = [story(number) for number in (3, 1, 2)]

    fronts = {arrange(order, now=NOON, half_life=SIX_HOURS).rest for order in (stories, stories[::-1])}

    assert fronts == {(3, 2, 1)}


def test_every_place_has_stories_to_spare() -> None:
    front = arrange([story(number) for number in range(1, 41)], now=NOON, half_life=SIX_HOURS)

    assert len(front.lead) > 1
    assert len(front.tier) > 12


@pytest.mark.parametrize("hours", [-1, 0])
def test_a_story_dated_ahead_of_the_clock_counts_as_new(hours: float) -> None:
    assert weight(story(1, hours_ago=hours), now=NOON, half_life=SIX_HOURS) == 1.0


def test_an_empty_paper_has_an_empty_front() -> None:
    assert arrange([], now=NOON, half_life=SIX_HOURS).lead == ()
