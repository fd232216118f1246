"""What readers get at /search/, asked of a real edge over a socket, with an index beside it as the clerk leaves one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import brotli
import httpx
import pytest
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
from broadsheet.searching.index import StoryIndex, index_path, make_index, mark_whole
from broadsheet.searching.schema import IndexedStory
from edge.running import RunningEdge, eventually, running_edge

pytestmark = pytest.mark.usefixtures("index")

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
    "search/nothing": Page(parts=(*FORM, value("typed", "<h2>Nothing for {}</h2>")), headers=NOINDEX),
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


def story(story_id: int, headline: str, body: str = "", *, section_id: int = WORLD, days: float = 0) -> IndexedStory:
    return IndexedStory(
        story_id=story_id,
        section_id=section_id,
        headline=headline,
        standfirst="",
        body=body,
        published_at=NOW - timedelta(days=days),
    )


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


@pytest.fixture(scope="module")
def index(edge: RunningEdge) -> Iterator[StoryIndex]:
    edge.store.press(PAGES)
    for one in STORIES:
        edge.store.press(pieces_of(one))
    filled = fill(edge.home)
    eventually(lambda: edge.client.get("/search/?q=ferry").text, wanted=lambda text: "Ferries" in text)
    yield filled
    filled.close()


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


@pytest.mark.parametrize(
    ("typed", "stories"),
    [
        ("ferry", {1, 2, 3}),
        ("FERRIES", {1, 2, 3}),
        ("ferry sails", {1, 3}),
        ('"harbour bridge"', {3}),
        ('"bridge harbour"', set()),
        ("ferry -bridge", {1, 2}),
        ('ferry -"harbour bridge"', {1, 2}),
        ("cafe", {2}),
        ("café", {2}),
        ('"the bank of england"', {3}),
        ('"the goalkeeper"', {4}),
    ],
)
def test_words_phrases_and_exclusions(edge: RunningEdge, typed: str, stories: set[int]) -> None:
    page = search(edge, f"q={quote(typed)}")

    assert set(found(page)) == {f"/s{story_id}/" for story_id in stories}


def test_a_new_story_goes_before_an_old_one_that_says_as_much(edge: RunningEdge) -> None:
    page = search(edge, "q=ferry")

    assert found(page)[0] == "/s1/"
    assert found(page)[-1] == "/s3/"


def test_newest_first_is_an_option(edge: RunningEdge) -> None:
    (link,) = search(edge, "q=ferry").cssselect("#newest")

    page = search(edge, link.get("href").partition("?")[2])

    assert found(page) == ["/s1/", "/s2/", "/s3/"]


@pytest.mark.parametrize(
    ("scope", "stories"),
    [
        ("section=/world/", [1, 2, 3]),
        ("section=world", [1, 2, 3]),
        ("section=4", [2]),
        ("section=/world/europe/", [2]),
        ("section=/nowhere/", [1, 2, 3]),
        ("within=week", [1]),
        ("within=year", [1, 2]),
        (f"since={NOW - timedelta(days=50):%Y-%m-%d}", [1, 2]),
        (f"until={NOW - timedelta(days=50):%Y-%m-%d}", [3]),
        ("since=nonsense&until=2026-13-45&within=aeon&sort=best", [1, 2, 3]),
    ],
)
def test_a_search_can_be_held_to_a_section_and_a_time(edge: RunningEdge, scope: str, stories: list[int]) -> None:
    page = search(edge, f"q=ferry&sort=newest&{scope}")

    assert sorted(found(page)) == [f"/s{story_id}/" for story_id in stories]


def test_the_form_stands_as_the_reader_left_it(edge: RunningEdge) -> None:
    page = search(edge, "q=%22ferry%22+%26+%3Cb%3E&section=3&within=week")

    assert page.cssselect("input[name=q]")[0].get("value") == '"ferry" & <b>'
    assert [option.get("value") for option in page.cssselect("option[selected]")] == ["/world/", "week"]


def test_without_words_the_form_waits(edge: RunningEdge) -> None:
    for query in ("", "q=", "q=%20", "q=!!!", "q=-ferry"):
        assert said(search(edge, query), "h1") == ["Search"], query


def test_a_snippet_shows_the_words_marked_and_everything_else_escaped(edge: RunningEdge) -> None:
    page = search(edge, "q=ferries+bold")

    (snippet,) = page.cssselect(".snippet")
    assert said(snippet, "mark") == ["bold", "ferry"]
    assert "A <b>bold</b> ferry & co" in snippet.text_content()


def test_a_story_found_by_its_headline_has_no_snippet(edge: RunningEdge) -> None:
    page = search(edge, "q=football")

    assert found(page) == ["/s4/"]
    assert page.cssselect(".snippet") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fery", "ferry"),
        ("goalkeper", "goalkeeper"),
        ("gaolkeepre", "goalkeeper"),
        ("footbll sundy", "football sunday"),
    ],
)
def test_a_misspelled_word_finds_what_was_meant_and_says_so(edge: RunningEdge, typed: str, meant: str) -> None:
    page = search(edge, f"q={quote(typed)}")

    assert said(page, "#corrected") == [f"{typed} became {meant}"]
    assert found(page) == found(search(edge, f"q={quote(meant)}"))
    assert found(page) != []


def test_what_is_found_as_typed_is_never_replaced(edge: RunningEdge) -> None:
    page = search(edge, "q=penalty")

    assert found(page) == ["/s4/"]
    assert said(page, "#corrected") == []


@pytest.mark.parametrize("typed", ["xyzzyqqq", "fex", "q" * 60])
def test_where_nothing_is_near_nothing_is_made_up(edge: RunningEdge, typed: str) -> None:
    page = search(edge, f"q={typed}")

    assert said(page, "h2") == [f"Nothing for {typed}"]


def test_pages_hold_twenty_and_lead_to_one_another(edge: RunningEdge) -> None:
    pages = [search(edge, f"q=council&page={number}") for number in (1, 2, 3)]

    assert [len(found(page)) for page in pages] == [20, 20, 5]
    assert len({link for page in pages for link in found(page)}) == 45
    assert total(pages[0]) == ["45"]
    assert pages[0].cssselect("a[rel=next]")[0].get("href") == "/search/?q=council&page=2"
    assert pages[2].cssselect("a[rel=prev]")[0].get("href") == "/search/?q=council&page=2"
    assert said(pages[1], "[aria-current=page]") == ["2"]


@pytest.mark.parametrize("number", ["4", "51", "99999", "999999999", "-1", "0", "two", "2.5", "٣"])
def test_a_page_that_is_not_there_is_the_nearest_that_is(edge: RunningEdge, number: str) -> None:
    page = search(edge, f"q=council&page={quote(number)}")

    assert len(found(page)) in {5, 20}


def test_a_withdrawn_story_is_out_before_the_index_knows(edge: RunningEdge, index: StoryIndex) -> None:
    one = story(50, "Mayor quits", "The mayor quit over zeppelins.")
    edge.store.press(pieces_of(one) | pieces_of(other := story(51, "Mayor stays", "He likes zeppelins.")))
    index.change(put=[one, other])
    eventually(lambda: total(search(edge, "q=mayor+zeppelins")), wanted=lambda count: count == ["2"])

    edge.store.press({"withdrawn": Withdrawn(story_ids=frozenset({50}))})

    page = eventually(lambda: search(edge, "q=mayor+zeppelins"), wanted=lambda page: found(page) == ["/s51/"])
    assert total(page) == ["1"]
    assert "quit over" not in page.text_content()


def test_a_story_without_a_card_is_neither_shown_nor_counted(edge: RunningEdge, index: StoryIndex) -> None:
    index.change(put=[story(60, "Airship lands"), other := story(61, "Airship leaves")])

    edge.store.press(pieces_of(other))

    page = eventually(lambda: search(edge, "q=airship"), wanted=lambda page: found(page) == ["/s61/"])
    assert total(page) == ["1"]


def test_words_that_the_page_no_longer_has_are_not_quoted(edge: RunningEdge, index: StoryIndex) -> None:
    libel = story(70, "Trial begins", "The innocent baker did it, said the court's clerk.")
    index.change(put=[libel])
    edge.store.press(pieces_of(libel))
    eventually(lambda: search(edge, "q=baker").text_content(), wanted=lambda text: "innocent" in text)

    edge.store.press(pieces_of(story(70, "Trial begins", "The court has said nothing.")))

    page = eventually(lambda: search(edge, "q=baker"), wanted=lambda page: not page.cssselect(".snippet"))
    assert found(page) == ["/s70/"]
    assert "innocent" not in page.text_content()


def test_a_corrected_headline_shows_at_once(edge: RunningEdge, index: StoryIndex) -> None:
    wrong = story(80, "Zebra wins regatta")
    index.change(put=[wrong])
    edge.store.press(pieces_of(wrong))
    eventually(lambda: found(search(edge, "q=regatta")), wanted=lambda links: links == ["/s80/"])

    edge.store.press(pieces_of(story(80, "Heron wins regatta")))

    page = eventually(lambda: search(edge, "q=zebra"), wanted=lambda page: "Heron" in page.text_content())
    assert "Zebra" not in said(page, "h3")[0]


def test_a_search_is_kept_as_long_as_a_page_by_browsers_and_no_longer_by_shared_caches(edge: RunningEdge) -> None:
    headers = edge.client.get("/search/?q=ferry").headers

    assert headers["cache-control"] == "max-age=10"
    assert headers["cdn-cache-control"] == "max-age=10"
    assert headers["x-robots-tag"] == "noindex"
    assert "form-action 'self'" in headers["content-security-policy"]


def test_a_search_that_a_browser_has_is_not_sent_again(edge: RunningEdge) -> None:
    etag = edge.client.get("/search/?q=ferry").headers["etag"]

    again = edge.client.get("/search/?q=ferry", headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")


def test_head_and_compression_work_as_for_pages(edge: RunningEdge) -> None:
    plain = edge.client.get("/search/?q=council")

    with edge.client.stream("GET", "/search/?q=council", headers={"accept-encoding": "br"}) as packed:
        body = b"".join(packed.iter_raw())
    asked = edge.client.head("/search/?q=council")

    assert packed.headers["content-encoding"] == "br"
    assert brotli.decompress(body).decode() == plain.text
    assert asked.content == b""
    assert asked.headers["etag"] == plain.headers["etag"]


def test_posting_is_refused(edge: RunningEdge) -> None:
    answer = edge.client.post("/search/?q=ferry", content=b"q=ferry")

    assert answer.status_code == 405


def test_the_address_without_its_slash_leads_to_the_one_with_it(edge: RunningEdge) -> None:
    answer = edge.client.get("/search?q=ferry")

    assert answer.status_code == 301
    assert answer.headers["location"] == "/search/?q=ferry"


def test_a_query_is_never_answered_with_the_page_that_waits_for_one(edge: RunningEdge) -> None:
    edge.client.get("/search/")

    assert found(search(edge, "q=ferry")) != []
    assert found(search(edge, "")) == []


@pytest.mark.parametrize(
    "typed",
    [
        '"' * 3_000,
        "-" * 3_000,
        "* ? [a TO b] {x} field:value headline:ferry ^4 ~2 AND OR NOT (( ))",
        "story_id:1 OR 1=1; DROP TABLE",
        "a\0b\x07\x1b[31m",
        "\u202eyrref\u2066 \u200b\ufeff",
        "a " * 1_500,
        "ferry~ ferr* /ferr.*/ /(a+)+$/",
        "😀 中文 العربية ferry\u0301",
        "<script>alert(1)</script>",
        "%ff%fe%ed%a0%80",
        "z" * 4_000,
    ],
)
def test_no_text_is_more_than_its_words(edge: RunningEdge, typed: str) -> None:
    answer = edge.client.get(f"/search/?q={typed if typed.startswith('%') else quote(typed)}")

    assert answer.status_code in {200, 414}
    assert "<script>" not in answer.text
    assert answer.elapsed < timedelta(seconds=5)


def test_a_thousand_fields_are_no_search(edge: RunningEdge) -> None:
    answer = edge.client.get("/search/?" + "&".join("q=a" for _ in range(1_000)))

    assert answer.status_code == 200


def test_metrics_count_searches_by_outcome_and_their_time(edge: RunningEdge) -> None:
    edge.client.get("/search/?q=ferry")

    text = httpx.get(f"{edge.status_url}/metrics").text

    counts = dict(line.rsplit(" ", 1) for line in text.splitlines() if line.startswith("broadsheet_edge_search"))
    assert int(counts['broadsheet_edge_searches_total{outcome="found"}']) >= 1
    assert float(counts["broadsheet_edge_search_seconds_total"]) > 0


def test_search_says_that_it_is_being_prepared_and_comes_back_by_itself(tmp_path: Path) -> None:
    with running_edge(tmp_path) as edge:
        edge.store.press(PAGES | pieces_of(STORIES[0]))
        missing = eventually(
            lambda: edge.client.get("/search/?q=ferry"), wanted=lambda answer: "Being prepared" in answer.text
        )
        filling = make_index(tmp_path / "index", language="en-gb")
        filling.change(put=STORIES[:1])
        half_full = edge.client.get("/search/?q=ferry")

        mark_whole(tmp_path / "index")

        assert (missing.status_code, missing.headers["retry-after"]) == (503, "30")
        assert (half_full.status_code, "Being prepared" in half_full.text) == (503, True)
        assert found(search(edge, "q=ferry")) == ["/s1/"]
        filling.close()


@pytest.mark.parametrize("kind", ["meta.json", "*.store", "*.term", "*.idx", "*.pos", "*.fast"])
def test_a_damaged_index_is_no_crash_and_a_new_one_is_taken(tmp_path: Path, kind: str) -> None:
    with running_edge(tmp_path) as edge:
        edge.store.press(PAGES | pieces_of(STORIES[0]))
        fill(tmp_path).close()
        for path in index_path(tmp_path / "index").glob(kind):
            path.write_bytes(b"\xff" * path.stat().st_size)

        answers = [edge.client.get(f"/search/?q={quote(typed)}").status_code for typed in ('"in port"', "fery")]
        fill(tmp_path).close()

        assert set(answers) <= {200, 503}
        assert 503 in answers
        assert found(search(edge, "q=ferry")) == ["/s1/"]
        assert edge.client.get("/").status_code == 200


def test_pages_are_served_while_too_many_search(edge: RunningEdge, index: StoryIndex) -> None:
    def ask(number: int) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{edge.port}/search/?q=council+{number}", timeout=30)

    with ThreadPoolExecutor(96) as readers:
        answers = [readers.submit(ask, number) for number in range(192)]
        front = edge.client.get("/")
    refused = [answer.result() for answer in answers if answer.result().status_code == 503]

    assert front.status_code == 200
    assert {answer.result().status_code for answer in answers} <= {200, 503}
    assert all(answer.headers["retry-after"] for answer in refused)
