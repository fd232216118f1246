"""
What the edge hands its hits to (DESIGN section 6). Loads no Django: it runs inside the edge's workers.

`take` only puts the hit into a bounded buffer (0.3 µs); a thread empties it fifty times a second in small helpings,
so that the thread that answers readers never waits long for its turn, and hands what changed to the audience store
once a second. A crash loses at most two seconds. While the store is away the folds are kept (`folding.MOST_TALLIES`)
and written when it is back.
"""

import os
import secrets
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping

from broadsheet.contracts.audience import AudienceStore, Hit
from broadsheet.environment import places
from broadsheet.environment.secrets import derived_key
from broadsheet.popular.flushing import Flusher
from broadsheet.popular.folding import Dropped, HitFolder
from broadsheet.popular.salts import Salts, inherited_salts
from broadsheet.stores.audience import SqliteAudienceStore

MOST_WAITING = 20_000  # hits in the buffer: a million a second between two helpings
HELPING = 200  # about 1 ms of folding, then the readers' thread may go first
PAUSE = 0.02  # seconds between two rounds
BREATH = 0.0002  # seconds in which the interpreter surely changes threads


class HitCounter:
    """
    Keeps the HitTaker Protocol for one worker process.

    `origins` are the addresses readers see the site under ("https://example.org"): a hit from elsewhere is dropped.
    `worker` must never name two processes of the same day: by default it is made of host, process and chance.
    """

    def __init__(
        self,
        *,
        store: AudienceStore,
        salts: Salts,
        token_key: bytes,
        origins: frozenset[str],
        worker: str = "",
        clock: Callable[[], float] = time.time,
        tell: Callable[[str, str], None] = lambda _event, _detail: None,
    ) -> None:
        self._folder = HitFolder(worker=worker or _own_name(), salts=salts, token_key=token_key, origins=origins)
        self._flusher = Flusher(folder=self._folder, store=store, tell=tell)
        self._clock = clock
        self._waiting: deque[Hit] = deque()
        self._turned_away = 0
        self._turned_away_told = 0
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work, name="hits", daemon=True)

    def take(self, hit: Hit) -> None:
        """Put the hit into the buffer; when that is full, count it as dropped. Never blocks, never raises."""
        if len(self._waiting) >= MOST_WAITING:
            self._turned_away += 1
            return
        self._waiting.append(hit)

    def dropped(self) -> Mapping[str, int]:
        """Hits dropped since this worker began, by reason."""
        totals = dict(self._folder.dropped_in_all)
        if self._turned_away > self._turned_away_told:
            unheard = self._turned_away - self._turned_away_told
            totals[Dropped.BUFFER_FULL] = totals.get(Dropped.BUFFER_FULL, 0) + unheard
        return totals

    def start(self) -> None:
        """Begin folding and flushing in the background. Call it in the worker: threads do not survive a fork."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and flush what is held; what the store does not take now is lost, and told."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self.work_once()
        self._flusher.flush(now=self._clock(), last=True)

    def work_once(self) -> None:
        """Fold all that waits, helping by helping, and flush if a second has passed."""
        while self._waiting:
            self._folder.fold(self._helping())
            if not self._ending.is_set():
                time.sleep(BREATH)
        self._tell_turned_away()
        self._flusher.flush_when_due(now=self._clock())

    def _work(self) -> None:
        while not self._ending.wait(PAUSE):
            self.work_once()

    def _helping(self) -> list[Hit]:
        return [self._waiting.popleft() for _ in range(min(HELPING, len(self._waiting)))]

    def _tell_turned_away(self) -> None:
        turned_away = self._turned_away
        if turned_away > self._turned_away_told:
            unheard = turned_away - self._turned_away_told
            self._folder.drop(Dropped.BUFFER_FULL, now=self._clock(), hits=unheard)
            self._turned_away_told = turned_away


def counter_of_this_site(*, port: int, tell: Callable[[str, str], None]) -> HitCounter:
    """
    The counter that the environment describes, for an edge at that port; to be called in each worker.

    `tell` writes an event's name and its details into the edge's log.
    """
    return HitCounter(
        store=SqliteAudienceStore(places.audience_path()),
        salts=inherited_salts(),
        token_key=derived_key("page-token"),
        origins=frozenset({places.site_url(), f"http://localhost:{port}", f"http://127.0.0.1:{port}"}),
        tell=tell,
    )


def _own_name() -> str:
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
