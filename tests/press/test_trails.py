"""Where a page says it lies: to readers and to search engines the same."""

import json
from datetime import timedelta

import pytest
from lxml import html

from broadsheet.contracts.pieces import Page
from broadsheet.joining.joiner import join_page
from broadsheet.press.actions import press_everything
from broadsheet.stories.actions import correct_story, draft_story, publish_story
from broadsheet.stories.founding_pages import found_paper_pages
from broadsheet.stories.models import Author, Topic

from .conftest import NOON, Paper

SITE = "https://courier.example"


@pytest.fixture(autouse=True)
def _pressed(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper with at least one page of each kind."""
    monkeypatch.setenv("BROADSHEET_URL", SITE)
    Author.objects.create(name="Ada Lind", slug="ada-lind")
    topic = Topic.objects.create(name="Ferries", slug="ferries")
    for number in range(65):
        moment = NOON + timedelta(minutes=number)
        story = draft_story(
            paper.europe, headline=f"Ferry {number}", bylines=["Ada Lind"], topics=[topic], owner=None, now=moment
        )
        publish_story(story, by=None, now=moment)
    correct_story(story, note="It was the other ferry.", by=None, now=NOON)
    found_paper_pages(paper.home, now=NOON)
    press_everything(now=NOON)
    paper.press()


def trees(paper: Paper) -> dict[str, html.HtmlElement]:
    """Every page that search engines may list, by its address."""
    found = {}
    for name, page in paper.store.pieces.items():
        if (
            name.startswith("page/")
            and isinstance(page, Page)
            and dict(page.headers)["content-type"][:9] == "text/html"
        ):
            tree = html.document_fromstring(
                join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32).body.decode()
            )
            if tree.xpath('//meta[@name="robots"][not(@content="noindex")]'):
                found[name.removeprefix("page")] = tree
    return found


def shown(tree: html.HtmlElement) -> list[tuple[str, str]]:
    return [(str(link.text), SITE + link.get("href")) for link in tree.xpath('//nav[@class="trail"]//a')]


def said(tree: html.HtmlElement) -> list[tuple[str, str]]:
    documents = [json.loads(script.text) for script in tree.xpath('//script[@type="application/ld+json"]')]
    (trail,) = (document for document in documents if document["@type"] == "BreadcrumbList")
    return [(step["name"], step["item"]) for step in trail["itemListElement"]]


def test_every_page_tells_readers_and_search_engines_of_one_place(paper: Paper) -> None:
    pages = trees(paper)
    pages.pop("/")  # above everything

    ways = {path: (shown(tree), said(tree)[1:-1]) for path, tree in pages.items()}

    assert {path: way for path, (way, _) in ways.items()} == {path: way for path, (_, way) in ways.items()}
    assert {
        "/world/uk-and-europe", "/world/uk-and-europe/ferry-1", "/topics", "/topics/ferries", "/topics/ferries/older/1",
        "/authors", "/authors/ada-lind", "/latest", "/latest/2026-03-05", "/latest/2026-03", "/popular",
        "/popular/today", "/corrections", "/corrections/2026", "/about",
    } <= ways.keys()  # fmt: skip


def test_every_trail_starts_at_the_front_page_and_ends_at_the_page(paper: Paper) -> None:
    pages = trees(paper)
    pages.pop("/")

    ends = {path: (said(tree)[0], said(tree)[-1][1]) for path, tree in pages.items()}

    front = ("Front page", f"{SITE}/")
    assert ends == {path: (front, f"{SITE}{path}/") for path in pages}


def test_the_newest_day_leads_to_its_month_also_where_it_is_the_only_day(paper: Paper) -> None:
    tree = trees(paper)["/latest"]

    assert tree.xpath('//*[@class="beside"]//a/@href') == ["/latest/2026-03/"]


def test_authors_and_topics_lie_in_their_indexes(paper: Paper) -> None:
    pages = trees(paper)

    assert shown(pages["/authors/ada-lind"]) == [("Authors", f"{SITE}/authors/")]
    assert shown(pages["/topics/ferries"]) == [("Topics", f"{SITE}/topics/")]
    assert pages["/authors"].xpath('//*[@class="index"]//a/@href') == ["/authors/ada-lind/"]
