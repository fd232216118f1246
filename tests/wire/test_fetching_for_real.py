"""A feed's server, the real fetcher and the clerk: from a socket to the desk, beside a server that drips."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, sleep

import pytest

from broadsheet.wire.fetching.collecting import Collector
from broadsheet.wire.models import Source, WireItem
from wire.fake_fetching import http_source
from wire.newsroom import NOON, Paper, ninjs

ETAG = '"one"'


class Agency(ThreadingHTTPServer):
    """Serves an item at /item, unchanged for whoever knows it, and a byte now and then at /drip."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[tuple[str, int]] = []
        self.ending = threading.Event()


class _Answers(BaseHTTPRequestHandler):
    server: Agency

    def do_GET(self) -> None:
        is_known = self.headers.get("If-None-Match") == ETAG
        self.server.asked.append((self.path, 304 if is_known else 200))
        if self.path == "/drip":
            self._drip()
            return
        body = b"" if is_known else ninjs(headline="Ferries stay in")
        self.send_response(304 if is_known else 200)
        self.send_header("ETag", ETAG)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while not self.server.ending.wait(0.05):
            try:
                self.wfile.write(b"x")
            except OSError:
                return

    def log_message(self, *words: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def agency(monkeypatch: pytest.MonkeyPatch) -> Iterator[Agency]:
    monkeypatch.setenv("BROADSHEET_FETCH_ALLOW", "127.0.0.1")
    with Agency() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.ending.set()
        server.shutdown()
        thread.join(timeout=10)


def test_an_item_comes_in_once_while_another_server_drips_and_the_clerk_ends_at_once(
    paper: Paper, agency: Agency
) -> None:
    place = f"http://127.0.0.1:{agency.server_port}"
    http_source("drip", address=f"{place}/drip")
    source = http_source("good", address=f"{place}/item", interval=5)
    collector, deadline, seconds = Collector(), monotonic() + 30, 0

    while agency.asked.count(("/item", 304)) < 2:
        assert monotonic() < deadline, (agency.asked, Source.objects.values_list("last_error", flat=True))
        collector.look(NOON + timedelta(seconds=seconds))
        seconds += 2
        sleep(0.02)
    started = monotonic()
    collector.end()

    source.refresh_from_db()
    assert monotonic() - started < 2
    assert WireItem.objects.get().headline == "Ferries stay in"
    assert agency.asked.count(("/item", 200)) == 1
    assert agency.asked.count(("/drip", 200)) == 1
    assert (source.failures, source.repeats) == (0, 0)


def test_a_server_on_this_machine_is_refused_where_nobody_allowed_it(
    paper: Paper, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_FETCH_ALLOW", "")
    source = http_source("good", address=f"http://127.0.0.1:{agency.server_port}/item")
    collector, deadline = Collector(), monotonic() + 30

    while not source.failures:
        assert monotonic() < deadline
        collector.look(NOON)
        sleep(0.02)
        source.refresh_from_db()
    collector.end()

    assert agency.asked == []
    assert "127.0.0.1" in source.last_error
