"""FTP servers on loopback: pyftpdlib over a folder, and one of our own that speaks TLS and misbehaves when told to."""

import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from fetching.loopback import Switchboard

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it is built on asyncore
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import FTPServer

USER, PASSWORD = "harbour", "four plain words"


@contextmanager
def ftp_over(folder: Path, *, rights: str = "elradfmw") -> Iterator[int]:
    """Serve a folder by pyftpdlib; gives the port."""
    authorizer = DummyAuthorizer()
    authorizer.add_user(USER, PASSWORD, str(folder), perm=rights)

    class Handler(FTPHandler):
        pass

    Handler.authorizer = authorizer
    Handler.auth_failed_timeout = 0
    loop = IOLoop()
    server = FTPServer(("127.0.0.1", 0), Handler, ioloop=loop)
    done = threading.Event()

    def serve() -> None:
        while not done.is_set():
            loop.loop(timeout=0.02, blocking=False)
        server.close_all()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.address[1]
    finally:
        done.set()
        thread.join(5)


@dataclass(slots=True)
class SmallFtp:
    """
    One folder of files in memory, under TLS where there is a context.

    `lists` are the lines of MLSD, `old_lists` those of LIST for a server that knows no MLSD; `files` what RETR gives.
    `drips` sends single bytes after the file without end, `is_endless` goes on in bulk; `greeting` is its first line.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    lists: list[str] | None = None
    old_lists: list[str] | None = None
    context: ssl.SSLContext | None = None
    drips: bool = False
    is_endless: bool = False
    greeting: bytes = b"220 harbour\r\n"
    said: list[str] = field(default_factory=list)
    line: Switchboard = field(default_factory=Switchboard)

    @property
    def port(self) -> int:
        return self.line.port

    def __enter__(self) -> Self:
        self.line.answer(lambda connection: _Talk(self, connection).run())
        return self

    def __exit__(self, *_: object) -> None:
        self.line.hang_up()


class _Talk:
    def __init__(self, server: SmallFtp, connection: socket.socket) -> None:
        self.server, self.connection = server, connection
        self.lines = server.line.keep(connection.makefile("rb"))
        self.passive: socket.socket | None = None
        self.is_private = False

    def run(self) -> None:
        self.connection.sendall(self.server.greeting)
        while line := self.lines.readline():
            command, _, rest = line.decode("latin-1").rstrip("\r\n").partition(" ")
            self.server.said.append(command.upper())
            act: Callable[[str], Any] = getattr(self, f"do_{command.lower()}", self.unknown)
            act(rest)

    def say(self, text: str) -> None:
        self.connection.sendall(f"{text}\r\n".encode("latin-1"))

    def unknown(self, _: str) -> None:
        self.say("502 no")

    def do_user(self, _: str) -> None:
        self.say("331 password")

    def do_pass(self, rest: str) -> None:
        self.say("230 in" if rest == PASSWORD else "530 wrong")

    def do_type(self, _: str) -> None:
        self.say("200 ok")

    do_pbsz = do_type

    def do_prot(self, rest: str) -> None:
        self.is_private = rest == "P"
        self.say("200 ok")

    def do_auth(self, _: str) -> None:
        if self.server.context is None:
            self.say("502 no TLS")
            return
        self.say("234 go")
        self.connection = self.server.line.encrypt(self.connection, self.server.context)
        self.lines = self.server.line.keep(self.connection.makefile("rb"))

    def do_pasv(self, _: str) -> None:
        self.passive = self.server.line.keep(socket.create_server(("127.0.0.1", 0)))
        port = self.passive.getsockname()[1]
        # An address that is not ours: whoever believes it goes astray.
        self.say(f"227 ok (10,1,2,3,{port // 256},{port % 256})")

    def do_list(self, _: str) -> None:
        self.send("".join(f"{line}\r\n" for line in self.server.old_lists or []).encode("latin-1"))

    def do_mlsd(self, _: str) -> None:
        if self.server.old_lists is not None:
            self.say("502 no")
            return
        lines = self.server.lists
        if lines is None:
            lines = [
                f"type=file;size={len(data)};modify=20260601120000; {name}" for name, data in self.server.files.items()
            ]
        self.send("".join(f"{line}\r\n" for line in lines).encode("latin-1"))

    def do_retr(self, path: str) -> None:
        name = path.rpartition("/")[2]
        if name not in self.server.files:
            self.say("550 gone")
            return
        self.send(self.server.files[name], is_file=True)

    def send(self, data: bytes, *, is_file: bool = False) -> None:
        assert self.passive is not None
        self.say("150 here it comes")
        channel = self.server.line.keep(self.passive.accept()[0])
        self.passive.close()
        if self.is_private and self.server.context is not None:
            channel = self.server.line.encrypt(channel, self.server.context)
        with channel:
            channel.sendall(data)
            while is_file and self.server.is_endless:
                channel.sendall(b"x" * 4096)
            while is_file and self.server.drips and not self.server.line.done.wait(0.05):
                channel.sendall(b"x")
            if isinstance(channel, ssl.SSLSocket):
                channel.unwrap()
        self.say("226 done")
