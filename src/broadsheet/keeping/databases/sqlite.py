"""SQLite: a read transaction holds the moment, and the backup API copies what it sees."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from broadsheet.keeping.archive.contents import BackupError

_PAGES_A_STEP = 2048  # 8 MB between two looks at the progress bar
_BUSY_SECONDS = 20.0
_NEWEST = "SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app"


class SqliteMoment:
    """
    The database as it stood when this was made; writers go on in WAL mode, and wait under the rollback journal.

    :raises BackupError: if it cannot be read
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            self._connection.execute("PRAGMA query_only=1")
            self._connection.execute("BEGIN")
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it stands still
        except sqlite3.Error as error:
            raise BackupError(f"{path} cannot be read: {error}") from error

    def write_into(self, path: Path, *, advance: Callable[[int], None]) -> None:
        """
        Write it into a new file, whole and checked; `advance` hears how many bytes are done.

        :raises BackupError: if it cannot be read or written, or is damaged
        """
        size = self._connection.execute("PRAGMA page_size").fetchone()[0]
        path.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(path)) as copy:
                # The backup API takes over the transaction of its source, so all steps see the same moment.
                self._connection.backup(
                    copy, pages=_PAGES_A_STEP, progress=lambda _, left, total: advance((total - left) * size)
                )
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
            require_sound(path)
        except sqlite3.Error as error:
            raise BackupError(f"{self._path} cannot be copied: {error}") from error
        path.chmod(0o600)

    def migrations(self) -> Mapping[str, str]:
        return dict(self._connection.execute(_NEWEST).fetchall())

    def close(self) -> None:
        self._connection.close()


def require_sound(path: Path) -> None:
    """
    Look through a whole database file.

    :raises BackupError: if SQLite finds it damaged, or it is no database
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=0")
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupError(f"{path.name} is no SQLite database that can be read: {error}") from error
    if found != "ok":
        raise BackupError(f"{path.name} is damaged: {found}")
