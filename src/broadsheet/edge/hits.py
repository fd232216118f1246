"""What readers' browsers say at /hit, brought into bounds."""

import re
from dataclasses import dataclass

LONGEST_BODY = 256
LONGEST_HEADER = 512  # of a user agent or origin: what is longer is cut, nobody's real one is
_LIST_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")


class BadHitError(ValueError):
    """A body that no page of ours sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitBody:
    """What a beacon says."""

    token: str
    came_from: str


def read_hit(body: bytes) -> HitBody:
    """
    The token and the list that the reader came from, "" where none was named.

    :raises BadHitError: if it is too long or has another form
    """
    if len(body) > LONGEST_BODY or not body.isascii():
        raise BadHitError("a hit is a token and perhaps a list's name, in 256 letters at most")
    token, _, came_from = body.decode().strip().partition(" ")
    if not token or (came_from and not _LIST_NAME.fullmatch(came_from)):
        raise BadHitError("a hit is a token and perhaps a list's name")
    return HitBody(token=token, came_from=came_from)
