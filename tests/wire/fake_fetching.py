"""A fetcher that keeps the Protocol and does what a test tells it, and a clerk that looks until all is quiet."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic, sleep

from broadsheet.contracts.fetching import Document, Fetched, Fetcher, FetchError, FetchOrder, SourceKind
from broadsheet.wire.fetching.collecting import Collector
from broadsheet.wire.models import Source
from wire.newsroom import NOON

_PATIENCE = 10.0


@dataclass(slots=True)
class FakeFetcher:
    """Answers by address, one script entry a look; the last entry stays. A look at a hanging address waits."""

    scripts: dict[str, list[Fetched | FetchError]] = field(default_factory=dict)
    hanging: set[str] = field(default_factory=set)
    orders: list[FetchOrder] = field(default_factory=list)
    finished: list[tuple[str, ...]] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    deaf: threading.Event = field(default_factory=threading.Event)

    def fetch(self, order: FetchOrder, *, stop: Callable[[], bool]) -> Fetched:
        self.orders.append(order)
        if order.address in self.hanging:
            while not stop():
                sleep(0.005)
            self.stopped.append(order.address)
            return Fetched(cursor=order.cursor)
        script = self.scripts.get(order.address, [Fetched()])
        answer = script.pop(0) if len(script) > 1 else script[0]
        if isinstance(answer, FetchError):
            raise answer
        return answer

    def finish(self, order: FetchOrder, documents: Sequence[Document]) -> None:  # noqa: ARG002  the Protocol's
        self.finished.append(tuple(document.key for document in documents))


@dataclass(slots=True)
class FetchingClerk:
    """The clerk's step for one fetcher, on a clock that the test moves."""

    fetcher: FakeFetcher = field(default_factory=FakeFetcher)
    now: datetime = NOON
    collector: Collector = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Begin anew, remembering nothing."""

        def fetcher_for(kind: SourceKind) -> Fetcher:
            return self.fetcher

        self.collector = Collector(fetcher_for=fetcher_for, chance=lambda: 0.0)

    def work(self, *, until: Callable[[], bool]) -> None:
        """Look again and again, two seconds of its own clock apart, until something is so."""
        deadline = monotonic() + _PATIENCE
        while not until():
            assert monotonic() < deadline, "the clerk never came to that"
            self.collector.look(self.now)
            self.now += timedelta(seconds=2)
            sleep(0.002)

    def work_through(self, source: Source, *, looks: int = 1) -> None:
        """Work until a source was looked at so many times, and nothing of it is in the making."""
        asked = len([order for order in self.fetcher.orders if order.address == source.address]) + looks

        def is_done() -> bool:
            orders = [order for order in self.fetcher.orders if order.address == source.address]
            return len(orders) >= asked and source.pk not in self.collector._orders

        self.work(until=is_done)


def http_source(slug: str, **fields: object) -> Source:
    facts = {"name": slug.title(), "kind": SourceKind.HTTP, "address": f"https://{slug}.example/feed", "interval": 60}
    return Source.objects.create(slug=slug, **{**facts, **fields})


def document(data: bytes, *, key: str = "1") -> Document:
    return Document(data=data, name=f"{key}.json", key=key)
