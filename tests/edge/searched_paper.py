"""A small paper that can be searched, pressed and indexed as the clerk leaves it, and how its answers are read."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from lxml import html

from broadsheet.contracts.pieces import (
    Card,
    FillSlot,
    Fragment,
    ListSlot,
    Page,
    Piece,
    Role,
    SectionTree,
    Shape,
    Withdrawn,
)
from broadsheet.searching.index import StoryIndex, make_index, mark_whole
from broadsheet.searching.schema import IndexedStory
from edge.running import RunningEdge
from searching.made_stories import made_story

NOW = datetime.now(UTC)
WORLD, EUROPE, SPORT = 3, 4, 5
NOINDEX = (("content-type", "text/html; charset=utf-8"), ("x-robots-tag", "noindex"))
RESULTS = ListSlot(
    role=Role.PIN, list_name="search", shape=Shape.TEASER, limit=20, opening='<ol data-list="search">', closing="</ol>"
)


def value(name: str, around: str = "{}") -> FillSlot:
    before, after = around.split("{}")
    return FillSlot(names=(name,), texts=(before, after))


FORM = (
    '<form><input name="q" value="',
    value("query"),
    '"><select><option value="/world/"',
    value("/world/"),
    '>World</option><option value="week"',
    value("week"),
    ">Week</option></select></form>",
)
PAGES: dict[str, Piece] = {
    "page/search": Page(parts=("<h1>Search</h1>", *FORM), headers=NOINDEX),
    "search/found": Page(
        parts=(
            *FORM,
            FillSlot(names=("typed", "corrected"), texts=('<p id="corrected">', " became ", "</p>")),
            FillSlot(names=("meant_url", "meant"), texts=('<a id="meant" href="', '">', "</a>")),
            value("total", '<b id="total">{}</b>'),
            value("more_than", '<b id="more">{}</b>'),
            value("single", '<b id="total">1{}</b>'),
            value("newest_url", '<a id="newest" href="{}">Newest</a>'),
            RESULTS,
            value("pages", "<ul>{}</ul>"),
            value("next_url", '<a rel="next" href="{}">Next</a>'),
            value("previous_url", '<a rel="prev" href="{}">Previous</a>'),
        ),
        headers=NOINDEX,
    ),
    "search/nothing": Page(
        parts=(*FORM, value("typed", "<h2>Nothing for {}</h2>"), value("quoted", '<p id="quoted">{}</p>')),
        headers=NOINDEX,
    ),
    "search/preparing": Page(
        status=503, parts=(*FORM, "<h2>Being prepared</h2>"), headers=(*NOINDEX, ("retry-after", "30"))
    ),
    "search/sections": SectionTree(
        ids={
            "/world/": frozenset({WORLD, EUROPE}),
            "/world/europe/": frozenset({EUROPE}),
            "/sport/": frozenset({SPORT}),
            "3": frozenset({WORLD, EUROPE}),
            "4": frozenset({EUROPE}),
            "5": frozenset({SPORT}),
        }
    ),
    "withdrawn": Withdrawn(story_ids=frozenset()),
    "page/": Page(parts=("Front",)),
}


story = partial(made_story, now=NOW)


STORIES = (
    story(1, "Ferries stay in port", "No boat sails before the governments of both shores agree on fares."),
    story(2, "Old ferry sold", "The ship was built in the café years.", days=40, section_id=EUROPE),
    story(3, "Harbour bridge opens", "The bank of England paid. A <b>bold</b> ferry & co sails below.", days=400),
    story(4, "Football on Sunday", "The goalkeeper saved a penalty.", section_id=SPORT),
    *(story(100 + number, f"Council meeting number {number}", "A quorum was there.", days=1) for number in range(45)),
)


def pieces_of(one: IndexedStory) -> dict[str, Piece]:
    teaser = f'<h3><a href="/s{one.story_id}/">{one.headline}</a></h3>'
    return {
        f"card/{one.story_id}": Card(
            story_id=one.story_id,
            url=f"/s{one.story_id}/",
            published_at=one.published_at,
            shapes={Shape.TEASER: teaser, Shape.LINE: teaser},
        ),
        f"words/{one.story_id}": Fragment(html=one.text_mark),
    }


def fill(home: Path) -> StoryIndex:
    index = make_index(home / "index", language="en-gb")
    index.change(put=STORIES)
    mark_whole(home / "index")
    return index


def search(edge: RunningEdge, query: str) -> html.HtmlElement:
    answer = edge.client.get(f"/search/?{query}")
    assert answer.status_code == 200, answer.text
    return html.document_fromstring(answer.text)


def found(page: html.HtmlElement) -> list[str]:
    return [link.get("href") for link in page.cssselect("[data-list=search] h3 a")]


def said(page: html.HtmlElement, selector: str) -> list[str]:
    return [element.text_content() for element in page.cssselect(selector)]


def total(page: html.HtmlElement) -> list[str]:
    return said(page, "#total")
