"""
Connections that are checked where they are made (httpcore's network backend).

A name is resolved once, every address that it has is checked, and the connection goes to a checked address. Asking the
name again at connection time is what lets a hostile name server answer differently the second time (rebinding). Host
header, SNI and the certificate's name are still those of the name, since httpcore sets them from the URL.
"""

import errno
import os
import selectors
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from threading import Thread
from typing import Any

import httpcore

from broadsheet.contracts.fetching import FetchError
from broadsheet.environment.fetching import ALLOW_SETTING
from broadsheet.fetching.addresses import Address, Allowed, read_address, special_kind
from broadsheet.fetching.patience import OutOfTimeError, Patience

Resolver = Callable[[str, int], Sequence[str]]
SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

_MOST_ADDRESSES = 8  # of one name; each that does not answer costs its share of the deadline
_MOST_CRUMBS = 20_000  # pieces that may be of any size
_CRUMB = 64  # bytes that pieces beyond have on average
_UNDER_WAY = (0, errno.EINPROGRESS, errno.EWOULDBLOCK)


class RefusedAddressError(FetchError):
    """The host leads to an address that sources may not reach."""


class UnreachableError(FetchError):
    """The host cannot be found, or no connection to it can be made or kept."""


class OversizeError(FetchError):
    """The answer is out of proportion."""


def resolve(host: str, port: int) -> Sequence[str]:
    """
    Ask the system for the addresses of a host, best first.

    :raises OSError: if it has none
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class Crumbs:
    """
    Counts the pieces that an answer comes in.

    Every piece costs the same work however small it is: 20 MB in chunks of a byte are half a minute of computing
    (9 µs a chunk), which the sources beside it would miss.
    """

    def __init__(self) -> None:
        self._pieces = 0
        self._bytes = 0

    def count(self, size: int, *, host: str) -> None:
        """
        Count a piece.

        :raises OversizeError: if there are many and they are tiny
        """
        self._pieces += 1
        self._bytes += size
        if self._pieces > _MOST_CRUMBS and self._bytes < self._pieces * _CRUMB:
            raise OversizeError(f"{host} sends its answer in crumbs of a few bytes and was cut off. Ask its operator")


class Meter:
    """Counts what a server sends, headers and all, against what one answer may have."""

    def __init__(self) -> None:
        self._left = 0
        self._crumbs = Crumbs()

    def allow(self, count: int) -> None:
        """Begin a new answer of at most that many bytes."""
        self._left = count
        self._crumbs = Crumbs()

    def extend(self, count: int) -> None:
        """Let the answer have that many bytes more."""
        self._left += count

    def spend(self, count: int, *, host: str) -> None:
        """
        Count bytes that came.

        :raises OversizeError: if they are more than allowed
        """
        self._crumbs.count(count, host=host)
        self._left -= count
        if self._left < 0:
            raise OversizeError(
                f"{host} sent more than a document may have and was cut off. Check that the address is the right one"
            )


class GuardedBackend(httpcore.NetworkBackend):
    """Makes connections for one look at a source: checked, counted, within its patience."""

    def __init__(self, *, allowed: Allowed, resolver: Resolver, patience: Patience, meter: Meter) -> None:
        self._allowed = allowed
        self._resolver = resolver
        self._patience = patience
        self._meter = meter

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  the patience of the look rules
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """
        Connect to the first address of the host that may be reached and answers.

        :raises FetchError: if there is none
        """
        addresses = permitted(host, self._find(host, port), allowed=self._allowed)
        for position, address in enumerate(addresses):
            share = self._patience.left / (len(addresses) - position)
            try:
                connected = self._connect(address, port, host=host, seconds=share)
            except OSError as error:
                failure = error
                continue
            return _Stream(connected, host=host, patience=self._patience, meter=self._meter)
        self._patience.glance(host)
        raise UnreachableError(
            f"{host} does not answer on port {port} ({failure.strerror or failure}). "
            "Check the address, or ask its operator whether it is down"
        ) from failure

    def _find(self, host: str, port: int) -> Sequence[str]:
        """Resolve in a thread of its own: the system's resolver knows no deadline and cannot be stopped."""
        found: list[Sequence[str]] = []
        failed: list[Exception] = []

        def ask() -> None:
            try:
                found.append(self._resolver(host, port))
            except (OSError, UnicodeError) as error:  # UnicodeError: a label of more than 63 letters
                failed.append(error)

        asking = Thread(target=ask, name="fetching-resolve", daemon=True)
        asking.start()
        while asking.is_alive():
            asking.join(self._patience.glance(host))
        if found and found[0]:
            return found[0]
        raise UnreachableError(
            f"{host} cannot be found. Check the address for a typing mistake, and whether this machine has a network"
        ) from (failed[0] if failed else None)

    def _connect(self, address: Address, port: int, *, host: str, seconds: float) -> socket.socket:
        """
        Connect to one address.

        :raises OSError: if it does not answer within these seconds
        """
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6  # noqa: PLR2004
        connecting = socket.socket(family, socket.SOCK_STREAM)
        try:
            connecting.setblocking(False)
            _raise_failure(connecting.connect_ex((str(address), port)))
            self._await_connection(connecting, host=host, patience=Patience(seconds))
            _raise_failure(connecting.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
            connecting.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            connecting.close()
            raise
        return connecting

    def _await_connection(self, connecting: socket.socket, *, host: str, patience: Patience) -> None:
        seconds = 0.0
        while not _is_ready(connecting, selectors.EVENT_WRITE, seconds=seconds):
            try:
                seconds = min(self._patience.glance(host), patience.glance(host))
            except OutOfTimeError as error:
                raise OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT)) from error


def permitted(host: str, texts: Sequence[str], *, allowed: Allowed) -> Sequence[Address]:
    """
    Keep of a host's addresses those that may be reached.

    :raises RefusedAddressError: if none may
    """
    found = [address for address in map(read_address, texts) if address is not None]
    fit = [address for address in found if allowed.permits(address, host=host)]
    if fit:
        return fit[:_MOST_ADDRESSES]
    raise RefusedAddressError(
        f"{_where_to(host, found)}, which sources may not reach. If it is a server of your own, "
        f"whoever runs Broadsheet can allow it with {ALLOW_SETTING}"
    )


def _where_to(host: str, found: Sequence[Address]) -> str:
    if not found:
        return f"{host} leads to no address that can be read"
    kind = f"{special_kind(found[0])} address"
    return f"{host} is {kind}" if str(found[0]) == host.strip("[]") else f"{host} leads to {found[0]}, {kind}"


def _raise_failure(code: int) -> None:
    if code not in _UNDER_WAY:
        raise OSError(code, os.strerror(code))


def _is_ready(connection: socket.socket, event: int, *, seconds: float) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(connection, event)
        return bool(selector.select(seconds))


class _Stream(httpcore.NetworkStream):
    def __init__(self, connected: socket.socket, *, host: str, patience: Patience, meter: Meter) -> None:
        self._socket = connected
        self._host = host
        self._patience = patience
        self._meter = meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        data: bytes = self._patiently(lambda: self._socket.recv(max_bytes))
        self._meter.spend(len(data), host=self._host)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        while buffer:
            sent: int = self._patiently(lambda rest=buffer: self._socket.send(rest))  # type: ignore[misc]
            buffer = buffer[sent:]

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        name = server_hostname or self._host
        wrapped = ssl_context.wrap_socket(self._socket, server_hostname=name, do_handshake_on_connect=False)
        secure = _Stream(wrapped, host=self._host, patience=self._patience, meter=self._meter)
        try:
            secure._patiently(wrapped.do_handshake)
        except BaseException:
            wrapped.close()
            raise
        return secure

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return _is_ready(self._socket, selectors.EVENT_READ, seconds=0)
        return self._socket if info == "socket" else None

    def _patiently(self, act: Callable[[], Any]) -> Any:
        """Do what may have to wait, in waits short enough to notice that the look has ended."""
        while True:
            self._socket.settimeout(self._patience.glance(self._host))
            try:
                return act()
            except TimeoutError:
                continue
            except ssl.SSLCertVerificationError as error:
                raise UnreachableError(
                    f"The certificate of {self._host} cannot be trusted: {error.verify_message}. "
                    "Nothing is fetched from it until its operator mends that"
                ) from error
            except OSError as error:
                raise UnreachableError(
                    f"The connection to {self._host} broke ({error.strerror or error}). It is tried again"
                ) from error
