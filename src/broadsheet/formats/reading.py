"""The door of the wire formats: bytes in, NewsItems out, whatever the format."""

import json

from broadsheet.contracts.news import NewsItem, WireFormatError
from broadsheet.formats.newsml_g2 import FOREIGN_ROOTS, ROOTS, read_newsml_g2
from broadsheet.formats.ninjs import read_ninjs
from broadsheet.formats.nitf import read_nitf
from broadsheet.formats.xml import local, parse_xml

LARGEST_FILE = 20_000_000  # bytes; the largest of 900 real wire files measured has 600,000
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MOST_ITEMS = 1_000
# What else arrives on wires, by root element or by a property that nothing else has.
_OTHER_XML = {
    "NewsML": "a NewsML 1.x document, which is not read yet",
    "RBNews": "a Ritzau RBNews document, which is not read",
    "rss": "an RSS feed, not a wire item",
    "feed": "an Atom feed, not a wire item",
    "html": "a web page, not a wire item",
    "schema": "an XML schema, not a wire item",
}
_OTHER_JSON = (
    ("api_version", "an answer of AP's Media API, which is not read yet"),
    ("entry_id", "a dpa digital wire entry, which is not read yet"),
    ("hasTopConcept", "a vocabulary, not a wire item"),
    ("@context", "JSON-LD, which is no wire format that is known"),
    ("$defs", "a JSON schema, not a wire item"),
    ("patternProperties", "a JSON schema, not a wire item"),
    ("feed_url", "a JSON feed, not a wire item"),
)
_ENVELOPES = ("item", "items", "_items")


def read_items(data: bytes, *, name: str = "") -> list[NewsItem]:
    """
    Recognise the format of a wire file and read every item in it: at least one.

    `name` is the file's name; it only serves to identify documents that do not identify themselves.

    :raises WireFormatError: if the bytes are no wire format that is known, are damaged, or out of proportion; the
        text says which, fit to show to an editor
    """
    if len(data) > LARGEST_FILE:
        raise WireFormatError(f"The file has {len(data):,} bytes; {LARGEST_FILE:,} is the most that is read")
    opening = _opening(data)
    if not opening:
        raise WireFormatError("The file is empty")
    try:
        if opening.startswith(b"<"):
            return _read_xml(data.strip(b" \t\r\n") if data[:1].isspace() else data, name=name)
        if opening.startswith((b"{", b"[")):
            return _read_json(data)
    except RecursionError as error:
        raise WireFormatError("The file is nested deeper than any wire item") from error
    raise WireFormatError("The file is neither XML nor JSON: it starts with neither < nor {")


def _opening(data: bytes) -> bytes:
    """The first bytes that say something, without byte order mark, zeros of wide encodings and spaces."""
    start = data[:1024]
    for mark in _BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    return (start.replace(b"\x00", b"").lstrip() or data.replace(b"\x00", b"").lstrip())[:64]


def _read_xml(data: bytes, *, name: str) -> list[NewsItem]:
    root = parse_xml(data)
    kind = local(root)
    if kind in ROOTS or kind in FOREIGN_ROOTS:
        return read_newsml_g2(root)
    if kind == "nitf":
        return [read_nitf(root, name=name)]
    what = _OTHER_XML.get(kind, f"XML with the root element <{kind[:80]}>, which is no wire format that is known")
    raise WireFormatError(f"The file is {what}")


def _read_json(data: bytes) -> list[NewsItem]:
    try:
        document = json.loads(data, strict=False)
    except ValueError as error:  # also undecodable bytes and numbers of more than 4,300 digits
        raise WireFormatError(f"Not well-formed JSON: {str(error)[:300]}") from error
    if isinstance(document, list):
        return _read_several(document)
    if not isinstance(document, dict):
        raise WireFormatError("The JSON is neither an object nor a list of objects")
    if "@context" in document or ("uri" not in document and "guid" not in document):
        return _read_other_json(document)
    return [read_ninjs(document)]


def _read_other_json(document: dict[str, object]) -> list[NewsItem]:
    for mark, what in _OTHER_JSON:
        if mark in document:
            raise WireFormatError(f"The file is {what}")
    for envelope in _ENVELOPES:
        entries = document.get(envelope)
        if isinstance(entries, list) and entries:
            return _read_several(entries)
    raise WireFormatError("The JSON is no ninjs document: it has no uri")


def _read_several(entries: list[object]) -> list[NewsItem]:
    if len(entries) > _MOST_ITEMS:
        raise WireFormatError(f"The file holds {len(entries):,} items; {_MOST_ITEMS:,} is the most that is read")
    items: list[NewsItem] = []
    failures: list[WireFormatError] = []
    for entry in entries:
        try:
            items.append(read_ninjs(entry))
        except WireFormatError as error:
            failures.append(error)
    if failures or not items:
        # A file is kept or quarantined whole: half of one would hide what the other half says.
        reason = (
            f"{len(failures)} of {len(entries)} items in the list cannot be read: {failures[0]}"
            if failures
            else "The list is empty"
        )
        raise WireFormatError(reason) from (failures[0] if failures else None)
    return items
