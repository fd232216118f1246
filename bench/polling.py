"""
What looking at feeds costs: 100 feeds of 50 KB on loopback, each look with its own connection, as polling makes them.

The server is a process of its own. Changed feeds come whole (gzip), unchanged ones answer 304; beside them the same
questions asked by httpx alone, which is what the guard adds to.
"""

import asyncio
import gzip
import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection

import httpx
from figures import Figure

from broadsheet.contracts.fetching import FetchOrder
from broadsheet.fetching.addresses import read_allowed
from broadsheet.fetching.polling import HttpFetcher
from broadsheet.fetching.web import Web

FEEDS = 100
FEED_BYTES = 50_000
ROUNDS = 5
THREADS = 32


def measure() -> list[Figure]:
    with _feed_server() as port:
        addresses = [f"http://127.0.0.1:{port}/{number}" for number in range(FEEDS)]
        fetcher = HttpFetcher(Web(allowed=read_allowed(["127.0.0.1"])))
        orders = [FetchOrder(address=address) for address in addresses]
        known = [FetchOrder(address=order.address, cursor=_look(fetcher, order)) for order in orders]
        return [
            _figure("changed feeds, one thread", lambda: [_look(fetcher, order) for order in orders]),
            _figure("changed feeds, by httpx alone", lambda: [_bare(address) for address in addresses]),
            _figure("changed feeds, 32 threads", lambda: _together(fetcher, orders)),
            _figure("unchanged feeds, one thread", lambda: [_look(fetcher, order) for order in known]),
            _figure("unchanged feeds, 32 threads", lambda: _together(fetcher, known)),
        ]


def _look(fetcher: HttpFetcher, order: FetchOrder) -> str:
    fetched = fetcher.fetch(order, stop=lambda: False)
    if bool(fetched.documents) == bool(order.cursor):
        raise RuntimeError("a changed feed did not come, or an unchanged one did")
    return fetched.cursor


def _together(fetcher: HttpFetcher, orders: list[FetchOrder]) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lambda order: _look(fetcher, order), orders))


_TRUST = httpx.create_ssl_context()


def _bare(address: str) -> int:
    with httpx.Client(verify=_TRUST, trust_env=False) as client:
        return len(client.get(address).content)


def _figure(what: str, act: Callable[[], object]) -> Figure:
    act()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(ROUNDS):
        act()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    looks = FEEDS * ROUNDS
    return Figure(what=what, measured=f"{looks / wall:,.0f} looks/s, {1000 * cpu / looks:.2f} ms CPU a look")


@contextmanager
def _feed_server() -> Iterator[int]:
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection) -> None:
    asyncio.run(_answer_for_ever(pipe))


async def _answer_for_ever(pipe: Connection) -> None:
    chance = random.Random(7)  # noqa: S311  words of no meaning
    words = "".join(chance.choice("abcdefgh ") for _ in range(FEED_BYTES - 60))
    body = gzip.compress(f"<rss><channel><description>{words}</description></channel></rss>".encode())
    head = b'HTTP/1.1 200 OK\r\nETag: "7"\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n'
    whole = head % len(body) + body
    unchanged = b'HTTP/1.1 304 Not Modified\r\nETag: "7"\r\n\r\n'

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        writer.write(unchanged if b"if-none-match" in asked.lower() else whole)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()
