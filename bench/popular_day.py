"""
A day of traffic: does the list that readers see agree with who was read, and how soon?

Two hundred stories of Zipf's popularity under the tide of a day; one breaks at ten, yesterday's hit dies. Hits go the
whole way (judged and folded in a worker, merged, ranked each minute); beside it the same points are kept exactly, with
every reader by name. No clock and no process: a day takes a minute.
"""

import random
import sys
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate, combinations
from math import cos, pi
from pathlib import Path
from statistics import mean

from figures import Figure

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from broadsheet.contracts.audience import Hit, PopularList
from broadsheet.popular.buckets import BUCKET_SECONDS, DAY_SECONDS
from broadsheet.popular.ranking import WINDOWS, rank, scores_in
from broadsheet.popular.tallying import Growth, Tally
from popular.hits import flushed, make_folder, make_hit

DAY = datetime(2026, 3, 2, tzinfo=UTC)
STORIES, READERS, HITS_A_DAY = 200, 60_000, 200_000
BREAKING, YESTERDAYS = 1_000, 1_001
EVENING_BEFORE = -6 * 60  # minutes of the day: a paper does not begin at midnight
BREAKS_AT = 10 * 60
NOON = 12 * 60
_LIST = 10
WANTED_TAU, WANTED_MINUTES = 0.95, 3


@dataclass(slots=True)
class Exact:
    """Who read what, by name: a reader counts once a story and day, in the bucket of the first time."""

    readers: set[tuple[int, int, int]] = field(default_factory=set)  # day, story, reader
    growth: dict[int, dict[int, Growth]] = field(default_factory=lambda: defaultdict(dict))

    def read(self, story: int, reader: int, *, now: float) -> None:
        once = int(now) // DAY_SECONDS, story, reader
        if once in self.readers:
            return
        self.readers.add(once)
        bucket = int(now) // BUCKET_SECONDS * BUCKET_SECONDS
        won = self.growth[story].setdefault(bucket, Growth())
        won.readers += 1
        won.weighted += 1

    def order(self, now: datetime) -> list[int]:
        scores = scores_in(self.growth, window=WINDOWS[0], now=now)
        return [score.story_id for score in sorted(scores, key=lambda score: (-score.points, -score.story_id))]


@dataclass(slots=True)
class Course:
    """The day minute by minute: both orders."""

    ours: list[tuple[int, ...]] = field(default_factory=list)
    exact: list[tuple[int, ...]] = field(default_factory=list)


def measure() -> list[Figure]:
    """Takes a minute."""
    course = the_day()
    taus = [
        tau(exact[:_LIST], ours) for ours, exact in zip(course.ours, course.exact, strict=True) if len(exact) > _LIST
    ]
    earned = _first(course.exact, BREAKING)
    late = _first(course.ours, BREAKING) - earned
    return [
        Figure(
            what=f"Kendall's tau of the top ten over {len(taus):,} minutes",
            measured=f"mean {mean(taus):.3f}, worst {min(taus):.3f}",
            wanted=f"mean ≥ {WANTED_TAU:g}",
            reached=mean(taus) >= WANTED_TAU,
        ),
        Figure(
            what="minutes from earning the first place to having it",
            measured=f"{late}, {earned - BREAKS_AT} after it broke",
            wanted=f"≤ {WANTED_MINUTES}",
            reached=late <= WANTED_MINUTES,
        ),
        Figure(
            what="yesterday's hit at noon",
            measured=_place(course.ours[NOON], YESTERDAYS),
            wanted="not among ten",
            reached=YESTERDAYS not in course.ours[NOON][:_LIST],
        ),
    ]


def the_day() -> Course:
    exact, folder, tally, course = Exact(), make_folder(), Tally(), Course()
    before: PopularList | None = None
    for minute, hits in _minutes():
        now = datetime.fromtimestamp(DAY.timestamp() + (minute + 1) * 60 - 1, tz=UTC)
        for reader, hit in hits:
            exact.read(_story_of[hit.token], reader, now=hit.now)
        folder.fold(hit for _, hit in hits)
        tally.feed(flushed(folder).folds_since(0), now=now.timestamp())
        if minute % 60 == 0:
            tally.forget_before(0, now=now.timestamp())  # as the clerk does each hour
        folder.turn(now=now.timestamp())  # as the worker does with each flush
        growth = tally.growth()
        before = rank(growth, eligible=growth, now=now, before=before)
        if minute >= 0:
            course.ours.append(before.story_ids)
            course.exact.append(tuple(exact.order(now)))
    return course


_story_of: dict[str, int] = {}


def _minutes() -> Iterator[tuple[int, list[tuple[int, Hit]]]]:
    """Each minute and its hits, with the number of the reader."""
    chance = random.Random(7)  # noqa: S311  the same day in every run
    readers = [f"{10 + number // 65_536}.{number // 256 % 256}.{number % 256}.7" for number in range(READERS)]
    numbers = [*range(1, STORIES + 1), BREAKING, YESTERDAYS]
    for minute in range(EVENING_BEFORE, 24 * 60):
        weights = list(accumulate(_interest(story, minute) for story in numbers))
        hits = []
        for _ in range(round(HITS_A_DAY / 1440 * _tide(minute))):
            story = numbers[bisect(weights, chance.random() * weights[-1])]
            reader = int(READERS * chance.random() ** 1.5)
            second = minute * 60 + chance.random() * 59
            at = DAY.timestamp() + second
            hit = make_hit(story, address=readers[reader], now=at, day=datetime.fromtimestamp(at, tz=UTC).date())
            _story_of[hit.token] = story
            hits.append((reader, hit))
        yield minute, sorted(hits, key=lambda pair: pair[1].now)


def _tide(minute: int) -> float:
    """How many read at that minute against the mean: few at four in the morning, many at four in the afternoon."""
    return 1 - 0.8 * cos(2 * pi * (minute - 4 * 60) / 1440)


def _interest(story: int, minute: int) -> float:
    """How much one hit in that minute is drawn to a story: Zipf, each with a morning of its own."""
    if story == YESTERDAYS:
        return 2.0 * 0.5 ** (max(minute, 0) / 60)
    if story == BREAKING:
        since = minute - BREAKS_AT
        return 0.0 if since < 0 else min(since / 5, 1.0) * 4.0 * 0.5 ** (since / 240)
    published = story * 37 % 1440
    age = (minute - published) % 1440
    return 1 / story * 0.5 ** (age / 360)


def tau(exact: tuple[int, ...], ours: tuple[int, ...]) -> float:
    """Kendall's tau-a of two orders of the exact list's stories; what ours leaves out stands last."""
    places = {story: place for place, story in enumerate(ours)}
    pairs = list(combinations(exact, 2))
    agreeing = sum(places.get(upper, 10**6) < places.get(lower, 10**6) for upper, lower in pairs)
    return 2 * agreeing / len(pairs) - 1


def _first(orders: list[tuple[int, ...]], story: int) -> int:
    return next(minute for minute, order in enumerate(orders) if order[:1] == (story,))


def _place(order: tuple[int, ...], story: int) -> str:
    return f"place {order.index(story) + 1}" if story in order else "gone"
