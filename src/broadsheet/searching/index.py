"""The index on disk: one process writes it (the clerk), any number read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import tantivy

from broadsheet.searching.schema import VERSION, IndexedStory, analyzers, document_of, story_schema

WRITER_BYTES = 32 * 1024 * 1024  # a batch is a few stories; tantivy asks for 15 MB at least
_WHOLE = "whole"  # a file beside tantivy's own: this index holds every story, so readers may ask it


class IndexDamagedError(Exception):
    """The index is missing or cannot be read; building it anew is the way out."""


class IndexBusyError(Exception):
    """Another process holds the index's one writer."""


class StoryIndex:
    """
    The stories of one site, searchable. Made by `open_index` or `make_index`.

    A change is durable and visible to `searcher()` when `change` returns; another process sees it after `reload`.
    """

    def __init__(self, index: tantivy.Index, *, language: str) -> None:
        self._index = index
        self._writer: tantivy.IndexWriter | None = None
        self.analyzers = analyzers(language)
        for name, analyzer in self.analyzers.items():
            index.register_tokenizer(name, analyzer)
        # The reader's own reload lags up to 500 ms; whoever reads says when.
        index.config_reader(reload_policy="manual")
        self.schema = index.schema

    def searcher(self) -> tantivy.Searcher:
        return self._index.searcher()

    def reload(self) -> None:
        """See what another process committed (0.3 ms)."""
        self._index.reload()

    def change(self, *, put: Iterable[IndexedStory] = (), remove: Iterable[int] = ()) -> None:
        """
        Put and remove stories in one commit; putting one twice changes nothing.

        :raises IndexBusyError: if another process writes this index
        :raises IndexDamagedError: if the index cannot be written
        """
        writer = self._writer or self._open_writer()
        try:
            for story in put:
                writer.delete_documents_by_query(self._that_one(story.story_id))
                writer.add_document(document_of(story))
            for story_id in remove:
                writer.delete_documents_by_query(self._that_one(story_id))
            writer.commit()
        except ValueError as error:
            self._writer = None  # a failed commit leaves the writer unusable; the next change opens another
            raise IndexDamagedError(str(error)) from error
        self._index.reload()

    def close(self) -> None:
        """Give the writer back, after it has merged what it began to merge."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.wait_merging_threads()

    def _that_one(self, story_id: int) -> tantivy.Query:
        # Not by term: tantivy 0.27 takes an int for a signed one there, and deletes nothing from an unsigned field.
        return tantivy.Query.term_query(self.schema, "story_id", story_id)

    def _open_writer(self) -> tantivy.IndexWriter:
        try:
            self._writer = self._index.writer(heap_size=WRITER_BYTES, num_threads=1)
        except ValueError as error:
            if "lock" in str(error).lower():
                raise IndexBusyError(str(error)) from error
            raise IndexDamagedError(str(error)) from error
        return self._writer


def index_path(folder: Path) -> Path:
    """Where the index of this schema lies inside the site's index folder."""
    return folder / f"stories-{VERSION}"


def open_index(folder: Path, *, language: str) -> StoryIndex:
    """
    Open the index that is there.

    :raises IndexDamagedError: if there is none, or one that cannot be read
    """
    path = index_path(folder)
    try:
        if not path.is_dir() or not tantivy.Index.exists(str(path)):
            raise IndexDamagedError(f"there is no index in {path}")
        return StoryIndex(tantivy.Index.open(str(path)), language=language)
    except (ValueError, OSError) as error:
        raise IndexDamagedError(f"{path}: {error}") from error


def make_index(folder: Path, *, language: str) -> StoryIndex:
    """Begin an empty index, in place of whatever lies there."""
    path = index_path(folder)
    if path.exists():
        shutil.rmtree(path)
    path.mkdir(parents=True, mode=0o700)
    return StoryIndex(tantivy.Index(story_schema(), path=str(path)), language=language)


def is_whole(folder: Path) -> bool:
    """Whether the index holds every story; one that was begun anew does not, until it was filled."""
    return (index_path(folder) / _WHOLE).exists()


def mark_whole(folder: Path) -> None:
    """Let readers ask this index, and take away those of other schemas: they hold words that nobody removes."""
    path = index_path(folder)
    (path / _WHOLE).touch(mode=0o600)
    for other in folder.glob("stories-*"):
        if other != path:
            shutil.rmtree(other)


def memory_index(*, language: str) -> StoryIndex:
    """An empty index that lives as long as the process."""
    return StoryIndex(tantivy.Index(story_schema()), language=language)
