"""Rows that a module's tests share: made once, worked on by each test in a savepoint of its own, gone at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def shared_by(node: pytest.Module, *, blocker: DjangoDbBlocker) -> Iterator[None]:
    """
    Hold a transaction open in which each test's own is a savepoint, so that what is made inside outlives the test.

    :raises pytest.UsageError: if a test of the module uses the database without asking for what is shared: whether it
        found the rows would hang on which test came first
    """
    if strangers := [item.name for item in _tests_of(node) if not _shares(item)]:
        raise pytest.UsageError(
            f"{node.nodeid}: {', '.join(strangers)} would find what the others share, or nothing, as chance has it; "
            "ask for the same fixture, or move to another module"
        )
    with blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # type: ignore[attr-defined]  # as Django marks its own: durable blocks may open
        with outer:
            with blocker.block():
                yield
            transaction.set_rollback(True)


def _tests_of(node: pytest.Module) -> Iterator[pytest.Function]:
    for item in node.session.items:
        if isinstance(item, pytest.Function) and item.getparent(pytest.Module) is node and _has_database(item):
            yield item


def _has_database(item: pytest.Function) -> bool:
    return "db" in item.fixturenames or item.get_closest_marker("django_db") is not None


def _shares(item: pytest.Function) -> bool:
    return "shared_rows" in item.fixturenames
