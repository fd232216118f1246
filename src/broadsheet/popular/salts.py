"""
The day's salt, under which a reader becomes a number (DESIGN section 6).

It lives in memory alone and is overwritten when the day changes, so that nobody, not even with the site's secret and
all its files, can find out afterwards who read what.
"""

import fcntl
import os
import secrets
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

SALTS_VARIABLE = "BROADSHEET_SALTS_FD"
SALT_BYTES = 32
_SHEET = struct.Struct(f">q{SALT_BYTES}s")  # the day, counted from the epoch, and its salt


class Salts(Protocol):
    """Gives the salt of a day (days since the epoch, UTC) and forgets the one before."""

    def salt_of(self, day: int) -> bytes: ...


class OwnSalts:
    """For one process that counts alone."""

    def __init__(self) -> None:
        self._day = -1
        self._salt = b""

    def salt_of(self, day: int) -> bytes:
        """Today's salt, a fresh one when the day is new."""
        if day != self._day:
            self._day, self._salt = day, secrets.token_bytes(SALT_BYTES)
        return self._salt


class SharedSalts:
    """
    For several workers: one sheet of memory, inherited as a file descriptor, that holds today's salt alone.

    The first worker that meets a new day writes its salt over yesterday's. A sheet and not a pipe: a worker that is
    started again at noon must find the morning's salt, and each line of a pipe is read by one worker only.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._day = -1
        self._salt = b""

    def salt_of(self, day: int) -> bytes:
        """
        Today's salt, the same in every worker.

        A worker whose clock is behind keeps to the newer day's salt: an older one no longer exists.
        """
        if day <= self._day:
            return self._salt
        with self._locked():
            sheet = os.pread(self._descriptor, _SHEET.size, 0)
            if len(sheet) == _SHEET.size:
                self._day, self._salt = _SHEET.unpack(sheet)
            if day > self._day:
                self._day, self._salt = day, secrets.token_bytes(SALT_BYTES)
                os.pwrite(self._descriptor, _SHEET.pack(self._day, self._salt), 0)
        return self._salt

    @contextmanager
    def _locked(self) -> "Iterator[None]":
        # A POSIX lock: flock belongs to the open file, which forked workers share, and would keep none of them out.
        fcntl.lockf(self._descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._descriptor, fcntl.LOCK_UN)


def share_salts() -> int | None:
    """
    Make the sheet, for a parent to call before it starts workers, and name it in the environment for them.

    Gives the file descriptor (hand it on with `pass_fds` where children are not forked), or None where the system
    has no anonymous memory files; each worker then counts under a salt of its own, and a reader who meets two
    workers counts twice.
    """
    if not hasattr(os, "memfd_create"):
        return None
    descriptor = os.memfd_create("broadsheet-salts", 0)  # without MFD_CLOEXEC: children inherit it
    os.environ[SALTS_VARIABLE] = str(descriptor)
    return descriptor


def inherited_salts() -> Salts:
    """The parent's sheet if there is one, else salts of this process alone."""
    text = os.environ.get(SALTS_VARIABLE, "")
    if not text.isdecimal():
        return OwnSalts()
    try:
        os.fstat(int(text))
    except OSError:
        return OwnSalts()
    return SharedSalts(int(text))
