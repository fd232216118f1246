"""Addresses that are asked again and again: RSS, Atom, JSON Feed, or any wire document."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import httpx

from broadsheet.contracts.fetching import Document, Fetched, FetchError, FetchOrder
from broadsheet.fetching.credentials import secret_headers
from broadsheet.fetching.patience import StoppedError
from broadsheet.fetching.pauses import UNNAMED_RETRY, freshness, retry_pause
from broadsheet.fetching.web import Answer, Limits, Web, refusal, site_web

_LIMITS = Limits(seconds=60.0)
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml, */*;q=0.5"
_LONGEST_VALIDATOR = 1_000  # letters of an ETag that are worth keeping
_NOT_MODIFIED = 304
_TOO_MANY, _UNAVAILABLE = 429, 503
_SUCCESS = range(200, 300)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9_.:+-]{1,40})", re.IGNORECASE)
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)


class NotAFeedError(FetchError):
    """The address answers with a web page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What of the last committed answer serves to ask whether anything changed: the cursor of this kind of source."""

    address: str = ""
    etag: str = ""
    modified: str = ""
    digest: str = ""

    @classmethod
    def read(cls, order: FetchOrder) -> "_Seen":
        """Read the cursor; one of another address, or of another making, is none."""
        try:
            stored = json.loads(order.cursor)
            seen = cls(**{name: str(text) for name, text in stored.items()})
        except (ValueError, TypeError, AttributeError):
            return cls()
        return seen if seen.address == order.address else cls()

    def written(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    def questions(self) -> dict[str, str]:
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: text for name, text in asked.items() if text}


class HttpFetcher:
    """
    Polls an address, asking only for what changed.

    `FetchOrder.user` and `secret` authenticate; the option `header` names a header that carries the secret instead.
    """

    def __init__(
        self, web: Web | None = None, *, limits: Limits = _LIMITS, clock: Callable[[], datetime] | None = None
    ) -> None:
        self._web = web or site_web()
        self._limits = limits
        self._clock = clock or (lambda: datetime.now(UTC))

    def fetch(self, order: FetchOrder, *, stop: Callable[[], bool]) -> Fetched:
        """
        Ask once whether there is anything new.

        :raises FetchError: if there is no whole answer, or it is no document
        """
        seen = _Seen.read(order)
        try:
            with self._web.visit(limits=self._limits, stop=stop) as visit:
                answer = visit.ask(
                    order.address, headers={"Accept": _ACCEPT, **seen.questions()}, secrets=secret_headers(order)
                )
        except StoppedError:
            return Fetched(cursor=order.cursor)
        return self._fetched(answer, order=order, seen=seen)

    def finish(self, order: FetchOrder, documents: Sequence[Document]) -> None:
        """Nothing is to be done at a server that is only read."""

    def _fetched(self, answer: Answer, *, order: FetchOrder, seen: _Seen) -> Fetched:
        pause = retry_pause(answer.headers, now=self._clock())
        if answer.status == _TOO_MANY or (answer.status == _UNAVAILABLE and pause is not None):
            return Fetched(
                cursor=order.cursor,
                pause=UNNAMED_RETRY if pause is None else pause,
                troubles=(str(refusal(answer)),),
            )
        if answer.status not in (*_SUCCESS, _NOT_MODIFIED):
            raise refusal(answer)
        pause = freshness(answer.headers, body=answer.body)
        troubles = _moved(answer, order=order)
        digest = hashlib.sha256(answer.body).hexdigest()
        if answer.status == _NOT_MODIFIED or not answer.body or digest == seen.digest:
            return Fetched(cursor=order.cursor, pause=pause, troubles=troubles)
        _refuse_web_page(answer)
        now_seen = _Seen(
            address=order.address,
            etag=_validator(answer.headers.get("etag", "")),
            modified=_validator(answer.headers.get("last-modified", "")),
            digest=digest,
        )
        document = _document(answer)
        return Fetched(documents=(document,), cursor=now_seen.written(), pause=pause, troubles=troubles)


def _document(answer: Answer) -> Document:
    place = httpx.URL(answer.address)
    charset = _CHARSET.search(answer.headers.get("content-type", ""))
    return Document(
        data=answer.body,
        name=f"{place.host}{place.path}",
        key=answer.address,
        charset=charset[1].lower() if charset else "",
        address=answer.address,
    )


def _validator(text: str) -> str:
    return text if len(text) <= _LONGEST_VALIDATOR and text.isprintable() else ""


def _moved(answer: Answer, *, order: FetchOrder) -> tuple[str, ...]:
    if not answer.moved_to:
        return ()
    told = (
        f"{httpx.URL(order.address).host} says that this address has moved for good to {answer.moved_to}. "
        "Put the new address into the source; the old one may stop"
    )
    return (told,)


def _refuse_web_page(answer: Answer) -> None:
    if "html" in answer.headers.get("content-type", "").lower() and _WEB_PAGE.match(answer.body[:4096]):
        raise NotAFeedError(
            f"{httpx.URL(answer.address).host} answers with a web page, not a feed. The address may be that of the "
            "page which names the feed, or the server may want a login"
        )
