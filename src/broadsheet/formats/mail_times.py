"""Times as mails and RSS write them (RFC 822, RFC 5322), and in all the ways in which feeds get them wrong."""

import re
from datetime import UTC, datetime, timedelta, timezone

from broadsheet.formats.times import read_time

_LONGEST = 200  # characters; what is longer is no time
# In the languages of the wires, in full and as they are shortened.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar janvier enero gennaio janeiro januari jan janv ene gen jän jänner",
            "february februar février febrero febbraio fevereiro februari feb fev fév févr",
            "march märz mars marzo março maart mar mär mrz maa mrt",
            "april avril abril aprile apr avr abr",
            "may mai mayo maggio maio mei maj mag",
            "june juni juin junio giugno junho jun giu",
            "july juli juillet julio luglio julho jul juil lug",
            "august août agosto augustus augusti aug aoû aout ago",
            "september septembre septiembre settembre setembro sep sept set",
            "october oktober octobre octubre ottobre outubro oct okt ott out",
            "november novembre noviembre novembro nov",
            "december dezember décembre diciembre dicembre dezembro desember dec dez dic déc des",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_FIRST = re.compile(
    r"(?:^|[\s,])(?P<day>\d{1,2})(?:st|nd|rd|th)?[.\s-]+(?:de\s+)?(?P<month>[^\W\d_]{3,12})\.?[\s,-]+(?:de\s+)?"
    r"(?P<year>\d{4}|\d\d)(?!\d|:)"
)
_MONTH_FIRST = re.compile(
    r"(?:^|[\s,])(?P<month>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(?P<year>\d{4})(?!\d|:)"
)
_ASCTIME = re.compile(
    r"(?P<month>[A-Za-z]{3})\s+(?P<day>\d{1,2})\s+\d\d:\d\d:\d\d\s+(?:[A-Z]{3,4}\s+)?(?P<year>\d{4})\s*$"
)
_CLOCK = re.compile(
    r"(?<![\d:+-])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\b)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?<!\d)(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)(?!\d)")
_ZONE = re.compile(r"\b(?P<zone>[A-Z]{1,5})\b")
# Hours east of Greenwich. RFC 822 defines the American ones; the others are what European and Asian feeds write.
_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BST": 1, "IST": 5.5, "WEST": 1, "CET": 1, "CEST": 2,
    "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13,
}  # fmt: skip
_EPOCH = re.compile(r"\d{9,13}", re.ASCII)
_MILLISECONDS_FROM = 10**11
_TWO_DIGITS, _THIS_CENTURY = 100, 50
_NOON = 12


def read_mail_time(text: str | None) -> datetime | None:
    """
    The time that a Date line or a pubDate means, in UTC, or None if it means none.

    Read leniently: ISO 8601 as well, months in other languages, wrong or missing weekdays, seconds and zones left out
    (then UTC), seconds since 1970. A date in figures alone is not guessed at: 10/02 is two days.
    """
    words = (text or "")[:_LONGEST].strip()
    if not words:
        return None
    if _EPOCH.fullmatch(words):
        return _since_1970(int(words))
    return read_time(words) or _assembled(words)


def month_number(word: str) -> int | None:
    """The month that a word names, in full or shortened as is the custom, or None."""
    return _MONTHS.get(word.casefold())


def _since_1970(number: int) -> datetime | None:
    seconds = number / 1000 if number >= _MILLISECONDS_FROM else number
    return datetime.fromtimestamp(seconds, tz=UTC)


def _assembled(words: str) -> datetime | None:
    day = _day(words)
    if day is None:
        return None
    clock = _CLOCK.search(words)
    hour, minute, second = _time_of_day(clock)
    behind = words[clock.end() :] if clock else words
    try:
        moment = datetime(*day, tzinfo=_zone(behind)) + timedelta(hours=hour, minutes=minute, seconds=second)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(words: str) -> tuple[int, int, int] | None:
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _ASCTIME):
        for match in pattern.finditer(words):
            month, year = month_number(match["month"]), int(match["year"])
            if month is not None:
                if year < _TWO_DIGITS:
                    year += 2000 if year < _THIS_CENTURY else 1900
                return year, month, int(match["day"])
    return None


def _time_of_day(clock: re.Match[str] | None) -> tuple[int, int, int]:
    if clock is None:
        return 0, 0, 0
    hour, half = int(clock["hour"]), (clock["half"] or "").casefold()[:1]
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return min(hour, 24), min(int(clock["minute"]), 59), min(int(clock["second"] or 0), 59)


def _zone(words: str) -> timezone:
    """:raises ValueError: for an offset of a day or more"""
    offset = _OFFSET.search(words)
    if offset is not None:
        distance = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"]))
        return timezone(distance if offset["sign"] == "+" else -distance)
    known = (hours for match in _ZONE.finditer(words) if (hours := _ZONES.get(match["zone"])) is not None)
    return timezone(timedelta(hours=next(known, 0)))
