"""One look at a remote folder: list, wait for what is new to settle, take a batch, put away what was committed."""

import ftplib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import paramiko

from broadsheet.contracts.fetching import Document, Fetched, FetchError, FetchOrder
from broadsheet.contracts.news import LARGEST_FILE
from broadsheet.fetching.addresses import Allowed
from broadsheet.fetching.connecting import Resolver, resolve
from broadsheet.fetching.deadlines import Deadline, broken
from broadsheet.fetching.dialling import Dialler
from broadsheet.fetching.patience import never
from broadsheet.fetching.remote.ftp import FtpServer
from broadsheet.fetching.remote.listing import (
    Entry,
    aged,
    read_marks,
    settled,
    shortened,
    wire_files,
    write_marks,
)
from broadsheet.fetching.remote.places import After, Place, place_of
from broadsheet.fetching.remote.servers import Server, UnreadableFileError
from broadsheet.fetching.remote.sftp import SftpServer

BATCH = 100
BATCH_BYTES = 16_000_000  # no file is begun beyond; one look holds at most this and one file
MOST_LEFT_OVER = 100  # files put away in one look that an earlier one could not
_BROKEN = (OSError, EOFError, ftplib.Error, paramiko.SSHException, UnicodeError, IndexError)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFetcher:
    """
    Takes wire files from a folder on an FTP, FTPS or SFTP server.

    A file is taken once it stands the same at two looks, `settling` seconds apart, or was last written a minute before
    the newest one. What was taken is remembered in the cursor by name, size and time, whatever the setting `after`,
    so that a server which will not let files be moved is not read over and over.
    """

    allowed: Allowed
    resolver: Resolver = resolve
    seconds: float = 60.0  # of one look, all in all
    settling: float = 2.0

    def fetch(self, order: FetchOrder, *, stop: Callable[[], bool]) -> Fetched:
        """
        Take a batch of settled files, oldest first.

        :raises FetchError: if the server or its folder cannot be read
        """
        place = place_of(order)
        taken = read_marks(order.cursor)
        with Deadline(self.seconds, stop=stop) as deadline:
            look = _Look(place=place, taken=taken, deadline=deadline, settling=self.settling)
            try:
                with self._open(order, place=place, deadline=deadline) as server:
                    look.take(server)
            except FetchError as error:
                if not deadline.is_stopped:
                    look.bear(error)
            return look.fetched(cursor=order.cursor)

    def finish(self, order: FetchOrder, documents: Sequence[Document]) -> None:
        """
        Move or delete the files of these documents, unless they were written anew meanwhile.

        :raises FetchError: if the server cannot be reached or refuses
        """
        place = place_of(order)
        if place.after is After.LEAVE or not documents:
            return
        keys = {document.key for document in documents}
        with (
            Deadline(self.seconds, stop=never) as deadline,
            self._open(order, place=place, deadline=deadline) as server,
        ):
            files = [entry for entry in server.entries(place.folder) if entry.key in keys]
            troubles = _put_away(server, files, place=place, deadline=deadline)
        if troubles:
            raise FetchError("; ".join(shortened(troubles)))

    @contextmanager
    def _open(self, order: FetchOrder, *, place: Place, deadline: Deadline) -> Iterator[Server]:
        """Sign in for this block; what breaks in it becomes a FetchError with the reason."""
        dialler = Dialler(
            host=place.host, port=place.port, allowed=self.allowed, deadline=deadline, resolver=self.resolver
        )
        kind = SftpServer if place.scheme == "sftp" else FtpServer
        try:
            server: Server = kind(place, dialler=dialler, user=order.user, secret=order.secret)
            try:
                yield server
            finally:
                server.close()
        except _BROKEN as error:
            raise broken(error, host=place.host, deadline=deadline) from error


@dataclass(slots=True, kw_only=True)
class _Look:
    """What one look has seen and taken so far."""

    place: Place
    taken: frozenset[str]
    deadline: Deadline
    settling: float
    documents: list[Document] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    marks: set[str] | None = None  # of files there that are committed or in these documents; None: not listed yet
    is_more: bool = False

    def take(self, server: Server) -> None:
        files = self._list(server)
        self.marks = {entry.mark for entry in files} & self.taken
        new = [entry for entry in files if entry.mark not in self.taken]
        ready = aged(new) or self._settled(server, new)
        left_over = [entry for entry in files if entry.mark in self.taken]
        for entry in ready:
            if self.deadline.is_over or self._is_full():
                self.is_more = bool(self.documents)  # else what cannot be read would be asked for without a pause
                break
            self._take(server, entry)
        self.is_more = self.is_more or (bool(self.documents) and len(ready) < len(new))
        if self.place.after is not After.LEAVE:
            chosen = left_over[:MOST_LEFT_OVER]
            self.troubles.extend(_put_away(server, chosen, place=self.place, deadline=self.deadline))

    def fetched(self, *, cursor: str) -> Fetched:
        return Fetched(
            documents=tuple(self.documents),
            cursor=cursor if self.marks is None else write_marks(self.marks),
            is_more=self.is_more,
            troubles=shortened(self.troubles),
        )

    def bear(self, error: FetchError) -> None:
        """Keep what came before an error, or raise it where nothing did."""
        if not self.documents:
            raise error
        self.troubles.append(str(error))

    def _list(self, server: Server) -> tuple[Entry, ...]:
        found = wire_files(server.entries(self.place.folder), patterns=self.place.patterns)
        self.troubles.extend(f"{name}: a name that cannot be asked for; it is left alone" for name in found.odd)
        return found.files

    def _settled(self, server: Server, new: Sequence[Entry]) -> list[Entry]:
        if not new:
            return []
        self.deadline.wait(self.settling)
        if self.deadline.is_over:
            return []
        now = wire_files(server.entries(self.place.folder), patterns=self.place.patterns).files
        return settled(now, earlier=new)

    def _is_full(self) -> bool:
        return len(self.documents) >= BATCH or sum(len(document.data) for document in self.documents) >= BATCH_BYTES

    def _take(self, server: Server, entry: Entry) -> None:
        if entry.size > LARGEST_FILE:
            self.troubles.append(
                f"{entry.shown}: {entry.size:,} bytes are more than a wire file may have ({LARGEST_FILE:,}); it is "
                "left where it is"
            )
            return
        try:
            data = server.read(_inside(self.place.folder, entry.name), size=entry.size)
        except UnreadableFileError as error:
            self.troubles.append(f"{entry.shown}: {error}")
            return
        self.documents.append(Document(data=data, name=_printable(entry.shown), key=entry.key))
        if self.marks is not None:
            self.marks.add(entry.mark)


def _put_away(server: Server, files: Sequence[Entry], *, place: Place, deadline: Deadline) -> list[str]:
    """Move or delete files; give what could not be, in words."""
    if not files:
        return []
    troubles: list[str] = []
    done = _inside(place.folder, place.done)
    names = _names_in(server, done) if place.after is After.MOVE else set()
    for entry in files:
        if deadline.is_over:
            break
        path = _inside(place.folder, entry.name)
        try:
            if place.after is After.DELETE:
                server.delete(path)
            else:
                name = _free_name(entry.name, names)
                server.move(path, to=_inside(done, name))
                names.add(name)
        except UnreadableFileError as error:
            what = "deleted" if place.after is After.DELETE else f"moved into {place.done}"
            troubles.append(f"{entry.shown}: taken, but it could not be {what} ({error}); it is not taken again")
    return troubles


def _names_in(server: Server, folder: str) -> set[str]:
    """The names in a folder, which is made where it is missing."""
    with suppress(UnreadableFileError):  # it is there, as a rule; where it is not, moving says so
        server.make_folder(folder)
    try:
        return {entry.name for entry in server.entries(folder)}
    except FetchError:
        return set()


def _free_name(name: str, names: set[str]) -> str:
    """The name, with a number before its ending where it is taken."""
    stem, dot, ending = name.rpartition(".")
    free, number = name, 1
    while free in names:
        number += 1
        free = f"{stem}.{number}.{ending}" if dot and stem else f"{name}.{number}"
    return free


def _inside(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}"


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)[:255]
