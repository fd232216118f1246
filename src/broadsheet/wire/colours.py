"""The colour that a supplier has on the desk: pure."""

from zlib import crc32

# Names of `wire.css`, which holds a light and a dark shade of each; far enough apart to be told from one another.
PALETTE = ("red", "orange", "yellow", "green", "teal", "blue", "indigo", "purple", "pink", "brown", "grey")
_DERIVED = PALETTE[:-1]  # grey is for those that somebody wants quiet


def colour_of(slug: str, *, chosen: str = "") -> str:
    """The palette's name chosen for a source, else one that stays the same for its slug."""
    return chosen if chosen in PALETTE else _DERIVED[crc32(slug.encode()) % len(_DERIVED)]
