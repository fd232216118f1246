"""The beacon: one hit for each visit that was seen, with the list that the reader came from."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

import pytest
from playwright.sync_api import BrowserContext, Page

from broadsheet.look.assets import asset_files, asset_url

END = "end-of-test"
EARLY = "/early/"  # where the script has come before the page's body
STORY = """<body data-hit="7.token"><section data-list="popular"><ul>
<li><a class="listed" href="/next/">Next</a></li></ul></section><a class="plain" href="/next/">Next</a>"""
# Playwright's Chromium says that it is driven, and the beacon keeps quiet then: as it should, but not here.
AS_A_READER = "Object.defineProperty(navigator, 'webdriver', { get: () => false })"
HIDDEN = "Object.defineProperty(document, 'visibilityState', { get: () => window.seen ? 'visible' : 'hidden' })"


class Edge(ThreadingHTTPServer):
    """Serves one story at every address and keeps the hits."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.hits: Queue[str] = Queue()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server_port}"

    def hits_until_end(self, page: Page) -> list[str]:
        """Those that came before one more hit, which is sent now."""
        page.evaluate("said => fetch(`/hit?${said}`, { method: 'POST' })", END)
        return list(iter(lambda: self.hits.get(timeout=10), END))


class _Answers(BaseHTTPRequestHandler):
    server: Edge

    def do_GET(self) -> None:
        beacon = asset_url("beacon.js")
        if self.path == beacon:
            self._answer(asset_files()[beacon.removeprefix("/assets/")].body, "text/javascript")
        else:
            script = f'<script src="{beacon}"></script>'
            page = script + STORY if self.path == EARLY else STORY + script
            self._answer(f"<!doctype html>{page}".encode(), "text/html")

    def do_POST(self) -> None:
        address, _, said = self.path.partition("?")
        assert (address, self.headers["content-length"]) == ("/hit", "0")
        self.server.hits.put(said.replace("&", " ", 1))
        self._answer(b"", "text/plain")

    def _answer(self, body: bytes, content_type: str) -> None:
        self.send_response(200)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def edge() -> Iterator[Edge]:
    with Edge() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join(timeout=10)


@pytest.fixture
def reader(context: BrowserContext) -> Page:
    """Whose clock stands still until the test lets him stay."""
    context.add_init_script(AS_A_READER)
    page = context.new_page()
    stop_clock(page)
    return page


def stop_clock(page: Page) -> None:
    page.clock.install(time=0)
    page.clock.pause_at(1_000)


def follow(page: Page, link: str) -> None:
    """To the other page, wholly: a clock that is moved before would move the one that is left."""
    page.click(link)
    page.wait_for_url("**/next/")


def stay(page: Page, *, milliseconds: int = 1_100) -> None:
    page.clock.run_for(milliseconds)


def test_a_page_that_is_seen_sends_its_token_once(edge: Edge, reader: Page) -> None:
    reader.goto(f"{edge.address}/story/")
    stay(reader)

    said = edge.hits.get(timeout=10)
    reader.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    stay(reader)

    assert said == "7.token direct"
    assert edge.hits_until_end(reader) == []


def test_a_script_that_comes_before_the_body_finds_the_token(edge: Edge, reader: Page) -> None:
    reader.goto(edge.address + EARLY)
    stay(reader)

    assert edge.hits.get(timeout=10) == "7.token direct"
    assert edge.hits_until_end(reader) == []


def test_a_hidden_page_waits_until_it_is_seen(edge: Edge, context: BrowserContext, reader: Page) -> None:
    context.add_init_script(HIDDEN)
    reader.goto(f"{edge.address}/story/")
    stay(reader)
    before = edge.hits_until_end(reader)

    reader.evaluate("window.seen = true; document.dispatchEvent(new Event('visibilitychange'))")

    assert before == []
    stay(reader)
    assert edge.hits.get(timeout=10) == "7.token direct"


def test_a_reader_who_came_from_a_list_is_counted_with_it(edge: Edge, reader: Page) -> None:
    reader.goto(f"{edge.address}/story/")
    stay(reader)
    first = edge.hits.get(timeout=10)

    follow(reader, "a.listed")
    stay(reader)

    assert (first, edge.hits.get(timeout=10)) == ("7.token direct", "7.token popular")


def test_a_list_is_claimed_once_and_only_by_the_page_it_led_to(edge: Edge, reader: Page) -> None:
    reader.goto(f"{edge.address}/story/")
    reader.evaluate("sessionStorage.setItem('came-from', '/elsewhere/ popular')")
    stay(reader)
    edge.hits.get(timeout=10)

    follow(reader, "a.plain")
    stay(reader)

    assert edge.hits.get(timeout=10) == "7.token page"


@pytest.mark.parametrize(
    ("referrer", "kind"),
    [
        ("https://www.google.co.uk/", "engine"),
        ("https://search.brave.com/search?q=ferry", "engine"),
        ("https://notgoogle.example/google.com/", "site"),
        ("android-app://com.example.mail/", "site"),
        ("no address", "direct"),
    ],
)
def test_the_kind_of_place_that_a_reader_came_from_is_told_and_no_address(
    edge: Edge, context: BrowserContext, reader: Page, referrer: str, kind: str
) -> None:
    context.add_init_script(f"Object.defineProperty(document, 'referrer', {{ get: () => {referrer!r} }})")

    reader.goto(f"{edge.address}/story/")
    stay(reader)

    assert edge.hits.get(timeout=10) == f"7.token {kind}"


def test_a_page_out_of_the_back_forward_cache_is_another_visit(edge: Edge, reader: Page) -> None:
    reader.goto(f"{edge.address}/story/")
    stay(reader)
    edge.hits.get(timeout=10)

    reader.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    stay(reader)

    assert edge.hits.get(timeout=10) == "7.token direct"
    assert edge.hits_until_end(reader) == []


def test_a_driven_browser_is_no_reader(edge: Edge, page: Page) -> None:
    stop_clock(page)

    page.goto(f"{edge.address}/story/")
    stay(page)

    assert edge.hits_until_end(page) == []


def test_who_leaves_within_a_second_did_not_read(edge: Edge, reader: Page) -> None:
    reader.goto(f"{edge.address}/story/")
    stay(reader, milliseconds=900)

    follow(reader, "a.plain")
    stay(reader)

    assert edge.hits.get(timeout=10) == "7.token page"
    assert edge.hits_until_end(reader) == []


def test_a_reader_who_forbids_storage_is_counted_without_the_list(
    edge: Edge, context: BrowserContext, reader: Page
) -> None:
    context.add_init_script("Object.defineProperty(window, 'sessionStorage', { get: () => { throw new Error() } })")
    reader.goto(f"{edge.address}/story/")
    stay(reader)
    edge.hits.get(timeout=10)

    follow(reader, "a.listed")
    stay(reader)

    assert edge.hits.get(timeout=10) == "7.token page"
