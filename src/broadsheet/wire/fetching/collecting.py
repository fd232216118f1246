"""
The clerk's part of fetching: who is due, what came, and the cursor once it is committed.

A document is received in a transaction of its own, and only after all of a look's documents are committed is its
cursor kept. Whoever dies in between fetches them again, and they are known by their bytes.
"""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

import structlog

from broadsheet.contracts.fetching import Document, Fetched, FetchOrder, SourceKind
from broadsheet.wire.actions import receive
from broadsheet.wire.fetching.fetchers import FetcherFor, Fetchers
from broadsheet.wire.fetching.looks import due_sources, keep_failure, keep_look, still_wanted
from broadsheet.wire.fetching.pool import SLOW_SECONDS, Errand, Outcome, Pool
from broadsheet.wire.locking import LockedError
from broadsheet.wire.models import Source
from broadsheet.wire.sources import order_for

log = structlog.get_logger(__name__)

BATCH = 20  # documents a step
BATCH_SECONDS = 0.5  # and no longer, so that a kill of another source waits no longer: a feed may hold many items
MOST_IDLE_LOOKS = 3  # looks at once that promised more and brought nothing new: a server that leads in a circle
_GLANCE = timedelta(seconds=1)


@dataclass(slots=True)
class _Arrival:
    """What a look brought, on its way into the database."""

    order: FetchOrder
    fetched: Fetched  # without its documents
    waiting: deque[Document]
    kept: list[Document] = field(default_factory=list)  # without their bytes, which need no room any longer
    new: int = 0
    held_the_line: bool = False  # a long poll: nothing new is no circle there


@dataclass(slots=True)
class Collector:
    """
    Looks at sources over the network, whichever is due, and keeps what they bring, in turn.

    What it remembers only spares work: the database alone knows what is due and where to go on.
    """

    fetcher_for: FetcherFor = field(default_factory=Fetchers)
    chance: Callable[[], float] = random.random  # spreads looks over time; no secrecy in it
    clock: Callable[[], float] = monotonic
    _pool: Pool | None = None
    _arrivals: dict[int, _Arrival] = field(default_factory=dict)
    _finishing: dict[int, _Arrival] = field(default_factory=dict)
    _orders: dict[int, FetchOrder] = field(default_factory=dict)
    _idle_looks: dict[int, int] = field(default_factory=dict)
    _next_glance: datetime | None = None

    def look(self, now: datetime) -> bool:
        """Take what came, keep a batch of it, send out for what is due; whether more waits to be kept."""
        pool = self._pool = self._pool or Pool(self.fetcher_for)
        while (outcome := pool.take()) is not None:
            self._note(outcome, now=now)
        self._keep_batch(pool, now=now)
        if self._next_glance is None or now >= self._next_glance:
            self._next_glance = now + _GLANCE
            self._abandon_unwanted(pool)
            self._send_out(pool, now=now)
        return bool(self._arrivals)

    def end(self) -> None:
        """Stop all looks; what came and was not kept comes again."""
        if self._pool is not None:
            self._pool.end()
        self._pool = None
        self._arrivals, self._finishing, self._orders, self._idle_looks = {}, {}, {}, {}
        self._next_glance = None

    def _note(self, outcome: Outcome, *, now: datetime) -> None:
        pk, fetched = outcome.errand.source, outcome.fetched
        if outcome.errand.documents is not None:
            self._note_finish(outcome, now=now)
        elif fetched is None:
            self._orders.pop(pk, None)
            keep_failure(pk, order=outcome.errand.order, error=outcome.error, chance=self.chance(), now=now)
        else:
            order = outcome.errand.order
            bare = replace(fetched, documents=())
            self._arrivals[pk] = _Arrival(
                order=order,
                fetched=bare,
                waiting=deque(fetched.documents),
                held_the_line=outcome.seconds >= SLOW_SECONDS,
            )

    def _keep_batch(self, pool: Pool, *, now: datetime) -> None:
        """One document of each source in turn: whoever brings thousands leaves the others their place."""
        ends = self.clock() + BATCH_SECONDS
        for _ in range(BATCH):
            if not self._arrivals:
                return
            pk = next(iter(self._arrivals))
            self._keep_one(pool, pk, now=now)
            if pk in self._arrivals:
                self._arrivals[pk] = self._arrivals.pop(pk)  # behind the others
            if self.clock() >= ends:
                return

    def _keep_one(self, pool: Pool, pk: int, *, now: datetime) -> None:
        arrival = self._arrivals[pk]
        source = still_wanted(pk, order=arrival.order)
        if source is None:
            self._drop(pool, pk)
            return
        if arrival.waiting:
            document = arrival.waiting[0]
            received = receive(
                source, data=document.data, name=document.name, now=now,
                charset=document.charset, address=document.address,
            )  # fmt: skip
            arrival.new += not received.is_repeat
            arrival.kept.append(replace(arrival.waiting.popleft(), data=b""))
            pool.kept(len(document.data))
            log.info("wire_document_taken", source=source.slug, name=document.name, items=received.items,
                     error=received.error, is_repeat=received.is_repeat)  # fmt: skip
        if not arrival.waiting:
            self._end_look(pool, source, now=now)

    def _end_look(self, pool: Pool, source: Source, *, now: datetime) -> None:
        arrival = self._arrivals.pop(source.pk)
        idle = 0 if arrival.new or arrival.held_the_line else self._idle_looks.get(source.pk, 0) + 1
        self._idle_looks[source.pk] = idle
        is_more = arrival.fetched.is_more and idle < MOST_IDLE_LOOKS
        keep_look(source, order=arrival.order, fetched=arrival.fetched, is_more=is_more, chance=self.chance(), now=now)
        self._next_glance = now if is_more else self._next_glance
        if not arrival.kept:
            self._orders.pop(source.pk, None)
            return
        self._finishing[source.pk] = arrival
        pool.start(_errand(source, order=arrival.order, documents=tuple(arrival.kept)))

    def _note_finish(self, outcome: Outcome, *, now: datetime) -> None:
        pk = outcome.errand.source
        self._finishing.pop(pk, None)
        self._orders.pop(pk, None)
        self._next_glance = now
        if outcome.error:
            keep_failure(pk, order=outcome.errand.order, error=outcome.error, chance=self.chance(), now=now)

    def _drop(self, pool: Pool, pk: int) -> None:
        """It was switched off or changed meanwhile: what came of it comes again, with its old cursor."""
        arrival = self._arrivals.pop(pk)
        pool.kept(sum(len(document.data) for document in arrival.waiting))
        self._orders.pop(pk, None)

    def _abandon_unwanted(self, pool: Pool) -> None:
        for pk, order in list(self._orders.items()):
            if pool.is_busy(pk) and pk not in self._finishing and still_wanted(pk, order=order) is None:
                pool.abandon(pk)

    def _send_out(self, pool: Pool, *, now: datetime) -> None:
        for source in due_sources(now):
            if source.pk in self._orders or not pool.has_room(source.pk):
                continue
            try:
                order = order_for(source)
            except LockedError as error:
                keep_failure(source.pk, order=None, error=str(error), chance=self.chance(), now=now)
                continue
            self._orders[source.pk] = order
            pool.start(_errand(source, order=order))


def _errand(source: Source, *, order: FetchOrder, documents: tuple[Document, ...] | None = None) -> Errand:
    return Errand(source=source.pk, kind=SourceKind(source.kind), order=order, documents=documents)
