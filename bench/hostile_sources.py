"""
Honest agencies beside hostile ones, one clerk on one core: how much later is the news (at most 10 %), and how much
memory does the clerk take (at most 300 MB).

Five honest feeds bring an item with a picture every second. For a minute alone, a minute beside agencies that drip,
bomb with gzip, lead in circles, send headers without end, 10 MB of attributes, pictures of 144 megapixels in 3 KB and
pictures that drip, and so again, so that what else the machine does falls on both.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from pathlib import Path
from sqlite3 import Connection
from statistics import mean

from agency_server import HOSTILE, agencies, guid_second
from figures import Figure
from running import READY_WITHIN, Site, children_of, founded_site, machine, p95, peak_megabytes, wait

SECONDS = int(os.environ.get("SECONDS", "60"))  # fewer, to look at the part itself
HONEST = 5
ROUNDS = 2
MOST_DELAY, MOST_MEGABYTES = 1.10, 300
_SETTLING = 8  # seconds between two phases: a look more, and what was under way
_NEW = (
    "SELECT {key}, i.guid FROM broadsheet_wire_revision r JOIN broadsheet_wire_wireitem i ON i.id = r.item_id {more}"
    " WHERE i.guid LIKE '%honest:%' AND {key} > ? ORDER BY {key}"
)
_ITEMS = _NEW.format(key="r.id", more="")
_PICTURES = _NEW.format(key="p.id", more="JOIN broadsheet_wire_wirepicture p ON p.revision_id = r.id")


def measure() -> list[Figure]:
    """Needs taskset; takes some five minutes."""
    busy = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="broadsheet-hostile-") as name, agencies() as port, _site(name) as site:
        site.work(__file__, str(port))
        clerk = site.start("clerk", is_pinned=True)
        with site.database() as database, _peaks(clerk.pid) as peaks:
            wait(lambda: len(_came(database, _PICTURES, after=0)) >= HONEST, longest=READY_WITHIN)
            phases = [
                _phase(database, with_hostile=with_hostile) for _ in range(ROUNDS) for with_hostile in (False, True)
            ]
    alone, beside = phases[0::2], phases[1::2]
    children = sorted((peak for pid, peak in peaks.items() if pid != clerk.pid), reverse=True)
    return [
        machine(busy),
        _delay("items, made to desk", [items for items, _ in alone], [items for items, _ in beside]),
        _delay("pictures, made to kept", [pictures for _, pictures in alone], [pictures for _, pictures in beside]),
        Figure(
            what="the clerk's peak of memory, without its children",
            measured=f"{peaks[clerk.pid]:.0f} MB",
            wanted=f"≤ {MOST_MEGABYTES} MB",
            reached=peaks[clerk.pid] <= MOST_MEGABYTES,
        ),
        Figure(
            what="peaks of its children (darkroom)",
            measured=", ".join(f"{peak:.0f} MB" for peak in children) or "none started",
        ),
    ]


def _site(name: str) -> AbstractContextManager[Site]:
    return founded_site(Path(name), BROADSHEET_FETCH_ALLOW="127.0.0.1")


def _delay(what: str, alone: list[list[float]], beside: list[list[float]]) -> Figure:
    """Mean seconds of all phases with and without, their ratio, and each phase."""
    first, second = list(chain(*alone)), list(chain(*beside))
    ratio = mean(second) / mean(first)
    told = " | ".join(f"{mean(one):.2f} and {mean(other):.2f} s" for one, other in zip(alone, beside, strict=True))
    counts = f"{len(first)} and {len(second)} came, p95 {p95(first):.1f} and {p95(second):.1f} s"
    return Figure(
        what=f"{what}, hostile beside against alone",
        measured=f"{ratio:.2f} ({told}; {counts})",
        wanted=f"≤ {MOST_DELAY:.2f}",
        reached=ratio <= MOST_DELAY,
    )


def _phase(database: Connection, *, with_hostile: bool) -> tuple[list[float], list[float]]:
    """Seconds from an item's making until the desk has it, and until its picture is kept."""
    database.execute(
        "UPDATE broadsheet_wire_source SET enabled = ?, failures = 0, next_look_at = NULL WHERE slug LIKE 'hostile-%'",
        [with_hostile],
    )
    if not with_hostile:  # what they left to fetch for the next ten minutes
        database.execute(
            "DELETE FROM broadsheet_wire_wantedpicture WHERE revision_id IN (SELECT r.id"
            " FROM broadsheet_wire_revision r JOIN broadsheet_wire_wireitem i ON i.id = r.item_id"
            " WHERE i.guid NOT LIKE '%honest:%')"
        )
    time.sleep(_SETTLING)
    last = {question: max(_came(database, question, after=0), default=0) for question in (_ITEMS, _PICTURES)}
    seconds: dict[str, list[float]] = {question: [] for question in last}
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        for question, waited in seconds.items():
            came, now = _came(database, question, after=last[question]), time.time()
            waited.extend(now - guid_second(guid) for guid in came.values())
            last[question] = max(came, default=last[question])
        time.sleep(0.02)
    return seconds[_ITEMS], seconds[_PICTURES]


def _came(database: Connection, question: str, *, after: int) -> dict[int, str]:
    return dict(database.execute(question, [after]).fetchall())


@contextmanager
def _peaks(clerk: int) -> Iterator[dict[int, float]]:
    """The highest memory of the clerk and of each of its children, in MB by process."""
    peaks: dict[int, float] = {clerk: 0.0}
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.2):
            for pid in (clerk, *children_of(clerk)):
                peaks[pid] = max(peaks.get(pid, 0.0), peak_megabytes(pid))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peaks
    finally:
        ended.set()
        thread.join()


def _work(port: int) -> None:
    """In a process of its own: add the sources, the hostile ones switched off."""
    from broadsheet.cli.founding import start_django

    start_django()
    from broadsheet.contracts.fetching import SourceKind
    from broadsheet.wire.models import Source

    addresses = {f"honest-{number}": f"honest/{number}" for number in range(HONEST)}
    addresses |= {f"hostile-{kind}": f"hostile/{kind}" for kind in HOSTILE}
    for slug, path in addresses.items():
        Source.objects.create(
            slug=slug, name=slug, kind=SourceKind.HTTP, address=f"http://127.0.0.1:{port}/{path}", interval=5,
            enabled=slug.startswith("honest"),
        )  # fmt: skip


if __name__ == "__main__" and sys.argv[1] == "--worker":
    _work(int(sys.argv[2]))
