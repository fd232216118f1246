"""
Making a backup of a site at work.

What is large and hardly changes goes first, unwatched: pictures and pages. Then one moment is held (`moments`), and
with it everything that changed on the way is written again. A kill that arrives while the database is written has the
moment taken anew: no backup holds as alive what was dead when it was done.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from broadsheet import __version__
from broadsheet.environment import places, site
from broadsheet.environment.database import database_url
from broadsheet.environment.files import write_whole
from broadsheet.keeping.archive.contents import (
    AUDIENCE_MEMBER,
    FORMAT,
    POSTGRES_MEMBER,
    SQLITE_MEMBER,
    BackupError,
    Closing,
    Head,
)
from broadsheet.keeping.archive.writing import ArchiveWriter, writing
from broadsheet.keeping.databases.postgres import PostgresMoment, require_tool
from broadsheet.keeping.databases.sqlite import SqliteMoment
from broadsheet.keeping.kills import taken_back
from broadsheet.keeping.moments import DatabaseMoment, Moment, take_moment
from broadsheet.keeping.names import BACKUP_STAGING, LAST_BACKUP
from broadsheet.keeping.owners import require_own
from broadsheet.keeping.progress import Progress
from broadsheet.media.queries import claimed_files, doomed_renditions
from broadsheet.searching.index import index_path
from broadsheet.stores.pieces import FolderPieceStore

_PASSES = 3  # through all pieces, while the whole paper is pressed anew
_MOMENTS = 5  # taken anew because a kill came in between


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What was made. `missing` counts files that the database names and nobody finds."""

    path: Path
    bytes: int
    taken_at: datetime
    holds_pieces: bool
    holds_index: bool
    holds_secret: bool
    missing: int


def back_up(target: Path, *, progress: Progress, now: Callable[[], datetime]) -> Backup:
    """
    Write the whole site into one file, while newsroom, clerk and edge go on.

    :raises BackupError: if something cannot be read or written, or another backup runs; nothing is left then
    :raises WrongUserError: if root works for a site that is not root's
    """
    require_own(places.home())
    _require_free(target)
    if database_url():
        require_tool("pg_dump")
    with _staging() as staging:
        made = _Work(staging=staging, progress=progress, now=now).write(target)
    facts = {"taken_at": made.taken_at.isoformat(), "file": str(target.resolve()), "bytes": made.bytes}
    write_whole(places.home() / LAST_BACKUP, json.dumps(facts).encode())
    return made


def _require_free(target: Path) -> None:
    if target.exists():
        raise BackupError(f"{target} is there already; give another name")
    if not target.parent.is_dir():
        raise BackupError(f"there is no folder {target.parent}; make it first")


@contextmanager
def _staging() -> Iterator[Path]:
    """A folder of this backup's own on the site's disk; what a killed one left there is swept."""
    folder = places.home() / BACKUP_STAGING
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError("another backup of this site is being made") from error
        work = folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        try:
            work.mkdir()
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


@dataclass(slots=True, kw_only=True)
class _Work:
    """One backup on its way."""

    staging: Path
    progress: Progress
    now: Callable[[], datetime]
    _written: int = 0

    def write(self, target: Path) -> Backup:
        secret = _secret()
        head = Head(
            format=FORMAT,
            broadsheet=__version__,
            engine="postgresql" if database_url() else "sqlite",
            begun_at=self.now().isoformat(),
            holds_secret=secret is not None,
        )
        with writing(target, head=head) as archive:
            closing = self._fill(archive)
            archive.add_bytes("site.toml", site.site_file().read_bytes())
            if secret is not None:
                archive.add_bytes("secret", secret)
            archive.close(replace(closing, members=archive.count))
        return Backup(
            path=target,
            bytes=target.stat().st_size,
            taken_at=datetime.fromisoformat(closing.taken_at),
            holds_pieces=closing.holds_pieces,
            holds_index=closing.holds_index,
            holds_secret=head.holds_secret,
            missing=closing.missing,
        )

    def _fill(self, archive: ArchiveWriter) -> Closing:
        store = FolderPieceStore(places.pieces_folder())
        begun = self._mark()
        self._add_media(archive)
        since = self._add_pieces(archive, store)
        moment = self._hold(store, since=since)
        try:
            migrations = moment.database.migrations()
        finally:
            moment.database.close()
        self._add_held(archive, moment)
        self._add_late_media(archive, since=begun)
        return Closing(
            members=0,
            taken_at=moment.taken_at.isoformat(),
            migrations=migrations,
            holds_pieces=moment.changed is not None,
            holds_index=moment.index is not None,
            missing=sum(not (places.media_folder() / name).exists() for name in claimed_files()),
        )

    def _hold(self, store: FolderPieceStore, *, since: int) -> Moment:
        """A moment whose database is written into the staging folder, with no kill since."""
        size = places.content_path().stat().st_size if places.content_path().exists() else 0
        for number in range(_MOMENTS):
            before = taken_back()
            store.recover()  # a press that died half-way told nobody what it had written
            moment = take_moment(
                store,
                since=since,
                index=index_path(places.index_folder()),
                staging=self.staging / "moment",
                open_database=_open_database,
                now=self.now,
            )
            try:
                self.progress.begin("database", total=size)
                moment.database.write_into(self.staging / "database", advance=self.progress.reach)
            except BaseException:
                moment.database.close()
                raise
            if taken_back() == before or number == _MOMENTS - 1:
                return moment
            moment.database.close()
        raise AssertionError("the last moment returns")

    def _add_held(self, archive: ArchiveWriter, moment: Moment) -> None:
        self._begin("what belongs together", [self.staging / "database"])
        self._add(archive, POSTGRES_MEMBER if database_url() else SQLITE_MEMBER, self.staging / "database")
        if places.audience_path().exists():
            copy = self.staging / "audience"
            audience = SqliteMoment(places.audience_path())
            try:
                audience.write_into(copy, advance=lambda _: None)
            finally:
                audience.close()
            self._add(archive, AUDIENCE_MEMBER, copy)
        if moment.index is not None:
            for file in sorted(moment.index.iterdir()):
                self._add(archive, f"index/{index_path(places.index_folder()).name}/{file.name}", file)
        if moment.changed is None:
            archive.take_back_all("pieces/")
            return
        archive.take_back(f"pieces/kept/{place}" for place in moment.changed)
        for place, file in moment.changed.items():
            self._add(archive, f"pieces/kept/{place}", file)

    def _add_pieces(self, archive: ArchiveWriter, store: FolderPieceStore) -> int:
        """All pieces as they come; the sequence number since which changes are to be added."""
        for _ in range(_PASSES):
            since = store.changes_since(-1).number
            self._begin("pages", store.files())
            for file in store.files():
                self._add(archive, f"pieces/kept/{file.parent.name}/{file.name}", file)
            if not store.changes_since(since).everything:
                break
            archive.take_back_all("pieces/")
        return since

    def _add_media(self, archive: ArchiveWriter) -> None:
        self._begin("pictures and documents", _files_below(places.media_folder()))
        for file in _files_below(places.media_folder()):
            self._add(archive, _media_name(file), file)

    def _add_late_media(self, archive: ArchiveWriter, *, since: int) -> None:
        """What came while the rest was written; and away with what was deleted, or is to be."""
        for file in _files_below(places.media_folder()):
            with suppress(FileNotFoundError):
                if file.stat().st_ctime_ns >= since:
                    archive.take_back([_media_name(file)])
                    self._add(archive, _media_name(file), file)
        archive.take_back(
            name for name in archive.names("media/") if not (places.media_folder() / name[len("media/") :]).exists()
        )
        doomed = doomed_renditions().values_list("file", flat=True).iterator(chunk_size=1000)
        archive.take_back(f"media/{name}" for name in doomed)

    def _add(self, archive: ArchiveWriter, name: str, file: Path) -> None:
        with suppress(FileNotFoundError):  # deleted since it was listed
            self._written += archive.add_file(name, file)
            self.progress.reach(self._written)

    def _begin(self, what: str, files: Iterable[Path]) -> None:
        self._written = 0
        self.progress.begin(what, total=sum(_size(file) for file in files))

    def _mark(self) -> int:
        """Now, by the clock of the disk that holds the site."""
        mark = self.staging / "mark"
        mark.touch()
        return mark.stat().st_ctime_ns


def _open_database() -> DatabaseMoment:
    url = database_url()
    return PostgresMoment(url) if url else SqliteMoment(places.content_path())


def _secret() -> bytes | None:
    """The secret's file; None where BROADSHEET_SECRET holds it, which then is kept where that came from."""
    if os.environ.get("BROADSHEET_SECRET"):
        return None
    return (places.home() / "secret").read_bytes()


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            file = Path(parent) / name
            if not file.is_symlink():
                yield file


def _media_name(file: Path) -> str:
    return f"media/{file.relative_to(places.media_folder()).as_posix()}"


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
