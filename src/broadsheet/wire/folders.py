"""
The folder source: files that agencies drop, each read once and moved away.

A file is taken when it has settled. It leaves its folder only after its transaction is committed, and after the
pictures that it names: whoever dies in between finds it again, and its digest says that it was received. Nothing here
is needed to be remembered.
"""

import os
import stat
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.db import transaction

from broadsheet.contracts.news import LARGEST_FILE, ItemPicture
from broadsheet.formats.reading import read_items
from broadsheet.wire import sentences
from broadsheet.wire.actions import receive
from broadsheet.wire.models import Source
from broadsheet.wire.pictures import PICTURE_ENDINGS, FolderPictures
from broadsheet.wire.queries import folder_sources, watched_still
from broadsheet.wire.receiving import Received

log = structlog.get_logger(__name__)

DONE, UNREAD = "done", "unread"
BATCH = 50
QUIET = 0.15  # seconds without a change; a rename is taken on the second look, 50 ms after the first
PATIENCE = 5.0  # a file that cannot be read may still be growing (FTP stalls): so long it is left to grow
GLANCE = timedelta(seconds=1)  # a new source's folder is watched within this time
_UNFINISHED = (".tmp", ".part", ".filepart", ".crdownload", ".swp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A file as it stood at one look; two equal ones some time apart mean that nobody writes it."""

    size: int
    changed_ns: int
    inode: int

    @classmethod
    def at(cls, status: os.stat_result) -> "Look":
        return cls(size=status.st_size, changed_ns=status.st_mtime_ns, inode=status.st_ino)


@dataclass(slots=True)
class Seen:
    look: Look
    since: float  # when it was first seen so
    is_unripe: bool = False  # read once in vain


@dataclass(slots=True)
class FolderWatch:
    """Looks at every enabled source's folder; what it remembers only spares work and is rebuilt by looking."""

    _seen: dict[Path, Seen] = field(default_factory=dict)
    _sources: list[Source] = field(default_factory=list)
    _glanced_at: datetime | None = None
    _troubles: dict[int, str] = field(default_factory=dict)

    def look(self, now: datetime) -> bool:
        """Take a batch of settled files, oldest first; whether more are settled."""
        room, is_more = BATCH, False
        there: set[Path] = set()
        for source in self._watched(now):
            files = self._files_of(source, now=now)
            there.update(files)
            settled = [path for path in files if self._has_settled(path, files[path], now=now.timestamp())]
            if not settled or (current := watched_still(source)) is None:
                continue
            is_more = is_more or len(settled) > room
            for path in settled[:room]:
                self._take(current, path, now=now)
            room = max(room - len(settled), 1)  # a flood in one folder leaves the others their turn
        self._seen = {path: seen for path, seen in self._seen.items() if path in there}
        return is_more

    def _watched(self, now: datetime) -> list[Source]:
        """The sources as they stood at most a glance ago: twenty looks a second find nothing, and ask nothing."""
        if self._glanced_at is None or not timedelta() <= now - self._glanced_at < GLANCE:
            self._sources, self._glanced_at = list(folder_sources()), now
        return self._sources

    def _files_of(self, source: Source, *, now: datetime) -> dict[Path, Look]:
        """The wire files of a folder with how they stand, oldest first, then by name."""
        try:
            with os.scandir(source.folder) as entries:
                found = [(Path(entry.path), look) for entry in entries if (look := _look_at(entry)) is not None]
        except OSError as error:
            text = sentences.FOLDER_UNREADABLE % {"folder": source.folder, "error": error.strerror}
            self._note_trouble(source, text, now=now)
            return {}
        self._troubles.pop(source.pk, None)
        return dict(sorted(found, key=lambda pair: (pair[1].changed_ns, pair[0].name)))

    def _has_settled(self, path: Path, look: Look, *, now: float) -> bool:
        seen = self._seen.get(path)
        if seen is None or seen.look != look:
            self._seen[path] = Seen(look=look, since=now)
            return False
        # A clock of the sender's may be ahead; our own watching counts as well.
        quiet = max(now - look.changed_ns / 1e9, now - seen.since)
        return quiet >= (PATIENCE if seen.is_unripe else QUIET)

    def _take(self, source: Source, path: Path, *, now: datetime) -> None:
        try:
            self._read_and_move(source, path, now=now)
        except OSError as error:
            text = sentences.FILE_NOT_TAKEN % {"file": shown_name(path), "error": error.strerror}
            self._note_trouble(source, text, now=now)

    def _read_and_move(self, source: Source, path: Path, *, now: datetime) -> None:
        seen = self._seen[path]
        data = read_settled(path, look=seen.look)
        if data is None:
            return
        pictures = FolderPictures(source.folder)
        is_last_try = seen.is_unripe or now.timestamp() - seen.look.changed_ns / 1e9 >= PATIENCE
        received = self._receive(source, path, data=data, pictures=pictures, is_last_try=is_last_try, now=now)
        if received is None:
            seen.is_unripe = True
            return
        if not is_same_file(path, look=seen.look):
            return  # written to again meanwhile: the next look takes it as it is then
        pictures.move_away(named_pictures(data, name=shown_name(path)) if received.is_repeat else received.pictures)
        move_away(path, to=UNREAD if received.error else DONE)
        if received.error:
            _write_error(path, error=received.error)
        self._seen.pop(path, None)
        log.info("wire_file_taken", source=source.slug, name=shown_name(path), items=received.items,
                 error=received.error, is_repeat=received.is_repeat)  # fmt: skip

    def _receive(
        self, source: Source, path: Path, *, data: bytes, pictures: FolderPictures, is_last_try: bool, now: datetime
    ) -> Received | None:
        """Receive the file; None leaves it to ripen: it cannot be read, or a picture that it names is not there."""
        name = shown_name(path)
        with transaction.atomic():
            size = self._seen[path].look.size
            received = receive(source, data=data, size=size, name=name, now=now, find_picture=pictures)
            if (received.error or pictures.missing) and not is_last_try:
                transaction.set_rollback(True)
                return None
        return received

    def _note_trouble(self, source: Source, text: str, *, now: datetime) -> None:
        """Tell of a trouble once, not at every look."""
        if self._troubles.get(source.pk) == text:
            return
        self._troubles[source.pk] = text
        log.warning("wire_folder_trouble", source=source.slug, trouble=text)
        Source.objects.filter(pk=source.pk).update(last_error=text, last_error_at=now)


def _look_at(entry: os.DirEntry[str]) -> Look | None:
    """How an entry stands if it may be a wire file: no dotfile, nothing unfinished, no folder, link or pipe."""
    name = entry.name.lower()
    if name.startswith(".") or name.endswith(_UNFINISHED) or name.endswith(PICTURE_ENDINGS):
        return None
    try:
        if not entry.is_file(follow_symlinks=False):
            return None
        return Look.at(entry.stat(follow_symlinks=False))
    except OSError:
        return None  # gone between listing and looking


def read_settled(path: Path, *, look: Look) -> bytes | None:
    """
    The bytes of a file that stands as it was seen, before and after reading; None where it does not.

    What is too large is read up to one byte more than allowed: nobody reads it, and its beginning tells what it was.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or Look.at(status) != look:
            return None
        data = file.read(LARGEST_FILE + 1)
        return data if Look.at(os.fstat(descriptor)) == look else None


def named_pictures(data: bytes, *, name: str) -> list[ItemPicture]:
    """
    All pictures that a file names which came before and was not read again: its clerk may have died over it.

    None where it cannot be read: that was told when it was received.
    """
    try:
        return [picture for item in read_items(data, name=name) for picture in item.pictures]
    except Exception:  # noqa: BLE001  a reader may break on anything
        return []


def is_same_file(path: Path, *, look: Look) -> bool:
    try:
        return Look.at(path.lstat()) == look
    except FileNotFoundError:
        return False


def move_away(path: Path, *, to: str) -> Path:
    """Move a file into a folder beside it, under a name that is free there."""
    folder = path.parent / to
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while os.path.lexists(target):
        number += 1
        target = folder / f"{path.stem[:180]}.{number}{path.suffix}"
    path.rename(target)
    return target


def _write_error(path: Path, *, error: str) -> None:
    note = path.parent / UNREAD / f"{path.name[:200]}.error.txt"
    note.write_text(f"{error}\n", errors="replace")


def shown_name(path: Path) -> str:
    """A file's name as it can be stored and shown, whatever bytes it is made of."""
    readable = os.fsencode(path.name).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "�" for letter in readable)[:255]
