"""What one order comes to: the pieces that the press is to write and to take away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from broadsheet.contracts.pieces import Piece
from broadsheet.press.orders import OrderKey
from broadsheet.press.shelf import Shelf, Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class PressedAddress:
    """Where readers are about to find a page; `path` has both slashes ("/world/some-slug/", "/")."""

    path: str
    page_id: int
    is_story: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunPage:
    """A page of a shelf that begins at a story; the one before it is closed by that."""

    shelf: Shelf
    number: int
    start: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """
    What an order found out of the archive, to be kept before its pieces are written.

    `reopened` are shelves whose pages after the number are to be laid out anew, `ended` those that are no longer there.
    `days` says how many stories a day has, `about` how many a topic has whose page stands (0 where none does any more).
    `orders` are what is to be pressed because of it.
    """

    begun: tuple[BegunPage, ...] = ()
    reopened: Mapping[Shelf, int] = field(default_factory=dict)
    ended: tuple[Shelf, ...] = ()
    days: Mapping[date, int] = field(default_factory=dict)
    about: Mapping[int, int] = field(default_factory=dict)
    orders: tuple[OrderKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plates:
    """
    Pieces by name, names of pieces that must go, and the addresses that come to be known by it.

    `former` stands where something else stood: notices and redirects. A page that another order puts at the same
    address goes before it. `topics` are addresses of topics' pages that come to be known, with the topics' ids, and
    `authors` those of authors. `sitemaps` says of sitemaps by their names whether they are there now.
    """

    pieces: Mapping[str, Piece] = field(default_factory=dict)
    former: Mapping[str, Piece] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    addresses: tuple[PressedAddress, ...] = ()
    topics: Mapping[str, int] = field(default_factory=dict)
    sitemaps: Mapping[str, bool] = field(default_factory=dict)
    authors: Mapping[str, int] = field(default_factory=dict)
    notes: Notes = Notes()


def page_piece(path: str) -> str:
    """The name of the piece that stands at an address: "/world/x/" is "page/world/x", "/" is "page/"."""
    return f"page/{path.strip('/')}"


def words_piece(story_id: int) -> str:
    return f"words/{story_id}"


def card_piece(story_id: int) -> str:
    return f"card/{story_id}"


def entry_piece(story_id: int) -> str:
    return f"entry/{story_id}"
