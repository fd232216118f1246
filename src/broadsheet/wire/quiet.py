"""
Whether a source has gone quiet, from what it brought in the same hours of the weeks before: pure.

The silence as it lasts is laid over the same window of each earlier week. It is no chance any more when a usual week
brought at least 15 items in that window (a source that sends at random is silent for so long once in three million
gaps) and no week that is counted was as silent: nights, weekends and slow hours then explain themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

WEEKS = 8
_LEAST_WEEKS = 2
_LEAST_EXPECTED = 15.0
_LEAST_SILENCE = timedelta(minutes=20)
_ODD_WEEKS_FROM = 4  # with so many weeks one silent one (a holiday, our own outage) is left out
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """
    What is known of a source: items by the hour of the clock in UTC, since when it is known, and the last item.

    `watched_since` is when it was last switched on, `awake_since` when this process began to look: before either,
    silence was ours.
    """

    items: Mapping[datetime, int]
    known_since: datetime
    watched_since: datetime
    awake_since: datetime
    last_item_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    since: datetime
    expected: float  # items that a usual week brings in so long


def usual(record: Record, *, start: datetime, end: datetime) -> float | None:
    """How many items usually come in these hours of the week: the median of the weeks before, None without two."""
    counts = _weeks(record, start=start, end=end)
    return median(counts) if len(counts) >= _LEAST_WEEKS else None


def silence_of(record: Record, *, now: datetime, quiet_after: timedelta | None = None) -> Silence | None:
    """
    The silence of a source that has gone quiet, or None.

    With `quiet_after` an editor said what is too long; else the weeks before do, and without two of them nothing does.
    """
    if record.last_item_at is None and quiet_after is None:
        return None
    started = [record.watched_since, record.awake_since, *([record.last_item_at] if record.last_item_at else [])]
    since = max(started)
    told_since = record.last_item_at or record.watched_since
    if quiet_after is not None:
        is_long = now - since >= quiet_after
        return Silence(since=told_since, expected=usual(record, start=since, end=now) or 0.0) if is_long else None
    if now - since < _LEAST_SILENCE:
        return None
    counts = sorted(_weeks(record, start=since, end=now))
    if len(counts) < _LEAST_WEEKS:
        return None
    compared = counts[1:] if len(counts) >= _ODD_WEEKS_FROM else counts
    expected = median(counts)
    if expected < _LEAST_EXPECTED or compared[0] < 1:
        return None
    return Silence(since=told_since, expected=expected)


def items_between(items: Mapping[datetime, int], *, start: datetime, end: datetime) -> float:
    """Items in a window; hours that it covers in part count in part."""
    total, hour = 0.0, start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while hour < end:
        covered = min(end, hour + _HOUR) - max(start, hour)
        total += items.get(hour, 0) * (covered / _HOUR)
        hour += _HOUR
    return total


def _weeks(record: Record, *, start: datetime, end: datetime) -> list[float]:
    """Items in the same window of each week before, as far back as the source is known."""
    counts = []
    for week in range(1, WEEKS + 1):
        shift = timedelta(weeks=week)
        if start - shift < record.known_since:
            break
        counts.append(items_between(record.items, start=start - shift, end=end - shift))
    return counts
