"""Addresses as readers type them, or hear them read out: in capitals."""

from urllib.parse import quote

import pytest

from broadsheet.contracts.pieces import Page, Piece, Redirect
from edge.running import RunningEdge, eventually

PAGE = Page(parts=("<p>The ferry is back in the harbour.</p>",))
SITE: dict[str, Piece] = {
    "page/": PAGE,
    "page/world/ferry": PAGE,
    "page/world/café": PAGE,
    "page/feed.xml": Page(parts=("<rss/>",), headers=(("content-type", "application/rss+xml"),)),
    "page/moved": Redirect(location="/world/ferry/"),
    "page/killed": Page(parts=("<h1>This story was withdrawn</h1>",), status=410),
    "page/Old/Harbour": Redirect(location="/world/ferry/"),
    "page/old/harbour": PAGE,
}


@pytest.fixture(scope="module", autouse=True)
def _site(edge: RunningEdge) -> None:
    edge.store.press(SITE)
    eventually(lambda: edge.client.get("/").text, wanted=lambda text: "ferry" in text)


@pytest.mark.parametrize(
    ("typed", "location"),
    [
        ("/World/Ferry/", "/world/ferry/"),
        ("/WORLD/FERRY", "/world/ferry/"),
        ("/Feed.xml", "/feed.xml"),
        ("/WORLD/CAFÉ/", quote("/world/café/")),
        ("/Moved/", "/moved/"),
        ("/KILLED/", "/killed/"),
    ],
)
def test_an_address_in_capitals_leads_to_the_one_in_small_letters(edge: RunningEdge, typed: str, location: str) -> None:
    answer = edge.client.get(typed, follow_redirects=False)

    assert answer.status_code == 301
    assert answer.headers["location"] == location


def test_an_address_that_has_capitals_of_its_own_is_no_other_one(edge: RunningEdge) -> None:
    answer = edge.client.get("/Old/Harbour/", follow_redirects=False)

    assert answer.headers["location"] == "/world/ferry/"


def test_capitals_lead_nowhere_where_nothing_stands(edge: RunningEdge) -> None:
    assert edge.client.get("/World/Nothing/", follow_redirects=False).status_code == 404


def test_capitals_that_led_nowhere_lead_on_once_something_stands_there(edge: RunningEdge) -> None:
    assert edge.client.get("/World/Later/", follow_redirects=False).status_code == 404

    edge.store.press({"page/world/later": PAGE})

    eventually(
        lambda: edge.client.get("/World/Later/", follow_redirects=False).headers.get("location"),
        wanted=lambda location: location == "/world/later/",
    )
