"""
Fetching the pictures that items name at an address: after the story, which waits for no picture.

Few at a time and each source in turn, so that a server that drips holds up its own pictures alone. A place is free
for the next once the bytes are here; they are decoded and added by the clerk's own loop, some at each look. A death in
between fetches them again.
"""

import queue
import threading
from collections import deque
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
from broadsheet.wire import sentences
from broadsheet.wire.facts import item_from
from broadsheet.wire.fetching.turns import Turns
from broadsheet.wire.illustrations import give_up_picture, keep_fetched_picture, too_many_wanted
from broadsheet.wire.locking import LockedError
from broadsheet.wire.models import Source, WantedPicture
from broadsheet.wire.pictures import LARGEST_PICTURE, is_on_the_web, renditions_by_worth
from broadsheet.wire.sentences import gettext_noop
from broadsheet.wire.sources import order_for

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 6
MOST_WAITING = 12  # pictures that came and are not kept yet; beyond, nothing new is fetched
MOST_WAITING_BYTES = LARGEST_PICTURE
KEEPING_SECONDS = 0.2  # a look: what else the clerk does waits no longer, a kill among it
MOST_ATTEMPTS = 6
MOST_WANTED = 1_000  # of a source
_LIMITS = Limits(seconds=20, raw_bytes=LARGEST_PICTURE, decoded_bytes=LARGEST_PICTURE)
_FIRST_WAIT = timedelta(seconds=10)  # doubled with each attempt: the last comes after some ten minutes
_GLANCE = timedelta(seconds=0.5)
_COUNT_EVERY = timedelta(seconds=10)


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
    clock: Callable[[], float] = monotonic
    _web: Web | None = None
    _turns: Turns = field(default_factory=Turns)
    _running: dict[int, Fetch] = field(default_factory=dict)
    _came: "queue.SimpleQueue[Came]" = field(default_factory=queue.SimpleQueue)
    _waiting: deque[Came] = field(default_factory=deque)
    _ending: threading.Event = field(default_factory=threading.Event)
    _next_glance: datetime | None = None
    _next_count: datetime | None = None

    def look(self, now: datetime) -> bool:
        """Take in what came, send out for more, keep pictures for a moment; whether others wait to be kept."""
        self._take_in()
        if self._next_glance is None or now >= self._next_glance:
            self._next_glance = now + _GLANCE
            self._give_up_some(now=now)
            self._send_out(now=now)
        self._keep_some(now=now)
        return bool(self._waiting)

    def end(self) -> None:
        """Stop fetching; what did not come is fetched again."""
        self._ending.set()
        self._ending, self._running, self._came = threading.Event(), {}, queue.SimpleQueue()
        self._waiting.clear()
        self._next_glance = None

    def _take_in(self) -> None:
        while not self._came.empty():
            came = self._came.get_nowait()
            self._running.pop(came.fetch.wanted, None)
            self._waiting.append(came)
            self._next_glance = None  # its place is free

    def _keep_some(self, *, now: datetime) -> None:
        ends = self.clock() + KEEPING_SECONDS
        while self._waiting:
            came = self._waiting.popleft()
            is_kept = self._keep(came, now=now)
            self._turns.note(came.fetch.source, is_kept=is_kept, seconds=came.seconds, now=now)
            if self.clock() >= ends:
                return

    def _keep(self, came: Came, *, now: datetime) -> bool:
        """Whether the picture is in the library now."""
        wanted = WantedPicture.objects.filter(pk=came.fetch.wanted).select_related("revision__item__source").first()
        if wanted is None:
            return not came.error
        if not came.error:
            return keep_fetched_picture(wanted, data=came.data, address=came.fetch.address, now=now)
        log.info("wire_picture_failed", wanted=wanted.pk, attempts=wanted.attempts, error=came.error)
        if wanted.attempts >= MOST_ATTEMPTS:
            give_up_picture(wanted, reason=sentences.PICTURE_NOT_FETCHED % {"error": came.error})
        return False

    def _give_up_some(self, *, now: datetime) -> None:
        """Whoever names more pictures than can be fetched loses the oldest of them."""
        if self._next_count is None or now >= self._next_count:
            self._next_count = now + _COUNT_EVERY
            for wanted in too_many_wanted(most=MOST_WANTED):
                give_up_picture(wanted, reason=sentences.NEWER_PICTURES_WAIT % {"most": f"{MOST_WANTED:,}"})

    def _send_out(self, *, now: datetime) -> None:
        while self._has_room() and (wanted := self._next_due(now)) is not None:
            self._turns.took(wanted.source_id)
            fetch = self._prepared(wanted, now=now)
            if fetch is not None:
                self._start(fetch)

    def _has_room(self) -> bool:
        if len(self._running) >= MOST_AT_ONCE or len(self._waiting) >= MOST_WAITING:
            return False
        return sum(len(came.data) for came in self._waiting) < MOST_WAITING_BYTES

    def _next_due(self, now: datetime) -> WantedPicture | None:
        """The picture that has waited longest, of a source that may ask for another and whose turn it is."""
        shut = self._turns.shut((fetch.source for fetch in self._running.values()), now=now)
        here = [*self._running, *(came.fetch.wanted for came in self._waiting)]
        due = WantedPicture.objects.filter(not_before__lte=now).exclude(pk__in=here)
        due = due.select_related("revision", "source").order_by("not_before", "pk")
        found = due.exclude(source__in=shut | self._turns.had).first()
        if found is not None or not self._turns.had:
            return found
        self._turns.begin_round()
        return due.exclude(source__in=shut).first()

    def _prepared(self, wanted: WantedPicture, *, now: datetime) -> Fetch | None:
        picture = item_from(wanted.revision.facts).pictures[wanted.position]
        address = address_for(picture, attempt=wanted.attempts)
        wanted.attempts += 1
        wanted.not_before = now + _FIRST_WAIT * 2 ** min(wanted.attempts, MOST_ATTEMPTS)
        wanted.save(update_fields=["attempts", "not_before"])
        try:
            secrets = _secrets(wanted.source, address)
            return Fetch(wanted=wanted.pk, source=wanted.source_id, address=address, secrets=secrets)
        except (LockedError, FetchError) as error:
            give_up_picture(wanted, reason=sentences.PICTURE_NOT_FETCHED % {"error": error})
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
        error = str(failed) or gettext_noop("the server did not give it")
    except Exception as failed:  # whatever breaks on a hostile server, the others go on
        log.exception("wire_picture_fetch_broke", wanted=fetch.wanted)
        error = f"{type(failed).__name__}: {failed}"[:1000]
    came.put(Came(fetch=fetch, seconds=monotonic() - began, data=data, error=error))
