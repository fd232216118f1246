"""Colours: contrast of every text colour on every ground, computed from the style sheet's own properties."""

import re
from itertools import product

import pytest

from broadsheet.look.assets import asset_files

WCAG_AA = 4.5  # success criterion 1.4.3, text of any size

SHEET = next(asset.body.decode() for asset in asset_files().values() if asset.content_type.startswith("text/css"))
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
