"""What the fetcher asks of a server, and what can go wrong with one file of it."""

from typing import Protocol

from broadsheet.contracts.fetching import FetchError
from broadsheet.fetching.remote.listing import MOST_FILES, Entry


class UnreadableFileError(Exception):
    """One file cannot be read or moved; the server goes on. The text says why, without the file's name."""


class CrowdedFolderError(FetchError):
    """The folder holds more files than can be told apart."""

    def __init__(self) -> None:
        super().__init__(
            f"The folder holds more than {MOST_FILES:,} files. Have old ones cleared away, or let this source move or "
            "delete what it has taken (after=move)"
        )


class Server(Protocol):
    """A server, signed in to. Paths are absolute; names are as its list gave them."""

    def entries(self, folder: str) -> list[Entry]:
        """
        List the plain files of a folder: no folders, links or pipes.

        :raises FetchError: if it cannot be listed
        """
        ...

    def read(self, path: str, *, size: int) -> bytes:
        """
        Give a file's bytes, if they are as many as its list said.

        :raises UnreadableFileError: if it is gone, closed to us, or of another size
        """
        ...

    def move(self, path: str, *, to: str) -> None:
        """
        Rename a file.

        :raises UnreadableFileError: if the server will not
        """
        ...

    def delete(self, path: str) -> None:
        """
        Delete a file.

        :raises UnreadableFileError: if the server will not
        """
        ...

    def make_folder(self, path: str) -> None:
        """
        Make a folder where it is missing.

        :raises UnreadableFileError: if the server will not
        """
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
