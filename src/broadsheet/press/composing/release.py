"""What pages are made with besides their own words: when it changes, every page must be pressed anew."""

import hashlib
from functools import cache
from pathlib import Path

from broadsheet.contracts.pieces import Fragment
from broadsheet.look.assets import asset_files
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.plates import Plates

RELEASE_PIECE = "shell/release"
# Raised when this code makes other pages of the same templates; 2: authors, days, older pages; 3: the wire; 4: widths;
# 5: titles of notices, the time of a correction, trails, entries of feeds.
_MAKING = "5"
_SLICES = Path(__file__).parents[2]
_TEMPLATE_FOLDERS = tuple(_SLICES / name / "templates" / name for name in ("fronts", "look", "press"))
_CATALOGUES = _SLICES / "locale"


def release(edition: Edition) -> Plates:
    """A piece that no page shows: the mark that the paper was last pressed whole with."""
    return Plates(pieces={RELEASE_PIECE: Fragment(html=release_mark(edition))})


def release_mark(edition: Edition) -> str:
    """Changes with how pages are made, templates, translations, assets' addresses, the site's address and language."""
    facts = "\0".join((_MAKING, _words_mark(), *sorted(asset_files()), edition.site_url, edition.language))
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


@cache
def _words_mark() -> str:
    """Of every template of readers' pages, and every translation."""
    mark = hashlib.sha256()
    for folder in (*_TEMPLATE_FOLDERS, _CATALOGUES):
        for path in sorted((*folder.rglob("*.html"), *folder.rglob("*.mo"))):
            mark.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return mark.hexdigest()
