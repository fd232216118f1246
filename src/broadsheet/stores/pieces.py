"""
The piece store as a folder: one file a piece, durable, never half (DESIGN section 5).

    kept/<00 to 3f>/<hash of the name>   the pieces
    drafts/                              files being written; what a crash leaves there is swept by the next writer
    sequence                             the store's identity, its number, and which names changed when
    coming                               names about to change; there only while a batch is being pressed
    lock                                 held by whoever presses

The order of a batch: drafts, each with fsync; `coming`; renames and removals; fsync of their folders; `sequence`; away
with `coming`. So the sequence never announces a piece that is not there, and a process that dies between the renames
and the sequence leaves `coming` behind, whose names the next batch (or `recover`) announces.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from broadsheet.contracts.pieces import Changes, Piece
from broadsheet.stores.codec import decode_piece, encode_piece
from broadsheet.stores.sequence import NO_SEQUENCE, read_sequence, sequence_after, sequence_bytes

# 64 folders: a batch touches few enough to fsync them all, and a million pieces still make short folders (16 thousand).
_FOLDERS = 64
# fsyncs that wait together share the commits of the disk: 200 pages took 164 ms with one thread, 82 with eight or more.
_SYNCERS = 8


class FolderPieceStore:
    """
    Keeps the `PieceStore` Protocol in a folder, shared by one writing clerk and any number of reading edges.

    Reading never writes, not even the folder itself: an edge may start before there is a store.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = folder / "kept"
        self._drafts = folder / "drafts"
        self._coming = folder / "coming"
        self._sequence = folder / "sequence"
        self._looked_at = NO_SEQUENCE
        self._is_ready = False
        self._threads = Lock()

    @property
    def sequence_path(self) -> Path:
        """The file whose change says that pieces changed: cheap to look at, `changes_since` says more."""
        return self._sequence

    def press(self, pieces: Mapping[str, Piece], *, remove: Iterable[str] = ()) -> int:
        """
        Write and remove, durably; give the new sequence number.

        :raises PieceError: if a piece cannot be written as bytes; then nothing of the batch was changed
        :raises OSError: if the disk refuses; pieces are then old or new each, and the next batch announces them
        """
        encoded = {name: encode_piece(name, piece) for name, piece in pieces.items()}
        gone = {name for name in remove if name not in encoded}
        with self._writing():
            return self._press(encoded, gone)

    def recover(self) -> int:
        """
        Finish what a writer that died left behind: announce its names, sweep its drafts; give the sequence number.

        The first `press` of a process does the same; a clerk calls this at its start, so that edges need not wait.
        """
        with self._writing():
            unannounced = self._read_coming()
            if unannounced:
                self._announce(unannounced)
            return read_sequence(self._sequence).number

    def read(self, name: str) -> Piece | None:
        """
        The piece of that name, or None.

        :raises PieceError: if it is there but cannot be read
        """
        try:
            # Not by pathlib: a search reads forty small pieces, and half of each was spent on its path.
            with open(self._place(name), "rb") as file:  # noqa: PTH123
                data = file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return decode_piece(name, data)

    def changes_since(self, number: int) -> Changes:
        """What changed after `number`; everything when that cannot be told, or when another store took the place."""
        sequence = read_sequence(self._sequence)
        was_replaced = self._looked_at.store not in {"", sequence.store}
        self._looked_at = sequence
        return sequence.changes_since(-1 if was_replaced else number)

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Nobody presses while this is held, so hold it for a moment only: a kill may be waiting."""
        with self._writing():
            yield

    def file_of(self, name: str) -> Path:
        """Where the piece of that name lies, if there is one."""
        return self._path(name)

    def files(self) -> Iterator[Path]:
        """The files of all pieces, as they come; some may be gone or new by the time they are opened."""
        for place in range(_FOLDERS):
            try:
                with os.scandir(self._kept / f"{place:02x}") as entries:
                    yield from (Path(entry.path) for entry in entries)
            except FileNotFoundError:
                continue

    def _path(self, name: str) -> Path:
        return Path(self._place(name))

    def _place(self, name: str) -> str:
        digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=20).digest()
        return f"{self._kept}/{digest[0] % _FOLDERS:02x}/{digest.hex()}"

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Alone among threads and processes, with the folders made and a dead writer's drafts swept."""
        with self._threads:
            self._folder.mkdir(parents=True, exist_ok=True)
            with (self._folder / "lock").open("wb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not (self._is_ready and self._drafts.exists()):
                    self._make_ready()
                yield

    def _make_ready(self) -> None:
        self._drafts.mkdir(exist_ok=True)
        for place in range(_FOLDERS):
            (self._kept / f"{place:02x}").mkdir(parents=True, exist_ok=True)
        for draft in self._drafts.iterdir():
            draft.unlink()
        for folder in (self._kept, self._folder, self._folder.parent):
            _sync_folder(folder)
        self._is_ready = True

    def _press(self, encoded: Mapping[str, bytes], gone: Iterable[str]) -> int:
        drafts = {name: self._drafts / str(count) for count, name in enumerate(encoded)}
        with ThreadPoolExecutor(_SYNCERS) as syncers:
            list(syncers.map(_write_durably, drafts.values(), encoded.values()))
            names = self._read_coming() | encoded.keys() | set(gone)
            self._replace(self._coming, json.dumps(sorted(names)).encode())
            for name, draft in drafts.items():
                draft.rename(self._path(name))
            for name in gone:
                self._path(name).unlink(missing_ok=True)
            list(syncers.map(_sync_folder, {self._path(name).parent for name in names}))
        return self._announce(names)

    def _announce(self, names: frozenset[str]) -> int:
        sequence = sequence_after(read_sequence(self._sequence), names)
        self._replace(self._sequence, sequence_bytes(sequence))
        self._coming.unlink(missing_ok=True)
        return sequence.number

    def _read_coming(self) -> frozenset[str]:
        try:
            return frozenset(json.loads(self._coming.read_bytes()))
        except FileNotFoundError:
            return frozenset()
        except ValueError:
            # Damaged, so nobody knows which names it held: a store with a new identity makes every edge forget all.
            self._sequence.unlink(missing_ok=True)
            return frozenset()

    def _replace(self, path: Path, data: bytes) -> None:
        draft = self._drafts / path.name
        _write_durably(draft, data)
        draft.rename(path)
        _sync_folder(path.parent)


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
