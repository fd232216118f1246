"""What pages are made with besides their own words: when it changes, every page must be pressed anew."""

import hashlib
from functools import cache
from pathlib import Path

from broadsheet.contracts.pieces import Fragment
from broadsheet.look.assets import asset_files
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.plates import Plates

RELEASE_PIECE = "shell/release"
_SLICES = Path(__file__).parents[2]
_TEMPLATE_FOLDERS = tuple(_SLICES / name / "templates" for name in ("fronts", "look", "press"))


def release(edition: Edition) -> Plates:
    """A piece that no page shows: the mark that the paper was last pressed whole with."""
    return Plates(pieces={RELEASE_PIECE: Fragment(html=release_mark(edition))})


def release_mark(edition: Edition) -> str:
    """Changes with the templates, the assets' addresses, the site's address and its language."""
    facts = "\0".join((_templates_mark(), *sorted(asset_files()), edition.site_url, edition.language))
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


@cache
def _templates_mark() -> str:
    mark = hashlib.sha256()
    for folder in _TEMPLATE_FOLDERS:
        for path in sorted(folder.rglob("*.html")):
            mark.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return mark.hexdigest()
