"""How often somebody may ask: counted in the process' own memory, a minute at a time."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

_MINUTE = 60.0
_MOST_KEYS = 10_000  # beyond, the memory begins anew: a flood of names must not fill it


@dataclass(slots=True)
class RateLimit:
    """At most `most` a minute for each key, in every process that serves the newsroom."""

    most: int
    monotonic: Callable[[], float] = monotonic
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str) -> float:
        """Count one for a key; 0.0 where it may go on, else the seconds until it may."""
        at = self.monotonic()
        minute = int(at // _MINUTE)
        with self._lock:
            if len(self._counts) > _MOST_KEYS or next(iter(self._counts), (key, minute))[1] != minute:
                self._counts = {pair: number for pair, number in self._counts.items() if pair[1] == minute}
                if len(self._counts) > _MOST_KEYS:
                    self._counts.clear()
            count = self._counts.get((key, minute), 0) + 1
            self._counts[key, minute] = count
        return (minute + 1) * _MINUTE - at if count > self.most else 0.0
