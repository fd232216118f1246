"""Whatever a server says: an answer, or an error for an editor; never anything else."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.contracts.fetching import FetchError, FetchOrder
from broadsheet.fetching.pauses import freshness, retry_pause
from broadsheet.fetching.polling import HttpFetcher
from broadsheet.fetching.web import Limits, Web
from fetching.agency_server import AgencyLoop, AgencyServer, Asked, Line

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
WORDS = st.text('0123456789-+,;=.: "²aeGMT', max_size=40)
LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 301 Moved\r\n", b"HTTP/1.1 304 Not Modified\r\n", b"HTTP/1.1 103 Early\r\n",
        b"HTTP/1.1 101 Switching\r\n", b"HTTP/1.0 999 Odd\r\n", b"content-length: 5\r\n", b"content-length: 0\r\n",
        b"transfer-encoding: chunked\r\n", b"content-encoding: gzip\r\n", b"content-encoding: br, zstd\r\n",
        b"location: /again\r\n", b"location: \xff\xfe//[\r\n", b"location: http://[::1]:99999/\r\n", b"etag: \xff\r\n",
        b"retry-after: -1\r\n", b"content-type: text/html; charset=\xe9\r\n", b"\r\n", b"story",
        b"5\r\nstory\r\n0\r\n\r\n",
    ]
)  # fmt: skip


@pytest.fixture(scope="module")
def server(agency_loop: AgencyLoop) -> Iterator[AgencyServer]:
    with agency_loop.server() as agency:
        yield agency


@given(answer=st.lists(LINES | st.binary(max_size=20), max_size=12).map(b"".join))
def test_any_bytes_are_an_answer_or_an_error_for_an_editor(answer: bytes, server: AgencyServer, web: Web) -> None:
    async def say(line: Line, _: Asked) -> None:
        await line.send(answer)
        await line.hang_up()

    server.connections = 0
    fetcher = HttpFetcher(web, limits=Limits(seconds=5), clock=lambda: NOON)
    order = FetchOrder(address=server.on("/feed", say))

    with suppress(FetchError):
        fetched = fetcher.fetch(order, stop=lambda: False)
        assert all(document.data for document in fetched.documents)


@given(WORDS | st.dates().map(lambda day: f"Wed, {day:%d %b %Y} 25:61:00 GMT"))
def test_any_wish_to_be_left_alone_is_a_bounded_pause_or_none(text: str) -> None:
    pause = retry_pause({"retry-after": text}, now=NOON)

    assert pause is None or 0 <= pause <= 24 * 3600


@given(WORDS, WORDS, st.binary(max_size=60))
def test_any_word_on_freshness_is_a_bounded_pause_or_none(directives: str, age: str, body: bytes) -> None:
    pause = freshness({"cache-control": "max-age=" + directives, "age": age}, body=b"<rss><ttl>" + body)

    assert pause is None or 0 < pause <= 15 * 60
