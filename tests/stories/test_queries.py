"""What is live, in which order, at how many queries."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pytest_django import DjangoAssertNumQueries

from broadsheet.stories.actions import publish_story, withdraw_story
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import (
    address_of,
    expired_stories,
    live_stories,
    section_by_address,
)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def published(paper: Any, headline: str, *, minutes: int, **more: Any) -> StoryPage:
    story: StoryPage = paper.draft(headline, **more)
    publish_story(story, by=None, now=NOON + timedelta(minutes=minutes))
    return story


def test_live_is_newest_first_without_what_was_withdrawn(paper: Any) -> None:
    old, tie_a, tie_b, gone = (
        published(paper, name, minutes=minutes) for name, minutes in (("Old", 0), ("A", 5), ("B", 5), ("Gone", 9))
    )
    withdraw_story(gone, notice="Not so.", by=None, now=NOON)
    paper.draft("Never out")

    assert list(live_stories()) == [tie_b, tie_a, old]


def test_addresses_lead_there_and_back(paper: Any, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    story = paper.draft()

    with django_assert_num_queries(0):
        addresses = [address_of(page) for page in (paper.home, paper.europe, story)]
    assert addresses == ["/", "/world/uk-and-europe/", "/world/uk-and-europe/rain-falls/"]
    assert section_by_address("world/uk-and-europe") == paper.europe


def test_expired_are_the_live_ones_whose_time_is_over(
    paper: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    story = published(paper, "Short", minutes=0)
    StoryPage.objects.filter(pk=story.pk).update(expire_at=NOON)

    with django_assert_num_queries(1):
        found = expired_stories(NOON)

    assert found == [story]
