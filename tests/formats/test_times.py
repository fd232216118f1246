"""Every way in which wires write a time, as an aware datetime in UTC."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.formats.times import read_exact_time, read_time

NOON = datetime(2026, 4, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-24T12:00:00Z",
        "2026-04-24T12:00:00.000Z",
        "2026-04-24T12:00Z",
        "2026-04-24t12:00:00z",
        "2026-04-24T14:00:00+02:00",
        "2026-04-24T14:00:00+0200",
        "2026-04-24T14:00:00+02",
        "2026-04-24 07:00:00-05:00",
        "20260424T120000Z",
        "20260424T140000+0200",
        "20260424T1200Z",
        " 2026-04-24T12:00:00Z\n",
    ],
)
def test_one_moment_in_many_spellings(text: str) -> None:
    assert read_time(text) == NOON
    assert read_exact_time(text) == NOON


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-04-24", datetime(2026, 4, 24, tzinfo=UTC)),
        ("20260424", datetime(2026, 4, 24, tzinfo=UTC)),
        ("2026-04", datetime(2026, 4, 1, tzinfo=UTC)),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-04-24T12:00:00", NOON),
    ],
)
def test_what_is_missing_is_filled_in_but_never_for_an_embargo(text: str, moment: datetime) -> None:
    assert read_time(text) == moment
    assert read_exact_time(text) is None


def test_the_end_of_a_day_and_a_leap_second_are_times() -> None:
    assert read_time("2026-04-24T24:00:00Z") == datetime(2026, 4, 25, tzinfo=UTC)
    assert read_time("2016-12-31T23:59:60Z") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "soon",
        "2026-13-01",
        "2026-04-31",
        "2026-04-24T25:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "2026-04-24T12:00:00+99:00",
    ],
)
def test_what_is_no_time_is_none(text: str | None) -> None:
    assert read_time(text) is None
    assert read_exact_time(text) is None


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_time_in_utc_or_none(text: str) -> None:
    moment = read_time(text)

    assert moment is None or moment.tzinfo is UTC
