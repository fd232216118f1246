"""
One moment of a site at work: database, pieces and index as they belong together.

While the piece store is at rest no order can be pressed, and what is pressed already is told in full by the store's
sequence; the database's snapshot begins inside that rest, and the index is taken in it too, by links. So the rest lasts
milliseconds, however large the site: a kill waits no longer for a backup than for a page.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from broadsheet.stores.pieces import FolderPieceStore

_TRIES = 20  # the index is committed a few times a second at most
_META = "meta.json"  # tantivy replaces it at each commit
_LOCKS = (".tantivy-writer.lock", ".tantivy-meta.lock")


class DatabaseMoment(Protocol):
    """The content database as it stood at one moment."""

    def write_into(self, path: Path, *, advance: Callable[[int], None]) -> None: ...

    def migrations(self) -> Mapping[str, str]:
        """The newest migration of each app."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """
    What was true at `taken_at`.

    `changed` names the pieces that changed since the sequence number that was asked for, and their files as they were
    lie in the staging folder; None where too much changed for the store to tell.
    """

    taken_at: datetime
    database: DatabaseMoment
    changed: Mapping[str, Path] | None
    index: Path | None


def take_moment(
    store: FolderPieceStore,
    *,
    since: int,
    index: Path,
    staging: Path,
    open_database: Callable[[], DatabaseMoment],
    now: Callable[[], datetime],
) -> Moment:
    """
    Hold one moment. The caller closes its database; `staging` lies on the site's own disk and is emptied.

    :raises BackupError: if the database cannot be read
    :raises OSError: if the folders cannot
    """
    shutil.rmtree(staging, ignore_errors=True)
    (staging / "pieces").mkdir(parents=True)
    with store.at_rest():
        changed = _link_changed(store, since=since, into=staging / "pieces")
        for number in range(_TRIES):
            mark = _mark(index)
            database = open_database()
            kept = staging / f"index-{number}"
            if _link_index(index, into=kept) and _mark(index) == mark:
                return Moment(taken_at=now(), database=database, changed=changed, index=kept)
            if mark is None or number == _TRIES - 1:
                return Moment(taken_at=now(), database=database, changed=changed, index=None)
            database.close()
    raise AssertionError("the last try returns")


def _link_changed(store: FolderPieceStore, *, since: int, into: Path) -> Mapping[str, Path] | None:
    changes = store.changes_since(since)
    if changes.everything:
        return None
    linked: dict[str, Path] = {}
    for name in changes.names:
        file = store.file_of(name)
        place = linked[f"{file.parent.name}/{file.name}"] = into / file.name
        with suppress(FileNotFoundError):  # taken away: nothing stands in its place
            os.link(file, place)
    return linked


def _mark(index: Path) -> tuple[int, int] | None:
    try:
        status = (index / _META).stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def _link_index(index: Path, *, into: Path) -> bool:
    """Whether all files that were there a moment ago could be linked: a merge may take some away."""
    into.mkdir()
    try:
        for entry in sorted(index.iterdir()):
            if entry.is_file() and entry.name not in _LOCKS:
                os.link(entry, into / entry.name)
    except FileNotFoundError:
        return False
    return True
