"""
From orders to pieces, a batch at a time.

Killed at any instruction, nothing is lost: orders go only after their pieces are durable, and pressing the same order
again writes the same pieces. An order that cannot be pressed waits with its error and never stops the others.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError

from broadsheet.contracts.pieces import Piece, PieceError, PieceStore
from broadsheet.press.actions import finish, put_off
from broadsheet.press.books import keep_books, know_addresses, know_sitemaps
from broadsheet.press.composing.plates import Plates, PressedAddress, page_piece
from broadsheet.press.composing.sitemaps import sitemap_path
from broadsheet.press.models import KnownAddress, PressOrder
from broadsheet.press.orders import OrderKey, OrderKeyError, read_key
from broadsheet.press.queries import unknown_addresses, waiting_orders

log = structlog.get_logger(__name__)

Compose = Callable[[OrderKey], Plates]
Expect = Callable[[Sequence[OrderKey]], None]


def press_batch(*, store: PieceStore, compose: Compose, now: datetime, expect: Expect = lambda _: None) -> bool:
    """
    Press the most urgent orders that wait, and say whether there were any.

    `expect` hears which orders `compose` will be asked for.

    :raises OSError: if the piece store's disk refuses; the orders stay
    :raises OperationalError: if the database refuses; the orders stay
    """
    orders = waiting_orders(now)
    expect(_readable(orders))
    composed = _compose_each(orders, compose=compose, now=now)
    try:
        _press(composed, store=store, now=now)
    except PieceError:
        # One piece that cannot be written must not hold up the rest: each for itself then.
        _press_each(composed, store=store, now=now)
    return bool(orders)


def _readable(orders: Sequence[PressOrder]) -> list[OrderKey]:
    """The keys of those that can be read; what is wrong with the others is said when they are composed."""
    keys = []
    for order in orders:
        with suppress(OrderKeyError):
            keys.append(read_key(order.key))
    return keys


def _compose_each(orders: Sequence[PressOrder], *, compose: Compose, now: datetime) -> list[tuple[PressOrder, Plates]]:
    composed = []
    for order in orders:
        try:
            composed.append((order, compose(read_key(order.key))))
        except (OperationalError, InterfaceError):
            raise  # the database's trouble, not this order's
        except Exception as error:  # noqa: BLE001  whatever one story's content breaks, the others go out
            _fail(order, error, now)
    return composed


def _press(composed: Sequence[tuple[PressOrder, Plates]], *, store: PieceStore, now: datetime) -> None:
    batch = [plates for _, plates in composed]
    pieces: dict[str, Piece] = {}
    for plates in batch:
        pieces.update(plates.former)
    for plates in batch:
        pieces.update(plates.pieces)
    removed = {name for plates in batch for name in plates.removed} - pieces.keys()
    _remember([address for plates in batch for address in plates.addresses])
    keep_books(batch, now=now)
    changed = {name: piece for name, piece in pieces.items() if _kept(name, store=store) != piece}
    gone = [name for name in removed if _is_kept(name, store=store)]
    _note_sitemaps(batch, changed=changed.keys(), now=now)
    # An unchanged list costs no fsync and empties no edge's cache.
    if changed or gone:
        store.press(changed, remove=gone)
    else:
        store.recover()  # a press that died in between may have written just these, and told no edge of it
    finish([order for order, _ in composed])


def _remember(addresses: Sequence[PressedAddress]) -> None:
    """Before the pieces are written: were the press killed in between, it would still know where the page stands."""
    if unknown := unknown_addresses(addresses):
        know_addresses(
            KnownAddress(path=address.path, page_id=address.page_id, is_story=address.is_story) for address in unknown
        )


def _note_sitemaps(batch: Sequence[Plates], *, changed: AbstractSet[str], now: datetime) -> None:
    """As with addresses: the index speaks of what is about to be written."""
    standing = {name: is_there for plates in batch for name, is_there in plates.sitemaps.items()}
    if standing:
        fresh = {name for name in standing if page_piece(sitemap_path(name)) in changed}
        know_sitemaps(standing, changed=fresh, now=now)


def _press_each(composed: Sequence[tuple[PressOrder, Plates]], *, store: PieceStore, now: datetime) -> None:
    for order, plates in composed:
        try:
            _press([(order, plates)], store=store, now=now)
        except PieceError as error:
            _fail(order, error, now)


def _fail(order: PressOrder, error: Exception, now: datetime) -> None:
    text = f"{type(error).__name__}: {error}"
    log.error("press_order_failed", key=order.key, attempts=order.attempts + 1, error=text, exc_info=error)
    put_off(order, error=text, now=now)


def _kept(name: str, *, store: PieceStore) -> Piece | None:
    try:
        return store.read(name)
    except PieceError:
        return None


def _is_kept(name: str, *, store: PieceStore) -> bool:
    try:
        return store.read(name) is not None
    except PieceError:
        return True
