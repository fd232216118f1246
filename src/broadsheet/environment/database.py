"""Which database engine stands in for SQLite, and which versions of it are refused (DESIGN section 8)."""

import os
import sys
from importlib import import_module, util

# The WAL-reset bug (two connections, a commit may be lost) is mended in these releases: sqlite.org/wal.html
SAFE_FROM = (3, 51, 3)
SAFE_BRANCHES = ((3, 50, 7), (3, 44, 6))


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """Whether a SQLite of that version can be trusted with WAL and two connections."""
    if version >= SAFE_FROM:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in SAFE_BRANCHES)


def use_newest_sqlite() -> None:
    """Let the pysqlite3 wheel stand in for the standard module where it is installed. Call before Django loads."""
    if "sqlite3" in sys.modules and sys.modules["sqlite3"].__name__.startswith("pysqlite3"):
        return
    if util.find_spec("pysqlite3") is None:
        return
    sys.modules["sqlite3"] = import_module("pysqlite3")
    sys.modules["sqlite3.dbapi2"] = import_module("pysqlite3.dbapi2")


def database_url() -> str:
    """DATABASE_URL, or an empty string for the embedded SQLite database in the home."""
    return os.environ.get("DATABASE_URL", "")


class UnsafeSqliteError(RuntimeError):
    """The SQLite at hand may lose commits with the journal that Broadsheet needs."""


def sqlite_journal() -> str:
    """
    Give the journal mode to open the content database with: WAL.

    The rollback journal (DELETE) is used where BROADSHEET_SQLITE_JOURNAL=rollback asks for it.

    :raises UnsafeSqliteError: if WAL would run on a version that may lose commits
    """
    import sqlite3

    if os.environ.get("BROADSHEET_SQLITE_JOURNAL", "").lower() == "rollback":
        return "DELETE"
    if not is_wal_safe(sqlite3.sqlite_version_info):
        raise UnsafeSqliteError(
            f"SQLite {sqlite3.sqlite_version} can lose committed stories in WAL mode when two processes write. "
            "Install the pysqlite3 wheel (`pip install pysqlite3`), or a SQLite from 3.51.3 on, "
            "or set BROADSHEET_SQLITE_JOURNAL=rollback (slower), or use PostgreSQL through DATABASE_URL."
        )
    return "WAL"
