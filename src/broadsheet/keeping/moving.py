"""
From the embedded SQLite database to an empty PostgreSQL one: every row of every table, under the numbers it had.

Rows are read as SQLite keeps them and written by COPY in one transaction, so the other database has all of them or
none, and the site stands as it stood until its settings name the new one. The numbers stay, so do all pages.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection
from django.db.models import Field, Model
from psycopg import sql

from broadsheet.keeping import KeepingError
from broadsheet.keeping.databases.postgres import connected
from broadsheet.keeping.progress import Progress

# Made by the migrations of the other database itself, or filled anew there: full-text indexes are of another kind.
LEFT_OUT = frozenset(
    {"django_migrations", "django_session", "wagtailsearch_indexentry", "wagtailsearch_indexentry_fts"}
)
_AT_ONCE = 2_000

Turn = Callable[[Any], Any]


class MoveError(KeepingError):
    """A database that cannot be moved; the text says why and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table with its columns in a fixed order, and how each value turns into what PostgreSQL reads."""

    name: str
    columns: tuple[str, ...]
    turns: tuple[Turn, ...]
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    tables: int
    rows: int


def move_rows(url: str, *, progress: Progress) -> Moved:
    """
    Copy every row into the database at that address, whose tables are those of this release and hold nothing of value.

    :raises MoveError: if this site is not on SQLite, or PostgreSQL refuses a row; nothing was moved then
    :raises BackupError: if the database cannot be reached
    """
    if connection.vendor != "sqlite":
        raise MoveError("this site is on PostgreSQL already; `pg_dump` and `pg_restore` move it to another server")
    tables = list(_tables())
    progress.begin("rows", total=sum(_count(table) for table in tables))
    rows = 0
    with connected(url) as target:
        try:
            _empty(target, tables)
            for table in tables:
                for done in _copy(table, target):
                    rows += done
                    progress.reach(rows)
            _set_sequences(target, tables)
            target.commit()
        except psycopg.Error as error:
            raise MoveError(f"PostgreSQL refused it: {str(error).strip()}") from error
    return Moved(tables=len(tables), rows=rows)


def _tables() -> Iterator[Table]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT:  # noqa: SLF001
            yield _table(model)


def _table(model: type[Model]) -> Table:
    fields = [field for field in model._meta.local_concrete_fields if field.column and not field.generated]  # noqa: SLF001
    key = model._meta.pk.column if model._meta.pk else None  # noqa: SLF001
    return Table(
        name=model._meta.db_table,  # noqa: SLF001
        columns=tuple(str(field.column) for field in fields),
        turns=tuple(_turn(field) for field in fields),
        key=key or "",  # several columns together have no name, and count nothing up
    )


def _turn(field: "Field[Any, Any]") -> Turn:
    kind = field.get_internal_type()
    if kind in {"BooleanField", "NullBooleanField"}:
        return bool
    if kind == "DateTimeField":
        return lambda text: f"{text}+00"  # SQLite keeps UTC without saying so
    if kind == "DurationField":
        return lambda microseconds: f"{microseconds} microseconds"
    if kind == "BinaryField":
        return bytes
    return lambda value: value


def _count(table: Table) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table.name}"')  # noqa: S608  a model's own table
        return int(cursor.fetchone()[0])


def _empty(target: "psycopg.Connection[Any]", tables: list[Table]) -> None:
    """What the migrations put there themselves makes room: contents types, permissions, the root of the pages."""
    names = sql.SQL(", ").join(sql.Identifier(table.name) for table in tables)
    target.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


def _copy(table: Table, target: "psycopg.Connection[Any]") -> Iterator[int]:
    """The table's rows, a few thousand in memory at a time; how many went with each."""
    named = ", ".join(f'"{column}"' for column in table.columns)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
    )
    with connection.cursor() as cursor, target.cursor() as writing, writing.copy(into) as copy:
        cursor.execute(f'SELECT {named} FROM "{table.name}"')  # noqa: S608
        while rows := cursor.fetchmany(_AT_ONCE):
            for row in rows:
                copy.write_row(
                    [None if value is None else turn(value) for turn, value in zip(table.turns, row, strict=True)]
                )
            yield len(rows)


def _set_sequences(target: "psycopg.Connection[Any]", tables: list[Table]) -> None:
    """The next row made there gets a number that nobody has."""
    for table in filter(lambda table: table.key, tables):
        own = target.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', table.key]).fetchone()
        if own is None or own[0] is None:
            continue
        highest = sql.SQL("(SELECT max({}) FROM {})").format(sql.Identifier(table.key), sql.Identifier(table.name))
        target.execute(sql.SQL("SELECT setval(%s, coalesce({}, 1), {} IS NOT NULL)").format(highest, highest), [own[0]])
