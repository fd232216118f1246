"""
What one clerk takes from bytes to the desk on SQLite, pinned to one core (DESIGN section 11: 50 items/s sustained).

Files of a made wire are dropped in a folder source that publishes nothing. First as fast as the clerk takes them, for
a minute; counted are revisions whose item stands in the list. Then at five a second: how long until the desk has each.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from sqlite3 import Connection

from figures import Figure
from made_wire import made_wire
from running import READY_WITHIN, Site, drop, founded_site, machine, seconds_figure, wait
from servers import cpu_seconds

SECONDS = 60
WANTED = 50  # items a second
_WAITING = 150  # files that lie ready all the time: three of the clerk's batches
_FIRST = 100  # files before the count begins
_PACE, _PACED = 5, 150  # files a second, and how many
_WANTED_SECONDS = 1.0
_LISTED = "FROM broadsheet_wire_revision r JOIN broadsheet_wire_listed l ON l.item_id = r.item_id"


def measure() -> list[Figure]:
    """Needs taskset."""
    busy = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="broadsheet-rate-") as name, _site(Path(name)) as (site, folder):
        clerk = site.start("clerk", is_pinned=True)
        items = ((item.name, item.document()) for item in made_wire())
        with site.database() as database:
            _drop_some(folder, items, count=_FIRST)
            wait(lambda: _count(database) >= _FIRST, longest=READY_WITHIN)
            rate, cost = _flood(folder, items, database=database, pid=clerk.pid)
            wait(lambda: not _files(folder), longest=READY_WITHIN)
            paced = _paced(folder, items, database=database)
    return [
        machine(busy),
        Figure(
            what=f"bytes to desk, one clerk on one core, {SECONDS} s",
            measured=f"{rate:.0f} items/s, {cost * 1000:.1f} ms of processor time an item",
            wanted=f"≥ {WANTED} items/s",
            reached=rate >= WANTED,
        ),
        seconds_figure(f"file to desk at {_PACE} items/s", paced, wanted=_WANTED_SECONDS),
    ]


@contextmanager
def _site(home: Path) -> Iterator[tuple[Site, Path]]:
    folder = home / "incoming"
    folder.mkdir()
    with founded_site(home) as site:
        site.run("wire_add_source", "made", "--folder", str(folder), "--credit", "Made Agency")
        yield site, folder


def _flood(folder: Path, items: Iterator[tuple[str, bytes]], *, database: Connection, pid: int) -> tuple[float, float]:
    """Items a second, and the clerk's processor time an item, while files never run out."""
    _drop_some(folder, items, count=_WAITING)
    began, first, used = time.monotonic(), _count(database), cpu_seconds(pid)
    while time.monotonic() - began < SECONDS:
        _drop_some(folder, items, count=_WAITING - _files(folder))
        time.sleep(0.1)
    taken, seconds = _count(database) - first, time.monotonic() - began
    return taken / seconds, (cpu_seconds(pid) - used) / max(taken, 1)


def _paced(folder: Path, items: Iterator[tuple[str, bytes]], *, database: Connection) -> list[float]:
    """Seconds until the desk has each of the files that come one after the other."""
    last = database.execute("SELECT max(id) FROM broadsheet_wire_revision").fetchone()[0]
    began, dropped, seconds = time.monotonic(), dict[str, float](), list[float]()
    while len(seconds) < _PACED:
        if len(dropped) < _PACED and time.monotonic() >= began + len(dropped) / _PACE:
            name, data = next(items)
            dropped[name] = drop(folder, name, data)
        last, names = _came(database, after=last)
        seconds.extend(time.monotonic() - dropped[name] for name in names)
        if time.monotonic() - began > 2 * _PACED / _PACE:
            raise TimeoutError("files do not reach the desk")
        time.sleep(0.01)
    return seconds


def _came(database: Connection, *, after: int) -> tuple[int, list[str]]:
    rows = database.execute(
        f"SELECT r.id, d.name {_LISTED} JOIN broadsheet_wire_delivery d ON d.id = r.delivery_id"
        " WHERE r.id > ? ORDER BY r.id",
        [after],
    ).fetchall()
    return (rows[-1][0] if rows else after), [name for _, name in rows]


def _drop_some(folder: Path, items: Iterator[tuple[str, bytes]], *, count: int) -> None:
    for name, data in islice(items, max(count, 0)):
        drop(folder, name, data)


def _files(folder: Path) -> int:
    with os.scandir(folder) as entries:
        return sum(entry.name not in {"done", "unread"} for entry in entries)


def _count(database: Connection) -> int:
    return int(database.execute(f"SELECT count(*) {_LISTED}").fetchone()[0])
