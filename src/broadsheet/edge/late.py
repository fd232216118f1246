"""A hit taker that is made in the background: sketches bring numpy along, and readers need not wait for that."""

from collections import deque
from collections.abc import Callable, Mapping
from threading import Thread

from broadsheet.contracts.audience import Hit, HitTaker
from broadsheet.edge.events import log_event

MOST_WAITING = 20_000  # hits of the first second or two


class LateTaker:
    """
    Keeps the HitTaker Protocol: hits wait in memory until the real taker is there, then go to it in order.

    A taker that cannot be made is told in the log; readers are served, and hits dropped and counted.
    """

    def __init__(self, make: Callable[[], HitTaker]) -> None:
        self._make = make
        self._taker: HitTaker | None = None
        self._has_failed = False
        self._waiting: deque[Hit] = deque()
        self._not_counting = 0
        self._thread = Thread(target=self._prepare, name="taker", daemon=True)

    def take(self, hit: Hit) -> None:
        """Hand the hit on, now or later."""
        if self._taker is not None:
            self._taker.take(hit)
            return
        if self._has_failed or len(self._waiting) >= MOST_WAITING:
            self._not_counting += 1
            return
        self._waiting.append(hit)
        self._empty()

    def dropped(self) -> Mapping[str, int]:
        ours = {"not_counting": self._not_counting} if self._not_counting else {}
        return {**ours, **(self._taker.dropped() if self._taker is not None else {})}

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._thread.join(timeout=5)
        if self._taker is not None:
            self._taker.stop()

    def _prepare(self) -> None:
        try:
            taker = self._make()
            taker.start()
        except Exception as error:  # noqa: BLE001  whatever counting lacks, reading goes on
            self._has_failed = True
            self._not_counting += len(self._waiting)
            self._waiting.clear()
            log_event("edge_cannot_count", level="error", error=repr(error))
        else:
            self._taker = taker
            self._empty()

    def _empty(self) -> None:
        # From both threads: a hit may have been laid down just after the taker came and looked.
        while self._taker is not None and self._waiting:
            try:
                hit = self._waiting.popleft()
            except IndexError:
                return
            self._taker.take(hit)
