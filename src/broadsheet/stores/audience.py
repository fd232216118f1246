"""The audience store in a SQLite file of its own: what it loses in a power cut is two seconds of readers."""

import json
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broadsheet.contracts.audience import AudienceStoreError, Flush, Fold, Source
from broadsheet.environment.database import UnsafeSqliteError, sqlite_journal, use_newest_sqlite

if TYPE_CHECKING:
    import sqlite3

BUSY_SECONDS = 5.0
_SOURCES = frozenset(Source)
TABLES = """
CREATE TABLE IF NOT EXISTS fold (
    bucket INTEGER NOT NULL,
    story_id INTEGER NOT NULL,
    worker TEXT NOT NULL,
    all_readers BLOB NOT NULL,
    unled_readers BLOB NOT NULL,
    unhashed_views INTEGER NOT NULL,
    sources TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (bucket, story_id, worker)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dropped (
    bucket INTEGER NOT NULL,
    worker TEXT NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (bucket, worker)
) WITHOUT ROWID;
"""
# A file that an older release made: SQLite changes no table that is there.
ADD_SOURCES = "ALTER TABLE fold ADD COLUMN sources TEXT NOT NULL DEFAULT '{}'"
PUT_FOLD = "INSERT OR REPLACE INTO fold VALUES (?, ?, ?, ?, ?, ?, ?)"
PUT_DROPPED = "INSERT OR REPLACE INTO dropped VALUES (?, ?, ?)"
NEWEST = "SELECT max(bucket) FROM (SELECT max(bucket) AS bucket FROM fold UNION ALL SELECT max(bucket) FROM dropped)"
FOLDS_SINCE = """
SELECT story_id, bucket, worker, all_readers, unled_readers, unhashed_views, sources FROM fold
WHERE bucket >= ? ORDER BY bucket, story_id, worker
"""


class SqliteAudienceStore:
    """
    Keeps the AudienceStore Protocol. Safe for several threads and processes.

    The file is opened when first needed and opened anew after an error, so a store that was away (a full disk, a
    folder not yet there) is simply back when it is back.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def put(self, flush: Flush) -> None:
        """Write the flush's rows in one transaction, each replaced whole."""
        rows = [_row_of(fold) for fold in flush.folds]
        with self._opened() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(PUT_FOLD, rows)
            if flush.dropped:
                connection.execute(PUT_DROPPED, (flush.bucket, flush.worker, json.dumps(dict(flush.dropped))))

    def folds_since(self, bucket: int) -> Iterable[Fold]:
        """
        Every fold of that bucket or a later one, ordered by bucket, story, worker, never all in memory at once.

        As the table lies: sorted otherwise, a day of 10,000 stories took 50 MB more.
        """
        # A connection of its own: a reader that takes its time must not hold the lock that writers wait for.
        with self._errors_named(), closing(self._connect()) as connection:
            for row in connection.execute(FOLDS_SINCE, (bucket,)):
                yield _fold_of(row)

    def dropped_since(self, bucket: int) -> Mapping[str, int]:
        """Hits dropped in that bucket or a later one, by reason."""
        totals: Counter[str] = Counter()
        for (reasons,) in self._rows("SELECT reasons FROM dropped WHERE bucket >= ?", (bucket,)):
            totals.update(json.loads(reasons))
        return dict(totals)

    def newest_bucket(self) -> int | None:
        """The newest bucket in which a reader was counted or a hit dropped, or None."""
        number: int | None = self._rows(NEWEST, ())[0][0]
        return number

    def forget_before(self, bucket: int) -> None:
        """Delete all rows older than that bucket."""
        with self._opened() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM fold WHERE bucket < ?", (bucket,))
            connection.execute("DELETE FROM dropped WHERE bucket < ?", (bucket,))

    def close(self) -> None:
        with self._lock:
            self._close()

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._opened() as connection:
            return connection.execute(statement, values).fetchall()

    @contextmanager
    def _opened(self) -> "Iterator[sqlite3.Connection]":
        with self._lock, self._errors_named():
            if self._connection is None:
                self._connection = self._connect()
            try:
                yield self._connection
            except BaseException:
                self._close()
                raise

    @contextmanager
    def _errors_named(self) -> "Iterator[None]":
        use_newest_sqlite()
        import sqlite3

        try:
            yield
        except (sqlite3.Error, OSError, UnsafeSqliteError) as error:
            raise AudienceStoreError(f"{self._path}: {error}") from error

    def _connect(self) -> "sqlite3.Connection":
        import sqlite3

        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA journal_mode={sqlite_journal()}")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.executescript(TABLES)
        _add_sources(connection)
        return connection

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _add_sources(connection: "sqlite3.Connection") -> None:
    import sqlite3

    columns = {name for _, name, *_ in connection.execute("PRAGMA table_info(fold)")}
    if "sources" not in columns:
        try:
            connection.execute(ADD_SOURCES)
        except sqlite3.OperationalError as error:
            if "duplicate column" not in str(error):  # another process was faster
                raise


def _row_of(fold: Fold) -> tuple[Any, ...]:
    sources = json.dumps({source: round(readers, 3) for source, readers in fold.sources.items()})
    return (
        fold.bucket, fold.story_id, fold.worker, fold.all_readers, fold.unled_readers, fold.unhashed_views, sources,
    )  # fmt: skip


def _fold_of(row: tuple[Any, ...]) -> Fold:
    story_id, bucket, worker, all_readers, unled_readers, unhashed_views, sources = row
    return Fold(
        story_id=story_id,
        bucket=bucket,
        worker=worker,
        all_readers=all_readers,
        unled_readers=unled_readers,
        unhashed_views=unhashed_views,
        sources={Source(source): readers for source, readers in json.loads(sources).items() if source in _SOURCES},
    )
