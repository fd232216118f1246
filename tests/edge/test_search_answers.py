"""How /search/ answers as a web server: caches, methods, hostile queries, a missing index, too many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import brotli
import httpx
import pytest

from broadsheet.searching.index import StoryIndex, index_path, make_index, mark_whole
from edge.running import RunningEdge, eventually, running_edge
from edge.searched_paper import PAGES, STORIES, fill, found, pieces_of, search

pytestmark = pytest.mark.usefixtures("index")


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
        assert eventually(lambda: edge.client.get("/").status_code, wanted=lambda status: status == 200)


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
