"""
Threads that ask sources: they know the network and no database, and hand what came to the clerk's own loop.

Every source has a thread of its own as long as there are no more than `MOST_THREADS`, so one that drips or hangs
holds up nobody. Beyond that, sources that were slow or heavy the last time share a part of the threads.
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from time import monotonic

import structlog

from broadsheet.contracts.fetching import Document, Fetched, FetchError, FetchOrder, SourceKind
from broadsheet.wire import sentences
from broadsheet.wire.fetching.fetchers import FetcherFor
from broadsheet.wire.sentences import gettext_noop

log = structlog.get_logger(__name__)

MOST_THREADS = 32
MOST_WAITING_BYTES = 32_000_000  # of documents that were fetched and not yet kept; beyond, nothing new is fetched
SLOW_SECONDS = 5.0
HEAVY_BYTES = 8_000_000
_ENDING_SECONDS = 1.5


class Lane(Enum):
    """What a source's last look was like."""

    QUICK = auto()
    SLOW = auto()
    HEAVY = auto()


_WIDTH = {Lane.QUICK: MOST_THREADS, Lane.SLOW: MOST_THREADS * 3 // 4, Lane.HEAVY: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One look at a source, or (with `documents`) the word that they are committed."""

    source: int
    kind: SourceKind
    order: FetchOrder
    documents: tuple[Document, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an errand; `error` tells in words that it failed."""

    errand: Errand
    fetched: Fetched | None = None
    error: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class _Running:
    lane: Lane
    unwanted: threading.Event = field(default_factory=threading.Event)


class Pool:
    """
    Runs errands, at most one a source at a time.

    Called from the clerk's loop alone; what is finished waits in order until `take` asks for it.
    """

    def __init__(self, fetcher_for: FetcherFor) -> None:
        self._fetcher_for = fetcher_for
        self._finished: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._running: dict[int, _Running] = {}
        self._lanes: dict[int, Lane] = {}
        self._threads: dict[int, threading.Thread] = {}
        self._ending = threading.Event()
        self._waiting_bytes = 0
        self._lock = threading.Lock()

    def is_busy(self, source: int) -> bool:
        return source in self._running

    def has_room(self, source: int) -> bool:
        """Whether an errand of this source may start now."""
        if self._ending.is_set() or self.is_busy(source) or self._waiting_bytes >= MOST_WAITING_BYTES:
            return False
        lane = self._lanes.get(source, Lane.QUICK)
        in_lane = sum(running.lane is lane for running in self._running.values())
        return len(self._running) < MOST_THREADS and in_lane < _WIDTH[lane]

    def start(self, errand: Errand) -> None:
        """Run an errand in a thread of its own; `has_room` was asked."""
        running = _Running(lane=self._lanes.get(errand.source, Lane.QUICK))
        self._running[errand.source] = running
        thread = threading.Thread(
            target=self._run, args=(errand, running), name=f"wire-fetch-{errand.source}", daemon=True
        )
        self._threads[errand.source] = thread
        thread.start()

    def abandon(self, source: int) -> None:
        """Ask an errand to end early: its source was switched off or changed."""
        if source in self._running:
            self._running[source].unwanted.set()

    def take(self) -> Outcome | None:
        """The next finished errand; its source may then run another."""
        try:
            outcome = self._finished.get_nowait()
        except queue.Empty:
            return None
        self._running.pop(outcome.errand.source, None)
        self._threads.pop(outcome.errand.source, None)
        return outcome

    def kept(self, size: int) -> None:
        """So many bytes of documents were kept or dropped: there is room for as many more."""
        with self._lock:
            self._waiting_bytes -= size

    def end(self) -> None:
        """Ask every errand to end and wait a moment; one that does not hear dies with the process."""
        self._ending.set()
        until = monotonic() + _ENDING_SECONDS
        for thread in self._threads.values():
            thread.join(max(0.0, until - monotonic()))

    def _run(self, errand: Errand, running: _Running) -> None:
        started = monotonic()
        outcome = self._outcome(errand, stop=lambda: self._ending.is_set() or running.unwanted.is_set())
        outcome = replace(outcome, seconds=monotonic() - started)
        size = sum(len(document.data) for document in outcome.fetched.documents) if outcome.fetched else 0
        with self._lock:
            self._waiting_bytes += size
        if errand.documents is None:
            self._lanes[errand.source] = _lane(seconds=outcome.seconds, size=size)
        self._finished.put(outcome)

    def _outcome(self, errand: Errand, *, stop: Callable[[], bool]) -> Outcome:
        try:
            fetcher = self._fetcher_for(errand.kind)
            if errand.documents is None:
                return Outcome(errand=errand, fetched=fetcher.fetch(errand.order, stop=stop))
            fetcher.finish(errand.order, errand.documents)
            return Outcome(errand=errand)
        except FetchError as error:
            return Outcome(errand=errand, error=str(error) or gettext_noop("The source could not be read"))
        except Exception as error:  # whatever breaks on a hostile source, the others go on
            log.exception("wire_fetcher_broke", source=errand.source, kind=errand.kind)
            text = sentences.FETCHER_BROKE % {"error": f"{type(error).__name__}: {error}"}
            return Outcome(errand=errand, error=text[:1000])


def _lane(*, seconds: float, size: int) -> Lane:
    if size >= HEAVY_BYTES:
        return Lane.HEAVY
    return Lane.SLOW if seconds >= SLOW_SECONDS else Lane.QUICK
