"""The content database itself: whether it answers, and how it keeps what it is told."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from broadsheet.environment.database import SAFE_FROM, is_wal_safe
from broadsheet.keeping.checking.findings import Finding, Ground, broken, warning

_LONG_LOG = 256 * 1024 * 1024


def answers(_: Ground) -> Iterable[Finding]:
    """Whether anybody can ask it anything."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        yield broken(
            f"The database does not answer: {str(error).strip()}",
            why="Readers go on. Editors cannot work, and no wire item is kept.",
            remedy="Start the database, or correct DATABASE_URL; what else may be wrong in it was not looked at.",
        )


def migrations(_: Ground) -> Iterable[Finding]:
    """Tables of an older release, or of a newer one."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield broken(
            f"{len(plan)} migrations are not applied: the tables are those of an older release.",
            why="Newsroom and clerk ask for what is not there.",
            remedy="Run `broadsheet upgrade`.",
        )
    unknown = sorted(set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations))
    ours = [name for app, name in unknown if app.startswith(("broadsheet_", "wagtail"))]
    if ours:
        yield broken(
            f"The database was migrated by a newer release ({ours[0]}).",
            why="This release does not know what stands in its tables.",
            remedy="Install that release again, or restore the backup that was made before it.",
        )


def sqlite_engine(_: Ground) -> Iterable[Finding]:
    """SQLite's release and journal."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        journal = str(cursor.fetchone()[0]).lower()
    if journal == "wal" and not is_wal_safe(sqlite3.sqlite_version_info):
        yield broken(
            f"SQLite {sqlite3.sqlite_version} runs with a write-ahead log.",
            why="That release may lose committed stories when two processes write.",
            remedy=f"Install the pysqlite3 wheel, or a SQLite from {'.'.join(map(str, SAFE_FROM))} on.",
        )
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    if journal == "wal" and log.exists() and log.stat().st_size > _LONG_LOG:
        yield warning(
            f"SQLite's write-ahead log is {log.stat().st_size // 1_000_000} MB long.",
            why="Reading grows slower with it; some process has had a read open for long, or the clerk is down.",
            remedy="See that the clerk runs: it folds the log back every minute. Else restart the processes.",
        )


def sqlite_is_sound(ground: Ground) -> Iterable[Finding]:
    """Every page of the file; minutes for a large one, so only when all is asked for."""
    if connection.vendor != "sqlite" or not ground.looks_at_all:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        found = str(cursor.fetchone()[0])
    if found != "ok":
        yield broken(
            f"The database file is damaged: {found}",
            why="What is read from it may be wrong, and more is lost with each write.",
            remedy="Stop the processes, keep a copy of the home, and restore the last backup.",
        )
