"""The small pieces that many pages share, decoded, kept at hand until the sequence says that they changed."""

from collections import OrderedDict
from threading import Lock

from broadsheet.contracts.pieces import Card, Changes, Fragment, Piece, PieceStore

_PAGES = "page/"


class Shelf:
    """
    Reads through to a store. Used by several joining threads at once.

    Page pieces are not kept: once joined they stand in the page cache. That a piece is missing is remembered too.
    """

    def __init__(self, store: PieceStore, *, limit_bytes: int) -> None:
        self._store = store
        self._limit = limit_bytes
        self._pieces: OrderedDict[str, Piece | None] = OrderedDict()
        self._weight = 0
        self._generation = 0
        self._lock = Lock()

    def read(self, name: str) -> Piece | None:
        """
        The piece of that name, or None.

        :raises PieceError: if it is there but cannot be read
        """
        with self._lock:
            if name in self._pieces:
                self._pieces.move_to_end(name)
                return self._pieces[name]
            generation = self._generation
        piece = self._store.read(name)
        with self._lock:
            # Something changed while this was read: it may be the old piece, good for this page, not for keeping.
            if generation == self._generation:
                self._keep(name, piece)
        return piece

    def forget(self, changes: Changes) -> None:
        """Let go of what changed."""
        with self._lock:
            self._generation += 1
            if changes.everything:
                self._pieces.clear()
                self._weight = 0
            else:
                for name in changes.names & self._pieces.keys():
                    self._weight -= _weight(name, self._pieces.pop(name))

    def _keep(self, name: str, piece: Piece | None) -> None:
        if name in self._pieces or (piece is not None and name.startswith(_PAGES)):
            return
        self._pieces[name] = piece
        self._weight += _weight(name, piece)
        while self._weight > self._limit:
            oldest, forgotten = self._pieces.popitem(last=False)
            self._weight -= _weight(oldest, forgotten)


def _weight(name: str, piece: Piece | None) -> int:
    """About the bytes in memory."""
    rest = 500 + len(name)
    match piece:
        case Card():
            return rest + sum(len(html) for html in piece.shapes.values())
        case Fragment():
            return rest + len(piece.html)
        case _:
            return rest
