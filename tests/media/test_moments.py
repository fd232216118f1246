"""Moments as pictures tell them, in the three customs of their files."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from broadsheet.media.moments import last_moment_of, moment_of

LISBON = ZoneInfo("Europe/Lisbon")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026-06-30", datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC)),  # a summer's day in Lisbon
        ("20260630", datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC)),
        ("20260630180000+0200", datetime(2026, 6, 30, 16, tzinfo=UTC)),
        ("2026-06-30T18:00:00-05:00", datetime(2026, 6, 30, 23, tzinfo=UTC)),
        ("2026-06-30T18:00Z", datetime(2026, 6, 30, 18, tzinfo=UTC)),
        ("2026-12", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2026", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_right_ends_with_what_the_file_names(text: str, end: datetime) -> None:
    assert last_moment_of(text, zone=LISBON) == end


@pytest.mark.parametrize("text", ["", "soon", "2026-02-31", "00000000", "9999-12-31", "2026-06-30T25:00", "2026" * 9])
def test_what_is_no_moment_ends_nothing(text: str) -> None:
    assert last_moment_of(text, zone=LISBON) is None


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("2026:05:04 12:30:00", datetime(2026, 5, 4, 11, 30, tzinfo=UTC)),
        ("2026:05:04 12:30:00+02:00", datetime(2026, 5, 4, 12, 30, tzinfo=timezone(timedelta(hours=2)))),
        ("2026-05-04T12:30:00.25", datetime(2026, 5, 4, 11, 30, tzinfo=UTC)),
        ("2026", None),
    ],
)
def test_a_picture_was_taken_when_its_file_says_so_to_the_day(text: str, taken: datetime | None) -> None:
    assert moment_of(text, zone=LISBON) == taken
