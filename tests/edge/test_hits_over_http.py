"""The beacon's way in, asked of a real edge over a socket."""

import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from edge.running import RunningEdge, eventually, running_edge

TOKEN = "7.abcdefghijklmnop"
WAYS = ("query", "body")


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEdge]:
    """An edge that believes its proxies on loopback and in 10.0.0.0/8."""
    home = tmp_path_factory.mktemp("proxied")
    with running_edge(home, BROADSHEET_TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8") as running:
        yield running


def say(
    edge: RunningEdge, said: str, *, way: str = "query", headers: Mapping[str, str] | None = None
) -> httpx.Response:
    """Post a hit as pages of today do, or as those of an earlier release did."""
    if way == "query":
        return edge.client.post(f"/hit?{quote(said).replace('%20', '&', 1)}", headers=headers)
    return edge.client.post("/hit", content=said.encode(), headers={"content-type": "text/plain", **(headers or {})})


def post(
    edge: RunningEdge, said: str, headers: Mapping[str, str] | None = None, *, way: str = "query"
) -> tuple[httpx.Response, dict[str, object]]:
    """Post a hit; its answer and what the taker was handed."""
    before = len(edge.hits())
    answer = say(edge, said, way=way, headers=headers)
    return answer, eventually(edge.hits, wanted=lambda hits: len(hits) > before)[-1]


@pytest.mark.parametrize("way", WAYS)
def test_a_hit_is_taken_and_answered_with_nothing(edge: RunningEdge, way: str) -> None:
    answer, hit = post(edge, TOKEN, {"user-agent": "Firefox", "origin": "http://localhost"}, way=way)

    assert answer.status_code == 204
    assert answer.content == b""
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert hit == {
        "token": TOKEN,
        "came_from": "",
        "address": "127.0.0.1",
        "user_agent": "Firefox",
        "origin": "http://localhost",
        "do_not_count": False,
    }


@pytest.mark.parametrize("way", WAYS)
def test_the_list_that_a_reader_came_from_is_told(edge: RunningEdge, way: str) -> None:
    _, hit = post(edge, f"{TOKEN} popular", way=way)

    assert hit["token"] == TOKEN
    assert hit["came_from"] == "popular"


@pytest.mark.parametrize("headers", [{"sec-gpc": "1"}, {"dnt": "1"}])
def test_a_reader_who_asks_not_to_be_counted_is_told_apart(edge: RunningEdge, headers: dict[str, str]) -> None:
    _, hit = post(edge, TOKEN, headers)

    assert hit["do_not_count"] is True


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "said", [" ", f"{TOKEN} <script>", f"{TOKEN} a b", f"{TOKEN} é", f"{TOKEN} {'a' * 40}", " " * 256]
)
def test_what_no_page_of_ours_sends_is_refused(edge: RunningEdge, said: str, way: str) -> None:
    before = edge.hits()

    answer = say(edge, said, way=way)

    assert answer.status_code == 400
    assert edge.hits() == before


def test_a_hit_that_says_nothing_is_refused(edge: RunningEdge) -> None:
    assert edge.client.post("/hit").status_code == 400


def test_a_hit_that_brings_a_body_beside_its_query_is_taken_once_and_the_body_left(edge: RunningEdge) -> None:
    before = len(edge.hits())

    answer = edge.client.post(f"/hit?{TOKEN}&popular", content=b"8.other latest")

    assert answer.status_code == 204
    assert [hit["token"] for hit in eventually(edge.hits, wanted=lambda hits: len(hits) > before)[before:]] == [TOKEN]


def test_a_long_body_is_refused_unread(edge: RunningEdge) -> None:
    assert edge.client.post("/hit", content=b"a" * 257).status_code == 413


def test_a_body_of_unknown_length_is_refused_unread(edge: RunningEdge) -> None:
    assert edge.client.post("/hit", content=iter([b"a"])).status_code == 413


@pytest.mark.slow
def test_a_body_that_does_not_come_gives_its_place_back(edge: RunningEdge) -> None:
    with socket.create_connection(("127.0.0.1", edge.port), timeout=10) as connection:
        connection.sendall(b"POST /hit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n7.abc")

        answer = b"".join(iter(lambda: connection.recv(65_536), b""))

    assert answer.startswith(b"HTTP/1.1 408 ")


def test_hits_are_posted(edge: RunningEdge) -> None:
    answer = edge.client.get("/hit")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


def test_a_long_user_agent_is_cut(edge: RunningEdge) -> None:
    _, hit = post(edge, TOKEN, {"user-agent": "x" * 2_000})

    assert hit["user_agent"] == "x" * 512


def test_a_stranger_cannot_choose_an_address(edge: RunningEdge) -> None:
    _, hit = post(edge, TOKEN, {"x-forwarded-for": "198.51.100.7"})

    assert hit["address"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7, 10.1.2.3", "198.51.100.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]:4711, 10.0.0.1", "2001:db8::1"),
        ("198.51.100.7:4711", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("198.51.100.7, nonsense, 10.0.0.1", "10.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_behind_trusted_proxies_the_nearest_stranger_is_the_reader(
    proxied: RunningEdge, forwarded: str, address: str
) -> None:
    _, hit = post(proxied, TOKEN, {"x-forwarded-for": forwarded})

    assert hit["address"] == address


def test_the_taker_is_stopped_with_the_edge(tmp_path: Path) -> None:
    with running_edge(tmp_path) as running:
        post(running, TOKEN)

    assert (tmp_path / "hits.stopped").exists()
