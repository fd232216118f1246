# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools>=4.60", "brotli>=1.2"]
# ///
"""
Cut the readers' fonts from Newsreader (SIL Open Font License 1.1), as packed by `@fontsource-variable/newsreader`.

    npm pack @fontsource-variable/newsreader && tar xzf fontsource-variable-newsreader-*.tgz
    uv run tools/subset_fonts.py package src/broadsheet/look/assets/fonts

Three cuts (text, display, italic) in two ranges (Latin, Latin Extended): 60 KB in all, of which an English page loads
the first two or three files. Kerning is kept between plain letters only: it was 40 % of each file, most of it pairs
that no language sets side by side. The italic and the extended ranges go without.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TEXT = {"wght": 400, "opsz": 16}
DISPLAY = {"wght": 600, "opsz": 40}

LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x131, 0x152, 0x153, 0x160, 0x161, 0x178, 0x17D, 0x17E, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A),
    *(0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2030, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2212),
]
# Latin Extended-A without its compatibility forms (long s, kra, ligatures), with Romanian commas and capital sharp s.
EXTENDED = [
    *(code for code in range(0x100, 0x180) if code not in {*LATIN, 0x132, 0x133, 0x138, 0x13F, 0x140, 0x149, 0x17F}),
    *(0x218, 0x219, 0x21A, 0x21B, 0x1E9E),
]
KERNED = [
    *range(0x41, 0x5B),
    *range(0x61, 0x7B),
    *range(0x30, 0x3A),
    *(0x20, 0x2C, 0x2D, 0x2E, 0x2018, 0x2019, 0x201C, 0x201D, 0xE1, 0xE4, 0xE8, 0xE9, 0xF6, 0xFC),
]

CUTS = (
    ("newsreader-text", "latin", "normal", TEXT, LATIN, KERNED),
    ("newsreader-display", "latin", "normal", DISPLAY, LATIN, KERNED),
    ("newsreader-italic", "latin", "italic", TEXT, LATIN, []),
    ("newsreader-text-ext", "latin-ext", "normal", TEXT, EXTENDED, []),
    ("newsreader-display-ext", "latin-ext", "normal", DISPLAY, EXTENDED, []),
    ("newsreader-italic-ext", "latin-ext", "italic", TEXT, EXTENDED, []),
)


def main(package: Path, folder: Path) -> None:
    """Write every cut and the licence into `folder`."""
    for name, subset, style, place, codes, kerned in CUTS:
        source = package / "files" / f"newsreader-{subset}-opsz-{style}.woff2"
        font = _cut(_instance(source, place), codes, features=["liga", "ccmp"])
        if kerned:
            font["GPOS"] = _cut(_instance(source, place), kerned, features=["kern"])["GPOS"]
        font.flavor = "woff2"
        font.save(folder / f"{name}.woff2")
    shutil.copy(package / "LICENSE", folder / "OFL.txt")


def _instance(source: Path, place: dict[str, float]) -> TTFont:
    font = instantiateVariableFont(TTFont(source), place)
    font.flavor = None
    plain = BytesIO()
    font.save(plain)
    plain.seek(0)
    return TTFont(plain, recalcTimestamp=False)


def _cut(font: TTFont, codes: list[int], *, features: list[str]) -> TTFont:
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 13, 14]
    options.drop_tables += ["DSIG", "STAT", "GDEF", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    return font


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
