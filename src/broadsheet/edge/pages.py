"""Pages on demand: from the cache at once, else joined by a thread, once however many ask."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from broadsheet.contracts.pieces import Changes
from broadsheet.edge.answers import Answer
from broadsheet.edge.cache import Entry, PageCache
from broadsheet.edge.composing import NOT_FOUND, Composer, encoded_answer

_JOINERS = 2  # compressing lets go of the interpreter, so a second thread joins meanwhile
_TRIES = 3  # joins of a page whose pieces keep changing, before the newest is given out without being kept


class Pages:
    """Answers for addresses. Lives on one event loop."""

    def __init__(self, *, composer: Composer, limit_bytes: int, clock: Callable[[], float] = time.time) -> None:
        self.cache = PageCache(limit_bytes=limit_bytes)
        self._composer = composer
        self._clock = clock
        self._joiners = ThreadPoolExecutor(_JOINERS, thread_name_prefix="joiner")
        self._under_way: dict[tuple[str, str], asyncio.Task[Answer | None]] = {}

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
        self.cache.forget(changes)

    def stop(self) -> None:
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
