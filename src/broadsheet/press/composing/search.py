"""The pages of a search: everything of them but what was asked and found, which the edge fills in."""

from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import ListSlot, Page, SectionTree
from broadsheet.look import lists as look_lists
from broadsheet.look.pages import SearchPlace, SearchView
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.plates import Plates
from broadsheet.searching.finding import A_PAGE
from broadsheet.searching.wanted import LONGEST_TEXT
from broadsheet.stories.addresses import SEARCH_PATH

_UNAVAILABLE = 503
_HEADERS = (("content-type", "text/html; charset=utf-8"), ("x-robots-tag", "noindex"))
_RETRY = ("retry-after", "30")


def search_pages(edition: Edition) -> Plates:
    """The page that waits for a query, those that answer one, and which sections lie inside which."""
    results = look_lists.results_list(limit=A_PAGE)
    return Plates(
        pieces={
            "page/search": _page("press/search_empty.html", edition=edition),
            "search/found": _page("press/search_found.html", edition=edition, results=results),
            "search/nothing": _page("press/search_nothing.html", edition=edition),
            "search/preparing": _page("press/search_preparing.html", edition=edition, status=_UNAVAILABLE),
            "search/sections": _tree(edition),
        }
    )


def _page(template: str, *, edition: Edition, results: ListSlot | None = None, status: int = 200) -> Page:
    view = SearchView(
        places=_places(edition),
        longest=LONGEST_TEXT,
        results=results,
        latest=look_lists.latest_list(sources=("list/latest/all",)),
        popular=look_lists.popular_list(sources=("list/popular/all",)),
    )
    head = edition.head(title=_("Search"), path=SEARCH_PATH, is_indexed=False)
    headers = _HEADERS if status != _UNAVAILABLE else (*_HEADERS, _RETRY)
    return Page(parts=render_parts(template, {"head": head, "search": view}), status=status, headers=headers)


def _places(edition: Edition) -> tuple[SearchPlace, ...]:
    top = min((section.depth for section in edition.sections), default=0)
    return tuple(
        SearchPlace(name=section.name, url=section.path, indent="\u2003" * (section.depth - top))
        for section in edition.sections
    )


def _tree(edition: Edition) -> SectionTree:
    ids: dict[str, frozenset[int]] = {}
    for outer in edition.sections:
        inside = frozenset(inner.page_id for inner in edition.sections if inner.place.startswith(outer.place))
        ids[outer.path] = ids[str(outer.page_id)] = inside
    return SectionTree(ids=ids)
