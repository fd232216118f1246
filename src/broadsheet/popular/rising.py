"""How many readers the ranked stories have, and which of them rise: pure, for the newsroom's own screens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from broadsheet.popular.buckets import BUCKET_SECONDS
from broadsheet.popular.tallying import Growth

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReaders:
    """New readers of a story within the window of its list, and within the last hour."""

    story_id: int
    readers: int
    last_hour: int


class Movement(StrEnum):
    """Where a story stood an hour ago, told from where it stands."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"
    UNKNOWN = "unknown"  # nothing of an hour ago can be compared with


def readers_of(
    growth: Mapping[int, Mapping[int, Growth]], *, story_ids: Sequence[int], window_hours: int, now: datetime
) -> tuple[StoryReaders, ...]:
    """The readers of each of these stories, in their order; of a bucket that an hour cuts, all of it counts."""
    window, hour = now - window_hours * _HOUR, now - _HOUR
    return tuple(
        StoryReaders(
            story_id=story_id,
            readers=_since(window, growth.get(story_id, {}), now=now),
            last_hour=_since(hour, growth.get(story_id, {}), now=now),
        )
        for story_id in story_ids
    )


def movement_of(story_id: int, *, rank: int, earlier: Sequence[int] | None) -> tuple[Movement, int]:
    """How a story moved, and by how many ranks; `earlier` are the story ids by rank an hour ago, None if unknown."""
    if earlier is None:
        return Movement.UNKNOWN, 0
    if story_id not in earlier:
        return Movement.NEW, 0
    ranks = earlier.index(story_id) + 1 - rank
    if not ranks:
        return Movement.SAME, 0
    return (Movement.UP if ranks > 0 else Movement.DOWN), abs(ranks)


def _since(moment: datetime, buckets: Mapping[int, Growth], *, now: datetime) -> int:
    oldest, newest = moment.timestamp() - BUCKET_SECONDS, now.timestamp()
    return round(sum(won.readers for bucket, won in buckets.items() if oldest < bucket <= newest))
