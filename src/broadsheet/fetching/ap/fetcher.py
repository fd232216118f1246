"""
The long poll of AP's Media API.

AP holds a question up to 15 seconds until something comes; the answer names the next page, which is asked at once
(api.ap.org/media/v/docs, "Feed" and "Getting Content Updates"). An item's text lies behind an address of its own: what
cannot be joined just now is held in the cursor while the feed goes on, so that one story stops no other and none is
lost.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from broadsheet.contracts.fetching import Document, Fetched, FetchError, FetchOrder
from broadsheet.fetching.ap.answers import TOKEN_EXPIRED, Page, ap_refusal, error_code, quota_pause, read_page
from broadsheet.fetching.ap.cursor import Held, Place
from broadsheet.fetching.ap.joining import Joined, Joiner, Joinery, is_alarming
from broadsheet.fetching.patience import StoppedError
from broadsheet.fetching.pauses import UNNAMED_RETRY, retry_pause
from broadsheet.fetching.places import BadAddressError, read_place
from broadsheet.fetching.web import Answer, Limits, Visit, Web, site_web

MOST_HELD = 200  # items that wait for their text; beyond, no new page is asked for
_POLL = Limits(seconds=45.0)
_PARTS = Limits(seconds=10.0)  # for all parts of a look: what is whole by then is not kept waiting by what is not
_KILL_SECONDS = 2.0  # that a kill waits for the words of its notice; it counts without them
_HELD_OPEN = 1.0  # seconds: an empty answer that took as long was a long poll, and the next may begin at once
_OK, _BAD_REQUEST, _TOO_MANY, _UNAVAILABLE = 200, 400, 429, 503

_STARTED_OVER = (
    "AP no longer knows how far this source had read (it forgets after 72 hours without a look), so it starts again "
    "with the newest. What was sent in between is to be looked up in AP Newsroom"
)


class BadKeyError(FetchError):
    """The source's key is missing, or stands where others can read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What asking for a page gave: the page, or only a wish to be left alone."""

    page: Page | None = None
    pause: float | None = None
    troubles: tuple[str, ...] = ()
    seconds: float = 0.0


class ApFetcher:
    """
    Follows a feed of AP's Media API with the key in `FetchOrder.secret`.

    `joinery` knows how an item and its text join (`formats.ap`, which this room may not import).
    """

    def __init__(
        self,
        joinery: Joinery,
        *,
        web: Web | None = None,
        poll: Limits = _POLL,
        parts: Limits = _PARTS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._joinery = joinery
        self._web = web or site_web()
        self._poll = poll
        self._parts = parts
        self._clock = clock

    def fetch(self, order: FetchOrder, *, stop: Callable[[], bool]) -> Fetched:
        """
        Deliver what waited and is whole now; else ask for the next page and deliver what is whole of it.

        :raises FetchError: if AP cannot be reached, refuses, or answers something else
        """
        order = _with_key(order)
        place = Place.read(order)
        before = self._join(place.held, order=order, stop=stop)
        is_full = len(before.held) >= MOST_HELD
        if before.documents or is_full or stop():
            pause = None if before.documents else _until_due(before.held, now=self._clock())
            return _fetched(before, place=place, held=before.held, is_more=True, pause=pause)
        try:
            turn = self._turn(place, order=order, stop=stop)
        except StoppedError:
            return _fetched(before, place=place, held=before.held)
        except FetchError as error:
            if before.held == place.held:
                raise
            return _fetched(before, place=place, held=before.held, troubles=(str(error),))  # tries are counted
        if turn.page is None:
            return _fetched(before, place=place, held=before.held, pause=turn.pause, troubles=turn.troubles)
        items = [Held(document=document) for document in self._joinery.single_items(turn.page.answer)]
        kills = [held for held in items if is_alarming(held.item)]
        others = [held for held in items if not is_alarming(held.item)]
        # The other items of a page with a kill are joined by the next look, which follows at once.
        after = self._join(kills or others, order=order, stop=stop)
        later = others if kills else []
        is_open = bool(items) or turn.seconds >= _HELD_OPEN
        return _fetched(
            after,
            place=Place(feed=order.address, next_page=turn.page.next_page),
            held=(*before.held, *after.held, *later),
            is_more=bool(later) or (is_open and bool(turn.page.next_page)),
            pause=turn.pause,
            troubles=(*turn.troubles, *before.troubles),
        )

    def finish(self, order: FetchOrder, documents: Sequence[Document]) -> None:
        """Nothing is to be done at AP: it knows by the next page how far we are."""

    def _join(self, waiting: Iterable[Held], *, order: FetchOrder, stop: Callable[[], bool]) -> Joined:
        waiting = tuple(waiting)
        if not waiting:
            return Joined()
        has_kill = any(is_alarming(held.item) for held in waiting)
        limits = replace(self._parts, seconds=min(self._parts.seconds, _KILL_SECONDS)) if has_kill else self._parts
        with self._web.visit(limits=limits, stop=stop) as visit:
            joiner = Joiner(self._joinery, visit=visit, feed=order.address, secret=order.secret, clock=self._clock)
            return joiner.join(waiting)

    def _turn(self, place: Place, *, order: FetchOrder, stop: Callable[[], bool]) -> _Turn:
        began = self._clock()
        troubles: tuple[str, ...] = ()
        with self._web.visit(limits=self._poll, stop=stop) as visit:
            answer = _ask(visit, place.next_page or order.address, order=order)
            if answer.status >= _BAD_REQUEST and place.next_page and error_code(answer) == TOKEN_EXPIRED:
                troubles = (_STARTED_OVER,)
                answer = _ask(visit, order.address, order=order)
        pause = retry_pause(answer.headers, now=datetime.fromtimestamp(self._clock(), UTC))
        pause = quota_pause(answer.headers) if pause is None else pause
        if answer.status == _TOO_MANY or (answer.status == _UNAVAILABLE and pause is not None):
            pause = UNNAMED_RETRY if pause is None else pause
            return _Turn(pause=pause, troubles=(str(ap_refusal(answer, secret=order.secret)),))
        if answer.status != _OK:
            raise ap_refusal(answer, secret=order.secret)
        page = read_page(answer, feed=order.address)
        return _Turn(page=page, pause=pause, troubles=(*troubles, *page.troubles), seconds=self._clock() - began)


def _fetched(
    joined: Joined,
    *,
    place: Place,
    held: tuple[Held, ...],
    is_more: bool = False,
    pause: float | None = None,
    troubles: tuple[str, ...] = (),
) -> Fetched:
    return Fetched(
        documents=joined.documents,
        cursor=Place(feed=place.feed, next_page=place.next_page, held=held).written(),
        is_more=is_more and pause is None,
        pause=pause,
        troubles=(*troubles, *joined.troubles),
    )


def _until_due(held: Sequence[Held], *, now: float) -> float | None:
    return max(0.0, min(one.not_before for one in held) - now) if held else None


def _ask(visit: Visit, address: str, *, order: FetchOrder) -> Answer:
    return visit.ask(address, headers={"Accept": "application/json"}, secrets={"x-api-key": order.secret})


def _with_key(order: FetchOrder) -> FetchOrder:
    key = order.secret.strip()  # keys are pasted, with what stood around them
    if not key:
        raise BadKeyError("AP wants a key with every question. Put the key of your AP account into the source")
    try:
        has_key = "apikey" in read_place(order.address).params
    except BadAddressError:
        has_key = False  # asking for it says what is wrong
    if has_key:
        raise BadKeyError(
            "The address holds the key (apikey=…), where logs and screens show it. Take it out of the address and put "
            "it into the source's key"
        )
    return replace(order, secret=key)
