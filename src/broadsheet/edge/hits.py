"""
What readers' browsers say at /hit, brought into bounds.

The token and the list stand in the query, "/hit?7.abc&popular", so that a hit has no body to wait for. Pages of an
earlier release, which browsers and CDNs may hold for a day, say the same in a body: "7.abc popular".
"""

import re
from dataclasses import dataclass

LONGEST_BODY = 256
LONGEST_HEADER = 512  # of a user agent or origin: what is longer is cut, nobody's real one is
_LIST_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")


class BadHitError(ValueError):
    """Something that no page of ours says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidHit:
    """What a beacon says, in a query or a body."""

    token: str
    came_from: str


def read_query(query: str) -> SaidHit:
    """
    The same of a query.

    :raises BadHitError: if it is too long or has another form
    """
    return read_hit(query.replace("&", " ", 1).encode())


def read_hit(body: bytes) -> SaidHit:
    """
    The token and the list that the reader came from, "" where none was named.

    :raises BadHitError: if it is too long or has another form
    """
    if len(body) > LONGEST_BODY or not body.isascii():
        raise BadHitError("a hit is a token and perhaps a list's name, in 256 letters at most")
    token, _, came_from = body.decode().strip().partition(" ")
    if not token or (came_from and not _LIST_NAME.fullmatch(came_from)):
        raise BadHitError("a hit is a token and perhaps a list's name")
    return SaidHit(token=token, came_from=came_from)
