"""Two at work in one database, step by step: each in a transaction and on a connection of their own (PostgreSQL)."""

import queue
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.base.creation import TEST_DATABASE_PREFIX

from broadsheet.stories.actions import make_section
from broadsheet.stories.founding import found_paper
from broadsheet.stories.models import SectionPage
from broadsheet.stories.rights import found_workflow

ON_POSTGRES = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
LONGEST_SECONDS = 30  # after which a test fails that would hang else


class Colleague:
    """
    Somebody who works beside the test, from their first act in one transaction; it is committed where the block ends.

    Leave it by an error and what they did is taken back. `error` is what one of their acts, or the commit, came to.
    """

    def __init__(self) -> None:
        self.error: Exception | None = None
        self._acts: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._idle = threading.Event()
        self._number: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._backend = self._number.get(timeout=LONGEST_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._gives_up()
        self.commits()

    def does(self, act: Callable[[], object]) -> None:
        """Begin an act; comes back when it is done, or waits for somebody else's lock."""
        self._idle.clear()
        self._acts.put(act)
        for _ in range(LONGEST_SECONDS * 100):
            if self._idle.wait(0.01) or self.is_waiting():
                return
        raise AssertionError("an act neither ends nor waits for a lock")

    def is_waiting(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [self._backend])
            return bool(cursor.fetchone()[0])

    def commits(self) -> None:
        """Finish, and commit unless an act failed."""
        if self._thread.is_alive():
            self._acts.put(None)
            self._thread.join(LONGEST_SECONDS)
            assert not self._thread.is_alive(), "somebody still waits for a lock"

    def _gives_up(self) -> None:
        """Whatever they wait for: who holds it may be waited for in turn, by a test that failed."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [self._backend])

    def _work(self) -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    self._number.put(cursor.fetchone()[0])
                while (act := self._acts.get()) is not None:
                    act()
                    self._idle.set()
        except Exception as error:  # noqa: BLE001  told to the test
            self.error = error
        finally:
            self._idle.set()
            connection.close()


def founded_world(*, now: datetime) -> SectionPage:
    """A paper with one section, which every connection sees."""
    home = found_paper("The Daily Example", address="http://localhost:8000", now=now)
    found_workflow(home)
    return make_section(home, title="World", now=now)


@contextmanager
def tests_database() -> Iterator[None]:
    """Make it where pytest-django has not."""
    outside = connection.settings_dict["NAME"]
    if outside.startswith(TEST_DATABASE_PREFIX):
        yield
        return
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(outside, verbosity=0)


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """A copy of the tests' database in which every connection sees what is committed; dropped afterwards."""
    shared = connection.settings_dict["NAME"]
    own = f"{shared}_{secrets.token_hex(3)}"
    names = {"own": connection.ops.quote_name(own), "shared": connection.ops.quote_name(shared)}
    connection.close()
    with connection._nodb_cursor() as server:  # as Django makes the tests' database
        server.execute("CREATE DATABASE {own} TEMPLATE {shared}".format(**names))
    connection.settings_dict["NAME"] = own
    _forget()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = shared
        with connection._nodb_cursor() as server:
            server.execute("DROP DATABASE {own} WITH (FORCE)".format(**names))
        _forget()


def _forget() -> None:
    """What was remembered of the other database."""
    ContentType.objects.clear_cache()
    cache.clear()
