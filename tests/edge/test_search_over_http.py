"""What readers find at /search/, asked of a real edge over a socket, with an index as the clerk leaves one."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from broadsheet.contracts.pieces import (
    Withdrawn,
)
from broadsheet.searching.index import StoryIndex
from edge.running import RunningEdge, eventually
from edge.searched_paper import NOW, found, pieces_of, said, search, story, total

pytestmark = pytest.mark.usefixtures("index")


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


def test_quotation_marks_are_spoken_of_where_some_were_typed(edge: RunningEdge) -> None:
    plain, quoted = (search(edge, f"q={quote(typed)}") for typed in ("xyzzyqqq", '"xyzzyqqq fex"'))

    assert plain.cssselect("#quoted") == []
    assert len(quoted.cssselect("#quoted")) == 1


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
