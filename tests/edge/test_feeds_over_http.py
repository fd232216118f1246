"""Feeds as whoever reads them gets them: open to every page on the web, compressed, without what was killed."""

from datetime import UTC, datetime

import pytest

from broadsheet.contracts.pieces import Card, ListSlot, Page, Piece, Role, Shape, StoryList, Withdrawn
from edge.running import RunningEdge, eventually

NOW = datetime.now(UTC)
FEED = ListSlot(
    role=Role.LATEST,
    list_name="feed",
    shape=Shape.RSS,
    limit=5,
    sources=("list/latest/all",),
    item_opening="",
    item_closing="",
)
SITE: dict[str, Piece] = {
    "page/world/ferry": Page(parts=("<p>The ferry is back.</p>",)),
    "page/feed.xml": Page(
        parts=("<rss>", FEED, "</rss>"),
        headers=(
            ("content-type", "application/rss+xml"),
            ("access-control-allow-origin", "*"),
            ("cross-origin-resource-policy", "cross-origin"),
        ),
    ),
    "entry/3": Card(story_id=3, url="/s3/", published_at=NOW, shapes={Shape.RSS: "<item>Three</item>" * 30}),
    "entry/2": Card(story_id=2, url="/s2/", published_at=NOW, shapes={Shape.RSS: "<item>Two</item>" * 30}),
    "list/latest/all": StoryList(story_ids=(3, 2)),
}


@pytest.fixture(scope="module", autouse=True)
def _site(edge: RunningEdge) -> None:
    edge.store.press(SITE)
    eventually(lambda: edge.client.get("/feed.xml").text, wanted=lambda text: "Three" in text)


def test_a_feed_may_be_read_by_every_page_on_the_web_also_when_it_did_not_change(edge: RunningEdge) -> None:
    answer = edge.client.get("/feed.xml")
    again = edge.client.get("/feed.xml", headers={"if-none-match": answer.headers["etag"]})

    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert (again.status_code, again.content) == (304, b"")
    assert [one.headers["access-control-allow-origin"] for one in (answer, again)] == ["*", "*"]
    assert "access-control-allow-origin" not in edge.client.get("/world/ferry/").headers


def test_a_feed_is_compressed_and_has_a_head(edge: RunningEdge) -> None:
    answer = edge.client.get("/feed.xml", headers={"accept-encoding": "br"})
    head = edge.client.head("/feed.xml")

    assert answer.headers["content-encoding"] == "br"
    assert answer.text.startswith("<rss><item>Three</item>")
    assert (head.status_code, head.content) == (200, b"")


def test_a_killed_story_leaves_a_feed_that_stands_in_memory(edge: RunningEdge) -> None:
    before = edge.client.get("/feed.xml").text

    edge.store.press({"withdrawn": Withdrawn(story_ids=frozenset({2}))})
    after = eventually(lambda: edge.client.get("/feed.xml").text, wanted=lambda text: "Two" not in text)
    edge.store.press({}, remove=["withdrawn"])
    eventually(lambda: edge.client.get("/feed.xml").text, wanted=lambda text: text == before)

    assert "Two" in before
    assert "Three" in after
