"""
Colours of readers' pages: how well one is read on another, and the paper's own accent in both schemes.

Pure. The grounds are those of `assets/styles/10-tokens.css`; a test holds the two together.
"""

import hashlib
import re
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3: text of any size
# What is derived shall be read as easily as the house's own red on its dark ground, not just barely.
_WANTED_CONTRAST = 6.0
_STEPS = 50
_HEX = re.compile(r"#[0-9a-f]{6}")


class ColourError(ValueError):
    """A text that is no colour, or a colour that cannot be read; its text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The grounds that text stands on, by daylight or in the dark."""

    name: str
    paper: str
    wash: str


LIGHT = Scheme(name="light", paper="#fdfcf9", wash="#f3f0e8")
DARK = Scheme(name="dark", paper="#15171a", wash="#1f2226")
ON_FILL = "#ffffff"  # text on a button or the skip link, in both schemes


@dataclass(frozen=True, slots=True, kw_only=True)
class Accent:
    """The paper's colour as text stands in it, by daylight and in the dark; fills take the first in both."""

    light: str
    dark: str


def read_colour(text: str) -> str:
    """
    Give a colour as "#a2191f".

    :raises ColourError: if it is not written as six hexadecimal digits behind a hash
    """
    colour = text.strip().lower()
    if not _HEX.fullmatch(colour):
        raise ColourError(
            _("%(text)r is no colour: write it as # and six digits or letters a to f, such as #a2191f") % {"text": text}
        )
    return colour


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white), as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, scheme: Scheme) -> float:
    """How well it is read on the ground of a scheme where it is read worst."""
    return min(contrast(colour, ground) for ground in (scheme.paper, scheme.wash))


def check_readable(colour: str, scheme: Scheme) -> None:
    """
    Nothing, where text of that colour can be read in that scheme.

    :raises ColourError: if it cannot, with how well it is read and how well it would have to be
    """
    found = least_contrast(colour, scheme)
    if found < LEAST_CONTRAST:
        raise ColourError(_faint(scheme) % {"colour": colour, "found": _told(found), "needed": _told(LEAST_CONTRAST)})


def _faint(scheme: Scheme) -> str:
    if scheme is LIGHT:
        return _(
            "%(colour)s cannot be read on the light pages: its contrast to their ground is %(found)s to 1, "
            "and text needs %(needed)s to 1. Take a darker one."
        )
    return _(
        "%(colour)s cannot be read on the dark pages: its contrast to their ground is %(found)s to 1, "
        "and text needs %(needed)s to 1. Take a lighter one."
    )


def _told(ratio: float) -> str:
    return str(number_format(f"{ratio:.1f}"))


def accent_of(light: str, *, dark: str = "") -> Accent:
    """
    The accent of a paper; where no colour for the dark is given, the other is lightened until it is read there.

    :raises ColourError: if one of them is no colour or cannot be read in its scheme; white must be read on the first
    """
    by_day = read_colour(light)
    check_readable(by_day, LIGHT)
    if contrast(ON_FILL, by_day) < LEAST_CONTRAST:
        raise ColourError(_("White text cannot be read on %(colour)s. Take a darker one.") % {"colour": by_day})
    by_night = read_colour(dark) if dark else lightened(by_day)
    check_readable(by_night, DARK)
    return Accent(light=by_day, dark=by_night)


def lightened(colour: str) -> str:
    """The colour with as much white in it as it takes to be read on the dark pages."""
    mixed = (_mixed_with_white(colour, step / _STEPS) for step in range(_STEPS + 1))
    return next(found for found in mixed if least_contrast(found, DARK) >= _WANTED_CONTRAST)


def accent_sheet(accent: Accent) -> str:
    """A style sheet that puts the accent in the place of the house's own."""
    return (
        f":root{{--accent:{accent.light};--fill:{accent.light}}}"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{accent.dark};--fill:{accent.light}}}}}\n"
    )


def sheet_name(sheet: str) -> str:
    """The name of the file that it stands in, which changes with it: "accent.1f2e3d4c5b6a.css"."""
    return f"accent.{hashlib.sha256(sheet.encode()).hexdigest()[:12]}.css"


def _mixed_with_white(colour: str, share: float) -> str:
    return "#" + "".join(f"{round(channel + (255 - channel) * share):02x}" for channel in _channels(colour))


def _luminance(colour: str) -> float:
    parts = (channel / 255 for channel in _channels(colour))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004  the standard's own
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
