"""
How much of a headline and a standfirst has room in each place where readers meet them: pure.

What a line of ours holds was measured in Chromium, in Newsreader, with the demo's headlines: the width of the place by
the mean width of a letter (tests/browser/test_lengths.py measures those again that every front has). Nothing of ours
cuts words; they wrap, so there the count of lines is what a writer wants to know. Others cut: theirs are the numbers
that they publish, or the width that they give.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext, gettext_noop


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    A place where a text stands: `line` characters go into a line, and `lines` of those look well.

    Where `cut` is set the place shows that many characters and leaves out the others.
    """

    name: str
    line: int = 0
    lines: int = 0
    cut: int = 0


HEADLINE_PLACES = (
    # 560 px at 50 px on a desk: 25.7; 358 px at 32.5 px on a phone: 25.2. A fourth line pushes the standfirst off a
    # laptop's first screen.
    Place(name=gettext_noop("Lead card"), line=25, lines=3),
    # 222 px at 19 px beside a small picture, on a phone: 26.1; 280 px at a desk: 32.9.
    Place(name=gettext_noop("Teaser"), line=26, lines=3),
    # A fifth of the page at 1280 px, 217 px at 19 px: 25.6.
    Place(name=gettext_noop("Strip"), line=25, lines=3),
    # Beside a story, 304 px less the hour or the rank: 248 px at 18 px.
    Place(name=gettext_noop("Line in lists"), line=32, lines=3),
    # Google tells no number; tools for its pages measure 600 px of Arial at 20 px. That is 69 letters of our headlines,
    # less of wide ones; the paper's name comes after them.
    Place(name=gettext_noop("Search engines"), cut=65),
    # "Title of content (max 70 characters)": X's reference of its card tags; others show as much or more.
    Place(name=gettext_noop("Share card"), cut=70),
)
STANDFIRST_PLACES = (
    # 358 px at 20 px on a phone: 42.2; at 1280 px 560 px: 66.
    Place(name=gettext_noop("Lead card"), line=42, lines=4),
    # 280 px at 17 px: 38.8. On phones a teaser shows none.
    Place(name=gettext_noop("Teaser"), line=38, lines=4),
    # As above: some 920 px of Arial at 14 px, 152 letters.
    Place(name=gettext_noop("Search engines"), cut=150),
    # "Description of content (maximum 200 characters)": X's reference of its card tags.
    Place(name=gettext_noop("Share card"), cut=200),
)


def lines_of(text: str, *, line: int) -> int:
    """How many lines a text takes where a line holds that many characters; a longer word has a line of its own."""
    lines, room = 0, 0
    for word in text.split():
        if lines == 0 or len(word) + 1 > room:
            lines, room = lines + 1, line - len(word)
        else:
            room -= len(word) + 1
    return lines


def is_too_long(text: str, *, place: Place) -> bool:
    """Whether that place cuts the text, or has more lines of it than look well."""
    words = " ".join(text.split())
    if place.cut:
        return len(words) > place.cut
    return lines_of(words, line=place.line) > place.lines


def as_told(places: Sequence[Place]) -> list[dict[str, object]]:
    """The places as the editor's script takes them, called in the language of whoever writes."""
    return [{**asdict(place), "name": gettext(place.name)} for place in places]
