"""A real site of its own, in a home that is thrown away, and a Chromium that walks through it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from browser.desk import Troubles
from browser.newsday import PASSWORD
from browser.running_site import RunningSite
from migrated import lay_down

CHROMIUM = os.environ.get("BROADSHEET_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium found (Debian: apt-get install chromium)"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310  our own loopback addresses
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[RunningSite]:
    home = tmp_path_factory.mktemp("site")
    edge, newsroom = free_port(), free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))},
        "BROADSHEET_HOME": str(home),
        "BROADSHEET_EDGE_PORT": str(edge),
        "BROADSHEET_NEWSROOM_PORT": str(newsroom),
        "BROADSHEET_EDGE_STATUS_PORT": "0",
        "BROADSHEET_CLERK_STATUS_PORT": "0",
        "BROADSHEET_NEWSROOM_STATUS_PORT": "0",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    running = RunningSite(
        home=home,
        readers=f"http://localhost:{edge}",
        newsroom=f"http://localhost:{newsroom}",
        environment=environment,
    )
    lay_down(migrated_file, home=home)
    running.broadsheet(
        "init", "--name", "The Test Courier", "--zone", "Europe/London", "--language", "en-gb",
        "--sections", "World, Sport", "--admin", "ada", "--email", "ada@paper.example", "--password", PASSWORD,
    )  # fmt: skip
    running.broadsheet("manage", "shell", "-c", "from browser.newsday import begin; begin()")
    with (home / "log.txt").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "broadsheet", "run"], env=environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 90
        while not (answers(running.readers) and answers(f"{running.newsroom}/sign-in/")):
            assert process.poll() is None, (home / "log.txt").read_text()
            assert time.monotonic() < deadline, (home / "log.txt").read_text()
            time.sleep(0.2)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


# A module's, not the session's: Playwright keeps an event loop running in this thread, in which Django refuses to work,
# and the same worker goes on to tests that have a database.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(viewport={"width": 1280, "height": 900})
    fresh.set_default_timeout(10_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def untroubled(context: BrowserContext) -> Iterator[None]:
    """Fails a test in whose pages anything was reported: errors, broken requests, violated policies."""
    troubles = Troubles()
    troubles.listen(context)
    yield
    assert troubles.told == []
