"""What machines ask for, as they get it: typed, tagged, compressed, and without what was killed."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.contracts.pieces import Withdrawn
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.machines import machine_files
from broadsheet.press.composing.sitemaps import MappedStory, news_sitemap, stories_sitemap
from edge.running import RunningEdge, eventually

NOW = datetime.now(UTC)
EDITION = Edition(
    paper="The Test Courier", home_id=1, guid="urn:x:1", site_url="https://courier.example", language="de", now=NOW
)
STORIES = [
    MappedStory(
        story_id=number,
        path=f"/world/story-{number}/",
        headline=f"Story {number}",
        published_at=NOW - timedelta(hours=number),
        changed_at=NOW,
    )
    for number in (1, 2, 60)
]
TYPES = {
    "/robots.txt": "text/plain; charset=utf-8",
    "/.well-known/security.txt": "text/plain; charset=utf-8",
    "/site.webmanifest": "application/manifest+json",
    "/sitemap-stories-0.xml": "application/xml; charset=utf-8",
    "/news-sitemap.xml": "application/xml; charset=utf-8",
}


@pytest.fixture(scope="module", autouse=True)
def _site(edge: RunningEdge) -> None:
    made = (
        machine_files(EDITION, security_contact="mailto:security@courier.example"),
        stories_sitemap("stories-0", STORIES, edition=EDITION),
        news_sitemap(STORIES, edition=EDITION),
    )
    edge.store.press({name: piece for plates in made for name, piece in plates.pieces.items()})
    for address in TYPES:
        eventually(lambda address=address: edge.client.get(address).status_code, wanted=lambda status: status == 200)


@pytest.mark.parametrize("address", TYPES)
def test_each_has_its_type_a_tag_and_answers_304_while_it_is_the_same(edge: RunningEdge, address: str) -> None:
    answer = edge.client.get(address)
    again = edge.client.get(address, headers={"if-none-match": answer.headers["etag"]})
    head = edge.client.head(address)

    assert answer.headers["content-type"] == TYPES[address]
    assert (again.status_code, again.content, head.status_code, head.content) == (304, b"", 200, b"")


@pytest.mark.parametrize("address", ["/site.webmanifest", "/sitemap-stories-0.xml", "/news-sitemap.xml"])
def test_what_is_long_is_compressed(edge: RunningEdge, address: str) -> None:
    answer = edge.client.get(address, headers={"accept-encoding": "gzip"})

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == edge.client.get(address).text


def test_a_killed_story_leaves_sitemaps_that_stand_in_memory(edge: RunningEdge) -> None:
    addresses = ("/sitemap-stories-0.xml", "/news-sitemap.xml")
    before = [edge.client.get(address).text for address in addresses]

    edge.store.press({"withdrawn": Withdrawn(story_ids=frozenset({2}))})
    after = [
        eventually(lambda address=address: edge.client.get(address).text, wanted=lambda text: "story-2/" not in text)
        for address in addresses
    ]

    assert all("story-2/" in text for text in before)
    assert all("story-1/" in text for text in after)


def test_a_story_of_more_than_two_days_is_no_news_although_it_was_pressed_as_such(edge: RunningEdge) -> None:
    assert "story-60/" in edge.client.get("/sitemap-stories-0.xml").text
    assert "story-60/" not in edge.client.get("/news-sitemap.xml").text
