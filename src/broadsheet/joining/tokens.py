"""
Page tokens: a page says "a reader saw me today" with a proof that this site made the page (DESIGN section 6).

A token is `<story id>.<first 96 bits of HMAC-SHA256 over story and day, base64url>`, about twenty letters. Yesterday's
is accepted, so that cached pages and tabs left open over midnight (UTC) still count.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import date, timedelta

MAC_BYTES = 12
LONGEST_TOKEN = 19 + 1 + 16  # a 63-bit story id, the dot, 12 bytes in base64url


class TokenError(ValueError):
    """A text that this site did not make as a page token today or yesterday."""


def make_token(story_id: int, *, day: date, key: bytes) -> str:
    """The token that a page of that story carries on that day."""
    mac = hmac.digest(key, f"{story_id}/{day.isoformat()}".encode(), hashlib.sha256)[:MAC_BYTES]
    return f"{story_id}.{urlsafe_b64encode(mac).decode()}"


def read_token(text: str, *, today: date, key: bytes) -> int:
    """
    The story that the token speaks for.

    :raises TokenError: if it is not one of today's or yesterday's
    """
    number, dot, _ = text.partition(".")
    if len(text) > LONGEST_TOKEN or not dot or not (number.isascii() and number.isdecimal()):
        raise TokenError("this has not the form of a page token")
    story_id = int(number)
    given = text.encode("utf-8", "replace")
    for day in (today, today - timedelta(days=1)):
        if hmac.compare_digest(given, make_token(story_id, day=day, key=key).encode()):
            return story_id
    raise TokenError("this page token is not of today or yesterday")
