"""A small IMAP server on loopback: enough of RFC 3501 for a mailbox of press releases, and able to misbehave."""

import re
import socket
import ssl
import time
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from fetching.loopback import Switchboard

USER, PASSWORD, TOKEN = "desk@example.com", "four plain words", "a-token"


@dataclass(slots=True)
class Message:
    data: bytes
    came: date = date(2026, 6, 1)
    flags: set[str] = field(default_factory=set)
    claims: int | None = None  # what RFC822.SIZE says, where it lies


@dataclass(slots=True)
class SmallImap:
    """
    A mailbox in memory; folders by name as they stand on the line, each a dict of UIDs.

    `abilities` are told after signing in. `drips` lets a message come by single bytes, `literal` stands in for a
    message's length, `chatter` is sent before the answer to FETCH, `is_mute` never greets, `mixes_up` gives the
    first message whichever is asked for.
    """

    context: ssl.SSLContext
    folders: dict[str, dict[int, Message]] = field(default_factory=lambda: {"INBOX": {}})
    validity: int = 7
    abilities: str = "MOVE UIDPLUS AUTH=PLAIN AUTH=XOAUTH2"
    is_tls_at_once: bool = True
    offers_starttls: bool = True
    tells_next: bool = True
    drips: bool = False
    literal: int | None = None
    chatter: bytes = b""
    is_mute: bool = False
    mixes_up: bool = False
    said: list[str] = field(default_factory=list)
    line: Switchboard = field(default_factory=Switchboard)

    @property
    def port(self) -> int:
        return self.line.port

    def add(self, uid: int, data: bytes = b"Subject: news\r\n\r\nRain.\r\n", **facts: Any) -> Message:
        message = self.folders["INBOX"][uid] = Message(data, **facts)
        return message

    def __enter__(self) -> Self:
        self.line.answer(self._talk)
        return self

    def __exit__(self, *_: object) -> None:
        self.line.hang_up()

    def _talk(self, connection: socket.socket) -> None:
        if self.is_mute:
            self.line.done.wait()
        _Talk(self, connection).run()


class _Talk:
    def __init__(self, server: SmallImap, connection: socket.socket) -> None:
        self.server, self.connection = server, connection
        self.is_private = self.is_in = False
        self.folder: dict[int, Message] = {}
        if server.is_tls_at_once:
            self.secure()
        self.lines = server.line.keep(self.connection.makefile("rb"))

    def secure(self) -> None:
        self.connection = self.server.line.encrypt(self.connection, self.server.context)
        self.lines = self.server.line.keep(self.connection.makefile("rb"))
        self.is_private = True

    def run(self) -> None:
        self.say("* OK harbour mail")
        while line := self.lines.readline():
            tag, _, rest = line.decode("ascii").rstrip("\r\n").partition(" ")
            command, _, rest = rest.partition(" ")
            if command.upper() == "UID":
                command, _, rest = rest.partition(" ")
            self.server.said.append(f"{command.upper()} {rest}".strip())
            act: Callable[[str], str | None] = getattr(self, f"do_{command.lower()}", lambda _: "BAD what")
            self.say(f"{tag} {act(rest) or 'OK done'}")
            if command.upper() == "STARTTLS":
                self.secure()

    def say(self, text: str) -> None:
        self.connection.sendall(f"{text}\r\n".encode("ascii"))

    def do_capability(self, _: str) -> None:
        more = self.server.abilities if self.is_in else ""
        more += " STARTTLS" if self.server.offers_starttls and not self.is_private else ""
        self.say(f"* CAPABILITY IMAP4rev1 {more}")

    def do_starttls(self, _: str) -> None:
        pass

    def do_login(self, rest: str) -> str | None:
        self.is_in = rest == f'{USER} "{PASSWORD}"'
        return None if self.is_in else "NO [AUTHENTICATIONFAILED] wrong"

    def do_authenticate(self, rest: str) -> str | None:
        self.say("+")
        words = b64decode(self.lines.readline()).decode()
        expected = {"XOAUTH2": f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01", "PLAIN": f"\0{USER}\0größer"}
        self.is_in = words == expected[rest]
        return None if self.is_in else "NO wrong"

    def do_select(self, rest: str) -> str | None:
        name = rest.strip('"')
        if name not in self.server.folders:
            return "NO no such folder"
        self.folder = self.server.folders[name]
        self.say(f"* {len(self.folder)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.server.validity}] fine")
        if self.server.tells_next:
            self.say(f"* OK [UIDNEXT {max(self.folder, default=0) + 1}] fine")
        return None

    do_examine = do_select

    def do_search(self, rest: str) -> None:
        start = int(re.match(r"UID (\d+):\*", rest)[1])  # type: ignore[index]
        last = max(self.folder, default=0)
        found = [uid for uid in sorted(self.folder) if uid >= start or uid == last]
        if since := re.search(r"SINCE (\d+)-(\w+)-(\d+)", rest):
            day = date(*time.strptime(" ".join(since.groups()), "%d %b %Y")[:3])
            found = [uid for uid in found if self.folder[uid].came >= day]
        self.say(f"* SEARCH {' '.join(map(str, found))}".rstrip())

    def do_fetch(self, rest: str) -> None:
        chosen, _, what = rest.partition(" ")
        self.connection.sendall(self.server.chatter)
        for uid in map(int, chosen.split(",")):
            message = self.folder.get(uid)
            if message is None:
                continue
            if "RFC822.SIZE" in what:
                self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {message.claims or len(message.data)})")
            elif "BODY.PEEK[]" in what:
                self.send(min(self.folder) if self.server.mixes_up else uid, message.data)

    def send(self, uid: int, data: bytes) -> None:
        length = len(data) if self.server.literal is None else self.server.literal
        self.say(f"* {uid} FETCH (UID {uid} BODY[] {{{length}}}")
        while self.server.drips and not self.server.line.done.wait(0.05):
            self.connection.sendall(b"x")
        self.connection.sendall(data + b")\r\n")

    def do_store(self, rest: str) -> None:
        chosen, _, flags = rest.partition(" ")
        for uid in map(int, chosen.split(",")):
            if uid in self.folder:
                self.folder[uid].flags.add(flags.partition(" ")[2].strip("()"))

    def do_create(self, rest: str) -> str | None:
        if rest.strip('"') in self.server.folders:
            return "NO it is there"
        self.server.folders[rest.strip('"')] = {}
        return None

    def do_copy(self, rest: str) -> str | None:
        chosen, _, name = rest.partition(" ")
        target = self.server.folders.get(name.strip('"'))
        if target is None:
            return "NO [TRYCREATE] no such folder"
        for uid in map(int, chosen.split(",")):
            target[len(target) + 1] = self.folder[uid]
        return None

    def do_move(self, rest: str) -> str | None:
        refused = self.do_copy(rest)
        for uid in map(int, rest.partition(" ")[0].split(",")):
            self.folder.pop(uid, None)
        return refused

    def do_expunge(self, rest: str) -> None:
        for uid in map(int, rest.split(",")):
            if "\\Deleted" in self.folder[uid].flags:
                del self.folder[uid]
