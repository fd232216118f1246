"""What passes between the rooms that fetch from sources and the wire that keeps what came."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class SourceKind(StrEnum):
    """How an agency's copy arrives."""

    FOLDER = "folder"  # files dropped in a folder of this machine
    HTTP = "http"  # an address that is polled: RSS, Atom, JSON Feed or any wire document
    AP = "ap"  # AP Media API, long polling
    PUSH = "push"  # the agency posts to the newsroom
    REMOTE = "remote"  # a folder on an FTP, SFTP or S3 server
    MAILBOX = "mailbox"  # an IMAP mailbox for press releases


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOrder:
    """
    What one look at a source needs to know.

    `address` says server and place ("https://…", "sftp://host/out", "imaps://host/INBOX"), never a password. `cursor`
    is what the last look gave (`Fetched.cursor`), "" at the first. `options` are the settings of the kind.
    """

    address: str
    user: str = ""
    secret: str = field(default="", repr=False)  # password, key or token
    cursor: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    One document as it came. `name` identifies it to an editor; `charset` and `address` are for `read_items`.

    `key` is the fetcher's own name for it, which `Fetcher.finish` is given back.
    """

    data: bytes = field(repr=False)
    name: str
    key: str = ""
    charset: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """
    What one look brought, oldest first.

    `cursor` may be kept once all documents are committed, not before. `is_more` asks for the next look at once;
    `pause` in seconds is how long the server asks to be left alone (Retry-After, a feed's ttl), None where it said
    nothing. `troubles` say in words for an editor what could not be fetched, while the rest came all the same, and what
    else needs somebody's hand at the source (an address that moved).
    """

    documents: tuple[Document, ...] = ()
    cursor: str = ""
    is_more: bool = False
    pause: float | None = None
    troubles: tuple[str, ...] = ()


class FetchError(Exception):
    """A look at a source that failed; the text names what is wrong and the way out, fit to show to an editor."""


class Fetcher(Protocol):
    """
    Looks at sources of one kind. Called from threads, several at a time, never twice at once for one source.

    It keeps nothing between looks but what can be lost (an open connection).
    """

    def fetch(self, order: FetchOrder, *, stop: Callable[[], bool]) -> Fetched:
        """
        Look once, within a total deadline and bounded memory; return early, with what there is, once `stop()` says so.

        :raises FetchError: if the source cannot be reached, refuses, or answers out of proportion
        """
        ...

    def finish(self, order: FetchOrder, documents: Sequence[Document]) -> None:
        """
        Told once the documents are committed: move or delete them at the source where its settings say so.

        Data are never lost if this is never called or fails: they come again and are known by their bytes.

        :raises FetchError: if the source cannot be reached or refuses
        """
        ...
