"""
From folds to growth: how many readers a story won in which bucket (DESIGN section 6). No clock, no store.

A reader counts once a story and day, in the bucket in which the day's union of sketches grew. A closed bucket is never
estimated again: what a worker brings late counts where the union grows, which is now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from datasketches import hll_sketch, hll_union

from broadsheet.contracts.audience import Fold

BUCKET_SECONDS = 300
DAY_SECONDS = 86_400
LG_K = 12
LIST_WEIGHT = 0.3  # a hit that the Popular list itself sent: a list must not feed itself


@dataclass(slots=True)
class Growth:
    """What a story won in one bucket. `weighted` counts readers whom the Popular list sent 0.3."""

    readers: float = 0.0
    weighted: float = 0.0
    unhashed_views: int = 0


@dataclass(slots=True)
class _DayOfStory:
    everyone: hll_union = field(default_factory=lambda: hll_union(LG_K))
    unled: hll_union = field(default_factory=lambda: hll_union(LG_K))
    everyone_counted: float = 0.0
    unled_counted: float = 0.0


class Tally:
    """
    Every story's growth of the last days, kept up to date by feeding folds, again and again the same ones.

    Memory: two unions (some hundred bytes, 8 KB when a story has thousands of readers) a story and open day, and a
    `Growth` for each bucket in which a story was read.
    """

    def __init__(self) -> None:
        self._days: dict[tuple[int, int], _DayOfStory] = {}  # (day, story)
        self._growth: defaultdict[int, dict[int, Growth]] = defaultdict(dict)
        self._seen: dict[tuple[int, int, str], tuple[int, int]] = {}  # row -> (hash of its bytes, unhashed views)

    def feed(self, folds: Iterable[Fold]) -> bool:
        """Take in these folds, in any order within a bucket; say whether anything was new."""
        fresh = [fold for fold in folds if self._is_fresh(fold)]
        fresh.sort(key=lambda fold: (fold.bucket, fold.story_id, fold.worker))
        for fold in fresh:
            self._add(fold)
        return bool(fresh)

    def growth(self) -> Mapping[int, Mapping[int, Growth]]:
        """Story -> bucket -> growth."""
        return self._growth

    def forget_before(self, bucket: int, *, open_days_from: int) -> None:
        """Drop growth older than that bucket, and the unions of days that ended before the bucket `open_days_from`."""
        for story_id in list(self._growth):
            kept = {when: growth for when, growth in self._growth[story_id].items() if when >= bucket}
            if kept:
                self._growth[story_id] = kept
            else:
                del self._growth[story_id]
        oldest_day = open_days_from // DAY_SECONDS
        self._days = {place: day for place, day in self._days.items() if place[0] >= oldest_day}
        self._seen = {row: seen for row, seen in self._seen.items() if row[1] >= open_days_from}

    def _is_fresh(self, fold: Fold) -> bool:
        row = (fold.story_id, fold.bucket, fold.worker)
        known = self._seen.get(row)
        return known is None or known != (hash((fold.all_readers, fold.unled_readers)), fold.unhashed_views)

    def _add(self, fold: Fold) -> None:
        row = (fold.story_id, fold.bucket, fold.worker)
        views_before = self._seen.get(row, (0, 0))[1]
        self._seen[row] = (hash((fold.all_readers, fold.unled_readers)), fold.unhashed_views)
        day = self._days.setdefault((fold.bucket // DAY_SECONDS, fold.story_id), _DayOfStory())
        day.everyone.update(hll_sketch.deserialize(fold.all_readers))
        day.unled.update(hll_sketch.deserialize(fold.unled_readers))
        everyone = max(day.everyone.get_estimate(), day.everyone_counted)
        unled = max(day.unled.get_estimate(), day.unled_counted)
        won, won_unled = everyone - day.everyone_counted, unled - day.unled_counted
        day.everyone_counted, day.unled_counted = everyone, unled
        growth = self._growth[fold.story_id].setdefault(fold.bucket, Growth())
        growth.readers += won
        # A reader who comes by the list and later by himself counts .3 and then the other .7.
        growth.weighted += LIST_WEIGHT * won + (1 - LIST_WEIGHT) * won_unled
        growth.unhashed_views += max(0, fold.unhashed_views - views_before)
