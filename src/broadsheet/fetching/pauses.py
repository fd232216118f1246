"""How long a server asks to be left alone: Retry-After, Cache-Control, a feed's ttl. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_RETRY = 24 * 3600.0
LONGEST_FRESHNESS = 15 * 60.0  # many feeds say an hour by habit; news waits no longer than this on anybody's word
UNNAMED_RETRY = 60.0  # where a server asks to be left alone and does not say how long

_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")
_HEAD = 16 * 1024  # bytes of a feed in which its ttl stands


def retry_pause(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Read Retry-After, in seconds or as a date (RFC 9110, section 10.2.3); None where it is missing or unreadable."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return min(float(text[:9]), LONGEST_RETRY)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_RETRY)


def freshness(headers: Mapping[str, str], *, body: bytes = b"") -> float | None:
    """
    Say in seconds how long an answer stays the newest by its own word, at most a quarter of an hour; None if unsaid.

    The longer of Cache-Control's max-age, less the Age that it has already, and of the ttl of an RSS feed in minutes.
    """
    wishes: list[float] = []
    directives = headers.get("cache-control", "")
    if (found := _MAX_AGE.search(directives)) and "no-cache" not in directives and "no-store" not in directives:
        age = headers.get("age", "").strip()
        wishes.append(float(found[1]) - (float(age[:9]) if age.isascii() and age.isdecimal() else 0.0))
    head = body[:_HEAD]
    if b"<rss" in head and (minutes := _TTL.search(head)):
        wishes.append(60.0 * int(minutes[1]))
    longest = max(wishes, default=0.0)
    return min(longest, LONGEST_FRESHNESS) if longest > 0 else None
