"""Colours: contrast of every text colour on every ground, computed from the style sheet's own properties."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.look.assets import asset_files, asset_url
from broadsheet.look.colours import DARK, LIGHT, ColourError, Scheme, accent_of, accent_sheet, sheet_name

WCAG_AA = 4.5  # success criterion 1.4.3, text of any size

SHEET = asset_files()[asset_url("site.css").removeprefix("/assets/")].body.decode()
PAIRS = [*product(("ink", "soft", "accent"), ("paper", "wash")), ("ink", "came"), ("on-fill", "fill")]


def properties(block: str) -> dict[str, str]:
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", block)}


def scheme(name: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{([^}]*--paper[^}]*)\}", SHEET)[:2]
    return properties(light) | (properties(dark) if name == "dark" else {})


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(name: str, text: str, ground: str) -> None:
    colours = scheme(name)

    assert contrast(colours[text], colours[ground]) >= WCAG_AA


def test_the_browser_bars_take_the_colour_of_the_paper() -> None:
    from django.template.loader import get_template

    shell = get_template("look/shell.html").template.source

    assert scheme("light")["paper"] in shell
    assert scheme("dark")["paper"] in shell


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("known", [LIGHT, DARK])
def test_the_grounds_that_an_accent_is_checked_on_are_those_of_the_style_sheet(known: Scheme) -> None:
    colours = scheme(known.name)

    assert (known.paper, known.wash) == (colours["paper"], colours["wash"])


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_an_accent_that_is_taken_can_be_read_everywhere_in_both_schemes(channels: tuple[int, int, int]) -> None:
    colour = "#" + "".join(f"{channel:02x}" for channel in channels)

    try:
        accent = accent_of(colour)
    except ColourError:
        assert min(contrast(colour, scheme("light")[ground]) for ground in ("paper", "wash")) < WCAG_AA
        return

    for text, name in ((accent.light, "light"), (accent.dark, "dark")):
        assert min(contrast(text, scheme(name)[ground]) for ground in ("paper", "wash")) >= WCAG_AA
    assert contrast("#fff", accent.light) >= WCAG_AA


@pytest.mark.parametrize(
    ("light", "dark", "why"),
    [
        ("red", "", "is no colour"),
        ("#a21", "", "is no colour"),
        ("#a2191f;}", "", "is no colour"),
        ("#ffcc00", "", "cannot be read on the light pages: its contrast to their ground is 1.3 to 1"),
        ("#a2191f", "#a2191f", "cannot be read on the dark pages"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_the_reason(light: str, dark: str, why: str) -> None:
    with pytest.raises(ColourError, match=why):
        accent_of(light, dark=dark)


def test_another_colour_is_another_file() -> None:
    red, blue = (accent_sheet(accent_of(colour)) for colour in ("#a2191f", "#1f4e8c"))

    assert sheet_name(red) != sheet_name(blue)
    assert re.fullmatch(r"accent\.[0-9a-f]{12}\.css", sheet_name(red))
