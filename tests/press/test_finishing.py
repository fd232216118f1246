"""The clerk finishes orders while somebody publishes: on PostgreSQL nobody waits crosswise."""

from functools import partial

import pytest
from django.db import connection, transaction

from broadsheet.press.actions import finish, order
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import Priority, story_key
from broadsheet.press.queries import waiting_orders
from interleaving import Colleague

from .conftest import NOON

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")


@pytest.mark.usefixtures("own_database")
def test_finishing_waits_for_nobody_who_holds_an_order_and_wants_another() -> None:
    order([story_key(1), story_key(2)], Priority.PUBLISH, now=NOON)
    pressed = waiting_orders(NOON)

    with Colleague() as publisher:
        publisher.does(partial(order, [story_key(2)], Priority.PUBLISH, now=NOON))
        with transaction.atomic():
            finished = finish(pressed)
            publisher.does(partial(order, [story_key(1)], Priority.PUBLISH, now=NOON))  # which is being taken away

    assert (finished, publisher.error) == (1, None)
    assert sorted(PressOrder.objects.values_list("key", flat=True)) == ["story:1", "story:2"]
