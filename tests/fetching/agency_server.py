"""An agency's server that a test scripts: answers well or misbehaves, and remembers what it was asked and sent."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

MOST_CONNECTIONS = 200


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came."""

    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


Act = Callable[["Line", Asked], Awaitable[None]]


@dataclass(kw_only=True)
class Line:
    """The server's end of a connection."""

    server: "AgencyServer"
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()
        self.server.sent += len(data)

    async def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        lines = {"content-length": str(len(body)), **{name.replace("_", "-"): text for name, text in headers.items()}}
        head = f"HTTP/1.1 {status} As Scripted\r\n" + "".join(f"{name}: {text}\r\n" for name, text in lines.items())
        await self.send(head.encode() + b"\r\n" + body)

    async def endlessly(self, piece: bytes, *, pause: float = 0.0) -> None:
        """Send a piece over and over until the other end hangs up."""
        while True:
            await self.send(piece)
            await asyncio.sleep(pause)

    async def hang_up(self) -> None:
        self.writer.close()

    async def wait(self) -> None:
        """Say nothing until the test ends."""
        self.server.waiting.set()
        await self.server.ended.wait()


@dataclass(kw_only=True)
class AgencyServer:
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    sent: int = 0
    connections: int = 0
    waiting: Event = field(default_factory=Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    scripts: dict[str, list[Act]] = field(default_factory=dict)
    _tasks: list[asyncio.Task[None] | None] = field(default_factory=list)
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)
    _listening: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def on(self, path: str, *acts: Act) -> str:
        """Script the answers at a path, one after another, the last for ever; give the whole address."""
        self.scripts[path] = list(acts)
        return self.url + path

    def serves(self, path: str, body: bytes = b"", *, status: int = 200, **headers: str) -> str:
        """Script one answer for ever."""

        async def act(line: Line, _: Asked) -> None:
            await line.answer(status, body, **headers)

        return self.on(path, act)

    def sends_elsewhere(self, path: str, location: str, *, status: int = 302) -> str:
        return self.serves(path, status=status, location=location)

    def asked_for(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]

    async def open(self, tls: ssl.SSLContext | None) -> None:
        self._listening = await asyncio.start_server(self.take, "127.0.0.1", 0, ssl=tls)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self.ended.set()
        for socket in self._listening.sockets:
            asyncio.get_running_loop().remove_reader(socket.fileno())
        await asyncio.sleep(
            0
        )  # a connection whose transport is made after the server's end is never closed (Python 3.11)
        self._listening.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0)  # that closes the sockets

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.ended.is_set():  # accepted by the kernel before the end, by the loop after it
            writer.transport.abort()
            return
        self._tasks.append(asyncio.current_task())
        self._writers.append(writer)
        self.connections += 1
        line = Line(server=self, writer=writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while not writer.is_closing() and self.connections <= MOST_CONNECTIONS:
                asked = _read_request(await reader.readuntil(b"\r\n\r\n"))
                self.asked.append(asked)
                acts = self.scripts.get(asked.path)
                if not acts:
                    await line.answer(404)
                    continue
                await (acts.pop(0) if len(acts) > 1 else acts[0])(line, asked)
        writer.close()


async def _finish() -> None:
    """Let the loop do what is under way: a connection is accepted over several turns, and closed over two."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0.01)


def _read_request(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
    return Asked(target=first.split(" ")[1], headers=headers)


class AgencyLoop:
    """One event loop in a thread of its own that servers of many tests run on."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="agency-servers")
        self._thread.start()

    def close(self) -> None:
        self._run(_finish())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @contextmanager
    def server(self, *, tls: ssl.SSLContext | None = None) -> Iterator[AgencyServer]:
        """Run a server on loopback."""
        server = AgencyServer()
        self._run(server.open(tls))
        try:
            yield server
        finally:
            self._run(server.close())

    def _run(self, act: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(act, self._loop).result()
