"""
A search, answered: what was asked, looked for in the clerk's index, and joined into the pages that the press made.

Results are cards, allocated as in every list: a killed story is out as soon as its name is among the withdrawn, and a
corrected headline shows at once, whatever the index still holds. Words of a story are quoted from the index only while
they are those that its page was pressed with.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import TypeGuard
from zoneinfo import ZoneInfo

import tantivy

from broadsheet.contracts.pieces import (
    Candidate,
    Card,
    Fragment,
    ListSlot,
    Page,
    Part,
    Piece,
    PieceError,
    SectionTree,
    Withdrawn,
)
from broadsheet.edge.answers import BROWSER_LIFE, Answer, Headers, merged, plain_answer, with_outsiders
from broadsheet.edge.asking import Asked, read_asked
from broadsheet.edge.composing import encoded_answer, read_outsiders
from broadsheet.edge.events import log_event
from broadsheet.edge.filling import form_values, found_values, nothing_values
from broadsheet.joining.joiner import ReadPiece, join_page
from broadsheet.searching.finding import A_PAGE, DEPTH, Hit, Scope, find
from broadsheet.searching.index import IndexDamagedError, StoryIndex
from broadsheet.searching.reading import IndexFillingError, IndexReader
from broadsheet.searching.snippets import Marker, snippet
from broadsheet.searching.spelling import corrected
from broadsheet.searching.wanted import Wanted

FEW = 3  # results that make us ask whether another word was meant
RETRY_AFTER = ("retry-after", "30")
# No cache is purged of searches, which have no end of addresses: none may keep one for longer than a browser.
CACHING: Headers = [("cache-control", BROWSER_LIFE), ("cdn-cache-control", BROWSER_LIFE)]


class Outcome(StrEnum):
    """What became of a search, for those who measure."""

    FOUND = "found"
    NOTHING = "nothing"
    NOT_ASKED = "not_asked"
    UNAVAILABLE = "unavailable"
    REFUSED = "refused"


class SearchUnavailableError(Exception):
    """The index cannot be asked at the moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    answer: Answer
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One look into the index: the stories that may be shown, for what was looked, and what else may be meant."""

    index: StoryIndex
    searcher: tantivy.Searcher
    wanted: Wanted
    hits: tuple[Hit, ...] = ()
    is_deep: bool = False  # there are more than were ranked
    meant: Wanted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A pressed page by its name, and what is to be filled in."""

    piece: str
    outcome: Outcome
    values: Mapping[str, str]
    stories: tuple[Candidate, ...] = field(default=())


class SearchDesk:
    """Answers searches. Reads disk and index, so it is called on threads, several at once."""

    def __init__(
        self,
        *,
        reader: IndexReader,
        read: ReadPiece,
        zone: ZoneInfo,
        token_key: bytes,
        repeats_allowed: bool,
        security: Headers,
        clock: Callable[[], float],
    ) -> None:
        self._answering = _Answering(
            reader=reader,
            read=read,
            zone=zone,
            token_key=token_key,
            repeats_allowed=repeats_allowed,
            security=security,
            clock=clock,
        )

    def answer(self, query_string: str, *, encoding: str) -> Searched:
        """The page for that query; one that says when to come again where the index cannot be asked."""
        # Each piece is read once: what is counted is what is shown, whatever is killed in between.
        once = replace(self._answering, read=cache(self._answering.read))
        return once.answer(query_string, encoding=encoding)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answering:
    """One search, from the query string to the page."""

    reader: IndexReader
    read: ReadPiece
    zone: ZoneInfo
    token_key: bytes
    repeats_allowed: bool
    security: Headers
    clock: Callable[[], float]

    def answer(self, query_string: str, *, encoding: str) -> Searched:
        now = datetime.fromtimestamp(self.clock(), UTC)
        asked = self._placed(read_asked(query_string))
        sheet = self._sheet(asked, now=now)
        try:
            page = self.read(sheet.piece)
        except PieceError as error:
            log_event("edge_page_damaged", level="error", page=sheet.piece, error=str(error))
            page = None
        if not isinstance(page, Page):
            return self._not_pressed()
        return Searched(answer=self._joined(page, sheet, encoding=encoding, now=now), outcome=sheet.outcome)

    def _not_pressed(self) -> Searched:
        answer = plain_answer(503, "Search is being prepared.", security=self.security, extra=[RETRY_AFTER])
        return Searched(answer=answer, outcome=Outcome.UNAVAILABLE)

    def _joined(self, page: Page, sheet: _Sheet, *, encoding: str, now: datetime) -> Answer:
        parts = tuple(replace(part, candidates=sheet.stories) if _is_results(part) else part for part in page.parts)
        joined = join_page(
            replace(page, parts=parts),
            read=self.read,
            now=now,
            token_key=self.token_key,
            repeats_allowed=self.repeats_allowed,
            values=sheet.values,
        )
        headers = merged(with_outsiders(self.security, read_outsiders(self.read)), CACHING, joined.headers)
        return encoded_answer(Answer(status=joined.status, headers=headers, body=joined.body), encoding=encoding)

    def _sheet(self, asked: Asked, *, now: datetime) -> _Sheet:
        if asked.wanted.is_nothing:
            return _Sheet(piece="page/search", outcome=Outcome.NOT_ASKED, values=form_values(asked))
        try:
            return self._answered(asked, now=now)
        except SearchUnavailableError:
            return _Sheet(piece="search/preparing", outcome=Outcome.UNAVAILABLE, values=form_values(asked))

    def _answered(self, asked: Asked, *, now: datetime) -> _Sheet:
        try:
            look = self._look(asked, now=now)
            asked = asked.within_pages(len(look.hits))
            stories = self._stories(look, page=asked.page)
        except (IndexDamagedError, IndexFillingError, PieceError) as error:
            raise SearchUnavailableError(str(error)) from error
        except BaseException as error:  # tantivy panics on damaged files, and a panic is no Exception
            if not isinstance(error, ValueError) and type(error).__module__ != "pyo3_runtime":
                raise
            self.reader.forget()
            log_event("edge_search_failed", level="error", error=repr(error))
            raise SearchUnavailableError(str(error)) from error
        if not stories:
            return _Sheet(piece="search/nothing", outcome=Outcome.NOTHING, values=nothing_values(asked))
        values = found_values(
            asked,
            shown=len(stories),
            hits=len(look.hits),
            is_deep=look.is_deep,
            looked_for=look.wanted,
            meant=look.meant,
        )
        return _Sheet(piece="search/found", outcome=Outcome.FOUND, values=values, stories=stories)

    def _placed(self, asked: Asked) -> Asked:
        """The search with its section by its address, or without one where there is no such section."""
        tree = self._tree()
        wanted = asked.section
        path = wanted if wanted.isdecimal() else f"/{wanted.strip('/')}/"
        ids = tree.get(path)
        address = next((each for each in tree if each.startswith("/") and tree[each] == ids), "")
        return replace(asked, section=address if wanted and ids is not None else "")

    def _tree(self) -> Mapping[str, frozenset[int]]:
        try:
            tree = self.read("search/sections")
        except PieceError:
            return {}
        return tree.ids if isinstance(tree, SectionTree) else {}

    def _look(self, asked: Asked, *, now: datetime) -> _Look:
        index, searcher = self.reader.current()
        withdrawn = self.read("withdrawn")
        barred = withdrawn.story_ids if isinstance(withdrawn, Withdrawn) else frozenset()
        since, until = asked.span(now=now, zone=self.zone)
        section_ids = self._tree().get(asked.section) if asked.section else None
        scope = Scope(section_ids=section_ids, since=since, until=until)

        def look(wanted: Wanted) -> _Look:
            found = find(index, searcher, wanted, scope=scope, order=asked.order, now=now)
            hits = tuple(hit for hit in found.hits if hit.story_id not in barred)
            return _Look(index=index, searcher=searcher, wanted=wanted, hits=hits, is_deep=found.count > DEPTH)

        first = look(asked.wanted)
        return first if len(first.hits) >= FEW else _spelled(first, look)

    def _stories(self, look: _Look, *, page: int) -> tuple[Candidate, ...]:
        """The stories of that page that have a card, each with the words by which it was found."""
        marker = Marker(look.index, look.wanted)
        hits = look.hits[(page - 1) * A_PAGE : page * A_PAGE]
        return tuple(
            Candidate(story_id=hit.story_id, note=self._quoted(hit, look.searcher, marker=marker))
            for hit in hits
            if isinstance(self._piece(f"card/{hit.story_id}"), Card)
        )

    def _quoted(self, hit: Hit, searcher: tantivy.Searcher, *, marker: Marker) -> str:
        document = searcher.doc(hit.address)
        pressed = self._piece(f"words/{hit.story_id}")
        if not isinstance(pressed, Fragment) or pressed.html != _text(document, "text_mark"):
            return ""
        standfirst = document.get_first("standfirst") or ""
        html = snippet(f"{standfirst}\n{_text(document, 'body')}".strip(), marker=marker)
        return f'<p class="snippet">{html}</p>' if html else ""

    def _piece(self, name: str) -> Piece | None:
        try:
            return self.read(name)
        except PieceError:
            return None


def _spelled(first: _Look, look: Callable[[Wanted], _Look]) -> _Look:
    """The look for what was probably meant where nothing was found; where little was, the offer of it."""
    rare = FEW - 1 if first.hits else 0
    meant = corrected(first.index, first.searcher, first.wanted, rare=rare)
    if meant is None:
        return first
    second = look(meant)
    if len(second.hits) <= len(first.hits):
        return first
    return replace(first, meant=meant) if first.hits else second


def _is_results(part: Part) -> TypeGuard[ListSlot]:
    return isinstance(part, ListSlot) and part.list_name == "search"


def _text(document: tantivy.Document, name: str) -> str:
    return bytes(document.get_first(name) or b"").decode()
