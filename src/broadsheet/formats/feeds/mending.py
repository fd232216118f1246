"""
Feeds that are not quite XML: mended where it is plain what was meant, and refused where it is not.

Mended are encodings that lie, control characters, HTML's entities without a DTD, bare ampersands, and what servers
print before the feed. Tags that do not match are not guessed at: half a feed may end in half an entry, and
half an entry looks like a revision that lost its end.
"""

import html
import re

from lxml import etree

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.encodings import declared_in_xml, decode
from broadsheet.formats.xml import parse_xml

_ROOT = re.compile(r"<(?:rss|feed|(?:rdf:)?RDF)\b")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(
    r"&(?:#(?P<decimal>[0-9]{1,7});|#[xX](?P<hex>[0-9a-fA-F]{1,6});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});)?"
)
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_OPENING = 4_096  # characters in which a feed's root stands
_HIGHEST_CHARACTER = 0x10FFFF


def mended_feed(data: bytes, *, charset: str, error: WireFormatError) -> etree._Element:
    """
    The root of a feed whose bytes did not parse.

    :raises WireFormatError: the `error` that is known, if the bytes are no feed or cannot be mended
    """
    text, _ = decode(data, declared=declared_in_xml(data), headers=charset)
    root = _ROOT.search(text, 0, _OPENING)
    if root is None or "<!ENTITY" in text or "<!DOCTYPE" in text[: root.start()]:
        raise error
    try:
        return parse_xml(_mended(text[root.start() :]).encode())
    except WireFormatError:
        raise error from None


def _mended(text: str) -> str:
    """The text without what XML refuses, CDATA left as it stands."""
    pieces: list[str] = []
    place = 0
    while (opening := text.find("<![CDATA[", place)) >= 0 and (closing := text.find("]]>", opening)) >= 0:
        pieces += [_REFERENCE.sub(_spelled_out, text[place:opening]), text[opening : closing + 3]]
        place = closing + 3
    pieces.append(_REFERENCE.sub(_spelled_out, text[place:]))
    return _CONTROLS.sub("", "".join(pieces)).rstrip()


def _spelled_out(reference: re.Match[str]) -> str:
    """XML's own references as they stand, HTML's as their characters, and an ampersand that opens none escaped."""
    if reference["name"]:
        if reference["name"] in _OF_XML:
            return reference[0]
        character = html.unescape(reference[0])
        return character if character != reference[0] else f"&amp;{reference[0][1:]}"
    digits, base = (reference["decimal"], 10) if reference["decimal"] else (reference["hex"], 16)
    if not digits:
        return "&amp;"
    number = int(digits, base)
    return "" if number > _HIGHEST_CHARACTER or _CONTROLS.match(chr(number)) else reference[0]
