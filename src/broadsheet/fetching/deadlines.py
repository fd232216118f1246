"""
An end to every look: a server that drips or hangs is cut off from outside.

Time-outs of sockets alone do not bound a look, for each byte starts them anew. A watcher shuts the look's connections
down when its time is over or it was told to stop; whoever waits on them wakes with an error.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from broadsheet.contracts.fetching import FetchError

PULSE = 0.1  # seconds between two looks at the clock and at `stop`


class Deadline:
    """Bounds what happens inside the `with` block to so many seconds, or until `stop()` says so."""

    def __init__(self, seconds: float, *, stop: Callable[[], bool] = lambda: False) -> None:
        self.seconds = seconds
        self._ends = time.monotonic() + seconds
        self._stop = stop
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._connections: list[socket.socket] = []
        self._watcher = threading.Thread(target=self._watch, name="fetch-deadline", daemon=True)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._watcher.join()
        for connection in self._connections:
            connection.close()

    @property
    def is_stopped(self) -> bool:
        return self._stop()

    @property
    def is_over(self) -> bool:
        """Whether nothing more may be begun: the time is up, or `stop()` said so."""
        return time.monotonic() >= self._ends or self._stop()

    @property
    def left(self) -> float:
        """The seconds left, at least a tenth: a time-out of none would mean to wait for ever."""
        return max(self._ends - time.monotonic(), 0.1)

    def covers(self, connection: socket.socket) -> None:
        """
        Cut this connection off at the end.

        A duplicate is kept, which is the same connection still when TLS has taken the first over.
        """
        with self._lock:
            self._connections.append(connection.dup())
        if self.is_over:
            self._cut()

    def wait(self, seconds: float) -> None:
        """Wait so long, but not past the end."""
        ends = min(time.monotonic() + seconds, self._ends)
        while time.monotonic() < ends and not self._stop():
            time.sleep(min(PULSE, max(ends - time.monotonic(), 0)))

    def _watch(self) -> None:
        while not self._done.wait(PULSE):
            if self.is_over:
                self._cut()

    def _cut(self) -> None:
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


def broken(error: BaseException, *, host: str, deadline: Deadline) -> FetchError:
    """What it means, in words for an editor, that a look broke on `error`."""
    if deadline.is_over and not deadline.is_stopped:
        return FetchError(
            f"{host} did not answer whole within {deadline.seconds:g} seconds. It is tried again; if this goes on, ask "
            "its operator"
        )
    return FetchError(f"The connection to {host} broke ({said(error)}). It is tried again")


def said(error: BaseException) -> str:
    """An error's own words on one line; IMAP's come as bytes."""
    text = error.args[0] if len(error.args) == 1 and isinstance(error.args[0], bytes) else str(error)
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(words.split())[:200] or type(error).__name__
