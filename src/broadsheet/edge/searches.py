"""Searches on threads of their own, with a bound on how many wait: the edge goes on serving pages meanwhile."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from broadsheet.edge.answers import Headers, plain_answer
from broadsheet.edge.asking import LONGEST_QUERY_STRING
from broadsheet.edge.searching import Outcome, SearchDesk, Searched

_SEARCHERS = 2
MOST_AT_ONCE = 32  # under way or waiting; at 20 ms each the last waits for a third of a second


class Searches:
    """Takes searches on the event loop and counts what became of them."""

    def __init__(self, desk: SearchDesk, *, security: Headers) -> None:
        self._desk = desk
        self._security = security
        self._threads = ThreadPoolExecutor(_SEARCHERS, thread_name_prefix="searcher")
        self._under_way = 0
        self.by_outcome = dict.fromkeys(Outcome, 0)
        self.seconds = 0.0

    async def answer(self, query_string: str, *, encoding: str) -> Searched:
        """The page for that query; 503 while too many are under way."""
        if self._under_way >= MOST_AT_ONCE or len(query_string) > LONGEST_QUERY_STRING:
            searched = self._refused(query_string)
        else:
            searched = await self._run(query_string, encoding=encoding)
        self.by_outcome[searched.outcome] += 1
        return searched

    def stop(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, query_string: str, *, encoding: str) -> Searched:
        self._under_way += 1
        begun_at = time.perf_counter()
        work = asyncio.get_running_loop().run_in_executor(self._threads, self._answer, query_string, encoding)
        # Counted until the thread is done: a reader who goes away does not end a search.
        work.add_done_callback(self._done)
        searched = await asyncio.shield(work)
        self.seconds += time.perf_counter() - begun_at
        return searched

    def _done(self, _: "asyncio.Future[Searched]") -> None:
        self._under_way -= 1

    def _answer(self, query_string: str, encoding: str) -> Searched:
        return self._desk.answer(query_string, encoding=encoding)

    def _refused(self, query_string: str) -> Searched:
        if len(query_string) > LONGEST_QUERY_STRING:
            answer = plain_answer(414, "This question is too long.", security=self._security)
        else:
            text, extra = "Too many search at once. Please try again.", [("retry-after", "2")]
            answer = plain_answer(503, text, security=self._security, extra=extra)
        return Searched(answer=answer, outcome=Outcome.REFUSED)
