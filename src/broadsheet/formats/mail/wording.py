"""A mail's copy: text as it was typed before it was sent, HTML without the tables that lay it out."""

import re
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Rendition
from broadsheet.formats.html_copy import html_copy
from broadsheet.formats.mail.parts import Part
from broadsheet.formats.markup import text_body
from broadsheet.formats.xml import local

_SIGNATURE = "-- "
_LONGEST_SIGNATURE = 15  # lines after a bare "--", which may also be a line in the text
_QUOTE = re.compile(r"(?P<marks>>(?: ?>)*)? ?(?P<words>.*)", re.DOTALL)
_SIGNATURE_MARKS = frozenset((
    "gmail_signature", "gmail_signature_prefix", "moz-signature", "Signature", "ms-outlook-mobile-signature",
))  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_PARTS_OF_TABLES = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th"))
_NOT_IN_CELLS = frozenset(("table", "img", "h1", "h2", "h3", "h4", "ul", "ol"))
_LAID_OUT = "laid-out"  # a table on its way to a div, still a table to its cells
_SIGNATURE_BLOCKS = frozenset(("<p>--</p>", "<p>\u2014</p>"))


def copy_of(
    parts: Iterable[Part], *, repeats: Sequence[str], embedded: Mapping[str, Rendition]
) -> tuple[str, list[ItemPicture]]:
    """The parts' copy as HTML blocks, one a line, and the pictures that stand in it."""
    bodies, pictures = [], []
    for part in parts:
        if part.content_type == "text/html":
            body, shown = html_copy(part.text, repeats=repeats, embedded=embedded, prepare=_laid_bare)
            pictures.extend(shown)
        else:
            body = text_body(_typed(part), repeats=repeats)
        bodies.append(_without_signature(body))
    return "\n".join(body for body in bodies if body), pictures


def _typed(part: Part) -> str:
    """The lines as they were typed: those joined that a flowed text broke, without the signature, quotes marked."""
    lines = part.text.replace("\r\n", "\n").split("\n")
    lines = lines[: _end_of_copy(lines)]
    return "\n".join(_joined(lines, deletes_spaces=part.deletes_spaces) if part.is_flowed else lines)


def _end_of_copy(lines: Sequence[str]) -> int:
    """The line at which the signature begins (RFC 3676, section 4.3)."""
    for number, line in enumerate(lines):
        is_bare = line.rstrip("\r") == "--" and len(lines) - number <= _LONGEST_SIGNATURE
        if number and (line == _SIGNATURE or is_bare):
            return number
    return len(lines)


def _joined(lines: Iterable[str], *, deletes_spaces: bool) -> list[str]:
    """Lines of format=flowed (RFC 3676, section 4): one that ends in a space goes on in the next of the same depth."""
    paragraphs: list[list[str]] = []
    before: str | None = None  # the quote marks of a line that goes on
    for line in lines:
        match = _QUOTE.fullmatch(line)
        marks = (match["marks"] or "").replace(" ", "") if match else ""
        words = match["words"] if match else line
        goes_on = words.endswith(" ")
        piece = words[:-1] if goes_on and deletes_spaces else words
        if before == marks and paragraphs:
            paragraphs[-1].append(piece)
        else:
            paragraphs.append([f"{marks} {piece}" if marks else piece])
        before = marks if goes_on else None
    return ["".join(pieces).rstrip() for pieces in paragraphs]


def _without_signature(body: str) -> str:
    blocks = body.split("\n")
    for number, block in enumerate(blocks):
        if number and block in _SIGNATURE_BLOCKS and len(blocks) - number <= _LONGEST_SIGNATURE:
            return "\n".join(blocks[:number])
    return body


def _laid_bare(root: etree._Element) -> None:
    """Empty what is hidden and signatures, and make the tables that only lay a mail out plain blocks."""
    for element in root.iter("*"):
        if _is_dropped(element):
            del element[:]
            element.text = None
    layouts = {table for table in root.iter("table") if _is_layout(table)}
    for inside in root.iter(*_NOT_IN_CELLS):
        around = next(inside.iterancestors("table"), None)
        if around is not None:
            layouts.add(around)
    for element in list(root.iter(*_PARTS_OF_TABLES)):
        table = element if element.tag == "table" else next(element.iterancestors("table", _LAID_OUT), None)
        if table in layouts:
            element.tag = _LAID_OUT if element is table else "div"
    for table in layouts:
        table.tag = "div"


def _is_dropped(element: etree._Element) -> bool:
    marks = {*(element.get("class") or "").split(), element.get("id") or ""}
    return bool(_HIDDEN.search(element.get("style") or "")) or not _SIGNATURE_MARKS.isdisjoint(marks)


def _is_layout(table: etree._Element) -> bool:
    """Whether a table says so itself, or has one cell a row."""
    if (table.get("role") or "") in {"presentation", "none"}:
        return True
    rows = [row for part in table for row in ([part] if local(part) == "tr" else part) if local(row) == "tr"]
    return all(sum(local(cell) in {"td", "th"} for cell in row) <= 1 for row in rows)
