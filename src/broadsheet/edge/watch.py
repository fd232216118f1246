"""Looks at the store's sequence file every 50 ms, from a thread of its own, and says what changed."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Protocol

from broadsheet.contracts.pieces import Changes, PieceStore
from broadsheet.edge.events import log_event

LOOK_EVERY = 0.05  # seconds

_Signature = tuple[int, int, int] | None


class WatchableStore(PieceStore, Protocol):
    """A piece store with a file that is replaced at each change."""

    @property
    def sequence_path(self) -> Path: ...


class SequenceWatch:
    """Calls `on_change` in its own thread, with every change once, in order."""

    def __init__(self, store: WatchableStore, *, on_change: Callable[[Changes], None]) -> None:
        self._store = store
        self._on_change = on_change
        self._signature: _Signature = None
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="sequence-watch", daemon=True)
        self.number = 0
        self.changed_at = time.time()

    def start(self) -> None:
        """Note where the store stands, then watch."""
        self.look()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=1)

    def look(self) -> None:
        """Tell of what changed since the last look; one `stat` when nothing did."""
        signature = self._sign()
        if signature == self._signature:
            return
        changes = self._store.changes_since(self.number)
        self._on_change(changes)
        self._signature = signature
        self.number = changes.number
        self.changed_at = time.time()

    def _sign(self) -> _Signature:
        try:
            status = self._store.sequence_path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY):
            try:
                self.look()
            except Exception as error:  # noqa: BLE001  a thread that dies here would serve old pages for ever
                log_event("edge_sequence_unreadable", level="error", error=repr(error))
