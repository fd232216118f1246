"""Gone quiet: told soon of a feed that died, and hardly ever of one that sleeps, rests or is new."""

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.wire.quiet import Record, silence_of, usual

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
# What a share of its busiest hour an agency sends: nights are thin, weekends halved.
BY_HOUR = [0.05] * 5 + [0.3, 0.6, 0.9] + [1.0] * 10 + [0.8, 0.6, 0.4, 0.3, 0.2, 0.1]


def moments(*, busiest: float, days: int, seed: int) -> list[datetime]:
    """When items come from an agency that sends so many in its busiest hour, by chance."""
    chance = random.Random(seed)  # noqa: S311  chance, not secrecy
    found, at, end = [], MONDAY, MONDAY + timedelta(days=days)
    while at < end:
        at += HOUR * chance.expovariate(busiest)
        share = BY_HOUR[at.hour] * (0.5 if at.weekday() >= 5 else 1.0)
        if chance.random() < share:
            found.append(at)
    return found


def record(came: list[datetime], *, now: datetime, known_since: datetime = MONDAY) -> Record:
    before = [at for at in came if at <= now]
    hours: Mapping[datetime, int] = Counter(at.replace(minute=0, second=0, microsecond=0) for at in before)
    return Record(
        items=hours,
        known_since=known_since,
        watched_since=known_since,
        awake_since=known_since,
        last_item_at=max(before, default=None),
    )


def alarms_in(came: list[datetime], *, start: datetime, end: datetime) -> int:
    """How often the source would have been called quiet, asked every half hour; a silence rings once."""
    whole = record(came, now=end)
    number, was_quiet, now = 0, False, start
    while now < end:
        past = bisect_right(came, now)
        known = replace(whole, last_item_at=came[past - 1] if past else None)
        is_quiet = silence_of(known, now=now) is not None
        number, was_quiet = number + (is_quiet and not was_quiet), is_quiet
        now += timedelta(minutes=30)
    return number


@pytest.mark.parametrize("busiest", [1.0, 8.0, 60.0])
def test_a_healthy_source_does_not_ring_in_a_month(busiest: float) -> None:
    came = moments(busiest=busiest, days=56, seed=7)

    assert alarms_in(came, start=MONDAY, end=MONDAY + timedelta(days=56)) == 0


@pytest.mark.parametrize(("busiest", "hours"), [(60.0, 1), (8.0, 3)])
def test_a_source_that_dies_on_a_working_day_rings_soon(busiest: float, hours: int) -> None:
    died = MONDAY + timedelta(days=30, hours=9)
    came = [at for at in moments(busiest=busiest, days=56, seed=7) if at < died]

    silence = silence_of(record(came, now=died + hours * HOUR), now=died + hours * HOUR)

    assert silence is not None
    assert silence.since <= died
    assert silence.expected >= 15


def test_a_source_that_dies_at_night_rings_in_the_morning_not_before() -> None:
    died = MONDAY + timedelta(days=30, hours=0)
    came = [at for at in moments(busiest=20.0, days=56, seed=7) if at < died]

    at_four, at_nine = (silence_of(record(came, now=died + hours * HOUR), now=died + hours * HOUR) for hours in (4, 9))

    assert at_four is None
    assert at_nine is not None


def test_without_two_weeks_of_history_nothing_is_called_quiet() -> None:
    died = MONDAY + timedelta(days=9)
    came = [at for at in moments(busiest=60.0, days=9, seed=7) if at < died]

    assert silence_of(record(came, now=died + 12 * HOUR), now=died + 12 * HOUR) is None


def test_one_week_of_holidays_does_not_blind_it() -> None:
    week = timedelta(weeks=1)
    died = MONDAY + timedelta(days=42, hours=10)
    came = [at for at in moments(busiest=60.0, days=43, seed=7) if at < died]
    holidays = [at for at in came if not died - 2 * week <= at < died - week]

    assert silence_of(record(holidays, now=died + HOUR), now=died + HOUR) is not None


def test_silence_while_nobody_listened_is_not_the_source_s() -> None:
    now = MONDAY + timedelta(days=30, hours=12)
    came = [at for at in moments(busiest=60.0, days=30, seed=7) if at < now - 6 * HOUR]
    known = record(came, now=now)
    woken = Record(
        items=known.items, known_since=MONDAY, watched_since=MONDAY, awake_since=now - timedelta(minutes=5),
        last_item_at=known.last_item_at,
    )  # fmt: skip

    assert silence_of(known, now=now) is not None
    assert silence_of(woken, now=now) is None


def test_an_editor_may_say_what_is_too_long_even_of_a_new_source() -> None:
    new = record([], now=MONDAY)

    early, late = (silence_of(new, now=MONDAY + hours * HOUR, quiet_after=timedelta(hours=6)) for hours in (5, 6))

    assert early is None
    assert late is not None


def test_the_usual_rate_is_that_of_the_same_hour_of_the_week() -> None:
    now = MONDAY + timedelta(days=35, hours=12)
    known = record(moments(busiest=60.0, days=36, seed=7), now=now)

    noon = usual(known, start=now - HOUR, end=now)
    night = usual(known, start=now - 10 * HOUR, end=now - 9 * HOUR)

    assert noon == pytest.approx(60, rel=0.25)
    assert night == pytest.approx(3, abs=3)
    assert usual(record([], now=MONDAY), start=MONDAY - HOUR, end=MONDAY) is None
