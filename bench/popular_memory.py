"""
What a day of very many readers costs in memory: 10,000 stories by Zipf, a million readers, four million hits.

Two processes at work together: a worker's folder, which flushes into the audience store, and the clerk's tally, which
reads the store each five minutes and forgets each hour, as the clerk does. Afterwards a third, which begins as a clerk
does that was started again: it reads the whole day at once. Each may grow by 200 MB over what its imports take.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from figures import Figure
from made_hits import ORIGIN, Readership
from running import machine, peak_megabytes

from broadsheet.popular.buckets import BUCKET_SECONDS
from broadsheet.popular.folding import MOST_TALLIES, HitFolder
from broadsheet.popular.salts import OwnSalts
from broadsheet.popular.tallying import Tally
from broadsheet.stores.audience import SqliteAudienceStore

STORIES, READERS, HITS = 10_000, 1_000_000, 4_000_000
WANTED = 200  # MB
_DAY = 1_772_409_600  # 2 March 2026, in seconds
_DAY_SECONDS = 86_400
_KEY = b"k" * 32
_FLUSH_EVERY = 30  # seconds of the day's own clock: a flush a second would be 86,400 of them
_LOOK_BACK, _FORGET_EVERY = 600, 3_600  # as popular.tasks has them
_BYTES_A_TALLY = 4_400  # of the folder, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Megabytes: with the imports alone, and at the most."""

    imports: float
    peak: float

    def figure(self, what: str) -> Figure:
        grown = self.peak - self.imports
        return Figure(
            what=what,
            measured=f"{grown:.0f} MB, {self.peak:.0f} MB with its imports",
            wanted=f"≤ {WANTED} MB",
            reached=grown <= WANTED,
        )


def measure() -> list[Figure]:
    """Needs Linux. Takes some minutes."""
    busy = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="broadsheet-memory-") as name:
        path = Path(name) / "audience.sqlite3"
        with _child("clerk", path) as clerk, _child("edge", path) as edge:
            for _ in range(_DAY_SECONDS // BUCKET_SECONDS):
                told = edge.work()
                clerk.work()
            at_edge, at_clerk = edge.memory(), clerk.memory()
        stored = path.stat().st_size / 1024**2
        with _child("restarted", path) as restarted:
            restarted.work()
            at_restarted = restarted.memory()
    bound = MOST_TALLIES * _BYTES_A_TALLY / 1e6
    return [
        machine(busy),
        Figure(what="the day", measured=f"{HITS:,} hits, {READERS:,} readers, {told} dropped; store {stored:.0f} MB"),
        Figure(
            what="the folder's tallies, bound by its constants",
            measured=f"{MOST_TALLIES:,} of {_BYTES_A_TALLY:,} bytes at most: {bound:.0f} MB",
        ),
        at_edge.figure("memory of a worker's folder and store"),
        at_clerk.figure("memory of the clerk's tally over the day"),
        at_restarted.figure("memory of a tally that reads the whole day at once"),
    ]


@dataclass(slots=True, kw_only=True)
class _Child:
    """This file as a process that does its next five minutes for each line that it is sent."""

    process: "subprocess.Popen[str]"
    imports: float = 0.0

    def work(self) -> str:
        """Let it work; what it says afterwards."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.heard()

    def heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def memory(self) -> Memory:
        return Memory(imports=self.imports, peak=peak_megabytes(self.process.pid))


@contextmanager
def _child(what: str, path: Path) -> Iterator[_Child]:
    command = [sys.executable, __file__, what, str(path)]
    child = _Child(process=subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    try:
        child.heard()
        child.imports = peak_megabytes(child.process.pid)
        yield child
    finally:
        child.process.kill()
        child.process.wait(timeout=10)


def _edge(path: Path) -> Iterator[str]:
    store = SqliteAudienceStore(path)
    folder = HitFolder(worker="one", salts=OwnSalts(), token_key=_KEY, origins=frozenset({ORIGIN}))
    readership = Readership(stories=STORIES, readers=READERS, token_key=_KEY)
    hits = readership.hits(HITS, begins_at=_DAY, ends_at=_DAY + _DAY_SECONDS)
    flushes = _DAY_SECONDS // _FLUSH_EVERY
    for number in range(flushes):
        folder.fold(islice(hits, HITS // flushes))
        for flush in folder.flushes():
            store.put(flush)
            folder.settle(flush)
        folder.turn(now=_DAY + (number + 1) * _FLUSH_EVERY)
        if (number + 1) * _FLUSH_EVERY % BUCKET_SECONDS == 0:
            yield str(folder.dropped_in_all.total())


def _clerk(path: Path) -> Iterator[str]:
    store, tally = SqliteAudienceStore(path), Tally()
    for now in range(_DAY + BUCKET_SECONDS, _DAY + _DAY_SECONDS + 1, BUCKET_SECONDS):
        tally.feed(store.folds_since(now - _LOOK_BACK), now=now)
        if now % _FORGET_EVERY == 0:
            tally.forget_before(_DAY - _DAY_SECONDS, now=now)
        yield ""


def _restarted(path: Path) -> Iterator[str]:
    Tally().feed(SqliteAudienceStore(path).folds_since(_DAY), now=_DAY + _DAY_SECONDS)
    yield ""


if __name__ == "__main__":
    works = {"edge": _edge, "clerk": _clerk, "restarted": _restarted}[sys.argv[1]](Path(sys.argv[2]))
    print(flush=True)
    for _ in sys.stdin:
        print(next(works), flush=True)
