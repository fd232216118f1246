"""What the small servers of these tests stand on: a port on loopback and a thread for each that calls."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TypeVar

_PATIENCE = 20.0  # seconds, for a caller that says nothing


class _Closing(Protocol):
    def close(self) -> None: ...


Kept = TypeVar("Kept", bound=_Closing)


class Switchboard:
    """
    Listens on a free port and talks with each that calls on a thread of its own.

    Hanging up ends every talk before it returns and closes what was kept, so no socket is left to whoever collects
    garbage next.
    """

    def __init__(self) -> None:
        self.done = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._kept: list[_Closing] = [self._listening]
        self._threads: list[threading.Thread] = []

    @property
    def port(self) -> int:
        port: int = self._listening.getsockname()[1]
        return port

    def keep(self, thing: Kept) -> Kept:
        self._kept.append(thing)
        return thing

    def encrypt(self, connection: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket:
        return self.keep(context.wrap_socket(connection, server_side=True))

    def answer(self, talk: Callable[[socket.socket], None]) -> None:
        """`talk` may end by an OSError or a ValueError: callers hang up."""
        self._start(lambda: self._accept(talk))

    def hang_up(self) -> None:
        self.done.set()
        # Talks may open more while they end, so the list is read as it grows.
        for thing in self._kept:
            if isinstance(thing, socket.socket):
                with suppress(OSError):
                    thing.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(_PATIENCE)
        for thing in self._kept:
            with suppress(OSError):
                thing.close()

    def _accept(self, talk: Callable[[socket.socket], None]) -> None:
        while not self.done.is_set():
            connection, _ = self._listening.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.settimeout(_PATIENCE)
            self.keep(connection)
            self._start(lambda connection=connection: talk(connection))

    def _start(self, work: Callable[[], None]) -> None:
        def run() -> None:
            with suppress(OSError, ValueError):
                work()

        thread = threading.Thread(target=run, daemon=True)
        self._threads.append(thread)
        thread.start()
