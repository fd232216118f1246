"""
kill -9 of the clerk at any moment, again and again, while wire files arrive.

Nothing may be lost, doubled or half written. The moments are drawn at random but from a seed that is printed on
failure, so that a bad run can be played again.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadsheet.contracts.pieces import Card, Page, StoryList
from broadsheet.stores.pieces import FolderPieceStore

STORIES = 20
KILLS = 5
SEED = int(os.environ.get("BROADSHEET_KILL_SEED", "20260305"))
_LONGEST = 120.0

pytestmark = pytest.mark.slow


class Site:
    """A founded site with a folder source, and a clerk that is started and killed."""

    def __init__(self, place: Path) -> None:
        self.home, self.folder = place / "site", place / "incoming"
        self.folder.mkdir()
        self.log = place / "clerk.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))},
            "BROADSHEET_HOME": str(self.home),
            "BROADSHEET_CLERK_STATUS_PORT": "0",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self.clerk: subprocess.Popen[bytes] | None = None
        self.starts = 0

    def broadsheet(self, *words: str) -> str:
        command = [sys.executable, "-m", "broadsheet", *words]
        done = subprocess.run(
            command, env=self.environment, check=False, capture_output=True, text=True, timeout=_LONGEST
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Start the clerk, and wait until it works: a kill before that would prove little."""
        with self.log.open("ab") as log:
            self.clerk = subprocess.Popen(
                [sys.executable, "-m", "broadsheet", "clerk"], env=self.environment, stderr=log
            )
        self.starts += 1
        wait_until(lambda: self.log.read_bytes().count(b"clerk_leading") == self.starts, site=self)

    def kill(self, *, number: signal.Signals = signal.SIGKILL) -> None:
        if self.clerk is not None:
            self.clerk.send_signal(number)
            self.clerk.wait(timeout=30)
            self.clerk = None

    def drop(self, number: int) -> None:
        draft = self.folder / f"{number}.json.tmp"
        draft.write_text(json.dumps(item(number)))
        draft.rename(self.folder / f"{number}.json")

    def titles(self) -> Counter[str]:
        """Every story in the database by its headline."""
        script = (
            "from broadsheet.stories.models import StoryPage; print(*StoryPage.objects.values_list('title'), sep='\\n')"
        )
        return Counter(
            line for line in self.broadsheet("manage", "shell", "-v", "0", "-c", script).splitlines() if line
        )


def item(number: int) -> dict[str, object]:
    return {
        "uri": f"urn:broadsheet:kill:{number}",
        "type": "text",
        "version": "1",
        "versioncreated": "2026-03-05T12:00:00Z",
        "pubstatus": "usable",
        "headline": headline(number),
        "body_html": f"<p>Boat {number} came in with the tide.</p>" * 5,
    }


def headline(number: int) -> str:
    return f"Boat {number} is in"


def piece_name(number: int) -> str:
    return f"page/world/boat-{number}-is-in"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    made.broadsheet(
        "init", "--name", "The Test Courier", "--zone", "UTC", "--language", "en-gb", "--sections", "World",
        "--admin", "ada", "--email", "ada@paper.example", "--password", "a password of ten",
    )  # fmt: skip
    made.broadsheet(
        "wire_add_source", "made", "--folder", str(made.folder), "--credit", "Made Agency",
        "--publish-to", "/world/", "--hourly-cap", "1000",
    )  # fmt: skip
    yield made
    made.kill()


def wait_until(is_so: Callable[[], bool], *, site: Site) -> None:
    deadline = time.monotonic() + _LONGEST
    while not is_so():
        assert time.monotonic() < deadline, site.log.read_text()[-4000:]
        time.sleep(0.05)


def test_a_clerk_killed_at_any_moment_loses_doubles_and_halves_nothing(site: Site) -> None:
    moments = random.Random(SEED)  # noqa: S311  chance, not secrecy
    store = FolderPieceStore(site.home / "pieces")
    numbers = list(range(1, STORIES + 1))
    site.start()
    wait_until(lambda: store.read("page/") is not None, site=site)

    for _ in range(KILLS):
        for number in numbers[: STORIES // KILLS]:
            site.drop(number)
        numbers = numbers[STORIES // KILLS :]
        time.sleep(moments.uniform(0.1, 1.5))
        site.kill()
        assert_no_half_piece(store)
        site.start()
    wait_until(lambda: all(store.read(piece_name(number)) for number in range(1, STORIES + 1)), site=site)
    wait_until(lambda: len(latest(store)) == STORIES, site=site)
    site.kill(number=signal.SIGTERM)

    assert site.titles() == Counter({f"('{headline(number)}',)": 1 for number in range(1, STORIES + 1)}), SEED
    pages = [store.read(piece_name(number)) for number in range(1, STORIES + 1)]
    assert all(isinstance(page, Page) and page.status == 200 for page in pages)
    assert {page.story_id for page in pages if isinstance(page, Page)} == set(latest(store))
    assert all(isinstance(store.read(f"card/{story_id}"), Card) for story_id in latest(store))
    assert not list(site.folder.glob("*.json"))


def latest(store: FolderPieceStore) -> tuple[int, ...]:
    stories = store.read("list/latest/all")
    return stories.story_ids if isinstance(stories, StoryList) else ()


def assert_no_half_piece(store: FolderPieceStore) -> None:
    """Reading raises PieceError on anything that is not whole (each piece carries its checksum)."""
    for number in range(1, STORIES + 1):
        store.read(piece_name(number))
    for name in ("page/", "page/world", "list/latest/all", "withdrawn", "shell/masthead"):
        store.read(name)
    for story_id in latest(store):
        assert store.read(f"card/{story_id}") is not None, "a list that names a story without its card"
