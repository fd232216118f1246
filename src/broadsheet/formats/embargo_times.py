"""
The second at which an embargo in prose ends: "EMBARGOED UNTIL 00:01 GMT, Thursday 26 November 2026".

Read only where day, time and zone are all told and no two of them contradict each other: an embargo read wrongly is
broken, one that is not read waits for an editor.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from broadsheet.formats.mail_times import month_number
from broadsheet.formats.times import read_exact_time

_LONGEST = 300  # characters of a line
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)(?!\w)")
_YEAR = r"(?:,?\s+(?:de\s+)?(?P<year>\d{4}))?"
_DAY_FIRST = re.compile(
    rf"(?<![\d.:])(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(?P<month>[^\W\d_]{{3,12}})\.?{_YEAR}"
)
_MONTH_FIRST = re.compile(rf"\b(?P<month>[^\W\d_]{{3,12}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.]){_YEAR}")
_FIGURES = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d.:/+-])(?:(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?\s*(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?P<hour24>\d{1,2})[:.](?P<minute24>\d\d)(?!\d|\.\d)|(?P<digits>\d{4})(?=\s*(?:hrs?|hours|GMT|UTC|BST|ES?D?T)\b)"
    r"|(?P<plain>\d{1,2})\s*(?=Uhr\b))",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s?(?P<sign>[+\u2212-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?\b")
_ZONE = re.compile(r"\b(?P<zone>[A-Z]{1,4}T|[A-Z]{3,4}|Z|UT)\b")
# Hours east of Greenwich. Of letters that several zones share, the one in which the second comes last: BST is British
# and not Bangladesh's, IST Irish, CST American. Standard time, not summer time, for "ET": an hour late, never early.
_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "IST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "EEST": 3, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "CT": -6, "MST": -7, "MDT": -6,
    "MT": -7, "PST": -8, "PDT": -7, "PT": -8, "AEST": 10, "AEDT": 11, "JST": 9, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag", "tuesday tue tues dienstag", "wednesday wed mittwoch",
            "thursday thu thur thurs donnerstag", "friday fri freitag", "saturday sat samstag sonnabend",
            "sunday sun sonntag",
        )
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})\b", re.IGNORECASE)
_NO_MONTHS = frozenset(("out", "set", "des", "mag", "ago", "gen"))  # short for months somewhere, words elsewhere
_NOON = 12
_LONGEST_HOLD = timedelta(days=300)


def embargo_moment(words: str, *, sent: datetime | None) -> datetime | None:
    """
    The second that the words of an embargo name, or None where they leave anything open.

    A year left out is that of the first such day after `sent`, when the words were.
    """
    words = words[:_LONGEST]
    exact = {read_exact_time(match[0]) for match in _ISO.finditer(words)}
    if exact:
        return exact.pop() if len(exact) == 1 else None
    day = _only_day(words, sent=sent)
    if day is None or any(_WEEKDAYS[match[0].casefold()] != day.weekday() for match in _WEEKDAY.finditer(words)):
        return None
    times = _without_days(words)  # where "2026 GMT" would be a time
    moments = {_moment(day, clock, behind=times[clock.end() :]) for clock in _CLOCK.finditer(times)}
    return moments.pop() if len(moments) == 1 else None


def _only_day(words: str, *, sent: datetime | None) -> date | None:
    """The one day that the words name; None where they name none, several, or one that no calendar has."""
    found = {_day(int(match["year"]), int(match["month"]), int(match["day"])) for match in _FIGURES.finditer(words)}
    for match in (match for pattern in (_DAY_FIRST, _MONTH_FIRST) for match in pattern.finditer(words)):
        month = _month(match["month"])
        if month is not None:
            found.add(_dated(match["year"], month, int(match["day"]), sent=sent))
    return found.pop() if len(found) == 1 else None


def _without_days(words: str) -> str:
    words = _FIGURES.sub(" ", words)
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        words = pattern.sub(lambda match: " " if _month(match["month"]) else match[0], words)
    return words


def _month(word: str) -> int | None:
    return None if word.casefold() in _NO_MONTHS else month_number(word)


def _dated(year: str | None, month: int, day: int, *, sent: datetime | None) -> date | None:
    if year:
        return _day(int(year), month, day)
    if sent is None:
        return None
    candidates = (_day(sent.year + later, month, day) for later in (0, 1))
    earliest = sent.date() - timedelta(days=1)
    return next((one for one in candidates if one and earliest <= one <= earliest + _LONGEST_HOLD), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(day: date, clock: re.Match[str], *, behind: str) -> datetime | None:
    hour, minute = _time_of_day(clock)
    zone = _zone(behind)
    try:
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC) if zone else None
    except (ValueError, OverflowError):
        return None


def _time_of_day(clock: re.Match[str]) -> tuple[int, int]:
    if clock["half"]:
        hour = int(clock["hour"])
        hour = 99 if hour > _NOON else hour % _NOON + (_NOON if clock["half"].casefold() == "p" else 0)
        return hour, int(clock["minute"] or 0)
    if clock["digits"]:
        return int(clock["digits"][:2]), int(clock["digits"][2:])
    return int(clock["hour24"] or clock["plain"]), int(clock["minute24"] or 0)


def _zone(behind: str) -> timezone | None:
    """The zone told behind a time, before any other time."""
    following = _CLOCK.search(behind)
    behind = behind[: following.start()] if following else behind
    offset = _OFFSET.search(behind)
    if offset is not None:
        distance = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        return timezone(distance if offset["sign"] == "+" else -distance) if distance < timedelta(hours=15) else None
    known = {_ZONES[match["zone"]] for match in _ZONE.finditer(behind) if match["zone"] in _ZONES}
    return timezone(timedelta(hours=known.pop())) if len(known) == 1 else None
