# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools>=4.60", "brotli>=1.2"]
# ///
"""
Cut the readers' fonts from Newsreader (SIL Open Font License 1.1), as packed by `@fontsource-variable/newsreader`.

    npm pack @fontsource-variable/newsreader && tar xzf fontsource-variable-newsreader-*.tgz
    uv run tools/subset_fonts.py package src/broadsheet/look/assets/fonts

Three cuts (text, display, italic) in two ranges: what most pages are set in, and the rest of ASCII and Latin, which is
loaded only where such a letter stands. 60 KB in all, of which a usual page loads the first two or three files.

A file of the first range is at most 7,860 bytes: with its headers it is six segments of 1,460 bytes, which come in two
flights over a phone's line that six files share. By Lighthouse's reckoning the largest thing in sight is there 150 ms
sooner than with files of 14 KB; `tests/look/test_assets.py` holds them to that. Hence no ligatures (Newsreader's f
keeps clear of an i) and kerning of the pairs alone that gape without it, in whole steps.
"""

import shutil
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TEXT = {"wght": 400, "opsz": 16}
DISPLAY = {"wght": 600, "opsz": 40}

USUAL = [
    *(code for code in range(0x20, 0x7F) if chr(code) not in "#*=@[\\]^_`{|}~<>"),
    *(ord(letter) for letter in "\u00a0·£€–—‘’“”„…ÄÖÜßàáäçèéêíñóôöúü"),  # noqa: RUF001  # typographers' own marks
]
LEFT_OUT = {0x132, 0x133, 0x138, 0x13F, 0x140, 0x149, 0x17F}  # ligatures, kra, long s
# The rest of ASCII, of Latin-1 and of Latin Extended-A, the last without its compatibility forms, with
# Romanian commas and capital sharp s.
FURTHER = [
    *(code for code in (*range(0x21, 0x7F), *range(0xA1, 0x180)) if code not in {*USUAL, *LEFT_OUT}),
    *(0x218, 0x219, 0x21A, 0x21B, 0x1E9E, 0x201A, 0x2022, 0x2039, 0x203A, 0x2122, 0x2212),
]
KERNED = [ord(letter) for letter in "AFLPTVWYaekorvwy,.’"]  # noqa: RUF001

CUTS = (
    ("newsreader-text", "normal", TEXT, USUAL, KERNED),
    ("newsreader-display", "normal", DISPLAY, USUAL, KERNED),
    ("newsreader-italic", "italic", TEXT, USUAL, []),
    ("newsreader-text-ext", "normal", TEXT, FURTHER, []),
    ("newsreader-display-ext", "normal", DISPLAY, FURTHER, []),
    ("newsreader-italic-ext", "italic", TEXT, FURTHER, []),
)
PACKED = ("latin", "latin-ext")  # one file each in the package
KERNING_STEP = 16  # of 2,000 to the em: a third of a pixel in a headline of 40


def main(package: Path, folder: Path) -> None:
    """Write every cut and the licence into `folder`."""
    for name, style, place, codes, kerned in CUTS:
        sources = [package / "files" / f"newsreader-{packed}-opsz-{style}.woff2" for packed in PACKED]
        font = _joined([_instance(source, place) for source in sources], codes)
        if kerned:
            font["GPOS"] = _coarse(_cut(_instance(sources[0], place), kerned, features=["kern"])["GPOS"])
        font.flavor = "woff2"
        font.save(folder / f"{name}.woff2")
    shutil.copy(package / "LICENSE", folder / "OFL.txt")


def _joined(sources: list[TTFont], codes: list[int]) -> TTFont:
    """One font with every letter of `codes`, each from the first source that has it."""
    cuts = []
    for source in sources:
        here = [code for code in codes if code in source.getBestCmap()]
        codes = [code for code in codes if code not in here]
        if here:
            cuts.append(_cut(source, here))
    return cuts[0] if len(cuts) == 1 else Merger().merge([_plain(cut) for cut in cuts])


def _coarse(gpos: Any) -> Any:
    """Kerning in whole steps, without the pairs of less than two: nothing that an eye sees."""
    for lookup in gpos.table.LookupList.Lookup:
        for pairs in lookup.SubTable:
            for row in pairs.PairSet if pairs.Format == 1 else pairs.Class1Record:
                for pair in row.PairValueRecord if pairs.Format == 1 else row.Class2Record:
                    steps = round(pair.Value1.XAdvance / KERNING_STEP)
                    pair.Value1.XAdvance = steps * KERNING_STEP if abs(steps) > 1 else 0
                if pairs.Format == 1:
                    row.PairValueRecord = [pair for pair in row.PairValueRecord if pair.Value1.XAdvance]
    return gpos


def _instance(source: Path, place: dict[str, float]) -> TTFont:
    font = instantiateVariableFont(TTFont(source), place)
    font.flavor = None
    return TTFont(_plain(font), recalcTimestamp=False)


def _plain(font: TTFont) -> BytesIO:
    file = BytesIO()
    font.save(file)
    file.seek(0)
    return file


def _cut(font: TTFont, codes: list[int], *, features: Sequence[str] = ()) -> TTFont:
    options = Options()
    options.layout_features = [*features]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 13, 14]
    options.drop_tables += ["DSIG", "STAT", "GDEF", "gasp", *([] if features else ["GSUB", "GPOS"])]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    return font


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
