"""An IMAP session through the guard: always under TLS, every answer bounded (RFC 3501, 4315, 6851)."""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from broadsheet.contracts.fetching import FetchError
from broadsheet.fetching.deadlines import said
from broadsheet.fetching.dialling import Dialler, Tls, distrusted
from broadsheet.fetching.mailbox.boxes import Box, Login, quoted

LARGEST_MESSAGE = 25_000_000  # bytes; what mail servers let through as a rule
_MOST_BYTES = 80_000_000  # of one session, whatever the server says
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SIZE = re.compile(rb"UID (\d{1,10})\b.*RFC822\.SIZE (\d{1,12})|RFC822\.SIZE (\d{1,12})\b.*UID (\d{1,10})\b")
_UID = re.compile(rb"\bUID (\d{1,10})\b")


class MailRefusedError(FetchError):
    """The mail server said no to a command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A folder as the server opened it; `following` is the UID that its next message will have, 0 if it did not say."""

    validity: int
    following: int = 0


class _Client(imaplib.IMAP4):
    """imaplib's client over a checked connection, its answers counted."""

    def __init__(self, *, dialler: Dialler, tls: Tls, is_tls_at_once: bool) -> None:
        self._dialler = dialler
        self._checks = tls
        self._is_tls_at_once = is_tls_at_once
        self._left = _MOST_BYTES
        super().__init__(dialler.host, dialler.port)

    def _create_socket(self, timeout: float | None) -> socket.socket:  # noqa: ARG002  the dialler's
        connection = self._dialler.dial()
        if not self._is_tls_at_once:
            return connection
        wrapped = self._checks.context().wrap_socket(connection, server_hostname=self.host)
        self._checks.check(wrapped)
        return wrapped

    def begin_tls(self) -> None:
        """
        Encrypt the session, or refuse to go on.

        :raises FetchError: if the server cannot
        """
        if "STARTTLS" not in self.capabilities:
            raise FetchError(
                f"{self.host} offers no encryption on this port (STARTTLS), so the password is not sent. Use imaps://, "
                "or ask its operator"
            )
        self.starttls(self._checks.context())
        self._checks.check(self.sock)

    def read(self, size: int) -> bytes:
        if size > LARGEST_MESSAGE:
            raise FetchError(f"{self.host} announces {size:,} bytes at once and was cut off")
        return self._counted(super().read(size))

    def readline(self) -> bytes:
        return self._counted(super().readline())

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise FetchError(f"{self.host} answers without end and was cut off. Tell its operator")
        return data


class Session:
    """A signed-in session."""

    def __init__(self, box: Box, *, dialler: Dialler, user: str, secret: str) -> None:
        """
        Connect, encrypt and sign in.

        :raises FetchError: if the server cannot be reached, trusted, or refuses
        """
        self._box = box
        tls = Tls(host=box.host, fingerprint=box.fingerprint)
        try:
            self._client = _Client(dialler=dialler, tls=tls, is_tls_at_once=box.is_tls_at_once)
            self._begin_tls(box)
        except ssl.SSLError as error:
            if dialler.deadline.is_over:
                raise
            raise distrusted(error, tls=tls) from error
        try:
            self._sign_in(user, secret)
            self._abilities = self._ask_abilities()
        except BaseException:
            self.close()
            raise

    def _sign_in(self, user: str, secret: str) -> None:
        try:
            self._authenticate(user, secret)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise MailRefusedError(
                f"{self._box.host} does not let this source in ({said(error)}). Check the user name and the password; "
                "many providers want a password made for this app alone"
            ) from error

    def _begin_tls(self, box: Box) -> None:
        if box.is_tls_at_once:
            return
        try:
            self._client.begin_tls()
        except BaseException:
            self.close()
            raise

    def _ask_abilities(self) -> frozenset[str]:
        """Ask anew: servers say what they can do in full only to who has signed in."""
        answer = self._ask("say what it can do", self._client.capability())
        return frozenset(b" ".join(answer).decode("ascii", "replace").upper().split())

    def _authenticate(self, user: str, secret: str) -> None:
        if self._box.login is Login.XOAUTH2:
            token = f"user={user}\x01auth=Bearer {secret}\x01\x01".encode()
            self._client.authenticate("XOAUTH2", lambda challenge: b"" if challenge else token)
        elif user.isascii() and secret.isascii():
            self._client.login(user, secret)
        else:
            plain = f"\0{user}\0{secret}".encode()
            self._client.authenticate("PLAIN", lambda _: plain)

    def open(self, *, to_write: bool) -> Opened:
        """
        Open the box's folder.

        :raises FetchError: if there is none, or it has no UIDs that last
        """
        self._ask("open the folder", self._client.select(quoted(self._box.folder), readonly=not to_write))
        validity = self._number("UIDVALIDITY")
        if not validity:
            raise MailRefusedError(f"{self._box.host} numbers its messages in no lasting way (no UIDVALIDITY)")
        return Opened(validity=validity, following=self._number("UIDNEXT"))

    def uids(self, *, after: int, since: date | None) -> list[int]:
        """
        The UIDs behind one, oldest first; only of messages that came since a day, where one is given.

        :raises FetchError: if the server refuses
        """
        question = [f"UID {after + 1}:*"]
        if since is not None:
            question.append(f"SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}")
        answer = self._ask("search", self._client.uid("SEARCH", *question))
        words = b" ".join(part for part in answer if isinstance(part, bytes)).split()
        # n:* names the last message even where its number is below n (RFC 3501, section 6.4.8).
        return sorted({int(word) for word in words if word.isdigit() and int(word) > after})

    def sizes(self, uids: Iterable[int]) -> dict[int, int]:
        """
        The sizes of these messages as the server gives them; those that are gone are left out.

        :raises FetchError: if the server refuses
        """
        answer = self._ask("give sizes", self._client.uid("FETCH", _set_of(uids), "(UID RFC822.SIZE)"))
        sizes: dict[int, int] = {}
        for part in answer:
            line = part[0] if isinstance(part, tuple) else part
            found = _SIZE.search(line or b"")
            if found:
                uid, size = (found[1], found[2]) if found[1] else (found[4], found[3])
                sizes[int(uid)] = int(size)
        return sizes

    def message(self, uid: int) -> bytes | None:
        """
        The bytes of a message (RFC 822), its flags untouched; None where it is gone.

        :raises FetchError: if the server refuses
        """
        answer = self._ask("give a message", self._client.uid("FETCH", str(uid), "(UID BODY.PEEK[])"))
        literals = [(position, part) for position, part in enumerate(answer) if isinstance(part, tuple)]
        for position, part in literals:
            after = answer[position + 1] if position + 1 < len(answer) else b""
            named = _UID.search(part[0]) or (_UID.search(after) if isinstance(after, bytes) else None)
            if named and int(named[1]) == uid:
                return bytes(part[1])
        if literals:
            raise MailRefusedError(f"{self._box.host} gave another message than it was asked for. It is tried again")
        return None

    def mark_seen(self, uids: Iterable[int]) -> None:
        self._ask("mark messages as read", self._client.uid("STORE", _set_of(uids), "+FLAGS.SILENT", r"(\Seen)"))

    def move(self, uids: Iterable[int], *, to: str) -> None:
        """
        Move messages into a folder, which is made where it is missing.

        :raises FetchError: if the server refuses
        """
        chosen, folder = _set_of(uids), quoted(to)
        self._client.create(folder)  # refused where it is there: then moving works, or says why not
        if "MOVE" in self._abilities:
            self._ask("move messages", self._client.uid("MOVE", chosen, folder))
            return
        self._ask("copy messages", self._client.uid("COPY", chosen, folder))
        self._delete(chosen)

    def delete(self, uids: Iterable[int]) -> None:
        self._delete(_set_of(uids))

    def close(self) -> None:
        with suppress(OSError, imaplib.IMAP4.error, FetchError):
            self._client.shutdown()

    def _number(self, name: str) -> int:
        _, values = self._client.response(name)
        found = values[0] if values else None
        return int(found) if isinstance(found, bytes) and found.isdigit() else 0

    def _delete(self, chosen: str) -> None:
        self._ask("delete messages", self._client.uid("STORE", chosen, "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in self._abilities:  # a bare EXPUNGE would take what other people marked
            self._ask("clear messages away", self._client.uid("EXPUNGE", chosen))

    def _ask(self, what: str, answer: tuple[str, list[Any]]) -> list[Any]:
        kind, data = answer
        if kind != "OK":
            words = b" ".join(part for part in data if isinstance(part, bytes)).decode("utf-8", "replace")
            raise MailRefusedError(f"{self._box.host} does not {what} in {self._box.folder} ({words[:200]})")
        return data


def _set_of(uids: Iterable[int]) -> str:
    return ",".join(str(uid) for uid in sorted(uids))
