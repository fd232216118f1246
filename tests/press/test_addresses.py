"""Addresses outside ASCII: whole ones are escaped wherever the world reads them, and lead somewhere when they move."""

from urllib.parse import quote

import pytest
from lxml import html

from broadsheet.contracts.pieces import Card, Page, Redirect, Shape
from broadsheet.joining.joiner import join_page
from broadsheet.press.actions import press_everything
from broadsheet.stories.actions import draft_story, make_section, publish_story
from broadsheet.stories.models import StoryPage

from .conftest import NOON, Paper

SITE = "https://courier.example"
PATH = "/мир/паромы-снова-ходят/"


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_URL", SITE)


@pytest.fixture
def story(paper: Paper) -> StoryPage:
    section = make_section(paper.home, title="Мир", now=NOON)
    story = draft_story(section, headline="Паромы снова ходят", body_html="<p>Да.</p>", owner=None, now=NOON)
    publish_story(story, by=None, now=NOON)
    press_everything(now=NOON)
    paper.press()
    return story


def text(paper: Paper, path: str) -> str:
    page = paper.store.read(f"page/{path.strip('/')}")
    assert isinstance(page, Page), path
    return join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32).body.decode()


def test_a_page_names_its_address_escaped(paper: Paper, story: StoryPage) -> None:
    tree = html.document_fromstring(text(paper, PATH))

    assert tree.xpath('//link[@rel="canonical"]/@href') == [f"{SITE}{quote(PATH)}"]
    assert tree.xpath('//meta[@property="og:url"]/@content') == [f"{SITE}{quote(PATH)}"]


def test_sitemaps_and_feeds_name_it_escaped(paper: Paper, story: StoryPage) -> None:
    entry = paper.store.read(f"entry/{story.pk}")

    assert isinstance(entry, Card)
    assert all(f"{SITE}{quote(PATH)}" in entry.shapes[shape] for shape in (Shape.RSS, Shape.ATOM, Shape.JSON))
    assert f"<loc>{SITE}{quote(PATH)}</loc>" in text(paper, f"/sitemap-stories-{story.pk // 1000}.xml")
    assert f"<loc>{SITE}{quote(PATH)}</loc>" in text(paper, "/news-sitemap.xml")


def test_what_it_was_called_before_leads_to_it(paper: Paper, story: StoryPage) -> None:
    story.slug = "паром"
    story.save()
    paper.press()

    assert paper.store.read(f"page{PATH.rstrip('/')}") == Redirect(location="/мир/паром/")
