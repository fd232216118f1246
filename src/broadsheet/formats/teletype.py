"""Copy as teleprinters set it: paragraphs, tables drawn with bars, a dateline in the first sentence."""

import html
import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.markup import refuse_longer, text_body
from broadsheet.formats.wording import one_line, printable

_BARS = re.compile(r"^\s*\|.*\|\s*$")
# As in: Berlin (dpa) - / NEW YORK (AP) _ / BRUXELLES 23/07 (BELGA) =
_DATELINE = re.compile(
    r"\s*(?P<place>[^\n()|:;?!]{2,80}?)(?:\s\d\d?/\d\d?)?\s\((?P<agency>[\w/. -]{2,40})\)\s*(?:[-_=\u2013\u2014]|--)\s"
)
_BULLET = re.compile(r"\s*[-*+\u2022]\s")
_WIDEST = 100  # characters; longer lines were not broken for a teleprinter
_INDENT = "  "
_MOST_CELLS = 100
_FIRST_YEAR = 70
_MOST_LINES = 20_000  # a telex of all of a season's results has some thousand; a million cost 14 s and 350 MB


def refuse_longer_message(text: str) -> None:
    """:raises WireFormatError: if a message is longer than any that a teleprinter set"""
    refuse_longer(text)
    if (lines := text.count("\n")) > _MOST_LINES:
        raise WireFormatError(f"The message has {lines:,} lines; {_MOST_LINES:,} is the most that is read")


def dateline_of(copy: str) -> tuple[str, str]:
    """The place and the agency that copy opens with, ("", "") where it opens with neither."""
    found = _DATELINE.match(copy[:200])
    return (one_line(found["place"]).rstrip(","), one_line(found["agency"])) if found else ("", "")


def full_year(digits: str) -> int:
    """The year of two digits or four: "69" is 2069, "70" is 1970, as POSIX reads them."""
    year = int(digits)
    return year if len(digits) > len("99") else year + (2000 if year < _FIRST_YEAR else 1900)


def copy_body(text: str, *, repeats: Sequence[str] = ()) -> str:
    """
    Plain copy as HTML blocks; lines between bars ("| Tornby | 2:1 |") are tables.

    :raises WireFormatError: if it is out of proportion
    """
    if "|" not in text:
        return text_body(_flowing(text), repeats=repeats)
    blocks = []
    for is_table, lines in groupby(text.split("\n"), key=lambda line: _BARS.match(line) is not None):
        if is_table:
            blocks.append(table_body([line.strip().strip("|").split("|") for line in lines]))
        else:
            blocks.append(text_body(_flowing("\n".join(lines)), repeats=repeats))
    return whole_body(blocks)


def whole_body(blocks: Sequence[str]) -> str:
    """
    Blocks of HTML one a line, the empty ones left out.

    :raises WireFormatError: if together they are out of proportion
    """
    body = "\n".join(block for block in blocks if block)
    refuse_longer(body)
    return body


def _flowing(text: str) -> str:
    """The text without line breaks that only the width of the paper made, an empty line between paragraphs."""
    lines = text.split("\n")
    width = max(len(line) for line in lines)
    if width > _WIDEST:
        return text
    flow = lines[:1]
    for before, line in pairwise(lines):
        if line.startswith(_INDENT) and not _BULLET.match(line):
            flow.append("\n\n")
        elif before.strip() and line.strip():
            flow.append(" " if _is_broken_by_width(before, line, width=width) else "\n")
        else:
            flow.append("\n")
        flow.append(line)
    return "".join(flow)


def _is_broken_by_width(before: str, line: str, *, width: int) -> bool:
    """True if the next line's first word had found no place on the line before it."""
    word = line.split(" ", 1)[0]
    return len(before.rstrip()) + 1 + len(word) > width and not _BULLET.match(line)


def table_body(rows: Sequence[Sequence[str]]) -> str:
    """A table of these cells as HTML, as `markup` writes it."""
    cells = ([html.escape(printable(cell).strip(), quote=False) for cell in row[:_MOST_CELLS]] for row in rows)
    lines = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in cells)
    return f"<table>{lines}</table>"
