"""One worker of the edge: takes a request, finds who answers it, writes the answer."""

import asyncio
import os
import signal
import time
from zoneinfo import ZoneInfo

from broadsheet.contracts.audience import Hit, HitTaker
from broadsheet.contracts.pieces import Changes
from broadsheet.edge import media
from broadsheet.edge.answers import Answer, merged, plain_answer, security_headers
from broadsheet.edge.asking import ADDRESS as SEARCH
from broadsheet.edge.assets import Assets
from broadsheet.edge.composing import Composer
from broadsheet.edge.conditions import is_not_modified
from broadsheet.edge.eager import request_factory
from broadsheet.edge.encodings import choose_encoding
from broadsheet.edge.events import log_event
from broadsheet.edge.hits import LONGEST_BODY, LONGEST_HEADER, BadHitError, SaidHit, read_hit, read_query
from broadsheet.edge.media import Media, MediaRequest
from broadsheet.edge.numbered import MOST_SLASHES, may_be_numbered, numbered_address
from broadsheet.edge.pages import Pages
from broadsheet.edge.rsgi import Reply, Request
from broadsheet.edge.searches import Searches
from broadsheet.edge.searching import SearchDesk
from broadsheet.edge.settings import EdgeSettings
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.status import Measures, StatusServer, Tally
from broadsheet.edge.watch import SequenceWatch, WatchableStore
from broadsheet.environment.proxies import client_address
from broadsheet.look.assets import PREFIX as ASSETS
from broadsheet.look.assets import asset_files
from broadsheet.searching.reading import IndexReader

END_NOW = signal.SIGUSR1  # to a worker that was asked to stop and waits for readers who take nothing
_HITS = "/hit"
_LONGEST_PATH = 2_048
_KNOWN_ACCEPTS = 512  # different Accept-Encoding headers remembered
_BODY_PATIENCE = 3.0  # seconds for 256 bytes
_PERMANENT = 301
_NOT_MODIFIED = 304


class EdgeApplication:
    """
    The RSGI application of one worker process.

    All of its state is touched on the event loop alone, but for what `answer_at_once` reads and its own tally; disk
    and compression are done on threads.
    """

    def __init__(self, *, settings: EdgeSettings, store: WatchableStore, taker: HitTaker, workers: int = 1) -> None:
        self._settings = settings
        self._taker = taker
        self._workers = workers
        self._security = security_headers(is_secure=settings.is_secure)
        self._shelf = Shelf(store, limit_bytes=settings.cache_bytes // 2)
        composer = Composer(
            read=self._shelf.read,
            token_key=settings.token_key,
            repeats_allowed=settings.repeats_allowed,
            security=self._security,
            clock=time.time,
        )
        self._pages = Pages(composer=composer, limit_bytes=settings.cache_bytes)
        desk = SearchDesk(
            reader=IndexReader(settings.index, language=settings.language),
            read=self._shelf.read,
            zone=ZoneInfo(settings.zone),
            token_key=settings.token_key,
            repeats_allowed=settings.repeats_allowed,
            security=self._security,
            clock=time.time,
        )
        self._searches = Searches(desk, security=self._security)
        self._media = Media(settings.media, is_secure=settings.is_secure)
        self._assets = Assets(asset_files(), security=self._security)
        self._watch = SequenceWatch(store, on_change=self._pieces_changed)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._accepts: dict[str, str] = {}
        self._tally = Tally()
        self._at_once = Tally()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Before the first request."""
        self._loop = loop
        loop.add_signal_handler(END_NOW, self._end_now, loop)
        loop.set_task_factory(request_factory(loop))
        self._watch.start()
        self._taker.start()
        loop.run_in_executor(None, self._assets.prepare)
        if self._settings.status_port:
            loop.create_task(self._open_status())

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """After the last."""
        self._watch.stop()
        self._pages.stop()
        self._searches.stop()
        self._taker.stop()

    def _end_now(self, loop: asyncio.AbstractEventLoop) -> None:
        """End with readers unanswered, but no hit lost."""
        self.__rsgi_del__(loop)
        log_event("edge_worker_cut_off")
        os._exit(0)

    def answer_at_once(self, request: Request, reply: Reply) -> bool:
        """
        Answer with a page that lies ready, in two look-ups, from any thread; False where it takes more than that.

        Others may run on the event loop meanwhile: it reads what one step of the interpreter gives, and writes nothing
        but its own tally and an entry's mark.
        """
        headers, path = request.headers, request.path
        if request.method != "GET":
            return path == _HITS and self._take_hit_at_once(request, reply)
        if headers.get("if-none-match") is not None:
            return False
        # A story's page lies deeper than any number: its query is not even read.
        if path.count("/") <= MOST_SLASHES and may_be_numbered(request.query_string):
            return False
        encoding = self._accepts.get(headers.get("accept-encoding") or "")
        answer = self._pages.cache.ready(path, encoding=encoding, now=time.time()) if encoding else None
        if answer is None or answer.status == _PERMANENT:
            return False
        self._at_once.hot += 1
        self._at_once.by_class[answer.status // 100] += 1
        reply.response_bytes(answer.status, answer.headers, answer.body)
        return True

    def _take_hit_at_once(self, request: Request, reply: Reply) -> bool:
        """A hit that is all there; whatever is wrong with one is told on the loop."""
        headers, query = request.headers, request.query_string
        has_body = headers.get("content-length") not in {None, "0"} or headers.get("transfer-encoding") is not None
        if request.method != "POST" or not query or has_body:
            return False
        try:
            said = read_query(query)
        except BadHitError:
            return False
        self._at_once.hits += 1
        self._at_once.by_class[2] += 1
        reply.response_empty(204, _HIT_TAKEN)
        self._taker.take(self._hit(said, request))
        return True

    async def __rsgi__(self, request: Request, reply: Reply) -> None:
        """Answer one request that was not answered at once."""
        try:
            await self._answer(request, reply)
        except Exception as error:  # noqa: BLE001  whatever one request does, the reader gets a plain answer
            log_event("edge_request_failed", level="error", path=request.path[:200], error=repr(error))
            answer = plain_answer(503, "Please try again in a minute.", security=self._security)
            self._write(reply, answer)

    async def _answer(self, request: Request, reply: Reply) -> None:
        path, method = request.path, request.method
        if path == _HITS:
            await self._take_hit(request, reply)
        elif method not in {"GET", "HEAD"}:
            self._refuse(reply, 405, "Only GET and HEAD work here.", ("allow", "GET, HEAD"))
        elif len(path) > _LONGEST_PATH:
            self._refuse(reply, 414, "This address is too long.")
        elif path.startswith(media.PREFIX):
            await self._answer_media(request, reply)
        elif path == SEARCH:
            encoding = self._encoding(request.headers.get("accept-encoding") or "")
            searched = await self._searches.answer(request.query_string, encoding=encoding)
            self._write(reply, searched.answer, request=request)
        else:
            self._write(reply, await self._find(request), request=request)

    async def _find(self, request: Request) -> Answer:
        path = request.path
        encoding = self._encoding(request.headers.get("accept-encoding") or "")
        if path.startswith(ASSETS):
            asset = self._assets.answer(path, encoding=encoding)
            if asset is not None:
                return asset
        if path.count("/") <= MOST_SLASHES and may_be_numbered(request.query_string):
            moved = await self._find_numbered(numbered_address(path, request.query_string), encoding)
            if moved is not None:
                return moved
        answer = self._pages.hot(path, encoding)
        if answer is None:
            self._tally.cold += 1
            answer = await self._pages.cold(path, encoding)
        else:
            self._tally.hot += 1
        return _with_query(answer, request.query_string) if answer.status == _PERMANENT else answer

    async def _find_numbered(self, address: str, encoding: str) -> Answer | None:
        """What an import left at an address whose query says which story is meant."""
        if not address or len(address) > _LONGEST_PATH:
            return None
        return self._pages.hot(address, encoding) or await self._pages.found(address, encoding)

    async def _answer_media(self, request: Request, reply: Reply) -> None:
        headers = request.headers
        wanted = MediaRequest(
            path=request.path,
            if_none_match=headers.get("if-none-match") or "",
            wanted_range=headers.get("range") or "" if request.method == "GET" else "",
            if_range=headers.get("if-range") or "",
        )
        answer = await asyncio.get_running_loop().run_in_executor(None, self._media.answer, wanted)
        if isinstance(answer, Answer):
            self._write(reply, answer)
        else:
            self._tally.by_class[2] += 1
            part = answer.part
            reply.response_file_range(answer.status, answer.headers, str(answer.path), part.start, part.end)

    async def _take_hit(self, request: Request, reply: Reply) -> None:
        headers = request.headers
        if request.method != "POST":
            self._refuse(reply, 405, "Hits are posted.", ("allow", "POST"))
            return
        length = headers.get("content-length") or ""
        # Without a length the body may be endless; with one the server reads no more than that.
        if not (length.isascii() and length.isdecimal() and len(length) < 6 and int(length) <= LONGEST_BODY):  # noqa: PLR2004
            self._tally.bad_hits += 1
            self._refuse(reply, 413, "A hit has 256 letters at most.", ("connection", "close"))
            return
        query = request.query_string
        try:
            # A task of its own: a request that was begun eagerly cannot have a timeout before its first wait.
            said = read_query(query) if query else read_hit(await asyncio.get_running_loop().create_task(_body(reply)))
        except TimeoutError:
            self._tally.bad_hits += 1
            self._refuse(reply, 408, "The hit did not come.", ("connection", "close"))
            return
        except BadHitError as error:
            self._tally.bad_hits += 1
            self._refuse(reply, 400, str(error))
            return
        self._tally.hits += 1
        self._tally.by_class[2] += 1
        reply.response_empty(204, _HIT_TAKEN)
        self._taker.take(self._hit(said, request))

    def _hit(self, said: SaidHit, request: Request) -> Hit:
        headers = request.headers
        return Hit(
            token=said.token,
            came_from=said.came_from,
            address=client_address(
                request.client, headers.get("x-forwarded-for") or "", self._settings.trusted_proxies
            ),
            user_agent=(headers.get("user-agent") or "")[:LONGEST_HEADER],
            origin=(headers.get("origin") or "")[:LONGEST_HEADER],
            do_not_count=headers.get("sec-gpc") == "1" or headers.get("dnt") == "1",
            now=time.time(),
        )

    def _write(self, reply: Reply, answer: Answer, *, request: Request | None = None) -> None:
        status, headers, body = answer.status, answer.headers, answer.body
        if request is not None and answer.etag:
            known = request.headers.get("if-none-match")
            if known is not None and is_not_modified(known, etag=answer.etag):
                status, headers, body = _NOT_MODIFIED, answer.fresh_headers, b""
        self._tally.by_class[status // 100] += 1
        if status == _NOT_MODIFIED:
            reply.response_empty(status, headers)
        else:
            reply.response_bytes(status, headers, body)

    def _refuse(self, reply: Reply, status: int, text: str, *extra: tuple[str, str]) -> None:
        self._write(reply, plain_answer(status, text, security=self._security, extra=extra))

    def _encoding(self, accept_encoding: str) -> str:
        known = self._accepts.get(accept_encoding)
        if known is None:
            known = choose_encoding(accept_encoding[:LONGEST_HEADER])
            if len(self._accepts) >= _KNOWN_ACCEPTS:
                self._accepts.clear()
            self._accepts[accept_encoding] = known
        return known

    def _pieces_changed(self, changes: Changes) -> None:
        """On the watching thread: first the pieces, then the pages made of them."""
        self._shelf.forget(changes)
        assert self._loop is not None  # noqa: S101  the watch starts after it is set
        self._loop.call_soon_threadsafe(self._pages.forget, changes)

    async def _open_status(self) -> None:
        server = StatusServer(measure=self._measure)
        try:
            port = await server.start(port=self._settings.status_port, workers=self._workers)
        except OSError as error:
            log_event("edge_status_unavailable", level="error", port=self._settings.status_port, error=str(error))
        else:
            log_event("edge_status_ready", port=port)

    def _measure(self) -> Measures:
        return Measures(
            tally=self._tally + self._at_once,
            at_once=self._at_once.hot,
            searches=self._searches.by_outcome,
            search_seconds=self._searches.seconds,
            cache_entries=len(self._pages.cache),
            cache_bytes=self._pages.cache.weight,
            dropped_hits=self._taker.dropped(),
            sequence_number=self._watch.number,
            sequence_age=time.time() - self._watch.changed_at,
        )


_HIT_TAKEN = [("cache-control", "no-store"), ("x-content-type-options", "nosniff")]


async def _body(reply: Reply) -> bytes:
    """The whole body; :raises TimeoutError: if it trickles, for each that does holds one of the server's places."""
    async with asyncio.timeout(_BODY_PATIENCE):
        return await reply()


def _with_query(answer: Answer, query: str) -> Answer:
    """The redirect with the request's query string, if that is short and plain."""
    location = dict(answer.headers)["location"]
    if not query or "?" in location or len(query) > 1_024 or not (query.isascii() and query.isprintable()):  # noqa: PLR2004
        return answer
    headers = merged(answer.headers, [("location", f"{location}?{query}")])
    return Answer(status=answer.status, headers=headers, body=answer.body)
