"""
Triggers that refuse to change or delete an entry of the journal, whoever asks: a screen, the ORM, a console.

Wagtail never does either: an entry points to its page and person without a constraint, so deleting them leaves it as it
is. Emptying a whole table (TRUNCATE on PostgreSQL) is not refused: `move_to_postgres` empties a new database with it.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connections

TABLES = ("wagtailcore_pagelogentry", "wagtailcore_modellogentry")
REFUSAL = "the journal is append-only"
_FUNCTION = "broadsheet_journal_is_append_only"


def guard(connection: Any) -> None:
    """Put the triggers there; those that are there already stay."""
    _execute(connection, _statements(connection.vendor))


def unguard(connection: Any) -> None:
    """Take the triggers away while tables are migrated: a new release of Wagtail may have to write its own log anew."""
    there = connection.introspection.table_names()
    of_table = " ON {}" if connection.vendor == "postgresql" else ""
    _execute(
        connection,
        [
            f"DROP TRIGGER IF EXISTS {_name(table, act)}{of_table.format(table)}"
            for table in TABLES
            for act in ("update", "delete")
            if table in there
        ],
    )


def guard_after_migrating(using: str, **_: Any) -> None:
    guard(connections[using])


def unguard_before_migrating(using: str, **_: Any) -> None:
    unguard(connections[using])


def _execute(connection: Any, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def unguarded_tables(connection: Any) -> list[str]:
    """The tables of the journal that lack a trigger."""
    triggers = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(triggers[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    return [table for table in TABLES if not {_name(table, "update"), _name(table, "delete")} <= there]


def _name(table: str, act: str) -> str:
    return f"{table}_no_{act}"


def _statements(vendor: str) -> list[str]:
    acts = [(table, act) for table in TABLES for act in ("update", "delete")]
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {_name(table, act)} BEFORE {act.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for table, act in acts
        ]
    function = (
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    return [
        function,
        *(
            f"CREATE OR REPLACE TRIGGER {_name(table, act)} BEFORE {act.upper()} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
            for table, act in acts
        ),
    ]
