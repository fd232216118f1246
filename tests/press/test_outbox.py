"""Orders are given in the transaction that made the news, and none is lost while the press is at work."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from broadsheet.contracts.pieces import Fragment, Piece, PieceError
from broadsheet.press.actions import finish, order, put_off
from broadsheet.press.composing.plates import Plates, PressedAddress
from broadsheet.press.models import KnownAddress, PressOrder
from broadsheet.press.orders import LATEST_OF_ALL, SHELL, OrderKey, Priority, story_key
from broadsheet.press.pressing import press_batch
from broadsheet.press.queries import failing_orders, oldest_order_at, waiting_orders
from broadsheet.stores.pieces import FolderPieceStore

from .conftest import NOON, MemoryStore

pytestmark = pytest.mark.django_db


def plates_for(key: OrderKey) -> Plates:
    return Plates(pieces={f"shell/{key}": Fragment(html=f"<p>{key}</p>")})


def test_a_rollback_takes_the_orders_back() -> None:
    with transaction.atomic():
        order([story_key(1)], Priority.PUBLISH, now=NOON)
        transaction.set_rollback(True)

    assert not PressOrder.objects.exists()


def test_an_order_given_again_coalesces_keeps_its_age_and_takes_the_more_urgent_priority() -> None:
    order([story_key(1)], Priority.MASS, now=NOON)
    order([story_key(1)], Priority.KILL, now=NOON + timedelta(minutes=1))
    order([story_key(1)], Priority.PUBLISH, now=NOON + timedelta(minutes=2))

    waiting = PressOrder.objects.get()

    assert (waiting.priority, waiting.generation, waiting.made_at) == (Priority.KILL, 3, NOON)
    assert oldest_order_at() == NOON


def test_many_orders_are_given_at_once() -> None:
    order([story_key(number) for number in range(1, 1001)], Priority.MASS, now=NOON)

    assert PressOrder.objects.count() == 1000


def test_an_order_that_comes_while_its_key_is_being_pressed_is_not_lost() -> None:
    order([SHELL], Priority.PUBLISH, now=NOON)
    claimed = waiting_orders(NOON)
    order([SHELL], Priority.PUBLISH, now=NOON)

    finished = finish(claimed)

    assert finished == 0
    assert PressOrder.objects.get().generation == 2


def test_kills_go_before_publishing_and_publishing_before_the_archive() -> None:
    order([story_key(1)], Priority.MASS, now=NOON)
    order([story_key(2)], Priority.PUBLISH, now=NOON)
    order([story_key(3)], Priority.KILL, now=NOON)
    pressed: list[str] = []

    def compose(key: OrderKey) -> Plates:
        pressed.append(str(key))
        return plates_for(key)

    store = MemoryStore()
    while press_batch(store=store, compose=compose, now=NOON):
        pass

    assert pressed == ["story:3", "story:2", "story:1"]
    assert not PressOrder.objects.exists()


def test_an_order_that_cannot_be_composed_waits_with_its_error_and_stops_no_other() -> None:
    order([story_key(1), LATEST_OF_ALL], Priority.PUBLISH, now=NOON)

    def compose(key: OrderKey) -> Plates:
        if key == story_key(1):
            raise KeyError("no such block")
        return plates_for(key)

    store = MemoryStore()
    press_batch(store=store, compose=compose, now=NOON)

    failing = failing_orders()
    assert [(one.key, one.last_error, one.attempts) for one in failing] == [("story:1", "KeyError: 'no such block'", 1)]
    assert list(store.pieces) == ["shell/latest:all"]
    assert not waiting_orders(NOON)
    assert [one.key for one in waiting_orders(NOON + timedelta(seconds=1))] == ["story:1"]


def test_the_wait_doubles_with_each_failure_to_five_minutes() -> None:
    order([SHELL], Priority.PUBLISH, now=NOON)
    waits = []

    for _ in range(11):
        put_off(PressOrder.objects.get(), error="Error: no", now=NOON)
        waits.append((PressOrder.objects.get().not_before - NOON).total_seconds())

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_new_order_for_what_failed_is_tried_at_once() -> None:
    order([SHELL], Priority.PUBLISH, now=NOON)
    put_off(PressOrder.objects.get(), error="Error: no", now=NOON)

    order([SHELL], Priority.PUBLISH, now=NOON)

    assert [one.attempts for one in waiting_orders(NOON)] == [0]


def test_a_key_that_nobody_knows_any_more_is_kept_visible() -> None:
    PressOrder.objects.create(key="weather:1", priority=Priority.PUBLISH, made_at=NOON)

    press_batch(store=MemoryStore(), compose=plates_for, now=NOON)

    assert "weather:1" in PressOrder.objects.get().last_error


class DyingStore(FolderPieceStore):
    """Dies with the pieces in their places and no edge told."""

    def _announce(self, names: frozenset[str]) -> int:
        raise SystemExit(f"killed before {sorted(names)} were announced")


def test_what_a_killed_press_wrote_is_announced_by_the_next_one_although_nothing_is_left_to_write(
    tmp_path: Path,
) -> None:
    order([SHELL], Priority.KILL, now=NOON)
    with pytest.raises(SystemExit):
        press_batch(store=DyingStore(tmp_path), compose=plates_for, now=NOON)
    edge = FolderPieceStore(tmp_path)
    seen = edge.changes_since(-1).number

    press_batch(store=FolderPieceStore(tmp_path), compose=plates_for, now=NOON)

    assert edge.read("shell/shell") is not None
    assert "shell/shell" in edge.changes_since(seen).names
    assert not PressOrder.objects.exists()


class FussyStore(MemoryStore):
    """Refuses one piece, as the folder store refuses text that is no UTF-8."""

    def press(self, pieces: Mapping[str, Piece], *, remove: Iterable[str] = ()) -> int:
        if "shell/story:1" in pieces:
            raise PieceError("shell/story:1: no UTF-8")
        return super().press(pieces, remove=remove)


def test_a_piece_that_cannot_be_written_does_not_hold_up_the_batch() -> None:
    order([story_key(1), story_key(2)], Priority.PUBLISH, now=NOON)
    store = FussyStore()

    press_batch(store=store, compose=plates_for, now=NOON)

    assert list(store.pieces) == ["shell/story:2"]
    assert [one.key for one in failing_orders()] == ["story:1"]


class FullStore(MemoryStore):
    def press(self, pieces: Mapping[str, Piece], *, remove: Iterable[str] = ()) -> int:  # noqa: ARG002  the Protocol's
        raise OSError(28, "No space left on device")


def test_a_full_disk_blames_no_order() -> None:
    order([SHELL], Priority.PUBLISH, now=NOON)

    with pytest.raises(OSError, match="No space"):
        press_batch(store=FullStore(), compose=plates_for, now=NOON)

    assert PressOrder.objects.get().attempts == 0


def test_what_did_not_change_is_not_written_again() -> None:
    store = MemoryStore()
    for _ in range(2):
        order([SHELL], Priority.PUBLISH, now=NOON)
        press_batch(store=store, compose=plates_for, now=NOON)

    assert store.batches == [frozenset({"shell/shell"})]
    assert not PressOrder.objects.exists()


def test_addresses_are_known_before_the_pieces_are_written() -> None:
    order([story_key(1)], Priority.PUBLISH, now=NOON)
    address = PressedAddress(path="/world/a/", page_id=1, is_story=True)

    with pytest.raises(OSError, match="No space"):
        press_batch(
            store=FullStore(),
            compose=lambda _: Plates(pieces={"page/world/a": Fragment(html="")}, addresses=(address,)),
            now=NOON,
        )

    assert KnownAddress.objects.get().path == "/world/a/"


def test_a_live_page_goes_before_the_notice_of_what_stood_at_its_address() -> None:
    order([story_key(1), story_key(2)], Priority.PUBLISH, now=NOON)
    store = MemoryStore()

    def compose(key: OrderKey) -> Plates:
        live, gone = {"page/a": Fragment(html="live")}, {"page/a": Fragment(html="gone")}
        return Plates(pieces=live) if key == story_key(1) else Plates(former=gone, removed=frozenset({"page/a"}))

    press_batch(store=store, compose=compose, now=NOON)

    assert store.pieces == {"page/a": Fragment(html="live")}
