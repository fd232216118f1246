"""
From growth to ranks (DESIGN section 6): half-life, windows, views that asked not to be counted, and steadiness.

Pure thinking: the clock and the eligible stories are handed in.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import sqrt
from types import MappingProxyType

from broadsheet.contracts.audience import PopularList
from broadsheet.popular.buckets import BUCKET_SECONDS
from broadsheet.popular.tallying import Growth

RANKS = 20  # readers see five; the rest stands in where a page may not show one of them
ENOUGH_STORIES = 5
ENOUGH_READERS = 10  # a story's readers within the window, to rank among the enough
AGAIN_ENOUGH_READERS = 15  # to go back to a narrower window: no flicker at the edge of it
SKETCH_ERROR = 0.016  # relative, of a sketch of 4,096 registers


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    hours: int
    half_life_hours: float


WINDOWS = (
    Window(hours=6, half_life_hours=3.0),
    Window(hours=24, half_life_hours=18.0),
    Window(hours=168, half_life_hours=72.0),
)


class Span(StrEnum):
    """The lists of the whole paper over one window each, which never widens: readers compare them on their own page."""

    NOW = "now"
    TODAY = "today"
    WEEK = "week"


SPANS: Mapping[Span, Window] = MappingProxyType(dict(zip(Span, WINDOWS, strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A story's points in a window and the standard deviation that chance alone gives them."""

    story_id: int
    points: float
    noise: float
    readers: float
    unhashed_views: int = 0


def rank(
    growth: Mapping[int, Mapping[int, Growth]],
    *,
    eligible: Collection[int],
    now: datetime,
    before: PopularList | None = None,
    dropped: Mapping[str, int] | None = None,
    window: Window | None = None,
) -> PopularList:
    """
    Rank the eligible stories.

    `before` is the list as it stands: its order is kept where the difference is within noise. Without a `window` the
    narrowest with enough readers is taken.
    """
    mine = {story_id: buckets for story_id, buckets in growth.items() if story_id in eligible}
    if window is None:
        window, scores = _window_with_enough(mine, now=now, before=before)
    else:
        scores = scores_in(mine, window=window, now=now)
    ratio = _ordinary_ratio(scores)
    full = [_with_unhashed(score, ratio=ratio) for score in scores if score.readers >= 0.5]  # noqa: PLR2004  nobody
    order = _steady_order(full, before=before.story_ids if before else ())
    return PopularList(
        story_ids=tuple(order[:RANKS]),
        made_at=now,
        window_hours=window.hours,
        half_life_hours=window.half_life_hours,
        counted_readers=round(sum(score.readers for score in scores)),
        dropped=dict(dropped or {}),
    )


def _window_with_enough(
    growth: Mapping[int, Mapping[int, Growth]], *, now: datetime, before: PopularList | None
) -> tuple[Window, list[Score]]:
    scores: list[Score] = []
    for window in WINDOWS:
        scores = scores_in(growth, window=window, now=now)
        was_wider = before is not None and before.window_hours > window.hours
        needed = AGAIN_ENOUGH_READERS if was_wider else ENOUGH_READERS
        if sum(score.readers >= needed for score in scores) >= ENOUGH_STORIES:
            return window, scores
    return WINDOWS[-1], scores


def scores_in(growth: Mapping[int, Mapping[int, Growth]], *, window: Window, now: datetime) -> list[Score]:
    """Points of every story read in the window: new readers times 2^(-age / half-life), summed over buckets."""
    now_seconds = now.timestamp()
    oldest = now_seconds - window.hours * 3600
    weights: dict[int, float] = {}
    scores = []
    for story_id, buckets in growth.items():
        points = variance = readers = 0.0
        views = 0
        for bucket, won in buckets.items():
            if not oldest < bucket <= now_seconds:
                continue
            weight = weights.get(bucket)
            if weight is None:
                age = max(0.0, now_seconds - bucket - BUCKET_SECONDS / 2)
                weight = weights[bucket] = 2 ** (-age / 3600 / window.half_life_hours)
            points += won.weighted * weight
            variance += won.weighted * weight * weight
            readers += won.readers
            views += won.unhashed_views
        if readers or views:
            noise = sqrt(variance + (SKETCH_ERROR * points) ** 2)
            scores.append(Score(story_id=story_id, points=points, noise=noise, readers=readers, unhashed_views=views))
    return scores


def _ordinary_ratio(scores: list[Score]) -> float:
    """
    Views without a hash for each reader, as at the story where half of the site's readers lie below it.

    The median by readers, not the mean: somebody who forges the header for one story moves nothing.
    """
    by_ratio = sorted((score.unhashed_views / score.readers, score.readers) for score in scores if score.readers)
    half = sum(readers for _, readers in by_ratio) / 2
    for ratio, readers in by_ratio:
        half -= readers
        if half <= 0:
            return ratio
    return 0.0


def _with_unhashed(score: Score, *, ratio: float) -> Score:
    """Add a story's views without a hash, at most as many as are ordinary on the whole site."""
    extra = min(score.unhashed_views / score.readers, ratio)
    return Score(
        story_id=score.story_id,
        points=score.points * (1 + extra),
        noise=score.noise * (1 + extra),
        readers=score.readers,
        unhashed_views=score.unhashed_views,
    )


def _steady_order(scores: list[Score], *, before: tuple[int, ...]) -> list[int]:
    """
    Order by points, keeping the order before where the gap is noise.

    Each story starts from its old rank (newcomers below, best first) and climbs past the one above it only while it
    is ahead by more than their common noise.
    """
    by_id = {score.story_id: score for score in scores}
    known = [by_id.pop(story_id) for story_id in before if story_id in by_id]
    newcomers = sorted(by_id.values(), key=lambda score: (-score.points, -score.story_id))
    order: list[Score] = []
    for score in known + newcomers:
        place = len(order)
        while place and _is_clearly_ahead(score, of=order[place - 1]):
            place -= 1
        order.insert(place, score)
    return [score.story_id for score in order]


def _is_clearly_ahead(score: Score, *, of: Score) -> bool:
    return score.points - of.points > sqrt(score.noise**2 + of.noise**2)
