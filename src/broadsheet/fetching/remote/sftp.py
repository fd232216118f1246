"""SFTP through fsspec and paramiko: a known host key, checked addresses, bounded lists, names in any bytes."""

import base64
import hashlib
import hmac
import io
import logging
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, cast

import paramiko
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_ssh_private_key,
)
from fsspec.implementations.sftp import SFTPFileSystem
from paramiko.sftp import CMD_CLOSE, CMD_HANDLE, CMD_NAME, CMD_OPENDIR, CMD_READDIR

from broadsheet.contracts.fetching import FetchError
from broadsheet.fetching.dialling import CONNECT_SECONDS, SILENCE_SECONDS, Dialler
from broadsheet.fetching.remote.listing import MOST_FILES, Entry
from broadsheet.fetching.remote.places import Place
from broadsheet.fetching.remote.servers import CrowdedFolderError, UnreadableFileError

_CHUNK = 32_768

# It writes whole tracebacks of a server's faults from a thread of its own; each is raised here as well.
logging.getLogger("paramiko").setLevel(logging.CRITICAL)


class HostKeyError(FetchError):
    """The server's host key is not known, or not the one that the newsroom trusts."""


class _KnownKey(paramiko.MissingHostKeyPolicy):
    """Lets in a server whose host key has one of the fingerprints given; before anything is sent to it."""

    def __init__(self, fingerprints: str) -> None:
        self._known = [word.removeprefix("SHA256:").rstrip("=") for word in fingerprints.replace(",", " ").split()]

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:  # noqa: ARG002
        shown = base64.b64encode(hashlib.sha256(key.asbytes()).digest()).decode().rstrip("=")
        if any(hmac.compare_digest(shown.encode(), known.encode()) for known in self._known):
            return
        if not self._known:
            raise HostKeyError(
                f"{hostname} shows the host key SHA256:{shown} ({key.get_name()}). Nothing was sent to it yet. Confirm "
                "this fingerprint with the agency, then put it into this source's settings (fingerprint)"
            )
        raise HostKeyError(
            f"{hostname} shows another host key than before: SHA256:{shown} ({key.get_name()}). Nothing was sent to "
            "it. Somebody may be posing as the agency: ask it whether its key was changed before you trust the new one"
        )


class _Client(paramiko.SFTPClient):
    """Lists in bounds, and takes names as the server wrote them, also where they are not UTF-8."""

    def listdir_iter(self, path: Any = ".", read_aheads: int = 1) -> Iterator[paramiko.SFTPAttributes]:  # noqa: ARG002
        kind, message = self._ask(CMD_OPENDIR, self._adjust_cwd(path))
        if kind != CMD_HANDLE:
            raise paramiko.SFTPError("no handle for a folder")
        handle, count = message.get_binary(), 0
        while (answer := self._next(handle)) is not None:
            for _ in range(answer.get_int()):
                count += 1
                if count > MOST_FILES:
                    raise CrowdedFolderError
                name, long_name = (_read(answer.get_string()) for _ in range(2))
                yield paramiko.SFTPAttributes._from_msg(  # type: ignore[attr-defined]  # noqa: SLF001
                    answer, name, long_name
                )
        self._ask(CMD_CLOSE, handle)

    def _next(self, handle: bytes) -> paramiko.Message | None:
        try:
            kind, message = self._ask(CMD_READDIR, handle)
        except EOFError:
            return None
        if kind != CMD_NAME:
            raise paramiko.SFTPError("no names in a folder's list")
        return message

    def _ask(self, command: int, text: bytes) -> tuple[int, paramiko.Message]:
        return cast("tuple[int, paramiko.Message]", self._request(command, text))  # type: ignore[attr-defined]

    def _adjust_cwd(self, path: Any) -> bytes:
        return path if isinstance(path, bytes) else str(path).encode("utf-8", "surrogateescape")


class SftpServer(SFTPFileSystem):
    """An SFTP server, signed in to."""

    cachable = False

    def __init__(self, place: Place, *, dialler: Dialler, user: str, secret: str) -> None:
        """
        Connect, check the host key and sign in.

        :raises FetchError: if the server cannot be reached, trusted, or refuses
        """
        self._dialler = dialler
        way_in = {"pkey": _private_key(secret)} if "PRIVATE KEY-----" in secret else {"password": secret}
        super().__init__(
            place.host,
            port=place.port,
            username=user,
            host_key_policy=_KnownKey(place.fingerprint),
            allow_agent=False,  # the keys of whoever runs Broadsheet are not a source's
            look_for_keys=False,
            banner_timeout=CONNECT_SECONDS,
            auth_timeout=CONNECT_SECONDS,
            channel_timeout=CONNECT_SECONDS,
            **way_in,
        )

    def _connect(self) -> None:
        self.client = paramiko.SSHClient()
        self.client.set_missing_host_key_policy(self.host_key_policy)
        try:
            self.client.connect(self.host, sock=self._dialler.dial(), **self.ssh_kwargs)
            self.ftp = cast("_Client", _Client.from_transport(cast("paramiko.Transport", self.client.get_transport())))
            cast("paramiko.Channel", self.ftp.get_channel()).settimeout(SILENCE_SECONDS)
        except paramiko.AuthenticationException as error:
            self.client.close()
            raise FetchError(
                f"{self.host} does not let this source in. Check the user name and the password or key"
            ) from error
        except BaseException:
            self.client.close()
            raise

    def entries(self, folder: str) -> list[Entry]:
        try:
            found = list(self.ftp.listdir_iter(folder))
        except FileNotFoundError as error:
            raise FetchError(f"{self.host} has no folder {folder}. Check the address") from error
        except PermissionError as error:
            raise FetchError(f"{self.host} does not let this source into the folder {folder}") from error
        return [_entry(facts) for facts in found if stat.S_ISREG(facts.st_mode or 0)]

    def read(self, path: str, *, size: int) -> bytes:
        return cast("bytes", self._do(lambda: self._read(path, size=size)))

    def _read(self, path: str, *, size: int) -> bytes:
        taken = bytearray()
        with self.ftp.open(path, "rb") as file:
            while len(taken) <= size and (data := file.read(_CHUNK)):
                taken.extend(data)
        if len(taken) != size:
            raise UnreadableFileError("it is not as long as the list says; it is taken once it stands still")
        return bytes(taken)

    def move(self, path: str, *, to: str) -> None:
        # Not fsspec's `mv`: that needs an extension of OpenSSH's and overwrites.
        self._do(lambda: self.ftp.rename(path, to))

    def delete(self, path: str) -> None:
        self._do(lambda: self.ftp.remove(path))

    def make_folder(self, path: str) -> None:
        self._do(lambda: self.ftp.mkdir(path))

    def close(self) -> None:
        with suppress(OSError, EOFError):
            self.client.close()

    def _do(self, act: Callable[[], object]) -> object:
        try:
            return act()
        except OSError as error:
            transport = self.client.get_transport()
            if self._dialler.deadline.is_over or transport is None or not transport.is_active():
                raise
            raise UnreadableFileError(error.strerror or str(error) or "the server refuses") from error


def _entry(facts: paramiko.SFTPAttributes) -> Entry:
    return Entry(
        name=facts.filename,
        shown=facts.filename.encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
        size=facts.st_size or 0,
        changed=str(facts.st_mtime or 0),
        at=float(facts.st_mtime or 0),
    )


def _read(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def _private_key(text: str) -> paramiko.PKey:
    data = f"{text.strip()}\n".encode()
    load = load_ssh_private_key if b"OPENSSH" in data[:40] else load_pem_private_key
    try:
        key = load(data, password=None)
        return _paramiko_key(key)
    except TypeError as error:
        raise FetchError("The private key is locked by a passphrase. Give one made without (ssh-keygen -p)") from error
    except (ValueError, UnsupportedAlgorithm, paramiko.SSHException) as error:
        raise FetchError(
            "The private key cannot be read. Give an Ed25519, ECDSA or RSA key as ssh-keygen writes it"
        ) from error


def _paramiko_key(key: object) -> paramiko.PKey:
    """The key as paramiko reads it: of each kind in the one format in which it reads all of them."""
    if isinstance(key, Ed25519PrivateKey):
        openssh = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        return paramiko.Ed25519Key.from_private_key(io.StringIO(openssh.decode()))
    if isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        kind = paramiko.RSAKey if isinstance(key, RSAPrivateKey) else paramiko.ECDSAKey
        return kind.from_private_key(io.StringIO(pem.decode()))
    raise ValueError("a kind of key that SSH does not use any more")
