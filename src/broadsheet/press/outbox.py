"""The outbox of the press: orders given inside the transaction that changed what they are about."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from broadsheet.press.models import PressOrder
from broadsheet.press.orders import WITHDRAWN, OrderKey, Priority

CUE = "broadsheet"  # the PostgreSQL channel that the clerk listens on
_TURN = 0x70726573  # the number of the lock that whoever gives orders holds ("pres"); the leading clerk's is another
_ROWS_AT_ONCE = 150  # four values a row; SQLite takes 999 in its oldest builds


def order(keys: Iterable[OrderKey], priority: Priority, *, now: datetime) -> None:
    """
    Have these pressed. Belongs inside the transaction that changed them: a rollback takes the orders back too.

    An order that waits already keeps its age and takes the more urgent of both priorities.
    """
    # What no page may name goes first: a kill with more keys than a batch has its list pressed in the first.
    names = sorted({str(key) for key in keys}, key=lambda name: (name != str(WITHDRAWN), name))
    if not names:
        return
    with transaction.atomic():
        _take_turn()
        for start in range(0, len(names), _ROWS_AT_ONCE):
            _upsert(names[start : start + _ROWS_AT_ONCE], priority, now)


def _upsert(names: list[str], priority: Priority, now: datetime) -> None:
    """One statement, since Django's own upsert cannot count a generation up; SQLite and PostgreSQL both read it."""
    table = PressOrder._meta.db_table  # noqa: SLF001  Django's documented door to a model's table
    made_at = connection.ops.adapt_datetimefield_value(now)
    rows = ", ".join(["(%s, %s, 1, %s, NULL, 0, '')"] * len(names))
    values = [value for name in names for value in (name, int(priority), made_at)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, priority, generation, made_at, not_before, attempts, last_error)"  # noqa: S608
            f" VALUES {rows} ON CONFLICT (key) DO UPDATE SET generation = {table}.generation + 1,"
            f" priority = CASE WHEN excluded.priority < {table}.priority"
            f" THEN excluded.priority ELSE {table}.priority END,"
            " not_before = NULL, attempts = 0, last_error = ''",
            values,
        )


def _take_turn() -> None:
    """
    One transaction after the other gives orders (PostgreSQL): each gives them in several statements, in a sequence of
    its own, and two would wait for each other's rows crosswise.

    It costs nothing: all publications wait for one another at the order of what is withdrawn. Pages are locked before
    (decision 031). The same statement wakes the clerk; PostgreSQL delivers that when the transaction commits.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s), pg_notify(%s, '')", [_TURN, CUE])
