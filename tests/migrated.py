"""
The embedded test database as the last run left it after migrating, so that a run of one test takes seconds.

Kept in pytest's cache under a key of everything that migrations and the rows after them come from; `migrate` still
runs on top. A run without the cache, as every clean checkout's, makes the database from nothing.
"""

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[1]
_SOURCES = ("requirements/base.txt", "src/broadsheet/**/migrations/*.py", "src/broadsheet/**/models*.py",
            "src/broadsheet/**/models/*.py", "src/broadsheet/config/settings/*.py")  # fmt: skip


def kept_file(folder: Path) -> Path:
    """Where the database for the sources as they stand now is kept."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _SOURCES for path in _ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    return folder / f"migrated-{digest.hexdigest()[:24]}.sqlite3"


@contextmanager
def begun_from(kept: Path, *, connection: Any) -> Iterator[None]:
    """Have Django find the kept tables in its database in memory, which lives while this context does."""
    if connection.vendor != "sqlite" or not kept.exists():
        yield
        return
    import sqlite3

    name = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(name, uri=True)) as memory, closing(sqlite3.connect(kept)) as source:
        source.backup(memory)
        yield


def keep(kept: Path, *, connection: Any) -> None:
    """Keep a database that was migrated just now, in place of older ones."""
    if connection.vendor != "sqlite" or kept.exists():
        return
    for older in kept.parent.glob("migrated-*.sqlite3"):
        older.unlink(missing_ok=True)
    whole = kept.with_suffix(f".{id(connection)}")
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(whole)])
    whole.replace(kept)
