"""
Reading a backup: checked whole before a byte of it is written anywhere, in memory that does not grow with it.

Twice through the file: once to check every member against the manifest at its end, once to write them. The second
time each member is checked again, so that a file that was exchanged in between writes nothing that was not listed.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import zstandard

from broadsheet.keeping.archive.contents import (
    HEAD,
    LONGEST_TEXT,
    MANIFEST,
    BackupError,
    Closing,
    Head,
    Member,
    checked_name,
    read_head,
    read_line,
)
from broadsheet.keeping.archive.tape import BLOCK, END, LONGEST_NAME, Header, TapeError, padding, read_header

_CHUNK = 1024 * 1024
_WINDOW = 8 * 1024 * 1024  # what unpacking may hold in memory; Broadsheet's own backups want 2 MB
# A text of one letter shrinks to a thirty-thousandth, a paper's tables and pages to a sixth. What grows more than this
# was made to fill somebody's time.
_MOST_GROWTH = 1_000
_FREE_GROWTH = 64 * 1024 * 1024
_LATEST_NS = 2**62  # some file systems and all of C know later moments not
_FOR_READERS = ("media/", "pieces/", "site.toml")

Advance = Callable[[int], None]  # hears how many bytes of the file were read by now


def _silent(_: int) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A backup that was read whole and found sound."""

    path: Path
    head: Head
    closing: Closing
    bytes: int  # of all that is restored
    files: int


@dataclass(slots=True)
class _Tape:
    """The unpacked bytes in order, with a limit to how much a small file may become."""

    stream: IO[bytes]
    file: IO[bytes]
    most: int
    read_so_far: int = 0

    def take(self, size: int) -> bytes:
        """:raises BackupError: if it ends before, or grows beyond all measure"""
        self.read_so_far += size
        if self.read_so_far > self.most:
            raise BackupError("it unpacks to more than any backup would; it was not made by Broadsheet")
        data = self._read(size)
        if len(data) != size:
            raise BackupError("it ends in the middle; copy it again from where it came from")
        return data

    def _read(self, size: int) -> bytes:
        try:
            return self.stream.read(size)
        except zstandard.ZstdError as error:
            raise BackupError(f"it is damaged, or no backup of Broadsheet: {error}") from error

    def require_end(self) -> None:
        """:raises BackupError: if more follows, or the packed bytes' own checksum does not fit"""
        if self.take(len(END)) != END or self._read(1):
            raise BackupError("something follows on its list; it is damaged, or no backup of Broadsheet")

    def chunks(self, size: int) -> Iterator[bytes]:
        left = size
        while left:
            chunk = self.take(min(_CHUNK, left))
            left -= len(chunk)
            yield chunk
        self.take(len(padding(size)))


def check(path: Path, *, advance: Advance = _silent) -> Contents:
    """
    Read a backup whole, and say what it holds.

    :raises BackupError: if it is no backup, of another format, damaged, or holds what a backup never does
    """
    with _checked(path, advance=advance) as (contents, _):
        return contents


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundBackup:
    """A backup while it is open: what it holds, and the way to write it."""

    contents: Contents
    _lines: IO[bytes]

    def extract(self, folder: Path, *, advance: Advance = _silent) -> None:
        """
        Write every member into an empty folder of the caller's own, each checked once more.

        :raises BackupError: if the file is another one by now
        """
        _extract(self.contents.path, folder, self._lines, advance)


@contextmanager
def opened(path: Path, *, advance: Advance = _silent) -> Iterator[SoundBackup]:
    """
    A backup that was found sound; refuses as `check` does.

    :raises BackupError: if it is not
    """
    with _checked(path, advance=advance) as (contents, lines):
        yield SoundBackup(contents=contents, _lines=lines)


@contextmanager
def _checked(path: Path, *, advance: Advance) -> Iterator[tuple[Contents, IO[bytes]]]:
    with tempfile.TemporaryFile() as lines, tempfile.TemporaryFile() as seen:
        with _opened(path) as tape:
            head = _head(tape)
            found = _Manifest(lines, seen)
            for header in _headers(tape):
                if header.name == MANIFEST:
                    found.compare(tape, header.size)
                    tape.require_end()
                    break
                found.note(checked_name(header.name), header.size, _digest(tape, header.size))
                advance(tape.file.tell())
            else:
                raise BackupError("its list is missing: it ends in the middle, or was never finished")
        yield found.contents(path, head), lines


class _Manifest:
    """What was found on the tape, and what the tape says of it."""

    def __init__(self, lines: IO[bytes], seen: IO[bytes]) -> None:
        self._lines = lines
        self._seen = seen
        self._found = 0
        self._bytes = 0
        self._files = 0
        self._closing: Closing | None = None

    def note(self, name: str, size: int, digest: str) -> None:
        self._found += 1
        self._seen.write(f"{digest} {size} {name}\n".encode("utf-8", "surrogateescape"))

    def compare(self, tape: _Tape, size: int) -> None:
        """:raises BackupError: if tape and manifest differ"""
        self._seen.seek(0)
        for line in _lines_of(tape.chunks(size)):
            match read_line(line):
                case Closing() as closing:
                    self._closing = closing
                case Member() as member:
                    self._compare(member, self._seen.readline())
                    self._lines.write(line)
        if self._closing is None or self._closing.members != self._found:
            raise BackupError("its list does not fit what it holds; it is damaged")

    def contents(self, path: Path, head: Head) -> Contents:
        assert self._closing is not None  # noqa: S101  `compare` saw to it
        return Contents(path=path, head=head, closing=self._closing, bytes=self._bytes, files=self._files)

    def _compare(self, member: Member, seen: bytes) -> None:
        wanted = f"{member.sha256} {member.size} {member.name}\n".encode("utf-8", "surrogateescape")
        if self._closing is not None or seen != wanted:
            raise BackupError(f"{member.name[:200]!r} is damaged: its checksum is not the one in the list")
        if not member.is_gone:
            self._bytes += member.size
            self._files += 1


def _extract(path: Path, folder: Path, lines: IO[bytes], advance: Advance) -> None:
    lines.seek(0)
    with _opened(path) as tape:
        _head(tape)
        for line, header in zip(lines, _headers(tape), strict=False):
            member = read_line(line)
            assert isinstance(member, Member)  # noqa: S101  no other was kept
            if header.name != member.name or header.size != member.size:
                raise BackupError("it was exchanged while it was restored")
            digest = _digest(tape, header.size) if member.is_gone else _write(tape, member, folder / member.name)
            if digest != member.sha256:
                raise BackupError("it was exchanged while it was restored")
            advance(tape.file.tell())


def _mode(name: str) -> int:
    """Open to other users of the machine is only what readers get anyway."""
    return 0o644 if name.startswith(_FOR_READERS) else 0o600


def _write(tape: _Tape, member: Member, path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, _mode(member.name))
    with os.fdopen(descriptor, "wb") as file:
        for chunk in tape.chunks(member.size):
            digest.update(chunk)
            file.write(chunk)
    if 0 < member.changed_ns < _LATEST_NS:
        os.utime(path, ns=(member.changed_ns, member.changed_ns))
    return digest.hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[_Tape]:
    try:
        with path.open("rb") as file:
            most = os.fstat(file.fileno()).st_size * _MOST_GROWTH + _FREE_GROWTH
            stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(file, closefd=False)
            yield _Tape(stream=stream, file=file, most=most)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise BackupError(f"{path} is no file") from error
    except TapeError as error:
        raise BackupError(f"it is damaged, or no backup of Broadsheet: {error}") from error


def _head(tape: _Tape) -> Head:
    header = read_header(tape.take(BLOCK))
    if header.name != HEAD or header.size > LONGEST_TEXT:
        raise BackupError("it is no backup of Broadsheet")
    return read_head(b"".join(tape.chunks(header.size)))


def _headers(tape: _Tape) -> Iterator[Header]:
    """Each file's header, with its bytes next on the tape."""
    while (block := tape.take(BLOCK)).strip(b"\0"):
        header = read_header(block)
        if not header.is_name:
            yield header
            continue
        if header.size > LONGEST_NAME:
            raise TapeError("a name is too long")
        name = b"".join(tape.chunks(header.size)).rstrip(b"\0").decode("utf-8", "surrogateescape")
        named = read_header(tape.take(BLOCK))
        if named.is_name:
            raise TapeError("a name has a name")
        yield Header(name=name, size=named.size)


def _digest(tape: _Tape, size: int) -> str:
    digest = hashlib.sha256()
    for chunk in tape.chunks(size):
        digest.update(chunk)
    return digest.hexdigest()


def _lines_of(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line + b"\n" for line in whole)
        if len(rest) > LONGEST_TEXT:
            raise BackupError("a line of its list is too long; it is damaged")
    if rest:
        raise BackupError("its list ends in the middle")
