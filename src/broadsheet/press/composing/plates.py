"""What one order comes to: the pieces that the press is to write and to take away."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.contracts.pieces import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class PressedAddress:
    """Where readers are about to find a page; `path` has both slashes ("/world/some-slug/", "/")."""

    path: str
    page_id: int
    is_story: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plates:
    """
    Pieces by name, names of pieces that must go, and the addresses that come to be known by it.

    `former` stands where something else stood: notices and redirects. A page that another order puts at the same
    address goes before it.
    """

    pieces: Mapping[str, Piece] = field(default_factory=dict)
    former: Mapping[str, Piece] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    addresses: tuple[PressedAddress, ...] = ()


def page_piece(path: str) -> str:
    """The name of the piece that stands at an address: "/world/x/" is "page/world/x", "/" is "page/"."""
    return f"page/{path.strip('/')}"


def words_piece(story_id: int) -> str:
    return f"words/{story_id}"


def card_piece(story_id: int) -> str:
    return f"card/{story_id}"


def entry_piece(story_id: int) -> str:
    return f"entry/{story_id}"
