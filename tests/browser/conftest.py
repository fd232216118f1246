"""A real site of its own, in a home that is thrown away, and a Chromium that walks through it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from accounts.laid_out import Arguments
from browser.desk import Troubles
from browser.newsday import PASSWORD
from browser.running_site import PATIENCE, RunningSite
from founded import in_this_run, once
from migrated import lay_down

CHROMIUM = os.environ.get("BROADSHEET_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
JOBS = ("edge", "clerk", "newsroom")  # of a site; a module that has `JOBS` of its own starts those
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=PATIENCE * 1_000)


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
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:  # noqa: S310  our own loopback addresses
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def ports() -> tuple[int, int]:
    """Where each site in its turn listens: readers' and the newsroom's."""
    return free_port(), free_port()


@pytest.fixture(scope="session")
def founded_home(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, ports: tuple[int, int]) -> Path:
    """The home from which each module's site begins, its people and stories in it and its pages pressed."""

    def make(home: Path) -> None:
        lay_down(migrated_file, home=home)
        site = site_in(home, ports)
        site.broadsheet(
            "init", "--name", "The Test Courier", "--zone", "Europe/London", "--language", "en-gb",
            "--sections", "World, Sport", "--admin", "ada", "--email", "ada@paper.example", "--password", PASSWORD,
        )  # fmt: skip
        site.broadsheet("manage", "shell", "-c", "from browser.newsday import begin, press; begin(); press()")

    return once(in_this_run(tmp_path_factory, f"browsed-{ports[0]}"), make)


def site_in(home: Path, ports: tuple[int, int]) -> RunningSite:
    edge, newsroom = ports
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))},
        "BROADSHEET_HOME": str(home),
        "BROADSHEET_DEMO": "1",  # its screens are screens of the newsroom too
        "BROADSHEET_EDGE_PORT": str(edge),
        "BROADSHEET_NEWSROOM_PORT": str(newsroom),
        "BROADSHEET_EDGE_STATUS_PORT": "0",
        "BROADSHEET_CLERK_STATUS_PORT": "0",
        "BROADSHEET_NEWSROOM_STATUS_PORT": "0",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return RunningSite(
        home=home,
        readers=f"http://localhost:{edge}",
        newsroom=f"http://localhost:{newsroom}",
        environment=environment,
    )


@pytest.fixture(scope="module")  # what one module publishes stands in no list of another's
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, founded_home: Path, ports: tuple[int, int]
) -> Iterator[RunningSite]:
    home = tmp_path_factory.mktemp("site") / "home"
    shutil.copytree(founded_home, home)
    running = site_in(home, ports)
    log = home / "log.txt"
    # `run` would load Django once more before its three: 4 s a module.
    with started(getattr(request.module, "JOBS", JOBS), running, log=log) as processes:
        deadline = time.monotonic() + 90
        while not (answers(running.readers) and answers(f"{running.newsroom}/sign-in/")):
            assert all(process.poll() is None for process in processes), log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield running


@contextmanager
def started(jobs: Iterable[str], site: RunningSite, *, log: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    with log.open("ab") as file:
        processes = [
            subprocess.Popen([sys.executable, "-m", "broadsheet", job], env=site.environment, stdout=file, stderr=file)
            for job in jobs
        ]
    try:
        yield processes
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(timeout=PATIENCE)


@pytest.fixture(scope="module")
def arguments(site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Arguments:
    """What leads to something under every address of the newsroom."""
    folder = str(tmp_path_factory.mktemp("pier") / "in")
    script = f"from accounts.laid_out import tell_of_the_test_courier; tell_of_the_test_courier({folder!r})"
    told = site.broadsheet("manage", "shell", "-c", script).splitlines()[-1]
    return {(beginning, name): value for beginning, name, value in json.loads(told)}


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
    fresh.set_default_timeout(PATIENCE * 1_000)
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
