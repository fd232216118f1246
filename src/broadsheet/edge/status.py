"""/healthz and /metrics, on an address of their own that readers cannot reach."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from broadsheet.edge.searching import Outcome

HOST = "127.0.0.1"
_LONGEST_REQUEST = 8_192
_PATIENCE = 5.0  # seconds for a whole request


@dataclass(slots=True)
class Tally:
    """What this worker did so far. Counted on one thread alone."""

    by_class: list[int] = field(default_factory=lambda: [0] * 6)  # answers by the status' first digit
    hot: int = 0  # pages answered from memory
    cold: int = 0
    hits: int = 0
    bad_hits: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            by_class=[one + two for one, two in zip(self.by_class, other.by_class, strict=True)],
            hot=self.hot + other.hot,
            cold=self.cold + other.cold,
            hits=self.hits + other.hits,
            bad_hits=self.bad_hits + other.bad_hits,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """One look at a worker."""

    tally: Tally
    at_once: int  # of the pages from memory, without waking the event loop
    searches: Mapping[Outcome, int]  # by what became of them
    search_seconds: float  # of all together, waiting for a thread among them
    cache_entries: int
    cache_bytes: int
    dropped_hits: Mapping[str, int]
    sequence_number: int
    sequence_age: float


def metrics_text(measures: Measures) -> str:
    """The measures in Prometheus' text format."""
    tally = measures.tally
    asked = tally.hot + tally.cold
    lines = [
        "# TYPE broadsheet_edge_answers_total counter",
        *(f'broadsheet_edge_answers_total{{status="{digit}xx"}} {tally.by_class[digit]}' for digit in range(2, 6)),
        *_metric("cache_hits_total", "counter", tally.hot),
        *_metric("cache_hits_at_once_total", "counter", measures.at_once),
        *_metric("cache_misses_total", "counter", tally.cold),
        *_metric("cache_hit_share", "gauge", round(tally.hot / asked, 4) if asked else 0),
        *_metric("cache_entries", "gauge", measures.cache_entries),
        *_metric("cache_bytes", "gauge", measures.cache_bytes),
        *_metric("hits_total", "counter", tally.hits),
        "# TYPE broadsheet_edge_hits_dropped_total counter",
        f'broadsheet_edge_hits_dropped_total{{reason="malformed"}} {tally.bad_hits}',
        *(
            f'broadsheet_edge_hits_dropped_total{{reason="{reason}"}} {count}'
            for reason, count in sorted(measures.dropped_hits.items())
        ),
        "# TYPE broadsheet_edge_searches_total counter",
        *(
            f'broadsheet_edge_searches_total{{outcome="{outcome}"}} {count}'
            for outcome, count in measures.searches.items()
        ),
        *_metric("search_seconds_total", "counter", round(measures.search_seconds, 6)),
        *_metric("sequence_number", "gauge", measures.sequence_number),
        *_metric("sequence_age_seconds", "gauge", round(measures.sequence_age, 3)),
    ]
    return "\n".join(lines) + "\n"


class StatusServer:
    """A few lines of HTTP on loopback: two addresses, one answer a connection."""

    def __init__(self, *, measure: Callable[[], Measures]) -> None:
        self._measure = measure

    async def start(self, *, port: int, workers: int) -> int:
        """
        Listen on the first free of `workers` ports from `port` on (each worker has its own) and give it.

        :raises OSError: if none of them is free
        """
        for candidate in range(port, port + workers):
            try:
                await asyncio.start_server(self._answer, HOST, candidate, limit=_LONGEST_REQUEST)
            except OSError:
                if candidate == port + workers - 1:
                    raise
            else:
                return candidate
        raise OSError("a status address needs at least one worker")

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                request = await reader.readuntil(b"\r\n\r\n")
                writer.write(self._reply(request))
                await writer.drain()
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            pass
        finally:
            writer.close()

    def _reply(self, request: bytes) -> bytes:
        method, _, rest = request.partition(b" ")
        path = rest.partition(b" ")[0]
        if method not in {b"GET", b"HEAD"}:
            return _response("405 Method Not Allowed", "")
        match path:
            case b"/healthz":
                return _response("200 OK", "ok\n")
            case b"/metrics":
                return _response("200 OK", metrics_text(self._measure()))
            case _:
                return _response("404 Not Found", "")


def _metric(name: str, kind: str, value: float) -> tuple[str, str]:
    return f"# TYPE broadsheet_edge_{name} {kind}", f"broadsheet_edge_{name} {value}"


def _response(status: str, text: str) -> bytes:
    body = text.encode()
    head = (
        f"HTTP/1.1 {status}\r\ncontent-type: text/plain; version=0.0.4; charset=utf-8\r\n"
        f"content-length: {len(body)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body
