"""
Fetching the pictures that items name at an address: after the story, which waits for no picture.

Few at a time and few of one source, so that a server that drips holds up its own pictures alone. What came is decoded
and added by the clerk's own loop; a death in between fetches it again.
"""

import queue
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

import structlog

from broadsheet.contracts.fetching import FetchError, FetchOrder, SourceKind
from broadsheet.contracts.news import ItemPicture
from broadsheet.fetching.ap.answers import may_have_key
from broadsheet.fetching.credentials import secret_headers
from broadsheet.fetching.places import BadAddressError, is_same_place, read_place
from broadsheet.fetching.web import Limits, Web, site_web
from broadsheet.wire.facts import item_from
from broadsheet.wire.illustrations import give_up_picture, keep_fetched_picture
from broadsheet.wire.locking import LockedError
from broadsheet.wire.models import Source, WantedPicture
from broadsheet.wire.pictures import LARGEST_PICTURE, is_on_the_web, renditions_by_worth
from broadsheet.wire.sources import order_for

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 6
MOST_OF_A_SOURCE = 2
MOST_SLOW = 2  # of all sources whose last picture was slow: however many drip, the others keep the rest
SLOW_SECONDS = 3.0
MOST_ATTEMPTS = 6
_LIMITS = Limits(seconds=20, raw_bytes=LARGEST_PICTURE, decoded_bytes=LARGEST_PICTURE)
_FIRST_WAIT = timedelta(seconds=10)  # doubled with each attempt: the last comes after some ten minutes
_GLANCE = timedelta(seconds=0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One picture to fetch: `secrets` are headers for `address` alone."""

    wanted: int
    source: int
    address: str
    secrets: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came of a fetch; `error` tells in words that it failed."""

    fetch: Fetch
    seconds: float
    data: bytes = field(default=b"", repr=False)
    error: str = ""


@dataclass(slots=True)
class Illustrator:
    """Fetches what is wanted; what it remembers only spares work."""

    make_web: Callable[[], Web] = site_web
    _web: Web | None = None
    _running: dict[int, Fetch] = field(default_factory=dict)
    _slow: set[int] = field(default_factory=set)
    _came: "queue.SimpleQueue[Came]" = field(default_factory=queue.SimpleQueue)
    _ending: threading.Event = field(default_factory=threading.Event)
    _next_glance: datetime | None = None

    def look(self, now: datetime) -> bool:
        """Keep one picture that came, send out for more; whether another waits to be kept."""
        self._keep_one(now=now)
        if self._next_glance is None or now >= self._next_glance:
            self._next_glance = now + _GLANCE
            self._send_out(now=now)
        return not self._came.empty()

    def end(self) -> None:
        """Stop fetching; what did not come is fetched again."""
        self._ending.set()
        self._ending, self._running, self._came = threading.Event(), {}, queue.SimpleQueue()
        self._next_glance = None

    def _keep_one(self, *, now: datetime) -> None:
        try:
            came = self._came.get_nowait()
        except queue.Empty:
            return
        fetch = came.fetch
        self._running.pop(fetch.wanted, None)
        (self._slow.add if came.seconds >= SLOW_SECONDS else self._slow.discard)(fetch.source)
        wanted = WantedPicture.objects.filter(pk=fetch.wanted).first()
        if wanted is None:
            return
        if not came.error:
            keep_fetched_picture(wanted, data=came.data, address=fetch.address, now=now)
            return
        log.info("wire_picture_failed", wanted=wanted.pk, attempts=wanted.attempts, error=came.error)
        if wanted.attempts >= MOST_ATTEMPTS:
            give_up_picture(wanted, reason=f"A picture could not be fetched: {came.error}")

    def _send_out(self, *, now: datetime) -> None:
        while len(self._running) < MOST_AT_ONCE and (wanted := self._next_due(now)) is not None:
            fetch = self._prepared(wanted, source=wanted.revision.item.source, now=now)
            if fetch is not None:
                self._start(fetch)

    def _next_due(self, now: datetime) -> WantedPicture | None:
        """The picture that has waited longest, of a source that may ask for another."""
        busy = Counter(fetch.source for fetch in self._running.values())
        shut = {source for source, count in busy.items() if count >= MOST_OF_A_SOURCE}
        if sum(busy[source] for source in self._slow) >= MOST_SLOW:
            shut |= self._slow
        due = WantedPicture.objects.filter(not_before__lte=now).exclude(pk__in=list(self._running))
        due = due.exclude(revision__item__source_id__in=shut).select_related("revision__item__source")
        return due.order_by("not_before", "pk").first()

    def _prepared(self, wanted: WantedPicture, *, source: Source, now: datetime) -> Fetch | None:
        picture = item_from(wanted.revision.facts).pictures[wanted.position]
        address = address_for(picture, attempt=wanted.attempts)
        wanted.attempts += 1
        wanted.not_before = now + _FIRST_WAIT * 2 ** min(wanted.attempts, MOST_ATTEMPTS)
        wanted.save(update_fields=["attempts", "not_before"])
        try:
            return Fetch(wanted=wanted.pk, source=source.pk, address=address, secrets=_secrets(source, address))
        except (LockedError, FetchError) as error:
            give_up_picture(wanted, reason=f"A picture could not be fetched: {error}")
            return None

    def _start(self, fetch: Fetch) -> None:
        self._web = self._web or self.make_web()
        self._running[fetch.wanted] = fetch
        arguments = (fetch, self._web, self._came, self._ending)
        threading.Thread(target=_run, args=arguments, name=f"wire-picture-{fetch.wanted}", daemon=True).start()


def address_for(picture: ItemPicture, *, attempt: int) -> str:
    """The best file that is on the web; where it failed twice, the next best."""
    addresses = [rendition.href for rendition in renditions_by_worth(picture) if is_on_the_web(rendition.href)]
    return addresses[min(attempt // 2, len(addresses) - 1)]


def _secrets(source: Source, address: str) -> dict[str, str]:
    """What the source's own server asks for with each question; no other server is told."""
    if not source.is_fetched or not urlsplit(source.address).scheme.startswith("http"):
        return {}
    order: FetchOrder = order_for(source)
    if source.kind == SourceKind.AP:
        return {"x-api-key": order.secret.strip()} if may_have_key(address, feed=source.address) else {}
    try:
        is_told = is_same_place(read_place(source.address), read_place(address))
    except BadAddressError:
        return {}
    return secret_headers(order) if is_told else {}


def _run(fetch: Fetch, web: Web, came: "queue.SimpleQueue[Came]", ending: threading.Event) -> None:
    began, data, error = monotonic(), b"", ""
    try:
        data = web.get(fetch.address, secrets=fetch.secrets, limits=_LIMITS, stop=ending.is_set).body
    except FetchError as failed:
        error = str(failed) or "the server did not give it"
    except Exception as failed:  # whatever breaks on a hostile server, the others go on
        log.exception("wire_picture_fetch_broke", wanted=fetch.wanted)
        error = f"{type(failed).__name__}: {failed}"[:1000]
    came.put(Came(fetch=fetch, seconds=monotonic() - began, data=data, error=error))
