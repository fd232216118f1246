"""Addresses of the web as they may be asked for: http and https, a host, and nothing secret in them."""

import httpx

from broadsheet.contracts.fetching import FetchError
from broadsheet.environment.places import LAST_PORT

_PORTS = {"http": 80, "https": 443}
_EXAMPLE = "It should look like https://feeds.example.com/news"
_LONGEST = 8_000  # letters; servers take no longer ones


class BadAddressError(FetchError):
    """The address is not one that may be fetched."""


def read_place(text: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """
    Read an address, or a redirect's target that starts at `base`.

    :raises BadAddressError: if it is no address of http or https, or holds a password
    """
    who = f"{base.host} sends to an address that" if base else "The address"
    if len(text) > _LONGEST:
        raise BadAddressError(f"{who} is longer than {_LONGEST:,} letters")
    try:
        place = base.join(text.strip()) if base else httpx.URL(text.strip())
        host = place.host
    except (httpx.InvalidURL, ValueError) as error:
        raise BadAddressError(f"{who} cannot be read. {_EXAMPLE}") from error
    if place.scheme not in _PORTS:
        kind = f"starts with {place.scheme[:20]}:" if place.scheme else "has no https:// before it"
        raise BadAddressError(f"{who} {kind}; only https:// and http:// are fetched")
    if not host:
        raise BadAddressError(f"{who} names no host. {_EXAMPLE}")
    if "%" in host or not 0 < _port(place) <= LAST_PORT:  # httpx lets both pass
        raise BadAddressError(f"{who} cannot be read. {_EXAMPLE}")
    if place.userinfo:
        raise BadAddressError(
            f"{who} holds a user name or password ({host}). Take them out of the address and put them into the "
            "source's own fields, where they are not shown"
        )
    return place.copy_with(fragment=None)


def is_same_place(first: httpx.URL, second: httpx.URL) -> bool:
    """Whether what is secret to the first may be told to the second: the same server, or the same under TLS."""
    if first.host != second.host:
        return False
    if (first.scheme, _port(first)) == (second.scheme, _port(second)):
        return True
    return (first.scheme, _port(first), second.scheme, _port(second)) == ("http", 80, "https", 443)


def _port(place: httpx.URL) -> int:
    return _PORTS[place.scheme] if place.port is None else place.port
