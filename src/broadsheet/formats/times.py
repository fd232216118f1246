"""Times as wires write them: ISO 8601, its basic form, NITF's compact form. Always aware, in UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone

_TIME = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d))?)?"
    r"(?:[T ]\s*(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+\-\u2212]\d\d(?::?\d\d)?)?",
    re.IGNORECASE | re.ASCII,
)
_MIDNIGHT_HOUR = 24  # ISO 8601 allows 24:00 for the end of a day


def read_time(text: str | None) -> datetime | None:
    """
    The time that the text means, or None if it means none.

    Read leniently: a missing zone is UTC, a missing time is midnight, a missing day is the first.
    """
    match = _TIME.fullmatch(text.strip()) if text else None
    return _assembled(match) if match else None


def read_exact_time(text: str | None) -> datetime | None:
    """The time that the text means to the minute and in a zone, or None: what an embargo must say."""
    match = _TIME.fullmatch(text.strip()) if text else None
    if match is None or match["hour"] is None or match["zone"] is None:
        return None
    return _assembled(match)


def has_time_of_day(text: str) -> bool:
    """True if the text is a time and not only a date."""
    match = _TIME.fullmatch(text.strip())
    return match is not None and match["hour"] is not None


def _assembled(match: re.Match[str]) -> datetime | None:
    hour, minute = int(match["hour"] or 0), int(match["minute"] or 0)
    end_of_day = hour == _MIDNIGHT_HOUR and minute == 0
    try:
        moment = datetime(
            int(match["year"]),
            int(match["month"] or 1),
            int(match["day"] or 1),
            0 if end_of_day else hour,
            minute,
            min(int(match["second"] or 0), 59),  # a leap second is the last second that datetime knows
            int((match["fraction"] or "0")[:6].ljust(6, "0")),
            tzinfo=_zone(match["zone"] or "Z"),
        )
        return (moment + timedelta(days=1 if end_of_day else 0)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(text: str) -> timezone:
    """:raises ValueError: for an offset of a day or more"""
    if text[0] not in "+-\u2212":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(offset if text[0] == "+" else -offset)
