"""
The guarded way to the web: every hop checked, everything bounded, one deadline for all of it.

    web = Web(allowed=read_allowed(words))
    answer = web.get("https://pictures.example.com/1.jpg", limits=Limits(seconds=20))

No proxy of the environment is used, no cookie kept, TLS is always verified, and what is secret is never sent to another
host than the one it was given for.
"""

import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import IO

import httpcore
import httpx

from broadsheet import __version__
from broadsheet.contracts.fetching import FetchError
from broadsheet.contracts.news import LARGEST_FILE
from broadsheet.environment.fetching import fetch_allowed
from broadsheet.fetching.addresses import Allowed, read_allowed
from broadsheet.fetching.connecting import (
    Crumbs,
    GuardedBackend,
    Meter,
    OversizeError,
    Resolver,
    UnreachableError,
    resolve,
)
from broadsheet.fetching.decoding import ACCEPTED, UndecodableError, decoded
from broadsheet.fetching.patience import Patience, StoppedError, never
from broadsheet.fetching.places import BadAddressError, is_same_place, read_place

_MOST_REDIRECTS = 5
_HEADER_BYTES = 128 * 1024  # what an answer may have before its body; httpcore ends a single header block at 100 KB
_EXCUSE_BYTES = 64 * 1024  # read of the body of an answer that is no success: enough for an error's number
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_SUCCESS = range(200, 300)


class TooManyRedirectsError(FetchError):
    """The address leads from one place to another without end."""


class BadAnswerError(FetchError):
    """What came is no whole answer of HTTP."""


class BadHeaderError(FetchError):
    """A header that the source's settings ask for cannot be sent."""


class StatusError(FetchError):
    """The server answered that it will not give the document; `status` is its number."""

    def __init__(self, text: str, *, status: int) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one answer may cost: `raw_bytes` as they come over the wire, `decoded_bytes` when unpacked."""

    seconds: float = 30.0
    raw_bytes: int = LARGEST_FILE
    decoded_bytes: int = LARGEST_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    What a server said in the end. `headers` have lower-case names; those that came several times are joined by ", ".

    `address` is where the answer came from; `moved_to` is where permanent redirects alone lead, "" if nowhere.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    address: str
    moved_to: str = ""


class Web:
    """A guarded way to the web; made once, used from many threads. `trust` is the TLS trust, certifi's by default."""

    def __init__(
        self, *, allowed: Allowed | None = None, resolver: Resolver = resolve, trust: ssl.SSLContext | None = None
    ) -> None:
        self._allowed = allowed or Allowed()
        self._resolver = resolver
        # SSL_CERT_FILE of the environment is honoured: a newsroom's own authority for its own servers.
        self._trust = trust or httpx.create_ssl_context()

    def get(
        self,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        stop: Callable[[], bool] = never,
    ) -> Answer:
        """
        Fetch one document. `secrets` are headers that only the host of the address may see.

        :raises FetchError: if it cannot be had; StatusError where the server says anything but success
        """
        with self.visit(limits=limits or Limits(), stop=stop) as visit:
            answer = visit.ask(address, headers=headers or {}, secrets=secrets or {})
        if answer.status not in _SUCCESS:
            raise refusal(answer)
        return answer

    def save(self, address: str, file: IO[bytes], *, limits: Limits, stop: Callable[[], bool] = never) -> None:
        """
        Fetch one document into a file, piece by piece, whatever its size within the limits.

        :raises FetchError: if it cannot be had whole; what the file holds then is of no use
        """
        with self.visit(limits=limits, stop=stop, into=file) as visit:
            answer = visit.ask(address, headers={}, secrets={})
        if answer.status not in _SUCCESS:
            raise refusal(answer)

    @contextmanager
    def visit(
        self, *, limits: Limits, stop: Callable[[], bool] = never, into: IO[bytes] | None = None
    ) -> Iterator["Visit"]:
        """
        Open a visit for several questions under one deadline, over connections that are kept meanwhile.

        With a file to put them `into`, the bodies of successful answers are there and not in the answers.
        """
        patience = Patience(limits.seconds, stop=stop)
        meter = Meter()
        backend = GuardedBackend(allowed=self._allowed, resolver=self._resolver, patience=patience, meter=meter)
        pool = httpcore.ConnectionPool(ssl_context=self._trust, network_backend=backend, max_connections=4)
        try:
            yield Visit(pool, limits=limits, patience=patience, meter=meter, into=into)
        finally:
            pool.close()


def site_web() -> Web:
    """
    Make the way to the web that this site's settings allow.

    :raises EnvironmentError: if BROADSHEET_FETCH_ALLOW cannot be read
    """
    return Web(allowed=read_allowed(fetch_allowed()))


class Visit:
    """Questions asked one after another by one thread."""

    def __init__(
        self,
        pool: httpcore.ConnectionPool,
        *,
        limits: Limits,
        patience: Patience,
        meter: Meter,
        into: IO[bytes] | None = None,
    ) -> None:
        self._pool = pool
        self._into = into
        self._limits = limits
        self._patience = patience
        self._meter = meter

    def ask(self, address: str, *, headers: Mapping[str, str], secrets: Mapping[str, str]) -> Answer:
        """
        Get an address and follow its redirects; the answer may have any status.

        :raises FetchError: if there is no whole answer within the limits, or a hop is refused
        """
        start = place = read_place(address)
        seen = [place]
        is_moved, moved_to = True, ""
        while True:
            sent = {**headers, **(secrets if is_same_place(start, place) else {})}
            answer = self._ask_once(place, headers=sent)
            if answer.status not in _REDIRECTS:
                return replace(answer, moved_to=moved_to)
            place = _next_place(place, answer.headers.get("location", ""), seen=seen)
            seen.append(place)
            is_moved = is_moved and answer.status in _PERMANENT
            moved_to = str(place) if is_moved else moved_to

    def _ask_once(self, place: httpx.URL, *, headers: Mapping[str, str]) -> Answer:
        self._meter.allow(_HEADER_BYTES)
        request = httpcore.Request(
            "GET",
            httpcore.URL(scheme=place.raw_scheme, host=place.raw_host, port=place.port, target=place.raw_path),
            headers=_header_lines(place, headers),
        )
        try:
            response = self._pool.handle_request(request)
            try:
                return self._read(response, place)
            finally:
                response.close()
        except UndecodableError as error:
            raise BadAnswerError(
                f"The answer of {place.host} cannot be used: {error}. Check that the address is the right one"
            ) from error
        except httpcore.LocalProtocolError:
            raise BadHeaderError(_BAD_HEADER) from None  # its text quotes the header, which may be the secret
        except (httpcore.NetworkError, httpcore.TimeoutException) as error:
            raise UnreachableError(f"The connection to {place.host} broke. It is tried again") from error
        except httpcore.ProtocolError as error:
            raise BadAnswerError(
                f"{place.host} did not give a whole answer ({str(error)[:200]}). It is tried again; "
                "if this goes on, ask its operator"
            ) from error

    def _read(self, response: httpcore.Response, place: httpx.URL) -> Answer:
        lines: dict[str, str] = {}
        for raw_name, raw_value in response.headers:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            lines[name] = f"{lines[name]}, {value}" if name in lines else value
        body = b""
        if response.status in _SUCCESS:
            self._refuse_oversize(lines.get("content-length", ""), host=place.host)
            self._meter.extend(self._limits.raw_bytes)
            body = self._body(response, lines, place=place)
        elif response.status not in _REDIRECTS:
            body = self._read_excuse(response, lines, place=place)
        return Answer(status=response.status, headers=lines, body=body, address=str(place))

    def _body(self, response: httpcore.Response, lines: Mapping[str, str], *, place: httpx.URL) -> bytes:
        """Gather the pieces in a buffer that gives its bytes without a second copy of them."""
        if self._into is not None:
            self._into.writelines(self._pieces(response, lines, place=place))
            return b""
        gathered = BytesIO()
        for piece in self._pieces(response, lines, place=place):
            gathered.write(piece)
        return gathered.getvalue()

    def _pieces(self, response: httpcore.Response, lines: Mapping[str, str], *, place: httpx.URL) -> Iterator[bytes]:
        chunks = _no_crumbs(response.iter_stream(), host=place.host)
        encoding = lines.get("content-encoding", "")
        for piece in decoded(chunks, encoding=encoding, most=self._limits.decoded_bytes):
            self._patience.glance(place.host)  # unpacking takes time too
            yield piece

    def _read_excuse(self, response: httpcore.Response, lines: Mapping[str, str], *, place: httpx.URL) -> bytes:
        """Read the beginning of an error's body; what is wrong with it hides nothing that the status says."""
        self._meter.extend(_EXCUSE_BYTES)
        body = b""
        try:
            for piece in self._pieces(response, lines, place=place):
                body += piece[:_EXCUSE_BYTES]
                if len(body) >= _EXCUSE_BYTES:
                    break
        except StoppedError:
            raise
        except (UndecodableError, FetchError, httpcore.ProtocolError):
            pass
        return body[:_EXCUSE_BYTES]

    def _refuse_oversize(self, length: str, *, host: str) -> None:
        if length.isascii() and length.isdecimal() and len(length) < 20:  # noqa: PLR2004  h11 refuses longer ones
            size = int(length)
            if size > self._limits.raw_bytes:
                raise OversizeError(
                    f"{host} announces {size:,} bytes; {self._limits.raw_bytes:,} is the most that is fetched. "
                    "Check that the address is the right one"
                )


def _no_crumbs(chunks: Iterable[bytes], *, host: str) -> Iterator[bytes]:
    crumbs = Crumbs()
    for chunk in chunks:
        crumbs.count(len(chunk), host=host)
        yield chunk


def refusal(answer: Answer) -> StatusError:
    """Say in an editor's words why a server does not give the document."""
    host = httpx.URL(answer.address).host
    status = answer.status
    text = _REFUSALS.get(status)
    if text is None:
        text = (
            "has trouble of its own (status {status}). It is tried again"
            if status >= 500  # noqa: PLR2004
            else "refuses to give the document (status {status}). Check the address with its operator"
        )
    return StatusError(f"{host} {text.format(status=status)}", status=status)


_REFUSALS = {
    401: "wants to know who asks, or does not take what it was told (status 401). Check user name and password or key",
    403: "does not let this newsroom have the document (status 403). Check the password or key, and the contract",
    404: "has nothing at this address (status 404). Check it for a typing mistake, or ask its operator",
    410: "says that this address is gone for good (status 410). Ask its operator for the new one, or end the source",
    429: "asks to be asked less often (status 429). It is left alone for a while",
    503: "is not serving just now (status 503). It is left alone for a while",
}


_BAD_HEADER = "The source's user name, password, key or header holds a letter that HTTP cannot carry. Type it again"


def _header_lines(place: httpx.URL, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    lines = {
        "host": place.netloc.decode("ascii"),
        "user-agent": f"Broadsheet/{__version__}",
        "accept": "*/*",
        "accept-encoding": ACCEPTED,
        **{name.lower(): value for name, value in headers.items()},
    }
    if any(not value.isprintable() for value in lines.values()):
        raise BadHeaderError(_BAD_HEADER)
    try:
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in lines.items()]
    except UnicodeEncodeError as error:
        raise BadHeaderError(_BAD_HEADER) from error


def _as_utf8(location: str) -> str:
    """Read the letters of a Location as browsers do, where it holds any that are not ASCII."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _next_place(place: httpx.URL, location: str, *, seen: list[httpx.URL]) -> httpx.URL:
    if not location:
        raise BadAnswerError(f"{place.host} sends elsewhere without saying where. Ask its operator")
    following = read_place(_as_utf8(location), base=place)
    if place.scheme == "https" and following.scheme == "http":
        raise BadAddressError(
            f"{place.host} sends from https to plain http ({following.host}), where anyone on the way could change the "
            "copy. If that is right, give the http address itself"
        )
    if following in seen:
        raise TooManyRedirectsError(f"{place.host} sends round in a circle. Check the address with its operator")
    if len(seen) > _MOST_REDIRECTS:
        raise TooManyRedirectsError(
            f"{seen[0].host} sends from address to address more than {_MOST_REDIRECTS} times. "
            "Check the address with its operator"
        )
    return following
