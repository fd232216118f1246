"""
Moments as pictures tell them, made into moments of the clock.

XMP has ISO 8601 cut short at will ("2026", "2026-05-04", "2026-05-04T12:30+01:00"), IIM "20260504" with
"123000+0100", EXIF "2026:05:04 12:30:00". What names no zone is of the zone that is handed in.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo

_MOMENT = re.compile(
    r"(?P<year>\d{4})(?:[-:]?(?P<month>\d{2})(?:[-:]?(?P<day>\d{2})"
    r"(?:[T ]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?)?)?"
)


def moment_of(text: str, *, zone: tzinfo) -> datetime | None:
    """The first second of what the text names, or None where it names no day."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None or found["day"] is None:
        return None
    return _made(found, zone)


def last_moment_of(text: str, *, zone: tzinfo) -> datetime | None:
    """The last second of what the text names: a right that ends "on 4 May" ends with that day."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    start = _made(found, zone)
    if start is None or found["hour"] is not None:
        return start
    local = start.astimezone(zone).replace(tzinfo=None)
    if found["day"] is not None:
        after = local + timedelta(days=1)
    elif found["month"] is not None:
        after = (local + timedelta(days=32)).replace(day=1)
    else:
        after = local.replace(year=local.year + 1)
    return after.replace(tzinfo=zone).astimezone(UTC) - timedelta(seconds=1)


def _made(found: re.Match[str], zone: tzinfo) -> datetime | None:
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    try:
        made = datetime(
            year, month, day, int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0), tzinfo=UTC
        )
        if not 1900 < year < 9000:  # noqa: PLR2004  what no camera and no contract means: zeros, nines
            return None
        return _in_zone(made.replace(tzinfo=None), found["zone"], zone)
    except (ValueError, OverflowError):  # the 31st of June
        return None


def _in_zone(naive: datetime, offset: str | None, zone: tzinfo) -> datetime:
    if offset is None:
        return naive.replace(tzinfo=zone).astimezone(UTC)
    if offset == "Z":
        return naive.replace(tzinfo=UTC)
    sign = -1 if offset[0] == "-" else 1
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    return naive.replace(tzinfo=UTC) - sign * timedelta(hours=hours, minutes=minutes)
