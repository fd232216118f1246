"""
From folds to growth: how many readers a story won in which bucket (DESIGN section 6). No clock, no store.

A reader counts once a story and day, in the bucket in which the day's union of sketches grew. A closed bucket is never
estimated again: what a worker brings late counts where the union grows, which is now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from datasketches import hll_sketch, hll_union

from broadsheet.contracts.audience import Fold, Source
from broadsheet.popular.buckets import BUCKET_SECONDS, DAY_SECONDS, LG_K

LATE_SECONDS = 4_200  # a worker that could not reach the store brings its folds late: an hour, and the open buckets
# What ended longer ago than that (seconds) is kept in steps of so many: small beside half-lives of 3, 18 and 72 hours,
# and a line of half hours over a day. A day of 10,000 stories and a million readers took 251 MB without.
COARSER = ((91_800, 10_800), (23_400, 1_800), (5_400, 900))
SOURCE_BUCKETS = 13  # an hour's and the open one's: where readers came from is told of the last hour alone
LIST_WEIGHT = 0.3  # a hit that the Popular list itself sent: a list must not feed itself


@dataclass(slots=True)
class Growth:
    """What a story won in one bucket. `weighted` counts readers whom the Popular list sent 0.3."""

    readers: float = 0.0
    weighted: float = 0.0
    unhashed_views: int = 0

    def add(self, other: "Growth") -> None:
        self.readers += other.readers
        self.weighted += other.weighted
        self.unhashed_views += other.unhashed_views


@dataclass(slots=True)
class _DayOfStory:
    everyone: hll_union = field(default_factory=lambda: hll_union(LG_K))
    unled: hll_union = field(default_factory=lambda: hll_union(LG_K))
    everyone_counted: float = 0.0
    unled_counted: float = 0.0


class _Seen(NamedTuple):
    """What a row said when it was fed last: a hash of its bytes, unhashed views."""

    sketches: int
    unhashed_views: int


_NOTHING = _Seen(0, 0)


class Tally:
    """
    Every story's growth of the last days, kept up to date by feeding folds, again and again the same ones.

    Memory: two unions (some hundred bytes, 8 KB when a story has thousands of readers) for each story read in the open
    day, a row's print for each fold of the last 70 minutes, and a `Growth` for each step of time in which a story was
    read: five minutes for an hour and a half, then quarters of an hour, half hours, three hours (`place_of`).
    """

    def __init__(self) -> None:
        self._days: dict[int, dict[int, _DayOfStory]] = {}  # day -> story -> what is known of its readers
        self._growth: dict[int, dict[int, Growth]] = {}
        self._buckets: dict[int, int] = {}  # one number a bucket for all stories: 32 bytes each, a million times a day
        self._seen: dict[tuple[int, int, str], _Seen] = {}
        self._sources: dict[int, dict[int, dict[Source, float]]] = {}  # bucket -> story -> new readers by source

    def feed(self, folds: Iterable[Fold], *, now: float = 0.0) -> bool:
        """
        Take in these folds, ordered by bucket; say whether anything was new.

        What is old at `now` (seconds since the epoch) is put together with its neighbours, and may not be fed again.
        """
        is_new = False
        day = 0
        for fold in folds:
            if not self._is_fresh(fold):
                continue
            if fold.bucket // DAY_SECONDS != day:
                day = fold.bucket // DAY_SECONDS
                self._close_days(before=min(day, _open_day(now)))
            self._add(fold, now=now)
            is_new = True
        return is_new

    def growth(self) -> Mapping[int, Mapping[int, Growth]]:
        """Story -> bucket -> growth."""
        return self._growth

    def sources_since(self, bucket: int) -> Mapping[int, Mapping[Source, float]]:
        """Story -> how many of its new readers each source sent in that bucket or a later one, an hour back at most."""
        sent: defaultdict[int, defaultdict[Source, float]] = defaultdict(lambda: defaultdict(float))
        for when, stories in self._sources.items():
            if when >= bucket:
                for story_id, sources in stories.items():
                    for source, readers in sources.items():
                        sent[story_id][source] += readers
        return sent

    def forget_before(self, bucket: int, *, now: float) -> None:
        """Drop growth older than that bucket, and put together what is old at `now`."""
        for story_id in list(self._growth):
            kept = {when: growth for when, growth in self._growth[story_id].items() if when >= bucket}
            if kept:
                self._growth[story_id] = kept
                self._put_together(story_id, now=now)
            else:
                del self._growth[story_id]
        self._close_days(before=_open_day(now))
        self._seen = {row: seen for row, seen in self._seen.items() if row[1] >= now - LATE_SECONDS}
        self._buckets = {when: when for when in self._buckets if when >= bucket}

    def _close_days(self, *, before: int) -> None:
        """Let go of the readers of days for which no fold can come any more."""
        for day in [day for day in self._days if day < before]:
            del self._days[day]

    def _put_together(self, story_id: int, *, now: float) -> None:
        # Into a dict of its own: one from which things are taken stays as large as it was, 9 KB for a day of buckets.
        together: dict[int, Growth] = {}
        for bucket, won in self._growth[story_id].items():
            growth = together.setdefault(self._place(bucket, now=now), won)
            if growth is not won:
                growth.add(won)
        self._growth[story_id] = together

    def _place(self, bucket: int, *, now: float) -> int:
        place = place_of(bucket, now=now)
        return self._buckets.setdefault(place, place)

    def _is_fresh(self, fold: Fold) -> bool:
        known = self._seen.get((fold.story_id, fold.bucket, fold.worker))
        return known is None or known != _seen_of(fold)

    def _add(self, fold: Fold, *, now: float) -> None:
        row = (fold.story_id, fold.bucket, fold.worker)
        before = self._seen.get(row, _NOTHING)
        if fold.bucket >= now - LATE_SECONDS:
            self._seen[row] = _seen_of(fold)
        stories = self._days.setdefault(fold.bucket // DAY_SECONDS, {})
        day = stories.get(fold.story_id) or stories.setdefault(fold.story_id, _DayOfStory())
        day.everyone.update(hll_sketch.deserialize(fold.all_readers))
        day.unled.update(hll_sketch.deserialize(fold.unled_readers))
        everyone = max(day.everyone.get_estimate(), day.everyone_counted)
        unled = max(day.unled.get_estimate(), day.unled_counted)
        won, won_unled = everyone - day.everyone_counted, unled - day.unled_counted
        day.everyone_counted, day.unled_counted = everyone, unled
        # A reader who comes by the list and later by himself counts .3 and then the other .7.
        weighted = won if won_unled == won else LIST_WEIGHT * won + (1 - LIST_WEIGHT) * won_unled
        views = max(0, fold.unhashed_views - before.unhashed_views)
        fresh = Growth(readers=won, weighted=weighted, unhashed_views=views)
        growth = self._growth.setdefault(fold.story_id, {}).setdefault(self._place(fold.bucket, now=now), fresh)
        if growth is not fresh:
            growth.add(fresh)
        self._add_sources(fold, won=won)

    def _add_sources(self, fold: Fold, *, won: float) -> None:
        """New readers came from where the row's did: which of those the day knew already, nobody can say."""
        total = sum(fold.sources.values())
        if not total or not won:
            return
        sources = self._sources.setdefault(fold.bucket, {}).setdefault(fold.story_id, defaultdict(float))
        for source, readers in fold.sources.items():
            sources[source] += won * readers / total
        while len(self._sources) > SOURCE_BUCKETS:
            del self._sources[min(self._sources)]


def _open_day(now: float) -> int:
    """The oldest day, counted from the epoch, of which folds may still come."""
    return int(now - LATE_SECONDS) // DAY_SECONDS


def place_of(bucket: int, *, now: float) -> int:
    """The bucket under which growth of that bucket is kept at `now`: itself, or one in the middle of a longer step."""
    for age, step in COARSER:
        start = bucket // step * step
        if now - (start + step) >= age:
            return start + step // 2 - BUCKET_SECONDS
    return bucket


def _seen_of(fold: Fold) -> _Seen:
    return _Seen(hash((fold.all_readers, fold.unled_readers)), fold.unhashed_views)
