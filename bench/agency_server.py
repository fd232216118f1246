"""
Agencies on loopback, in a process of their own: honest ones, and one of each hostile kind.

`/honest/<n>` is an RSS feed of that agency's newest items, one a second, each with a picture. Every address below
`/hostile/` harms in its own way. Stories and pictures carry the second in which they were made.
"""

import asyncio
import gzip
import io
import multiprocessing
import random
import struct
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from email.utils import formatdate
from multiprocessing.connection import Connection

from made_site import WORDS
from PIL import Image

HOSTILE = ("drip", "bomb", "loop", "headers", "attributes", "giants", "slow-pictures")
_NEWEST = 12  # items in a feed: what two looks five seconds apart need, and some more
_DRIP_SECONDS = 0.5
_OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
_Writer = asyncio.StreamWriter


@contextmanager
def agencies() -> Iterator[int]:
    """The port of the server."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.kill()
        process.join()


def guid_second(guid: str) -> int:
    """The second in which the item of that id was made."""
    return int(guid.rpartition(":")[2])


def _serve(pipe: Connection) -> None:
    asyncio.run(_answer_for_ever(pipe))


async def _answer_for_ever(pipe: Connection) -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    pipe.send(port)
    await server.serve_forever()


async def _answer(reader: asyncio.StreamReader, writer: _Writer) -> None:
    try:
        asked = await reader.readuntil(b"\r\n\r\n")
        path = asked.split(b" ")[1].decode().partition("?")[0].strip("/")
        port = writer.get_extra_info("sockname")[1]
        await _ANSWERS[path.rpartition("/")[0]](writer, path, port)
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass  # whom we harm hangs up
    finally:
        writer.close()


async def _honest(writer: _Writer, path: str, port: int) -> None:
    number = path.rpartition("/")[2]
    now = int(time.time())
    items = "".join(_item(f"honest:{number}:{at}", at, f"picture/honest-{number}-{at}", port) for at in _seconds(now))
    _send(writer, _feed(items))


async def _hostile(writer: _Writer, path: str, port: int) -> None:
    await _HARMS[path.rpartition("/")[2]](writer, port)


async def _drip(writer: _Writer, port: int) -> None:  # noqa: ARG001  as the other harms
    await _drip_body(writer, _feed("").ljust(1000))


async def _bomb(writer: _Writer, port: int) -> None:  # noqa: ARG001
    _send(writer, _BOMB, more=b"Content-Encoding: gzip\r\nContent-Type: application/rss+xml\r\n")


async def _loop(writer: _Writer, port: int) -> None:
    place = f"http://127.0.0.1:{port}/hostile/loop?{random.random()}"  # noqa: S311
    writer.write(f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n".encode())


async def _headers(writer: _Writer, port: int) -> None:  # noqa: ARG001
    writer.write(_OK)
    while True:
        writer.write(b"X-More: " + b"a" * 1000 + b"\r\n")
        await writer.drain()
        await asyncio.sleep(0.001)


async def _attributes(writer: _Writer, port: int) -> None:  # noqa: ARG001
    attributes = " ".join(f'a{number}="{time.time_ns()}"' for number in range(350_000))
    _send(writer, f"<rss><channel {attributes}></channel></rss>".encode())


async def _giants(writer: _Writer, port: int) -> None:
    _send(writer, _feed(_hostile_items("giants", port)))


async def _slow_pictures(writer: _Writer, port: int) -> None:
    _send(writer, _feed(_hostile_items("slow", port)))


async def _picture(writer: _Writer, path: str, port: int) -> None:  # noqa: ARG001
    name = path.rpartition("/")[2]
    kind, _, number = name.partition("-")
    if kind == "giants":
        _send(writer, _giant(number.encode()), more=b"Content-Type: image/png\r\n")
    elif kind == "slow":
        await _drip_body(writer, _small(name))
    else:
        _send(writer, _small(name), more=b"Content-Type: image/jpeg\r\n")


async def _drip_body(writer: _Writer, body: bytes) -> None:
    writer.write(_OK + b"Content-Length: %d\r\n\r\n" % len(body))
    for place in range(len(body)):
        writer.write(body[place : place + 1])
        await writer.drain()
        await asyncio.sleep(_DRIP_SECONDS)


def _send(writer: _Writer, body: bytes, *, more: bytes = b"") -> None:
    writer.write(_OK + more + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def _seconds(now: int) -> range:
    return range(now, now - _NEWEST, -1)


def _hostile_items(kind: str, port: int) -> str:
    at = int(time.time())
    return "".join(_item(f"{kind}:{number}:{at}", at, f"picture/{kind}-{number}-{at}", port) for number in range(20))


def _item(guid: str, at: int, picture: str, port: int) -> str:
    chance = random.Random(guid)  # noqa: S311  the same item whenever it is asked for
    text = " ".join(chance.choices(WORDS, k=400))
    return (
        f'<item><guid isPermaLink="false">made:{guid}</guid><title>{" ".join(chance.choices(WORDS, k=8))}</title>'
        f"<pubDate>{formatdate(at, usegmt=True)}</pubDate><description>{text}</description>"
        f'<enclosure url="http://127.0.0.1:{port}/{picture}" type="image/jpeg" length="1000"/></item>'
    )


def _feed(items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>Made</title>{items}</channel></rss>'.encode()


def _small(name: str) -> bytes:
    colour = zlib.crc32(name.encode())
    output = io.BytesIO()
    Image.new("RGB", (320, 200), (colour & 255, colour >> 8 & 255, colour >> 16 & 255)).save(output, "JPEG")
    return output.getvalue() + name.encode()


def _giant(mark: bytes) -> bytes:
    """A PNG that says it has 144 megapixels, in some 3 KB."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 12_000, 12_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"tEXt", mark) + chunk(b"IDAT", _PIXELS)


_PIXELS = zlib.compress(bytes(3_000_000), 9)
_BOMB = gzip.compress(bytes(300_000_000), 9)
_HARMS: dict[str, Callable[[_Writer, int], Awaitable[None]]] = {
    "drip": _drip,
    "bomb": _bomb,
    "loop": _loop,
    "headers": _headers,
    "attributes": _attributes,
    "giants": _giants,
    "slow-pictures": _slow_pictures,
}
_ANSWERS: dict[str, Callable[[_Writer, str, int], Awaitable[None]]] = {
    "honest": _honest,
    "hostile": _hostile,
    "picture": _picture,
}
