"""Whose request it is when proxies stand in between."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_LONGEST_FORWARDED = 1_024

Networks = tuple[IPv4Network | IPv6Network, ...]


def client_address(peer: str, forwarded_for: str, trusted: Networks) -> str:
    """
    The client's own address: the nearest hop that is not one of our proxies; "" where the connection has none.

    `peer` is the other end of the connection, with or without its port. X-Forwarded-For is read from the right, each
    hop believed only as far as the one after it is trusted; what stands further left is whatever the client chose to
    write.
    """
    return _client_address(peer, forwarded_for[-_LONGEST_FORWARDED:] if trusted else "", trusted)


@lru_cache(maxsize=4_096)  # of 1 KB at most each, however long a stranger's header is
def _client_address(peer: str, forwarded_for: str, trusted: Networks) -> str:
    address = _address(peer)
    if address is None:
        return ""
    hops = forwarded_for.split(",") if forwarded_for else []
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
