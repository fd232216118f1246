"""One clerk leads a site; others stand by until it is gone."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg

# Any number will do as long as every clerk of a site uses the same and nobody else does.
_ADVISORY_LOCK = 0x62726F61


class Leadership(Protocol):
    def take(self) -> bool:
        """Try to become the leader; whether this process leads now."""
        ...

    def is_held(self) -> bool:
        """Whether this process still leads: the lock of a lost database session is lost with it."""
        ...

    def release(self) -> None: ...


class FileLeadership:
    """A lock on a file in the home; the kernel lets go of it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        if self._descriptor is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def is_held(self) -> bool:
        return self._descriptor is not None

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class PostgresLeadership:
    """An advisory lock on a session of its own."""

    def __init__(self, connect: Callable[[], psycopg.Connection[tuple[object, ...]]]) -> None:
        self._connect = connect
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None
        self._has_lock = False

    def take(self) -> bool:
        if self._has_lock:
            return True
        try:
            if self._connection is None:
                self._connection = self._connect()
                self._connection.autocommit = True
            row = self._connection.execute("SELECT pg_try_advisory_lock(%s)", [_ADVISORY_LOCK]).fetchone()
        except psycopg.OperationalError:
            self.release()
            return False
        self._has_lock = bool(row and row[0])
        return self._has_lock

    def is_held(self) -> bool:
        if self._connection is None or not self._has_lock:
            return False
        try:
            self._connection.execute("SELECT 1")
        except psycopg.OperationalError:
            self.release()
            return False
        return True

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection, self._has_lock = None, False
