"""The colours that tell agencies apart on the desk: few, named, and legible on its light and dark ground. Pure."""

from zlib import crc32

from django.utils.translation import gettext_lazy as _

# `wire.css` holds a light and a dark shade of each for the list. These stand in forms on either ground: each keeps 3:1
# against Wagtail's white and its dark surface (WCAG 2.2, 1.4.11); a colour never stands without a name.
HEX = {
    "red": "#d9534f",
    "orange": "#cc6f1d",
    "yellow": "#a38500",
    "green": "#4a9140",
    "teal": "#15918a",
    "blue": "#3f7fd6",
    "indigo": "#7779e0",
    "purple": "#a463c4",
    "pink": "#c65a9b",
    "brown": "#a0764a",
    "grey": "#808890",
}
PALETTE = tuple(HEX)
COLOURS = [
    ("red", _("Red")),
    ("orange", _("Orange")),
    ("yellow", _("Yellow")),
    ("green", _("Green")),
    ("teal", _("Teal")),
    ("blue", _("Blue")),
    ("indigo", _("Indigo")),
    ("purple", _("Purple")),
    ("pink", _("Pink")),
    ("brown", _("Brown")),
    ("grey", _("Grey")),
]
_DERIVED = PALETTE[:-1]  # grey is for those that somebody wants quiet


def colour_of(slug: str, *, chosen: str = "") -> str:
    """The palette's name chosen for a source, else one that stays the same for its slug."""
    return chosen if chosen in PALETTE else _DERIVED[crc32(slug.encode()) % len(_DERIVED)]


def hex_of(colour: str) -> str:
    """The colour for a style, "" for none."""
    return HEX.get(colour, "")
