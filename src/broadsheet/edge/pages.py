"""
Pages on demand: from the cache at once, else joined by a thread, once however many ask.

A page of which only lists changed is given out as it was for a moment, and joined anew meanwhile.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from broadsheet.contracts.pieces import Changes
from broadsheet.edge.answers import Answer
from broadsheet.edge.cache import Entry, PageCache
from broadsheet.edge.composing import NOT_FOUND, Composer, encoded_answer
from broadsheet.edge.events import log_event

_JOINERS = 2  # compressing lets go of the interpreter, so a second thread joins meanwhile
_TRIES = 3  # joins of a page whose pieces keep changing, before the newest is given out without being kept


class Pages:
    """Answers for addresses. Lives on one event loop."""

    def __init__(self, *, composer: Composer, limit_bytes: int, clock: Callable[[], float] = time.time) -> None:
        self.cache = PageCache(limit_bytes=limit_bytes, on_late=self._begin_to_renew)
        self._composer = composer
        self._clock = clock
        self._joiners = ThreadPoolExecutor(_JOINERS, thread_name_prefix="joiner")
        # Of its own: a reader who waits must not wait behind pages for which nobody does.
        self._renewer = ThreadPoolExecutor(1, thread_name_prefix="renewer")
        self._under_way: dict[tuple[str, str], asyncio.Task[Answer | None]] = {}
        self._renewed: dict[str, asyncio.Task[None]] = {}

    def hot(self, address: str, encoding: str) -> Answer | None:
        """The answer if it is in memory."""
        return self.cache.answer(address, encoding=encoding, now=self._clock())

    async def cold(self, address: str, encoding: str) -> Answer:
        """The answer, joined now; the site's 404 page where there is no such page."""
        answer = await self.found(address, encoding)
        if answer is None:
            answer = self.hot(NOT_FOUND, encoding) or await self._once(NOT_FOUND, encoding)
        assert answer is not None, "a missing 404 page has a built-in one"  # noqa: S101
        return answer

    async def found(self, address: str, encoding: str) -> Answer | None:
        """The answer, joined now; None where there is no such page."""
        return await self._once(address, encoding)

    def forget(self, changes: Changes) -> None:
        """Let go of the pages that hang on what changed. On the event loop."""
        self.cache.forget(changes, now=self._clock())

    def stop(self) -> None:
        self._renewer.shutdown(wait=False, cancel_futures=True)
        self._joiners.shutdown(wait=False, cancel_futures=True)

    async def _once(self, address: str, encoding: str) -> Answer | None:
        key = (address, encoding)
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._make(address, encoding))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        # A reader who goes away must not take the page from the others who wait for it.
        return await asyncio.shield(task)

    async def _make(self, address: str, encoding: str) -> Answer | None:
        loop = asyncio.get_running_loop()
        for _ in range(_TRIES):
            generation = self.cache.generation
            known = self.cache.entry(address)
            entry, answer = await loop.run_in_executor(self._joiners, self._join, address, encoding, known)
            if entry is None or answer is None:
                return None
            if not self.cache.is_touched(entry.names, since=generation):
                if entry is not known:
                    self.cache.put(address, entry)
                self.cache.add_answer(entry, encoding=encoding, answer=answer, address=address)
                break
        return answer

    def _join(self, address: str, encoding: str, known: Entry | None) -> tuple[Entry | None, Answer | None]:
        entry = known or self._composer.compose(address)
        return entry, None if entry is None else encoded_answer(entry.plain, encoding=encoding)

    def _begin_to_renew(self, address: str) -> None:
        if address not in self._renewed:
            task = asyncio.get_running_loop().create_task(self._renew(address))
            self._renewed[address] = task
            task.add_done_callback(lambda _: self._renewed.pop(address, None))

    async def _renew(self, address: str) -> None:
        """Put a fresh entry in a late one's place, unless something changed meanwhile; the next reader asks again."""
        late = self.cache.late_entry(address)
        if late is None:
            return
        try:
            joined = asyncio.get_running_loop().run_in_executor(self._renewer, self._join_anew, address, late)
            fresh, since = await joined
        except Exception as error:  # noqa: BLE001  nobody waits for it: when its moment is over, a reader does
            log_event("edge_page_not_renewed", level="error", page=address[:200], error=repr(error))
            return
        is_wanted = self.cache.late_entry(address) is late
        if fresh is not None and is_wanted and not self.cache.is_touched(fresh.names, since=since):
            self.cache.put(address, fresh)

    def _join_anew(self, address: str, late: Entry) -> tuple[Entry | None, int]:
        """On a thread: the page as it is now in every encoding of the late one, and the generation that it is of."""
        since = self.cache.generation
        # Where its moment ended while others were joined, a reader has had it made, or the next one will.
        is_wanted = self.cache.late_entry(address) is late and self._clock() < late.late_until
        fresh = self._composer.compose(address) if is_wanted else None
        if fresh is None:
            return None, since
        if fresh.plain == late.plain:  # a list has more ranks than a page shows
            fresh.answers.update(late.answers)
        else:
            fresh.answers.update(
                {encoding: encoded_answer(fresh.plain, encoding=encoding) for encoding in tuple(late.answers)}
            )
        return fresh, since
