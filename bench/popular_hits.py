"""
What one process folds of readers' hits (DESIGN section 11: 100,000 a second), pinned to one core.

Stories by Zipf among 10,000, half a million readers, 1,300 browsers. First the folder alone; then what a worker of the
edge does with a hit: into the buffer, out of it in helpings, folded, and after each 100,000 (a second's hits) into the
audience store. Agents and tokens are known before the count begins, as they are a minute after a worker began.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from figures import Figure, Skipped
from made_hits import ORIGIN, Readership
from running import machine
from servers import SERVER_CORE

from broadsheet.contracts.audience import Hit
from broadsheet.environment.memory import settle_heap
from broadsheet.popular.counting import HitCounter
from broadsheet.popular.folding import HitFolder
from broadsheet.popular.salts import OwnSalts
from broadsheet.stores.audience import SqliteAudienceStore

_KEY = b"k" * 32
STORIES, READERS, HITS = 10_000, 500_000, 1_000_000
WANTED = 100_000  # a second of processor time
_KNOWN_AFTER = 100_000  # hits
_LASTING = 220.0  # seconds of their own clock: no more agents are new in one of them than are judged
_A_ROUND = 2_000  # hits between two rounds of the worker's thread, 20 ms of the wanted rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many hits, and the seconds that they took by the clock and by the processor."""

    hits: int
    wall: float
    cpu: float
    dropped: int

    def figure(self, what: str) -> Figure:
        by_cpu = self.hits / self.cpu
        return Figure(
            what=what,
            measured=(
                f"{by_cpu:,.0f}/s by processor time ({self.cpu / self.hits * 1e6:.1f} us a hit), "
                f"{self.hits / self.wall:,.0f}/s by the clock, {self.dropped} dropped"
            ),
            wanted=f"≥ {WANTED:,}/s by processor time",
            reached=by_cpu >= WANTED and self.dropped == 0,
        )


def measure() -> list[Figure] | Skipped:
    """Needs taskset."""
    if shutil.which("taskset") is None:
        return Skipped(why="taskset not found; on Debian: apt-get install util-linux")
    busy = os.getloadavg()
    return [
        machine(busy),
        _in_a_process("folder").figure("hits folded, one process on one core"),
        _in_a_process("counter").figure("taken, folded and flushed into the store, as in a worker of the edge"),
    ]


def _in_a_process(what: str) -> Rate:
    command = ["taskset", "-c", SERVER_CORE, sys.executable, __file__, what]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Rate(**json.loads(said))


def _folder_rate() -> Rate:
    folder = HitFolder(worker="one", salts=OwnSalts(), token_key=_KEY, origins=frozenset({ORIGIN}))
    return _rate(folder.fold, dropped=folder.dropped_in_all.total)


def _counter_rate(home: Path) -> Rate:
    """The rounds of the worker's thread, one after the other, on a clock by which the wanted rate comes in."""
    given, began = 0, time.time()
    counter = HitCounter(
        store=SqliteAudienceStore(home / "audience.sqlite3"),
        salts=OwnSalts(),
        token_key=_KEY,
        origins=frozenset({ORIGIN}),
        clock=lambda: began + given / WANTED,
    )

    def give(hits: Sequence[Hit]) -> None:
        nonlocal given
        for start in range(0, len(hits), _A_ROUND):
            for hit in hits[start : start + _A_ROUND]:
                counter.take(hit)
            given += _A_ROUND
            counter.work_once()

    return _rate(give, dropped=lambda: sum(counter.dropped().values()))


def _rate(give: Callable[[Sequence[Hit]], None], *, dropped: Callable[[], int]) -> Rate:
    begins_at = time.time()
    readership = Readership(stories=STORIES, readers=READERS, token_key=_KEY)
    hits = list(readership.hits(_KNOWN_AFTER + HITS, begins_at=begins_at, ends_at=begins_at + _LASTING))
    known, counted = hits[:_KNOWN_AFTER], hits[_KNOWN_AFTER:]
    settle_heap()  # a million hits ready made are the load's, not the worker's
    give(known)
    wall, cpu, dropped_before = time.perf_counter(), time.process_time(), dropped()
    give(counted)
    return Rate(
        hits=HITS,
        wall=time.perf_counter() - wall,
        cpu=time.process_time() - cpu,
        dropped=dropped() - dropped_before,
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="broadsheet-hits-") as name:
        rate = _folder_rate() if sys.argv[1] == "folder" else _counter_rate(Path(name))
    print(json.dumps(asdict(rate)), flush=True)
    os._exit(0)  # else the sketches' library says of each one that it was left
