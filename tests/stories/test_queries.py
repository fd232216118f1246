"""What is live, in which order, at how many queries."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from broadsheet.stories.actions import publish_story, schedule_story, withdraw_story
from broadsheet.stories.models import HomePage, StoryPage
from broadsheet.stories.queries import (
    address_of,
    due_stories,
    expired_stories,
    latest_stories,
    live_stories,
    section_by_address,
    sections_of,
    site_home,
    story_by_address,
    trail_of,
)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def published(paper: Any, headline: str, *, minutes: int, **more: Any) -> StoryPage:
    story: StoryPage = paper.draft(headline, **more)
    publish_story(story, by=None, now=NOON + timedelta(minutes=minutes))
    return story


def test_latest_is_newest_first_and_ties_are_broken(
    paper: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    old, tie_a, tie_b = (published(paper, name, minutes=m) for name, m in (("Old", 0), ("A", 5), ("B", 5)))
    paper.draft("Never out")

    with django_assert_num_queries(1):
        found = latest_stories(limit=10)

    assert found == [tie_b, tie_a, old]
    assert latest_stories(limit=2) == [tie_b, tie_a]


def test_latest_of_a_section_reaches_into_the_sections_inside_it(
    paper: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    inside = published(paper, "Inside", minutes=0)
    beside = published(paper, "Beside", minutes=1, section=paper.sport)

    with django_assert_num_queries(1):
        found = latest_stories(section=paper.world, limit=10)

    assert found == [inside]
    assert latest_stories(section=paper.sport, limit=10) == [beside]


def test_latest_leaves_out_what_was_withdrawn_or_kept_out(paper: Any) -> None:
    kept_out, gone, shown = (published(paper, name, minutes=0) for name in ("Kept out", "Gone", "Shown"))
    StoryPage.objects.filter(pk=kept_out.pk).update(in_latest=False)
    withdraw_story(gone, notice="Not so.", by=None, now=NOON)

    assert latest_stories(limit=10) == [shown]
    assert list(live_stories()) == [shown, kept_out]


def test_a_trail_goes_from_the_outer_section_to_the_inner(
    paper: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    story = paper.draft()

    with django_assert_num_queries(1):
        trail = trail_of(story)

    assert trail == [paper.world, paper.europe]


def test_addresses_lead_there_and_back(paper: Any, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    story = paper.draft()

    with django_assert_num_queries(0):
        addresses = [address_of(page) for page in (paper.home, paper.europe, story)]
    with django_assert_num_queries(2):
        found = story_by_address(addresses[2])

    assert addresses == ["/", "/world/uk-and-europe/", "/world/uk-and-europe/rain-falls/"]
    assert found == story
    assert section_by_address("world/uk-and-europe") == paper.europe
    assert story_by_address("/world/uk-and-europe/") is None


def test_sections_stand_in_the_newsrooms_own_order(
    paper: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    paper.sport.move(paper.world, pos="left")

    with django_assert_num_queries(1):
        found = sections_of(paper.home)

    assert [section.title for section in found] == ["Sport", "World"]


def test_due_are_the_scheduled_ones_whose_second_has_come(
    paper: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second, later = (paper.draft(name) for name in ("First", "Second", "Later"))
    for story, hours in ((second, 2), (first, 1), (later, 3)):
        schedule_story(story, at=NOON + timedelta(hours=hours), by=None, now=NOON)

    with django_assert_num_queries(2):
        found = due_stories(NOON + timedelta(hours=2))

    assert found == [first, second]


def test_expired_are_the_live_ones_whose_time_is_over(
    paper: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    story = published(paper, "Short", minutes=0)
    StoryPage.objects.filter(pk=story.pk).update(expire_at=NOON)

    with django_assert_num_queries(1):
        found = expired_stories(NOON)

    assert found == [story]


@pytest.mark.django_db
def test_without_a_paper_the_error_says_the_way_out() -> None:
    with pytest.raises(HomePage.DoesNotExist, match="broadsheet init"):
        site_home()
