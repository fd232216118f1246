"""
Notes that the processes of one machine leave for one another for a while: how often somebody tried to sign in.

A SQLite file of its own, not the content database: strangers make these notes, as many as they like, and must not
hold the lock that a kill waits for, nor wake the clerk. Nothing is lost with the file that minutes do not bring back.
"""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.environment.database import sqlite_journal, use_newest_sqlite

if TYPE_CHECKING:
    import sqlite3

BUSY_SECONDS = 5.0
SWEPT_EVERY = 200  # notes written by a process, between two looks for those whose time is over
TABLE = "CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, text TEXT NOT NULL, until REAL NOT NULL) WITHOUT ROWID"
WRITE = "INSERT INTO note VALUES (:name, :text, :until) ON CONFLICT (name) DO UPDATE SET text = :text, until = :until"


class SharedNotes:
    """Safe for several threads and processes; opened when first needed, and begun anew where the file is damaged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._written = 0

    def read(self, name: str, *, now: float) -> str | None:
        """The note of that name, or None where there is none or its time is over."""
        with self._opened() as connection:
            row = connection.execute("SELECT text FROM note WHERE name = ? AND until > ?", (name, now)).fetchone()
        return str(row[0]) if row else None

    def write(self, name: str, text: str, *, until: float, now: float) -> None:
        """Leave a note, in place of one that is there."""
        with self._opened() as connection:
            connection.execute(WRITE, {"name": name, "text": text, "until": until})
            self._sweep(connection, now=now)

    def claim(self, name: str, text: str, *, until: float, now: float) -> bool:
        """Leave a note unless there is one; of any number who try at once, one alone is told True."""
        with self._opened() as connection:
            cursor = connection.execute(
                f"{WRITE} WHERE until <= :now", {"name": name, "text": text, "until": until, "now": now}
            )
            self._sweep(connection, now=now)
        return cursor.rowcount == 1

    def forget(self, name: str) -> bool:
        """Take a note away; whether there was one."""
        with self._opened() as connection:
            return connection.execute("DELETE FROM note WHERE name = ?", (name,)).rowcount == 1

    def forget_all(self) -> None:
        with self._opened() as connection:
            connection.execute("DELETE FROM note")

    def close(self) -> None:
        with self._lock:
            self._close()

    def _sweep(self, connection: "sqlite3.Connection", *, now: float) -> None:
        """Without this the file would grow by a row for each name that a stranger ever tried."""
        self._written += 1
        if self._written % SWEPT_EVERY == 0:
            connection.execute("DELETE FROM note WHERE until <= ?", (now,))

    @contextmanager
    def _opened(self) -> "Iterator[sqlite3.Connection]":
        import sqlite3

        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._connect()
                yield self._connection
            except sqlite3.OperationalError:
                self._close()
                raise
            except sqlite3.DatabaseError:
                self._close()
                self._path.unlink(missing_ok=True)
                raise

    def _connect(self) -> "sqlite3.Connection":
        use_newest_sqlite()
        import sqlite3

        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        # Two who switch a new file to the write-ahead log at once get "database is locked", however long they may wait.
        with self._path.with_suffix(".opening").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            connection.execute(f"PRAGMA journal_mode={sqlite_journal()}")
            connection.execute("PRAGMA synchronous=NORMAL")  # in the write-ahead log: no fsync a note
            connection.execute(TABLE)
        return connection

    def _close(self) -> None:
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
            self._connection = None
