"""
The door of the wire formats: bytes in, NewsItems out, whatever the format.

A format takes part by one line in a table here: `_XML_READERS` by root element, `_JSON_READERS` by what only it has,
`_TEXT_READERS` by how its bytes open.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from broadsheet.contracts.news import NewsItem, WireFormatError
from broadsheet.formats.feeds import is_json_feed, mended_feed, read_atom, read_json_feed, read_rss
from broadsheet.formats.mail import is_mail, read_mail
from broadsheet.formats.newsml_g2 import FOREIGN_ROOTS, ROOTS, read_newsml_g2
from broadsheet.formats.ninjs import is_ninjs, read_ninjs
from broadsheet.formats.nitf import read_nitf
from broadsheet.formats.xml import local, parse_xml

LARGEST_FILE = 20_000_000  # bytes; the largest of 900 real wire files measured has 600,000
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MOST_ITEMS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """
    What is known of a file beside its bytes.

    `name` only serves to identify documents that do not identify themselves; `charset` is what the headers of HTTP or
    mail said; `address` is where it was fetched from, which relative links in it start at.
    """

    name: str = ""
    charset: str = ""
    address: str = ""


XmlReader = Callable[[etree._Element, Envelope], list[NewsItem]]  # noqa: SLF001  lxml's stubs name it so
JsonReader = Callable[[Mapping[str, Any], Envelope], list[NewsItem]]
TextReader = Callable[[bytes, Envelope], list[NewsItem]]

_XML_READERS: dict[str, XmlReader] = {
    **{root: lambda element, _: read_newsml_g2(element) for root in (*ROOTS, *FOREIGN_ROOTS)},
    "nitf": lambda element, envelope: [read_nitf(element, name=envelope.name)],
    **dict.fromkeys(("rss", "RDF"), lambda element, envelope: read_rss(element, address=envelope.address)),
    **dict.fromkeys(
        ("feed", "entry", "deleted-entry"), lambda element, envelope: read_atom(element, address=envelope.address)
    ),
}
# What else is XML and arrives on wires.
_OTHER_XML = {
    "NewsML": "a NewsML 1.x document, which is not read yet",
    "RBNews": "a Ritzau RBNews document, which is not read",
    "html": "a web page, not a wire item",
    "schema": "an XML schema, not a wire item",
}
# The first whose mark is true reads the document.
_JSON_READERS: tuple[tuple[Callable[[Mapping[str, Any]], bool], JsonReader], ...] = (
    (is_json_feed, lambda document, envelope: read_json_feed(document, address=envelope.address)),
    (is_ninjs, lambda document, _: [read_ninjs(document)]),
)
_OTHER_JSON = (
    ("api_version", "an answer of AP's Media API, which is not read yet"),
    ("entry_id", "a dpa digital wire entry, which is not read yet"),
    ("hasTopConcept", "a vocabulary, not a wire item"),
    ("@context", "JSON-LD, which is no wire format that is known"),
    ("$defs", "a JSON schema, not a wire item"),
    ("patternProperties", "a JSON schema, not a wire item"),
)
_ENVELOPES = ("item", "items", "_items")
# The first whose mark is true reads the bytes; asked only of what is neither XML nor JSON.
_TEXT_READERS: tuple[tuple[Callable[[bytes], bool], TextReader], ...] = (
    (is_mail, lambda data, _: read_mail(data, read_document=read_items)),
)


def read_items(data: bytes, *, name: str = "", charset: str = "", address: str = "") -> list[NewsItem]:
    """
    Recognise the format of a wire file and read every item in it: at least one.

    For `name`, `charset` and `address` see `Envelope`.

    :raises WireFormatError: if the bytes are no wire format that is known, are damaged, or out of proportion; the
        text says which, fit to show to an editor
    """
    if len(data) > LARGEST_FILE:
        raise WireFormatError(f"The file has {len(data):,} bytes; {LARGEST_FILE:,} is the most that is read")
    opening = _opening(data)
    if not opening:
        raise WireFormatError("The file is empty")
    envelope = Envelope(name=name, charset=charset, address=address)
    try:
        if opening.startswith(b"<"):
            return _read_xml(data.strip(b" \t\r\n") if data[:1].isspace() else data, envelope)
        if opening.startswith((b"{", b"[")):
            return _read_json(data, envelope)
        return _read_text(data, envelope)
    except RecursionError as error:
        raise WireFormatError("The file is nested deeper than any wire item") from error


def _opening(data: bytes) -> bytes:
    """The first bytes that say something, without byte order mark, zeros of wide encodings and spaces."""
    start = data[:1024]
    for mark in _BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    return (start.replace(b"\x00", b"").lstrip() or data.replace(b"\x00", b"").lstrip())[:64]


def _read_xml(data: bytes, envelope: Envelope) -> list[NewsItem]:
    trouble = ""
    try:
        root = parse_xml(data)
    except WireFormatError as error:
        root, trouble = mended_feed(data, charset=envelope.charset, error=error), f"Mended: {error}"
    kind = local(root)
    reader = _XML_READERS.get(kind)
    if reader is not None:
        items = reader(root, envelope)
        return [replace(items[0], warnings=(*items[0].warnings, trouble)), *items[1:]] if trouble else items
    what = _OTHER_XML.get(kind, f"XML with the root element <{kind[:80]}>, which is no wire format that is known")
    raise WireFormatError(f"The file is {what}")


def _read_json(data: bytes, envelope: Envelope) -> list[NewsItem]:
    try:
        document = json.loads(data, strict=False)
    except ValueError as error:  # also undecodable bytes and numbers of more than 4,300 digits
        raise WireFormatError(f"Not well-formed JSON: {str(error)[:300]}") from error
    if isinstance(document, list):
        return _read_several(document)
    if not isinstance(document, dict):
        raise WireFormatError("The JSON is neither an object nor a list of objects")
    for is_its_own, reader in _JSON_READERS:
        if is_its_own(document):
            return reader(document, envelope)
    return _read_other_json(document)


def _read_text(data: bytes, envelope: Envelope) -> list[NewsItem]:
    for is_its_own, reader in _TEXT_READERS:
        if is_its_own(data):
            return reader(data, envelope)
    raise WireFormatError("The file is neither XML nor JSON: it starts with neither < nor {")


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
