"""Writing a backup: into a file beside its place, made durable, renamed when it is whole."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import zstandard

from broadsheet.keeping.archive.contents import (
    HEAD,
    MANIFEST,
    BackupError,
    Closing,
    Head,
    Member,
    closing_line,
    head_bytes,
    member_line,
    read_line,
)
from broadsheet.keeping.archive.tape import END, header_bytes, padding

LEVEL = 3  # pages and tables shrink to a sixth at 300 MB/s; pictures do not shrink at any
_CHUNK = 1024 * 1024


class ArchiveWriter:
    """A backup on its way. Its list lies in a file without a name, so that memory does not grow with the site."""

    def __init__(self, out: IO[bytes], *, folder: Path, lines: IO[bytes], head: Head) -> None:
        self._out = out
        self._folder = folder  # for what is too long for memory; a machine's /tmp may be memory itself
        self._lines = lines
        self._count = 0
        self._gone: dict[str, int] = {}
        self._gone_below: dict[str, int] = {}
        self._put(HEAD, head_bytes(head))

    def add_bytes(self, name: str, data: bytes) -> None:
        self._put(name, data)
        self._note(Member(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest(), changed_ns=0))

    def add_file(self, name: str, path: Path) -> int:
        """
        Add a file, and give its size. One that grows meanwhile is taken as long as it was.

        :raises FileNotFoundError: if there is none; nothing was written then
        :raises BackupError: if it shrinks while it is read
        """
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            size = status.st_size
            self._out.write(header_bytes(name, size=size, changed=int(status.st_mtime)))
            digest = hashlib.sha256()
            left = size
            while left:
                chunk = file.read(min(_CHUNK, left))
                if not chunk:
                    raise BackupError(f"{path} became shorter while it was read; start the backup again")
                digest.update(chunk)
                self._out.write(chunk)
                left -= len(chunk)
        self._out.write(padding(size))
        self._note(Member(name=name, size=size, sha256=digest.hexdigest(), changed_ns=status.st_mtime_ns))
        return size

    def take_back(self, names: Iterable[str]) -> None:
        """Whatever was added by these names until now counts for nothing."""
        self._gone.update(dict.fromkeys(names, self._count))

    def take_back_all(self, prefix: str) -> None:
        """The same for everything whose name begins so."""
        self._gone_below[prefix] = self._count

    def names(self, prefix: str) -> Iterator[str]:
        """The names so far that begin so; nothing may be added before the last was given."""
        self._lines.seek(0)
        for line in self._lines:
            member = read_line(line)
            if isinstance(member, Member) and member.name.startswith(prefix):
                yield member.name
        self._lines.seek(0, os.SEEK_END)

    def close(self, closing: Closing) -> None:
        """Write the list and the end."""
        with tempfile.TemporaryFile(dir=self._folder) as whole:
            self._lines.seek(0)
            for number, line in enumerate(self._lines):
                whole.write(self._with_fate(line, number))
            whole.write(closing_line(closing))
            size = whole.tell()
            whole.seek(0)
            self._out.write(header_bytes(MANIFEST, size=size))
            while chunk := whole.read(_CHUNK):
                self._out.write(chunk)
        self._out.write(padding(size) + END)

    @property
    def count(self) -> int:
        """How many members were written so far."""
        return self._count

    def _with_fate(self, line: bytes, number: int) -> bytes:
        member = read_line(line)
        if isinstance(member, Member) and self._is_gone(member.name, number):
            return member_line(replace(member, is_gone=True))
        return line

    def _is_gone(self, name: str, number: int) -> bool:
        if number < self._gone.get(name, 0):
            return True
        return any(number < count and name.startswith(prefix) for prefix, count in self._gone_below.items())

    def _put(self, name: str, data: bytes) -> None:
        self._out.write(header_bytes(name, size=len(data)) + data + padding(len(data)))

    def _note(self, member: Member) -> None:
        self._lines.write(member_line(member))
        self._count += 1


@contextmanager
def writing(target: Path, *, head: Head) -> Iterator[ArchiveWriter]:
    """
    A writer into `target`, whose file is there only when all went well: mode 0600, as it holds the site's secret.

    :raises BackupError: if the disk refuses
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file, tempfile.TemporaryFile(dir=target.parent) as lines:
            with zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).stream_writer(file, closefd=False) as out:
                yield ArchiveWriter(out, folder=target.parent, lines=lines, head=head)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise BackupError(f"{target} cannot be written: {error}") from error
    finally:
        draft.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
