"""What a remote folder's address and settings say."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from broadsheet.contracts.fetching import FetchError, FetchOrder

PORTS = {"ftp": 21, "ftps": 21, "sftp": 22}
IMPLICIT_TLS_PORT = 990
OPTIONS = frozenset({"pattern", "after", "done", "fingerprint"})


class After(StrEnum):
    """What becomes of a file at the server once what it holds is committed."""

    LEAVE = "leave"
    MOVE = "move"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    A folder on a server, and how to treat it.

    `patterns` are file names with * and ?; without any, all files but pictures are wire copy. `fingerprint` is that
    of an SFTP server's host key ("SHA256:…" as ssh-keygen prints it), or of an FTPS server's certificate.
    """

    scheme: str
    host: str
    port: int
    folder: str
    patterns: tuple[str, ...] = ()
    after: After = After.LEAVE
    done: str = "done"
    fingerprint: str = ""

    @property
    def is_tls_at_once(self) -> bool:
        """Whether TLS begins before the server's greeting (implicit FTPS), not on AUTH TLS (RFC 4217)."""
        return self.scheme == "ftps" and self.port == IMPLICIT_TLS_PORT


def place_of(order: FetchOrder) -> Place:
    """
    Read an order's address and options.

    :raises FetchError: if they cannot be used; the text names which and what they should be
    """
    scheme, host, port, folder = _address_of(order.address)
    unknown = sorted(set(order.options) - OPTIONS)
    if unknown:
        raise FetchError(f"A remote folder has no setting {unknown[0]!r}. It has: {', '.join(sorted(OPTIONS))}")
    done = order.options.get("done") or "done"
    if "/" in done or done in {".", ".."}:
        raise FetchError(f"done={done}: give the name of a folder inside the source's folder, such as done")
    return Place(
        scheme=scheme,
        host=host,
        port=port,
        folder=folder,
        patterns=tuple(order.options.get("pattern", "").replace(",", " ").split()),
        after=_after(order.options),
        done=done,
        fingerprint=order.options.get("fingerprint", "").strip(),
    )


def _address_of(address: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise FetchError(f"{address!r} is no address of a remote folder ({error})") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise FetchError(
            f"{address!r} is no address of a remote folder. Give one such as sftp://files.example.com/out, ftps:// or "
            "ftp://"
        )
    if parts.password is not None:
        raise FetchError("The address holds a password, which would be shown. Put it into the field for it instead")
    folder = "/" + unquote(parts.path).strip("/")
    if any(not letter.isprintable() for letter in folder):
        raise FetchError("The folder in the address holds a control character")
    return parts.scheme, parts.hostname, port or PORTS[parts.scheme], folder


def _after(options: Mapping[str, str]) -> After:
    text = options.get("after") or After.LEAVE
    try:
        return After(text)
    except ValueError as error:
        raise FetchError(f"after={text}: give one of {', '.join(After)}") from error
