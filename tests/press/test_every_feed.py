"""Every feed of the paper as the readers of others read it: well-formed, typed, each entry named for good."""

import json
from typing import Any

import feedparser
import pytest

from broadsheet.contracts.pieces import Page
from broadsheet.joining.joiner import join_page
from broadsheet.press.actions import press_everything
from broadsheet.stories.actions import correct_story, draft_story, publish_story
from broadsheet.stories.models import StoryPage, Topic
from formats.feed_rules import FAULTS

from .conftest import NOON, Paper

SITE = "https://courier.example"
FOLDERS = ("", "world/", "world/uk-and-europe/", "topics/ferries/", "corrections/")
OF_XML = ("feed.xml", "atom.xml")


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_URL", SITE)


@pytest.fixture
def story(paper: Paper) -> StoryPage:
    ferries = Topic.objects.create(name="Ferries & quays", slug="ferries")
    story = draft_story(
        paper.europe,
        headline='Ferry & crew <back>, "at last"',
        standfirst="Nine days later.",
        bylines=["Ann Author"],
        body_html="<p>The ferry is back.</p>",
        topics=[ferries],
        owner=None,
        now=NOON,
    )
    publish_story(story, by=None, now=NOON)
    correct_story(story, note="It was the other ferry & crew.", by=None, now=NOON.replace(hour=15))
    press_everything(now=NOON)
    paper.press()
    return story


def bytes_of(paper: Paper, address: str) -> tuple[bytes, str]:
    page = paper.store.read(f"page/{address}")
    assert isinstance(page, Page), address
    body = join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32).body
    return body, dict(page.headers)["content-type"]


def read(paper: Paper, address: str) -> Any:
    body, content_type = bytes_of(paper, address)
    return feedparser.parse(body, response_headers={"content-type": content_type, "content-location": f"{SITE}/"})


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("file", OF_XML)
def test_a_strict_parser_finds_nothing_wrong(paper: Paper, story: StoryPage, folder: str, file: str) -> None:
    found = read(paper, f"{folder}{file}")

    (entry,) = found.entries
    assert (found.bozo, found.encoding, found.version) == (False, "utf-8", "rss20" if file == "feed.xml" else "atom10")
    assert [link.href for link in found.feed.links if link.rel == "self"] == [f"{SITE}/{folder}{file}"]
    assert entry.link == f"{SITE}/world/uk-and-europe/{story.slug}/"
    assert entry.id.startswith(f"urn:uuid:{story.translation_key}")
    assert 'Ferry & crew <back>, "at last"' in entry.title
    assert entry.published_parsed[:4] == ((2026, 3, 5, 15) if folder == "corrections/" else (2026, 3, 5, 12))
    assert entry.updated_parsed[:4] == (2026, 3, 5, 15)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("file", FAULTS)
def test_a_feed_keeps_the_rules_of_its_format(paper: Paper, story: StoryPage, folder: str, file: str) -> None:
    body, content_type = bytes_of(paper, f"{folder}{file}")

    assert FAULTS[file](body) == []
    assert content_type.startswith(
        {"feed.xml": "application/rss+xml", "atom.xml": "application/atom+xml"}.get(file, "application/feed+json")
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_three_formats_of_a_feed_tell_of_the_same_entries(paper: Paper, story: StoryPage, folder: str) -> None:
    rss, atom = (read(paper, f"{folder}{file}") for file in OF_XML)
    told = json.loads(bytes_of(paper, f"{folder}feed.json")[0])

    ids = [entry.id for entry in rss.entries]
    assert ids == [entry.id for entry in atom.entries] == [item["id"] for item in told["items"]]
    assert rss.feed.title == atom.feed.title == told["title"]
    assert (told["version"], told["feed_url"]) == ("https://jsonfeed.org/version/1.1", f"{SITE}/{folder}feed.json")
