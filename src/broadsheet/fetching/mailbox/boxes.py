"""What a mailbox's address, settings and cursor say."""

import base64
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from broadsheet.contracts.fetching import FetchError, FetchOrder

PORTS = {"imap": 143, "imaps": 993}
OPTIONS = frozenset({"after", "done", "days", "login", "fingerprint"})
DAYS = 7
MOST_DAYS = 3650

Choice = TypeVar("Choice", bound=StrEnum)


class After(StrEnum):
    """What becomes of a message in the mailbox once it is committed."""

    SEEN = "seen"
    LEAVE = "leave"
    MOVE = "move"
    DELETE = "delete"


class Login(StrEnum):
    """How Broadsheet signs in: with a password (of an app), or an OAuth 2 token."""

    PASSWORD = "password"  # noqa: S105  a word, not one
    XOAUTH2 = "xoauth2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """
    A folder of a mailbox, and how to treat it.

    `days` is how far back the first look goes, and one after the server numbered its messages anew; 0 is all of them.
    """

    host: str
    port: int
    is_tls_at_once: bool
    folder: str
    after: After = After.SEEN
    done: str = "Broadsheet"
    days: int = DAYS
    login: Login = Login.PASSWORD
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """
    Up to which message a mailbox was read: UIDs grow as long as UIDVALIDITY stays (RFC 3501, section 2.3.1.1).

    `refusals` counts how often the server would not give the message behind it.
    """

    validity: int = 0
    last: int = 0
    refusals: int = 0

    def __str__(self) -> str:
        return f"{self.validity}:{self.last}" + (f":{self.refusals}" if self.refusals else "")


def bookmark_from(cursor: str) -> Bookmark:
    """Read a cursor; one of another make begins anew."""
    numbers = re.fullmatch(r"(\d{1,10}):(\d{1,10})(?::(\d))?", cursor, re.ASCII)
    if numbers is None:
        return Bookmark()
    return Bookmark(validity=int(numbers[1]), last=int(numbers[2]), refusals=int(numbers[3] or 0))


def box_of(order: FetchOrder) -> Box:
    """
    Read an order's address and options.

    :raises FetchError: if they cannot be used; the text names which and what they should be
    """
    scheme, host, port, folder = _address_of(order.address)
    options = order.options
    unknown = sorted(set(options) - OPTIONS)
    if unknown:
        raise FetchError(f"A mailbox has no setting {unknown[0]!r}. It has: {', '.join(sorted(OPTIONS))}")
    days = options.get("days") or str(DAYS)
    if not (days.isascii() and days.isdecimal() and int(days) <= MOST_DAYS):
        raise FetchError(f"days={days}: give a number of days up to {MOST_DAYS}, or 0 for all messages")
    return Box(
        host=host,
        port=port or PORTS[scheme],
        is_tls_at_once=scheme == "imaps",
        folder=folder or "INBOX",
        after=_chosen(After, "after", options.get("after") or After.SEEN),
        done=options.get("done") or "Broadsheet",
        days=int(days),
        login=_chosen(Login, "login", options.get("login") or Login.PASSWORD),
        fingerprint=options.get("fingerprint", "").strip(),
    )


def quoted(folder: str) -> str:
    """A folder's name as IMAP sends it: modified UTF-7 (RFC 3501, section 5.1.3) in quotation marks."""
    pieces = re.split(r"([^ -~]+)", folder.replace("&", "&-"))
    wired = "".join(_shifted(piece) if position % 2 else piece for position, piece in enumerate(pieces))
    return '"' + wired.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shifted(letters: str) -> str:
    coded = base64.b64encode(letters.encode("utf-16-be")).decode().rstrip("=")
    return f"&{coded.replace('/', ',')}-"


def _address_of(address: str) -> tuple[str, str, int | None, str]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise FetchError(f"{address!r} is no address of a mailbox ({error})") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise FetchError(
            f"{address!r} is no address of a mailbox. Give one such as imaps://mail.example.com/INBOX (imap:// is the "
            "same with STARTTLS)"
        )
    if parts.password is not None:
        raise FetchError("The address holds a password, which would be shown. Put it into the field for it instead")
    folder = unquote(parts.path).strip("/")
    if not folder.isprintable():
        raise FetchError("The folder in the address holds a control character")
    return parts.scheme, parts.hostname, port, folder


def _chosen(kind: type[Choice], name: str, text: str) -> Choice:
    try:
        return kind(text)
    except ValueError as error:
        raise FetchError(f"{name}={text}: give one of {', '.join(kind)}") from error
