"""Everything of a kind that has a page, by name: topics, authors."""

import unicodedata
from collections.abc import Callable, Sequence
from itertools import groupby

from broadsheet.contracts.pieces import Page
from broadsheet.look.archives import IndexGroup, IndexView
from broadsheet.look.pages import SectionLink
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.plates import Plates, page_piece
from broadsheet.press.composing.schema import collection_data

MOST_NAMED = 2_000  # some 40 KB compressed


def index_page(
    named: Sequence[tuple[str, str]],
    *,
    place: SectionLink,
    description: str,
    filed: Callable[[str], str] = str,
    edition: Edition,
) -> Plates:
    """
    The page at `place` that leads to all of these names and addresses; nothing where a section has that address.

    `filed` gives the words of a name under which it is looked up.
    """
    if not edition.has_own(place.url):
        return Plates()
    ordered = sorted(named, key=lambda one: (_initial(filed(one[0])), filed(one[0]).casefold()))
    groups = groupby(ordered, key=lambda one: _initial(filed(one[0])))
    view = IndexView(
        name=place.name,
        groups=tuple(
            IndexGroup(initial=initial, links=tuple(SectionLink(name=name, url=path) for name, path in links))
            for initial, links in groups
        ),
    )
    json_ld = collection_data(name=place.name, path=place.url, description=description, above=(), edition=edition)
    head = edition.head(title=place.name, path=place.url, description=description, json_ld=json_ld)
    page = Page(parts=render_parts("press/index.html", {"head": head, "index": view}))
    return Plates(pieces={page_piece(place.url): page})


def _initial(name: str) -> str:
    """The letter that a name stands under, without its marks; what begins with none stands under one sign."""
    letter = unicodedata.normalize("NFKD", name.strip())[:1].upper()
    return letter if letter.isalpha() else "#"
