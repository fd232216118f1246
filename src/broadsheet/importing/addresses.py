"""Old addresses that may lead to a story, and those that may not."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from wagtail.models import Page

from broadsheet.press.models import KnownAddress
from broadsheet.stories.addresses import SITES_OWN
from broadsheet.stories.queries import site_home

# What the edge answers by itself or the press writes at an address of its own, wherever it lies.
_OWN_FILES = frozenset({"feed.xml", "atom.xml", "feed.json", "sitemap.xml", "robots.txt", "favicon.ico"})
_OWN_PAGES = frozenset({"/404/"})


class Refused(NamedTuple):
    path: str
    reason: str


def usable_addresses(wanted: Iterable[str]) -> tuple[frozenset[str], tuple[Refused, ...]]:
    """Which of the old addresses may become redirects; two queries for all of them."""
    paths = list(wanted)
    taken = _taken(paths)
    refused = [Refused(path, reason) for path in paths if (reason := _own(path) or taken.get(path, ""))]
    return frozenset(paths) - {path for path, _ in refused}, tuple(refused)


def _own(path: str) -> str:
    first, last = path.strip("/").partition("/")[0], path.rstrip("/").rpartition("/")[2]
    if first in SITES_OWN or last in _OWN_FILES or path in _OWN_PAGES:
        return "the site itself answers there"
    return ""


def _taken(paths: list[str]) -> Mapping[str, str]:
    """A redirect never shadows a page, nor an address that readers know already."""
    home: str = site_home().url_path
    url_paths = {f"{home}{path.lstrip('/')}".rstrip("/") + "/": path for path in paths}
    pages = Page.objects.filter(url_path__in=url_paths).values_list("url_path", flat=True)
    known = KnownAddress.objects.filter(path__in=paths).values_list("path", flat=True)
    return {
        **dict.fromkeys(known, "it leads elsewhere already"),
        **{url_paths[url_path]: "a page of this site stands there" for url_path in pages},
    }
