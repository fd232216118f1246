"""How the clerk hears that the content database changed: within 10 ms, without a query that locks anything."""

import sqlite3
import time
from collections.abc import Callable
from typing import Protocol

import psycopg

POLL_SECONDS = 0.01
# An idle clerk looks at its stop flag this often while it waits for a notification.
_LISTEN_SECONDS = 0.2


class Waker(Protocol):
    """Waits for a change of the content database."""

    def has_changed(self) -> bool:
        """Whether anything was committed since the last call; the first call says yes."""
        ...

    def wait(self, seconds: float, *, stop: Callable[[], bool]) -> None:
        """Return when something was committed, when the time is up, or soon after `stop()` says so."""
        ...

    def close(self) -> None: ...


class SqliteWaker:
    """
    Asks `PRAGMA data_version` on a connection of its own.

    It must never write: a connection's own commits do not change what it is told. Autocommit, so that no read
    transaction is left open that would keep the write-ahead log from being folded back.
    """

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=1.0)
        self._connection.execute("PRAGMA query_only = 1")
        self._seen: int | None = None

    def has_changed(self) -> bool:
        version = self._version()
        changed = version != self._seen
        self._seen = version
        return changed

    def wait(self, seconds: float, *, stop: Callable[[], bool]) -> None:
        deadline = time.monotonic() + seconds
        while not stop() and self._version() == self._seen:
            left = deadline - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(POLL_SECONDS, left))

    def close(self) -> None:
        self._connection.close()

    def _version(self) -> int:
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version


class PostgresWaker:
    """Listens on the channel that press orders are announced on."""

    def __init__(self, connect: Callable[[], psycopg.Connection[tuple[object, ...]]], *, channel: str) -> None:
        self._connection = connect()
        self._connection.autocommit = True
        self._connection.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
        self._is_changed = True

    def has_changed(self) -> bool:
        self._hear(0)
        changed, self._is_changed = self._is_changed, False
        return changed

    def wait(self, seconds: float, *, stop: Callable[[], bool]) -> None:
        deadline = time.monotonic() + seconds
        while not (stop() or self._is_changed):
            left = deadline - time.monotonic()
            if left <= 0:
                return
            self._hear(min(left, _LISTEN_SECONDS))

    def close(self) -> None:
        self._connection.close()

    def _hear(self, seconds: float) -> None:
        if any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1)):
            self._is_changed = True
