"""Items joined with what lies behind addresses of their own: the text of a story, the facts of a linked picture."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from broadsheet.contracts.fetching import Document, FetchError
from broadsheet.contracts.news import WireFormatError
from broadsheet.fetching.ap.answers import may_have_key, quota_pause
from broadsheet.fetching.ap.cursor import Held
from broadsheet.fetching.patience import OutOfTimeError, StoppedError
from broadsheet.fetching.pauses import UNNAMED_RETRY, retry_pause
from broadsheet.fetching.web import Answer, Visit, refusal

MOST_TRIES = 4
_WAITS = (2.0, 6.0, 18.0)  # seconds after the first, second and third try that failed
_SUCCESS = range(200, 300)
_TOO_MANY = 429
# Not in the newsroom's plan, or gone: asking again changes nothing. 404 is none of these: files follow their item.
_FINAL = frozenset({400, 401, 402, 403, 410})
_HARMLESS = frozenset({"", "usable", "embargoed"})
_ALARMING = ("kill", "withh", "eliminat", "withdraw")


class Joinery(Protocol):
    """How AP's answers come apart and items join with their parts; `formats.ap` keeps it."""

    def single_items(self, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Take an answer apart into a document for each item."""
        ...

    def parts_to_fetch(self, document: Mapping[str, Any]) -> tuple[str, ...]:
        """Give the addresses of what a document lacks."""
        ...

    def with_parts(self, document: Mapping[str, Any], parts: Mapping[str, bytes]) -> dict[str, Any]:
        """
        Give the document with parts put in, by address.

        :raises WireFormatError: if a part cannot be read
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What came of an attempt: what is whole, what waits for another try, and what an editor is told."""

    documents: tuple[Document, ...] = ()
    held: tuple[Held, ...] = ()
    troubles: tuple[str, ...] = ()


class _QuotaError(Exception):
    def __init__(self, pause: float) -> None:
        super().__init__()
        self.pause = pause


class Joiner:
    """Joins items of one feed, one after another, within one visit."""

    def __init__(self, joinery: Joinery, *, visit: Visit, feed: str, secret: str, clock: Callable[[], float]) -> None:
        self._joinery = joinery
        self._visit = visit
        self._feed = feed
        self._secret = secret
        self._clock = clock
        self._quota_from = 0.0  # when AP gives files again
        self._documents: list[Document] = []
        self._held: list[Held] = []
        self._troubles: list[str] = []

    def join(self, waiting: Iterable[Held]) -> Joined:
        """Join what is due. What time, quota or a stop leave over is held, but never a kill."""
        is_over = False
        for held in waiting:
            if is_over or max(held.not_before, self._quota_from) > self._clock():
                self._leave(held)
                continue
            try:
                self._join_one(held)
            except StoppedError:
                self._leave(held)
                is_over = True
            except OutOfTimeError as error:
                self._put_off(held, error)
                is_over = True
            except _QuotaError as error:
                self._quota_from = self._clock() + error.pause
                self._leave(held)
        return Joined(documents=tuple(self._documents), held=tuple(self._held), troubles=tuple(self._troubles))

    def _leave(self, held: Held) -> None:
        """Hold an item that could not be tried; AP counts downloads apart, so the feed goes on meanwhile."""
        if is_alarming(held.item):
            self._documents.append(document_of(held, feed=self._feed))
        else:
            self._held.append(replace(held, not_before=max(held.not_before, self._quota_from)))

    def _join_one(self, held: Held) -> None:
        failure: FetchError | WireFormatError | None = None
        for address in self._joinery.parts_to_fetch(held.document):
            try:
                part = self._part(address)
                if part is None:
                    self._tell_missing_text(held, address)
                    continue
                held = replace(held, document=self._joinery.with_parts(held.document, {address: part}))
            except (StoppedError, OutOfTimeError):
                raise
            except (FetchError, WireFormatError) as error:
                failure = failure or error
        if failure is None:
            self._documents.append(document_of(held, feed=self._feed))
        else:
            self._put_off(held, failure)

    def _part(self, address: str) -> bytes | None:
        """
        Fetch a part; None if AP will never give it.

        :raises FetchError: if it cannot be had just now
        """
        if not may_have_key(address, feed=self._feed):
            return None
        answer = self._visit.ask(address, headers={}, secrets={"x-api-key": self._secret})
        if answer.status in _SUCCESS:
            return answer.body
        if answer.status == _TOO_MANY:
            raise _QuotaError(_pause(answer, clock=self._clock))
        if answer.status in _FINAL:
            return None
        raise refusal(answer)

    def _tell_missing_text(self, held: Held, address: str) -> None:
        renditions = held.item.get("renditions")
        nitf = renditions.get("nitf") if isinstance(renditions, dict) else None
        if isinstance(nitf, dict) and nitf.get("href") == address:
            self._troubles.append(
                f"“{held.headline}” came without its text: AP does not give it to this key. Check the contract"
            )

    def _put_off(self, held: Held, error: Exception) -> None:
        tries = held.tries + 1
        if tries >= MOST_TRIES or is_alarming(held.item):
            self._troubles.append(f"“{held.headline}” came without a part of it, which AP did not give: {error}")
            self._documents.append(document_of(held, feed=self._feed))
            return
        self._troubles.append(f"“{held.headline}” waits for a part of it and is tried again: {error}")
        self._held.append(replace(held, tries=tries, not_before=self._clock() + _WAITS[tries - 1]))


def document_of(held: Held, *, feed: str) -> Document:
    """Write an item as the document that `read_items` reads; the same item gives the same bytes."""
    data = json.dumps(held.document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Document(data=data, name=held.name, key=held.name, charset="utf-8", address=feed)


def is_alarming(item: Mapping[str, Any]) -> bool:
    """
    Say whether an item may be a kill or a hold, which never waits for its text.

    Asked of the status and of the editorial types, since AP warns against the status alone.
    """
    if str(item.get("pubstatus") or "").lower() not in _HARMLESS:
        return True
    said = json.dumps([item.get("editorialtypes"), item.get("signals")]).lower()
    return any(word in said for word in _ALARMING)


def _pause(answer: Answer, *, clock: Callable[[], float]) -> float:
    asked = retry_pause(answer.headers, now=datetime.fromtimestamp(clock(), UTC))
    asked = quota_pause(answer.headers) if asked is None else asked
    return UNNAMED_RETRY if asked is None else asked
