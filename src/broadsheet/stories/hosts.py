"""
The host of somebody else as it may stand in a header of every page: one host, whole, in the letters of the wire.

No wildcards: below "*.github.io" or "*.co.uk" anybody at all gets a page, and no rule tells these from a firm's own.
"""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
_WILDCARD = re.compile(r"[a-z0-9.-]*\*[a-z0-9.*-]*")
_LONGEST_HOST = 253


class HostError(ValueError):
    """No host that can be let in; says why, fit to show."""


def host_of(typed: str) -> str:
    """
    The host that somebody typed or pasted, an address of it included.

    :raises HostError: if it is none
    """
    host = _in_ascii(_without_address(typed.strip().lower()))
    if _WILDCARD.fullmatch(host):
        raise HostError(_("Name each host by itself: below * anybody might get a page, such as under *.github.io"))
    if len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
        raise HostError(_("“%(host)s” is no host: write stats.example.com and nothing else") % {"host": typed.strip()})
    return host


def _without_address(typed: str) -> str:
    """Of "https://stats.example.com/script.js", what stands between; anything else stays to be refused as it is."""
    if not typed.startswith("https://"):
        return typed
    try:
        return urlsplit(typed).netloc
    except ValueError:
        return typed


def _in_ascii(host: str) -> str:
    """
    "bücher.example" as browsers ask for it: "xn--bcher-kva.example".

    :raises HostError: if that cannot be told for sure ("straße" is another name to Python than to browsers)
    """
    if host.isascii():
        return host
    try:
        written = host.encode("idna").decode("ascii")
        is_sure = written.encode("ascii").decode("idna") == host
    except UnicodeError:
        is_sure = False
    if not is_sure:
        raise HostError(_("Write “%(host)s” as browsers do, beginning with xn--") % {"host": host})
    return written
