"""The index as a process reads it that never writes it: the edge."""

from pathlib import Path
from threading import Lock

import tantivy

from broadsheet.searching.index import IndexDamagedError, StoryIndex, index_path, is_whole, open_index

_Signature = tuple[int, int, int, int]


class IndexFillingError(Exception):
    """The index was begun anew and does not hold every story yet."""


class IndexReader:
    """
    Opens the index once there is one, and sees what the clerk committed since. Used by several threads.

    Two looks at the disk tell whether anything changed, so each search sees the newest commit.
    """

    def __init__(self, folder: Path, *, language: str) -> None:
        self._folder = folder
        self._language = language
        self._index: StoryIndex | None = None
        self._signature: _Signature | None = None
        self._lock = Lock()

    def current(self) -> tuple[StoryIndex, tantivy.Searcher]:
        """
        The index, and a searcher on its newest commit.

        :raises IndexFillingError: while it is being filled
        :raises IndexDamagedError: if there is none, or one that cannot be read
        """
        with self._lock:
            signature = self._sign()
            if self._index is None or signature != self._signature:
                self._index = self._refreshed(signature)
                self._signature = signature
            return self._index, self._index.searcher()

    def forget(self) -> None:
        """Open it anew the next time: what was open is damaged."""
        with self._lock:
            self._index = None

    def _refreshed(self, signature: _Signature) -> StoryIndex:
        if not is_whole(self._folder):
            self._index = None
            raise IndexFillingError(f"{index_path(self._folder)} is being filled")
        is_same_folder = self._signature is not None and signature[0] == self._signature[0]
        if self._index is not None and is_same_folder:
            try:
                self._index.reload()
            except ValueError:
                self._index = None
            else:
                return self._index
        return open_index(self._folder, language=self._language)

    def _sign(self) -> _Signature:
        path = index_path(self._folder)
        try:
            folder, meta = path.stat(), (path / "meta.json").stat()
        except OSError as error:
            raise IndexDamagedError(f"there is no index in {path}") from error
        return folder.st_ino, meta.st_ino, meta.st_mtime_ns, meta.st_size
