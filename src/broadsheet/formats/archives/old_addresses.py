"""The addresses that a site's readers know, as paths that this site can answer."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

_NUMBERED = re.compile(r"(?:p|page_id|attachment_id)=[1-9]\d{0,17}")
_LONGEST = 1_900


def old_path(address: str, *, site: str = "") -> str:
    """
    The path of an address on `site` ("/2019/05/12/some-slug/", "/?p=12"), or "" for one elsewhere or of no use.

    With a slash at its end, but for what looks like a file. Without a site, any host will do.
    """
    try:
        parts, own = urlsplit(address.strip()), urlsplit(site)
        if site and parts.netloc and _host(parts.netloc) != _host(own.netloc):
            return ""
    except ValueError:
        return ""
    path = "/".join(piece for piece in unquote(parts.path).split("/") if piece)
    if _NUMBERED.fullmatch(parts.query):
        return _fit(f"/{path}/?{parts.query}" if path else f"/?{parts.query}")
    if not path or parts.query or ".." in path:
        return ""  # the front page stays the front page
    last = path.rpartition("/")[2]
    return _fit(f"/{path}" if "." in last else f"/{path}/")


def site_name(address: str) -> str:
    """What names a site for good: its host and folder, whether it had moved to https or www. or not."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    return f"{_host(parts.netloc)}{parts.path.rstrip('/')}"


def distinct_paths(paths: Iterable[str]) -> tuple[str, ...]:
    """Those that say something, each once, in their order."""
    return tuple(dict.fromkeys(path for path in paths if path))


def _host(netloc: str) -> str:
    return netloc.rpartition("@")[2].partition(":")[0].casefold().removeprefix("www.")


def _fit(path: str) -> str:
    return path if len(path) <= _LONGEST and path.isprintable() and "\\" not in path else ""
