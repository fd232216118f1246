"""How many readers ranked stories have, and how they moved within the hour, for the newsroom's screens."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.popular.actions import KEPT, keep_reading
from broadsheet.popular.buckets import BUCKET_SECONDS
from broadsheet.popular.models import Reading
from broadsheet.popular.queries import most_read
from broadsheet.popular.rising import Movement, StoryReaders, movement_of, readers_of
from broadsheet.popular.tallying import Growth
from broadsheet.popular.wording import hours_in_words

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def keep(*story_ids: int, at: datetime, hours: int = 6) -> None:
    lines = [StoryReaders(story_id=pk, readers=pk * 10, last_hour=pk) for pk in story_ids]
    keep_reading(lines, window_hours=hours, now=at)


def moved() -> dict[int, tuple[Movement, int]]:
    found = most_read()
    assert found is not None
    return {story.story_id: (story.movement, story.ranks) for story in found.stories}


@pytest.mark.parametrize(
    ("rank", "earlier", "movement"),
    [
        (1, [8, 9, 7], (Movement.UP, 2)),
        (3, [7, 8, 9], (Movement.DOWN, 2)),
        (1, [7], (Movement.SAME, 0)),
        (1, [8], (Movement.NEW, 0)),
        (1, [], (Movement.NEW, 0)),
        (1, None, (Movement.UNKNOWN, 0)),
    ],
)
def test_a_story_moved_by_the_ranks_between_then_and_now(
    rank: int, earlier: list[int] | None, movement: tuple[Movement, int]
) -> None:
    assert movement_of(7, rank=rank, earlier=earlier) == movement


def test_readers_of_the_window_and_of_the_hour_are_told_apart() -> None:
    buckets = {back: int((NOW - timedelta(minutes=back)).timestamp()) for back in (10, 50, 120, 400)}
    growth = {7: {bucket: Growth(readers=back) for back, bucket in buckets.items()}}

    [line, unread] = readers_of(growth, story_ids=[7, 8], window_hours=6, now=NOW)

    assert (line.readers, line.last_hour) == (180, 60)
    assert (unread.readers, unread.last_hour) == (0, 0)
    assert all(bucket % BUCKET_SECONDS == 0 for bucket in buckets.values())


@pytest.mark.django_db
def test_before_anything_was_counted_nothing_is_claimed() -> None:
    assert most_read() is None


@pytest.mark.django_db
def test_ranks_are_compared_with_those_of_an_hour_ago() -> None:
    keep(1, 2, 3, at=NOW - HOUR - timedelta(minutes=5))
    keep(3, 2, 1, at=NOW - timedelta(minutes=30))
    keep(3, 1, 2, 4, at=NOW)

    assert moved() == {3: (Movement.UP, 2), 1: (Movement.DOWN, 1), 2: (Movement.DOWN, 1), 4: (Movement.NEW, 0)}


@pytest.mark.django_db
@pytest.mark.parametrize(("ago", "hours"), [(timedelta(minutes=30), 6), (timedelta(minutes=100), 6), (HOUR, 24)])
def test_what_is_not_of_an_hour_ago_or_ranked_by_other_hours_is_not_compared_with(ago: timedelta, hours: int) -> None:
    keep(2, 1, at=NOW - ago, hours=hours)
    keep(1, 2, at=NOW)

    assert set(moved().values()) == {(Movement.UNKNOWN, 0)}


@pytest.mark.django_db
def test_ten_minutes_are_one_row_and_old_ones_go() -> None:
    keep(1, at=NOW - KEPT - timedelta(minutes=1))
    for minute in range(25):
        keep(1, at=NOW + timedelta(minutes=minute))

    assert Reading.objects.count() == 3


@pytest.mark.parametrize(("hours", "said"), [(6, "6 hours"), (24, "24 hours"), (36, "36 hours"), (168, "7 days")])
def test_a_window_is_said_as_people_say_it(hours: int, said: str) -> None:
    assert hours_in_words(hours) == said
