"""A real site with a folder source and real clerks, which tests start, kill and wait for."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from broadsheet.contracts.pieces import StoryList
from broadsheet.environment.database import use_newest_sqlite
from broadsheet.stores.pieces import FolderPieceStore

_LONGEST = 300.0  # seconds: every migration on a PostgreSQL server that others keep busy takes 130
_OURS = ("BROADSHEET_", "DJANGO_", "DATABASE_URL")


class Site:
    """A founded site with a folder source, and a clerk that is started and killed."""

    def __init__(self, place: Path, **environment: str) -> None:
        self.home, self.folder = place / "site", place / "incoming"
        self.folder.mkdir()
        self.log = place / "clerk.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(_OURS)},
            "BROADSHEET_HOME": str(self.home),
            "BROADSHEET_CLERK_STATUS_PORT": "0",
            "PYTHONPATH": os.pathsep.join(sys.path),
            **environment,
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

    def found(self, *, like: Path | None = None) -> None:
        """Make the site and a source that publishes by itself, from nothing or as a copy of `courier_home`."""
        if like is None:
            self._found()
            self._take_wires_from_folder()
            return
        shutil.copytree(like, self.home)
        use_newest_sqlite()
        import sqlite3

        with closing(sqlite3.connect(self.home / "broadsheet.sqlite3")) as database, database:
            database.execute("UPDATE broadsheet_wire_source SET folder = ?", [str(self.folder.resolve())])

    def _found(self) -> None:
        self.broadsheet(
            "init", "--name", "The Test Courier", "--zone", "UTC", "--language", "en-gb", "--sections", "World",
            "--admin", "ada", "--email", "ada@paper.example", "--password", "a password of ten",
        )  # fmt: skip

    def _take_wires_from_folder(self) -> None:
        self.broadsheet(
            "wire_add_source", "made", "--folder", str(self.folder), "--credit", "Made Agency",
            "--publish-to", "/world/", "--hourly-cap", "1000",
        )  # fmt: skip

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

    def titles(self) -> Counter[str]:
        """Every story in the database by its headline."""
        script = (
            "from broadsheet.stories.models import StoryPage; print(*StoryPage.objects.values_list('title'), sep='\\n')"
        )
        told = self.broadsheet("manage", "shell", "-v", "0", "-c", script)
        return Counter(line for line in told.splitlines() if line)

    def drop(self, number: int) -> None:
        draft = self.folder / f"{number}.json.tmp"
        draft.write_text(json.dumps(item(number)))
        draft.rename(self.folder / f"{number}.json")


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


def latest(store: FolderPieceStore) -> tuple[int, ...]:
    stories = store.read("list/latest/all")
    return stories.story_ids if isinstance(stories, StoryList) else ()


def wait_until(is_so: Callable[[], bool], *, site: Site) -> None:
    deadline = time.monotonic() + _LONGEST
    while not is_so():
        assert time.monotonic() < deadline, site.log.read_text()[-4000:]
        time.sleep(0.05)
