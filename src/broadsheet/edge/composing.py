"""An address to a cache entry: reads the page's piece, joins it, or says that it moved, is missing or damaged."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

from broadsheet.contracts.pieces import POLICY_PIECE, TEXT_FRAME, Outsiders, Page, PieceError, Redirect
from broadsheet.edge.answers import (
    CACHING,
    PAGE_POLICY,
    UNCACHED,
    Answer,
    Headers,
    etag_of,
    merged,
    plain_answer,
    with_frames,
    with_outsiders,
)
from broadsheet.edge.cache import Entry
from broadsheet.edge.encodings import IDENTITY, compress, is_worth_compressing
from broadsheet.edge.events import log_event
from broadsheet.edge.text_only import PREFIX, is_text, text_page
from broadsheet.joining.joiner import JoinedPage, ReadPiece, join_page

NOT_FOUND = "404"  # no request's path is that: they all begin with a slash
_OK = 200
_DAMAGED_FOR = 1.0  # seconds until a damaged page is looked at again
_NEVER = float("inf")

_PLAIN_NOT_FOUND = Page(
    status=404,
    parts=(
        (
            '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            "<title>Page not found</title><h1>Page not found</h1><p>There is nothing at this address. "
            '<a href="/">Go to the front page</a></p></html>'
        ),
    ),
)


class Composer:
    """Makes cache entries. Called from several threads; holds nothing that changes."""

    def __init__(
        self, *, read: ReadPiece, token_key: bytes, repeats_allowed: bool, security: Headers, clock: Callable[[], float]
    ) -> None:
        self._read = read
        self._token_key = token_key
        self._repeats_allowed = repeats_allowed
        self._security = security
        self._clock = clock

    def compose(self, address: str) -> Entry | None:
        """The entry for that address, in plain bytes; None where there is no such page."""
        name = piece_name(address)
        try:
            piece = self._read(name)
        except PieceError as error:
            log_event("edge_page_damaged", level="error", page=name, error=str(error))
            return self._damaged(name)
        match piece:
            case Redirect():
                return self._moved(name, piece.location)
            case Page():
                canonical = canonical_address(name)
                is_at_home = address in {canonical, NOT_FOUND}
                return self._joined(name, piece) if is_at_home else self._moved(name, canonical)
            case _ if address == NOT_FOUND:
                return self._joined(name, _PLAIN_NOT_FOUND)
            case _:
                return self._text_only(address) if is_text(address) else self._in_small_letters(address)

    def _in_small_letters(self, address: str) -> Entry | None:
        """The way from `/World/`, as it may be typed, to what stands at `/world/`; None where nothing does."""
        name, small = piece_name(address), piece_name(address.lower())
        if name == small or not self._stands(small):
            return None
        moved = self._moved(name, canonical_address(small))
        return replace(moved, names=moved.names | {small})

    def _stands(self, name: str) -> bool:
        try:
            return self._read(name) is not None
        except PieceError:  # told where it is read to be shown
            return False

    def _text_only(self, address: str) -> Entry | None:
        """The text of a story, by the address of its page; a page at the very address goes before it."""
        name = piece_name(address.removeprefix(PREFIX))
        try:
            piece = self._read(name)
            page = text_page(name, piece, read=self._read) if isinstance(piece, Page) else None
        except PieceError as error:
            log_event("edge_page_damaged", level="error", page=name, error=str(error))
            return self._damaged(name)
        if isinstance(piece, Redirect):
            return self._moved(name, f"{PREFIX}{piece.location}")
        if page is None:
            return None
        canonical = f"{PREFIX}{canonical_address(name)}"
        if address != canonical:
            return self._moved(name, canonical)
        entry = self._joined(name, page)
        return replace(entry, names=entry.names | {piece_name(address), TEXT_FRAME})

    def _joined(self, name: str, page: Page) -> Entry:
        now = datetime.fromtimestamp(self._clock(), UTC)
        joined = join_page(
            page, read=self._read, now=now, token_key=self._token_key, repeats_allowed=self._repeats_allowed
        )
        for damage in joined.damaged:
            log_event("edge_slot_dropped", level="error", page=name, error=damage)
        until = joined.valid_until
        return Entry(
            plain=self._answer(joined),
            names=joined.names | {name, POLICY_PIECE},
            valid_until=_NEVER if until is None else until.timestamp(),
        )

    def _answer(self, joined: JoinedPage) -> Answer:
        security = with_outsiders(with_frames(self._security, joined.frames), read_outsiders(self._read))
        return Answer(
            status=joined.status,
            headers=merged(security, CACHING, joined.headers),
            body=joined.body,
        )

    def _moved(self, name: str, location: str) -> Entry:
        # Two slashes, or a backslash that browsers read as one, would lead to another host.
        safe = "/" + quote(location, safe="/?&=#%:@!$'()*+,;~-._").lstrip("/")
        headers = merged(self._security, CACHING, [("location", safe), ("content-type", "text/plain; charset=utf-8")])
        answer = Answer(status=301, headers=headers, body=f"Moved to {safe}\n".encode())
        return Entry(plain=answer, names=frozenset({name}), valid_until=_NEVER)

    def _damaged(self, name: str) -> Entry:
        answer = plain_answer(
            503,
            "This page cannot be shown at the moment. Please try again in a minute.",
            security=self._security,
            extra=[*UNCACHED, ("retry-after", "60")],
        )
        return Entry(plain=answer, names=frozenset({name}), valid_until=self._clock() + _DAMAGED_FOR)


def read_outsiders(read: ReadPiece) -> Outsiders:
    """The hosts of others that pages may load from; none while nobody can tell which they are."""
    try:
        piece = read(POLICY_PIECE)
    except PieceError as error:
        log_event("edge_policy_damaged", level="error", error=str(error))
        return Outsiders()
    return piece if isinstance(piece, Outsiders) else Outsiders()


def encoded_answer(plain: Answer, *, encoding: str, best: bool = False) -> Answer:
    """The answer in that encoding, with its tag; the same bytes where compressing gains nothing."""
    headers = dict(plain.headers)
    body = plain.body
    if is_worth_compressing(body, content_type=headers.get("content-type", "")):
        headers["vary"] = "accept-encoding"
        if encoding != IDENTITY:
            body = compress(body, encoding=encoding, best=best)
            headers["content-encoding"] = encoding
    if plain.status != _OK:
        return Answer(status=plain.status, headers=list(headers.items()), body=body)
    # Whoever asks whether a page is still the same must not be left with the policy of before.
    policy = headers.get("content-security-policy", PAGE_POLICY)
    etag = etag_of(plain.body if policy == PAGE_POLICY else plain.body + policy.encode(), encoding=encoding)
    headers["etag"] = etag
    kept = ("cache-control", "cdn-cache-control", "etag", "vary", "access-control-allow-origin")
    fresh = [(name, headers[name]) for name in kept if name in headers]
    return Answer(status=_OK, headers=list(headers.items()), body=body, etag=etag, fresh_headers=fresh)


def piece_name(address: str) -> str:
    """The piece for an address: `page/` and the path without slashes at its ends."""
    return f"page/{address.strip('/')}"


def canonical_address(name: str) -> str:
    """Where a page lives: with a slash at the end, but for what looks like a file (`/feed.xml`) or ends in a number."""
    path = name.removeprefix("page/")
    last = path.rpartition("/")[2]
    return f"/{path}" if not path or "." in last or last.startswith("?") else f"/{path}/"
