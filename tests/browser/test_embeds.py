"""Things of another site in a real browser: nothing is asked of it before a reader asks, and then of it alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from broadsheet.contracts.pieces import Page as PagePiece
from broadsheet.look.slots import render_parts
from browser.conftest import CHROMIUM, QUIET
from edge.running import RunningEdge, running_edge
from look.paper import full_story, head

FRAMED = "https://www.youtube-nocookie.com/embed/aBcDeFgHiJk"
# What the page lets out ends at the browser: no name but this machine's is known there.
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, NOWHERE])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEdge]:
    home: Path = tmp_path_factory.mktemp("embeds")
    with running_edge(home) as running:
        parts = render_parts("press/story.html", {"head": head(), "story": full_story()})
        running.store.press({"page/world/film": PagePiece(parts=parts, frames=full_story().frame_hosts)})
        running.store.press({"page/world/strict": PagePiece(parts=parts)})
        yield running


class Watched:
    """A reader's page, what it asked of other sites, and what its policy refused."""

    def __init__(self, page: Page, *, edge: RunningEdge) -> None:
        self.page = page
        self.asked: list[str] = []
        self.refused: list[str] = []
        self._home = f"http://localhost:{edge.port}"
        page.on("request", self._note)
        page.on("console", lambda said: self.refused.append(said.text) if "Security Policy" in said.text else None)

    def open(self, path: str) -> None:
        self.page.goto(f"{self._home}{path}", wait_until="load")

    def _note(self, request: Request) -> None:
        if not request.url.startswith(self._home):
            self.asked.append(request.url)


@pytest.fixture
def reader(context: BrowserContext, edge: RunningEdge) -> Watched:
    return Watched(context.new_page(), edge=edge)


def test_nothing_is_asked_of_another_site_before_the_reader_asks(reader: Watched) -> None:
    reader.open("/world/film/")
    reader.page.mouse.wheel(0, 20_000)
    reader.page.wait_for_load_state("networkidle")
    before = list(reader.asked)

    reader.page.get_by_role("button", name="Load it here").click()

    reader.page.wait_for_timeout(300)
    assert before == []
    assert reader.asked == [FRAMED]
    assert reader.refused == []


def test_the_frame_is_kept_in_its_sandbox_and_named(reader: Watched) -> None:
    reader.open("/world/film/")

    reader.page.get_by_role("button", name="Load it here").press("Enter")

    frame = reader.page.locator("iframe")
    allowed = (frame.get_attribute("sandbox") or "").split()
    assert frame.get_attribute("title") == "The crossing from the air (YouTube)"
    assert "allow-top-navigation" not in allowed
    assert "allow-scripts" in allowed
    assert reader.page.evaluate("document.activeElement.tagName") == "IFRAME"


def test_a_page_that_was_not_pressed_for_it_loads_nothing_whatever_its_markup_says(reader: Watched) -> None:
    reader.open("/world/strict/")

    reader.page.get_by_role("button", name="Load it here").click()
    reader.page.wait_for_timeout(300)

    assert reader.asked == []
    assert any("frame" in text for text in reader.refused)


def test_without_scripts_there_is_the_link_and_no_button(browser: Browser, edge: RunningEdge) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://localhost:{edge.port}/world/film/")

    assert page.get_by_role("link", name="Open on YouTube").is_visible()
    assert not page.locator("button[data-frame]").is_visible()
    context.close()


def test_pictures_and_films_that_come_in_move_nothing(reader: Watched) -> None:
    reader.page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(one => window.moved += one.value))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    reader.open("/world/film/")
    for _ in range(12):
        reader.page.mouse.wheel(0, 600)
        reader.page.wait_for_timeout(50)

    assert reader.page.evaluate("window.moved") == 0
