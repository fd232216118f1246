"""FTP and FTPS through fsspec, with what it leaves open closed: addresses, certificates, bounds and odd names."""

import ftplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast

from fsspec.implementations.ftp import FTPFileSystem

from broadsheet.contracts.fetching import FetchError
from broadsheet.fetching.dialling import SILENCE_SECONDS, Dialler, Tls, distrusted
from broadsheet.fetching.remote.listing import MOST_FILES, Entry, time_from
from broadsheet.fetching.remote.places import Place
from broadsheet.fetching.remote.servers import CrowdedFolderError, UnreadableFileError

MOST_REPLIES = 20_000  # lines of answers in one look; a batch needs some hundreds
MOST_LINES = MOST_FILES + 1_000  # of a list: the files, and folders beside them
# Every byte stands for itself, so that a name comes back to the server as the server wrote it.
_BYTES = "latin-1"


class _Client(ftplib.FTP):
    """An FTP connection through the guard, its answers counted, every connection of it cut off at the deadline."""

    def __init__(self, *, dialler: Dialler) -> None:
        super().__init__(timeout=SILENCE_SECONDS, encoding=_BYTES)
        self._dialler = dialler
        self._replies = 0

    def greet(self) -> None:
        self.host, self.port = self._dialler.host, self._dialler.port
        self.sock = self._prepared(self._dialler.dial())
        self.af = self.sock.family
        self.file = self.sock.makefile("r", encoding=_BYTES)
        self.welcome = self.getresp()

    def getline(self) -> str:
        self._replies += 1
        if self._replies > MOST_REPLIES:
            raise FetchError(f"{self.host} answers without end and was cut off. Tell its operator")
        return super().getline()

    def retrlines(self, cmd: str, callback: Callable[[str], object] | None = None) -> str:
        lines = 0

        def count(line: str) -> None:
            nonlocal lines
            lines += 1
            if lines > MOST_LINES:
                raise CrowdedFolderError
            if callback is not None:
                callback(line)

        return super().retrlines(cmd, count)

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        # A passive connection goes to the address of the first one, whatever the server says (ftplib's default).
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321  agencies offer it
        self._dialler.deadline.covers(connection)
        return self._secured(connection), size

    def _prepared(self, connection: socket.socket) -> socket.socket:
        return connection

    def _secured(self, connection: socket.socket) -> socket.socket:
        return connection


class _TlsClient(_Client, ftplib.FTP_TLS):
    """The same under TLS, files too."""

    def __init__(self, *, dialler: Dialler, tls: Tls, is_tls_at_once: bool) -> None:
        super().__init__(dialler=dialler)
        self.context = tls.context()
        self._tls = tls
        self._is_tls_at_once = is_tls_at_once

    def auth(self) -> str:
        answer: str = super().auth()
        self._tls.check(cast("socket.socket", self.sock))
        return answer

    def _prepared(self, connection: socket.socket) -> socket.socket:
        if not self._is_tls_at_once:
            return connection
        wrapped = self.context.wrap_socket(connection, server_hostname=self.host)
        self._tls.check(wrapped)
        return wrapped

    def _secured(self, connection: socket.socket) -> socket.socket:
        # Servers may insist on the session of the first connection (vsftpd's require_ssl_reuse).
        session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
        return self.context.wrap_socket(connection, server_hostname=self.host, session=session)


class FtpServer(FTPFileSystem):
    """An FTP or FTPS server, signed in to."""

    cachable = False

    def __init__(self, place: Place, *, dialler: Dialler, user: str, secret: str) -> None:
        """
        Connect and sign in.

        :raises FetchError: if the server cannot be reached, trusted, or refuses
        """
        self._place = place
        self._dialler = dialler
        self.ftp: ftplib.FTP = ftplib.FTP()  # noqa: S321  what `__del__` of fsspec closes where connecting fails
        super().__init__(place.host, place.port, user, secret, encoding=_BYTES)

    def _connect(self) -> None:
        tls = Tls(host=self._place.host, fingerprint=self._place.fingerprint)
        with suppress(OSError, AttributeError):
            self.ftp.close()
        try:
            self._sign_in(tls)
        except ssl.SSLError as error:
            self.ftp.close()
            if self._dialler.deadline.is_over:
                raise
            raise distrusted(error, tls=tls) from error
        except ftplib.error_perm as error:
            self.ftp.close()
            raise FetchError(
                f"{self.host} does not let this source in ({_said(error)}). Check the user name and the password"
            ) from error
        except BaseException:
            self.ftp.close()
            raise

    def _sign_in(self, tls: Tls) -> None:
        user, secret = (text.encode().decode(_BYTES) for text in self.cred[:2])
        if self._place.scheme == "ftp":
            plain = _Client(dialler=self._dialler)
            self.ftp = plain
            plain.greet()
            plain.login(user, secret)
            return
        client = _TlsClient(dialler=self._dialler, tls=tls, is_tls_at_once=self._place.is_tls_at_once)
        self.ftp = client
        client.greet()
        client.login(user, secret)
        client.prot_p()

    def entries(self, folder: str) -> list[Entry]:
        now = datetime.now(UTC)
        self.invalidate_cache()
        try:
            found = self.ls(_wired(folder), detail=True)
        except FileNotFoundError as error:
            raise FetchError(f"{self.host} has no folder {folder}. Check the address") from error
        except (ftplib.error_perm, KeyError, ValueError) as error:
            raise FetchError(f"{self.host} does not list the folder {folder} ({_said(error)})") from error
        if len(found) > MOST_FILES:
            raise CrowdedFolderError
        start = len(_wired(folder).rstrip("/")) + 1
        return [_entry(facts, name=facts["name"][start:], now=now) for facts in found if _is_plain_file(facts)]

    def read(self, path: str, *, size: int) -> bytes:
        taken = bytearray()

        def take(data: bytes) -> None:
            taken.extend(data)
            if len(taken) > size:
                raise UnreadableFileError("it grew while it was read; it is taken once it stands still")

        try:
            self.ftp.retrbinary(f"RETR {path}", take)
        except ftplib.error_perm as error:
            raise UnreadableFileError(_said(error)) from error
        except UnreadableFileError:
            self._connect()  # the rest of the file is still under way on the old connection
            raise
        if len(taken) != size:
            raise UnreadableFileError("it is not as long as the list says; it is taken once it stands still")
        return bytes(taken)

    def move(self, path: str, *, to: str) -> None:
        self._do(lambda: self.mv(path, to))

    def delete(self, path: str) -> None:
        self._do(lambda: self.rm_file(path))

    def make_folder(self, path: str) -> None:
        self._do(lambda: self.mkdir(path, create_parents=False))

    def close(self) -> None:
        with suppress(OSError):
            self.ftp.close()

    @staticmethod
    def _do(act: Callable[[], object]) -> None:
        try:
            act()
        except ftplib.error_perm as error:
            raise UnreadableFileError(_said(error)) from error


def _wired(path: str) -> str:
    return path.encode().decode(_BYTES)


def _is_plain_file(facts: dict[str, Any]) -> bool:
    return str(facts["type"]).lower() == "file" and not str(facts.get("unix.mode", "")).startswith("l")


def _entry(facts: dict[str, Any], *, name: str, now: datetime) -> Entry:
    changed = str(facts.get("modify", ""))
    return Entry(
        name=name,
        shown=name.encode(_BYTES, "replace").decode("utf-8", "replace"),
        size=int(facts["size"]),
        changed=changed,
        at=time_from(changed, now=now),
    )


def _said(error: Exception) -> str:
    """A server's words for an error, on one line."""
    return " ".join(str(error).split())[:200] or type(error).__name__
