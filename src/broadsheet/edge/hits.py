"""What readers' browsers say at /hit, brought into bounds, and whose browser it was."""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

LONGEST_BODY = 256
LONGEST_HEADER = 512  # of a user agent or origin: what is longer is cut, nobody's real one is
_LONGEST_FORWARDED = 1_024
_LIST_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")

Networks = tuple[IPv4Network | IPv6Network, ...]


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


@lru_cache(maxsize=4_096)
def reader_address(client: str, forwarded_for: str, trusted: Networks) -> str:
    """
    The reader's own address: the nearest hop that is not one of our proxies.

    `client` is address:port of the connection. X-Forwarded-For is read from the right, each hop believed only as far
    as the one after it is trusted; what stands further left is whatever the reader chose to write.
    """
    address = _address(client.rpartition(":")[0])
    if address is None:
        return ""
    hops = forwarded_for[-_LONGEST_FORWARDED:].split(",") if trusted and forwarded_for else []
    while hops and _is_trusted(address, trusted):
        before = _address(hops.pop())
        if before is None:
            break
        address = before
    return str(address)


def _is_trusted(address: IPv4Address | IPv6Address, trusted: Networks) -> bool:
    return any(address.version == network.version and address in network for network in trusted)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """The address in the text, with or without brackets and port; an IPv4 one in IPv6 clothes as itself."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
