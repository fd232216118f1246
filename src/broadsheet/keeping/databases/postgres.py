"""PostgreSQL: an exported snapshot holds the moment, and its own pg_dump and pg_restore write and read it."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

from broadsheet.keeping.archive.contents import BackupError

_NEWEST = "SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app"
_OCCUPIED = """
SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND relkind IN ('r', 'p', 'v', 'm', 'S')
"""
_WAY_OUT = "Install PostgreSQL's client (Debian and Ubuntu: postgresql-client), of the server's version or newer."
_LAST_WORDS = 2_000  # bytes of what a tool says, from its end


class PostgresMoment:
    """
    The database as it stood when this was made; nobody waits for it.

    :raises BackupError: if it cannot be reached
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection = connected(url)
        self._connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        self._connection.read_only = True
        self._snapshot = str(_first(self._connection, "SELECT pg_export_snapshot()"))

    def write_into(self, path: Path, *, advance: Callable[[int], None]) -> None:  # noqa: ARG002  pg_dump says nothing
        """
        Write it into a new file in PostgreSQL's custom format.

        :raises BackupError: if pg_dump is not there, or fails
        """
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        # Not compressed: the whole backup is, and better.
        words = ("--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--snapshot={self._snapshot}")
        run_tool("pg_dump", *words, f"--file={path}", url=self._url)

    def migrations(self) -> Mapping[str, str]:
        return {str(app): str(name) for app, name in self._connection.execute(_NEWEST).fetchall()}

    def close(self) -> None:
        self._connection.close()


def require_tool(name: str) -> None:
    """:raises BackupError: if PostgreSQL's client is not installed"""
    if shutil.which(name) is None:
        raise BackupError(f"{name} is not there. {_WAY_OUT}")


def require_empty(url: str) -> None:
    """:raises BackupError: if the database holds tables, or cannot be reached"""
    with connected(url) as connection:
        count = _first(connection, _OCCUPIED)
    if count:
        name = unquote(urlsplit(url).path.lstrip("/"))
        raise BackupError(
            f"the database {name!r} is not empty ({count} tables and the like). Restore into a new one: "
            f"`createdb …`, and name it in DATABASE_URL"
        )


def restore_from(path: Path, *, url: str) -> None:
    """
    Make the empty database what the file holds, in one transaction: all of it or nothing.

    :raises BackupError: if pg_restore is not there, or fails
    """
    words = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    database = unquote(urlsplit(url).path.lstrip("/"))
    run_tool("pg_restore", *words, f"--dbname={database}", str(path), url=url)


def connected(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """:raises BackupError: if the database cannot be reached"""
    try:
        return psycopg.connect(url, connect_timeout=10)
    except psycopg.Error as error:
        raise BackupError(f"the database cannot be reached: {error}") from error


def run_tool(name: str, *words: str, url: str) -> None:
    """
    Run one of PostgreSQL's tools against that database; its password stands on no command line.

    :raises BackupError: if it is not there, or fails
    """
    require_tool(name)
    done = subprocess.run([name, *words], env={**os.environ, **_named(url)}, check=False, capture_output=True)
    if done.returncode:
        raise BackupError(f"{name} failed: {done.stderr[-_LAST_WORDS:].decode(errors='replace').strip()}")


def _named(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    given = {
        "PGHOST": unquote(parts.hostname or ""),
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }
    return {name: value for name, value in given.items() if value}


def _first(connection: psycopg.Connection[tuple[object, ...]], statement: str) -> object:
    row = connection.execute(statement).fetchone()
    return row[0] if row else None
