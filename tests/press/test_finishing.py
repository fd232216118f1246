"""The clerk finishes orders while somebody publishes: on PostgreSQL nobody waits crosswise."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from broadsheet.press.actions import finish, order
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import Priority, story_key
from broadsheet.press.queries import waiting_orders

from .conftest import NOON

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is written is there for every connection; taken away afterwards by hand."""
    with django_db_blocker.unblock():
        yield
        PressOrder.objects.all().delete()
        connection.close()


def test_finishing_waits_for_nobody_who_holds_an_order_and_wants_another(committed: None) -> None:
    order([story_key(1), story_key(2)], Priority.PUBLISH, now=NOON)
    pressed = waiting_orders(NOON)
    is_held, may_go_on = threading.Event(), threading.Event()
    failures: list[Exception] = []

    def publish() -> None:
        try:
            with transaction.atomic():
                order([story_key(2)], Priority.PUBLISH, now=NOON)
                is_held.set()
                may_go_on.wait(10)
                order([story_key(1)], Priority.PUBLISH, now=NOON)
        except Exception as error:  # noqa: BLE001  told below
            failures.append(error)
        finally:
            connection.close()

    publisher = threading.Thread(target=publish)
    publisher.start()
    is_held.wait(10)
    with transaction.atomic():
        finished = finish(pressed)
        may_go_on.set()  # it wants now what is being taken away
    publisher.join(10)

    assert (finished, failures) == (1, [])
    assert sorted(PressOrder.objects.values_list("key", flat=True)) == ["story:1", "story:2"]
