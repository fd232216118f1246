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

from broadsheet.contracts.news import LARGEST_FILE, EmptyFeedError, NewsItem, WireFormatError
from broadsheet.formats.anpa import is_anpa1312, read_anpa1312
from broadsheet.formats.ap import is_ap, read_ap
from broadsheet.formats.dpa import is_dpa, read_dpa
from broadsheet.formats.encodings import decode, xml_in_utf8
from broadsheet.formats.feeds import is_json_feed, mended_feed, read_atom, read_json_feed, read_rss
from broadsheet.formats.iptc7901 import is_iptc7901, read_iptc7901
from broadsheet.formats.mail import is_mail, read_mail
from broadsheet.formats.mediatopics import with_media_topics
from broadsheet.formats.newsml_1 import read_newsml_1
from broadsheet.formats.newsml_g2 import FOREIGN_ROOTS, ROOTS, read_newsml_g2
from broadsheet.formats.ninjs import is_ninjs, read_ninjs
from broadsheet.formats.nitf import read_nitf
from broadsheet.formats.xml import local, parse_xml

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
    "NewsML": lambda element, _: read_newsml_1(element),
    **dict.fromkeys(("rss", "RDF"), lambda element, envelope: read_rss(element, address=envelope.address)),
    **dict.fromkeys(
        ("feed", "entry", "deleted-entry"), lambda element, envelope: read_atom(element, address=envelope.address)
    ),
}
# What else is XML and arrives on wires.
_OTHER_XML = {
    "RBNews": "a Ritzau RBNews document, which is not read",
    "html": "a web page, not a wire item",
    "schema": "an XML schema, not a wire item",
}
# The first whose mark is true reads the document.
_JSON_READERS: tuple[tuple[Callable[[Mapping[str, Any]], bool], JsonReader], ...] = (
    (is_ap, lambda document, _: read_ap(document)),
    (is_dpa, lambda document, _: [read_dpa(document)]),
    (is_json_feed, lambda document, envelope: read_json_feed(document, address=envelope.address)),
    (is_ninjs, lambda document, _: [read_ninjs(document)]),
)
_OTHER_JSON = (
    ("hasTopConcept", "a vocabulary, not a wire item"),
    ("@context", "JSON-LD, which is no wire format that is known"),
    ("$defs", "a JSON schema, not a wire item"),
    ("patternProperties", "a JSON schema, not a wire item"),
)
_ENVELOPES = ("item", "items", "_items", "entries")
_CANCELED = "canceled"  # beside a Broadsheet's items: documents that take others back
# The first whose mark is true reads the bytes; asked only of what is neither XML nor JSON.
_TEXT_READERS: tuple[tuple[Callable[[bytes], bool], TextReader], ...] = (
    (is_anpa1312, lambda data, envelope: read_anpa1312(data, charset=envelope.charset, name=envelope.name)),
    (is_iptc7901, lambda data, envelope: read_iptc7901(data, charset=envelope.charset, name=envelope.name)),
    (is_mail, lambda data, _: read_mail(data, read_document=read_items)),
)


def read_items(data: bytes, *, name: str = "", charset: str = "", address: str = "") -> list[NewsItem]:
    """
    Recognise the format of a wire file and read every item in it: at least one, its subjects as Media Topics.

    For `name`, `charset` and `address` see `Envelope`.

    :raises WireFormatError: if the bytes are no wire format that is known, are damaged, or out of proportion; the
        text says which, fit to show to an editor
    """
    check_size(len(data))
    opening = _opening(data)
    if not opening:
        raise WireFormatError("The file is empty")
    items = _read(data, opening=opening, envelope=Envelope(name=name, charset=charset, address=address))
    return [with_media_topics(item) for item in items]


def check_size(size: int) -> None:
    """:raises WireFormatError: if a file of so many bytes is not read at all"""
    if size > LARGEST_FILE:
        raise WireFormatError(f"The file has {size:,} bytes; {LARGEST_FILE:,} is the most that is read")


def _read(data: bytes, *, opening: bytes, envelope: Envelope) -> list[NewsItem]:
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
    data, warning = xml_in_utf8(data, headers=envelope.charset)
    try:
        root = parse_xml(data)
    except WireFormatError as error:
        root, warning = mended_feed(data, charset=envelope.charset, error=error), f"Mended: {error}"
    kind = local(root)
    reader = _XML_READERS.get(kind)
    if reader is not None:
        return _warned(reader(root, envelope), warning)
    what = _OTHER_XML.get(kind, f"XML with the root element <{kind[:80]}>, which is no wire format that is known")
    raise WireFormatError(f"The file is {what}")


def _warned(items: list[NewsItem], warning: str) -> list[NewsItem]:
    return [replace(item, warnings=(*item.warnings, warning)) for item in items] if warning else items


def _read_json(data: bytes, envelope: Envelope) -> list[NewsItem]:
    text, warning = decode(data, headers=envelope.charset)
    try:
        document = json.loads(text, strict=False)
    except ValueError as error:  # also numbers of more than 4,300 digits
        raise WireFormatError(f"Not well-formed JSON: {str(error)[:300]}") from error
    return _warned(_read_document(document, envelope), warning)


def _read_document(document: object, envelope: Envelope) -> list[NewsItem]:
    if isinstance(document, list):
        return _read_several(document, envelope)
    if not isinstance(document, dict):
        raise WireFormatError("The JSON is neither an object nor a list of objects")
    for is_its_own, reader in _JSON_READERS:
        if is_its_own(document):
            return reader(document, envelope)
    return _read_other_json(document, envelope)


def _read_text(data: bytes, envelope: Envelope) -> list[NewsItem]:
    for is_its_own, reader in _TEXT_READERS:
        if is_its_own(data):
            return reader(data, envelope)
    raise WireFormatError("The file is neither XML nor JSON: it starts with neither < nor {")


def _read_other_json(document: dict[str, object], envelope: Envelope) -> list[NewsItem]:
    for mark, what in _OTHER_JSON:
        if mark in document:
            raise WireFormatError(f"The file is {what}")
    for name in _ENVELOPES:
        entries = document.get(name)
        if isinstance(entries, list):
            canceled = document.get(_CANCELED)
            if isinstance(canceled, list):
                return _read_wire(entries, canceled, envelope)
            return _read_several(entries, envelope)
    raise WireFormatError("The JSON is no ninjs document: it has no uri")


def _read_wire(entries: list[object], canceled: list[object], envelope: Envelope) -> list[NewsItem]:
    """What a Broadsheet gives of its own: newest first there, so the last to come is read last here."""
    if not entries and not canceled:
        raise EmptyFeedError("The wire is in order and holds no item")
    return _read_several([*reversed(entries), *reversed(canceled)], envelope)


def _read_several(entries: list[object], envelope: Envelope) -> list[NewsItem]:
    if len(entries) > _MOST_ITEMS:
        raise WireFormatError(f"The file holds {len(entries):,} items; {_MOST_ITEMS:,} is the most that is read")
    items: list[NewsItem] = []
    failures: list[WireFormatError] = []
    for entry in entries:
        try:
            items.extend(_read_entry(entry, envelope))
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


def _read_entry(entry: object, envelope: Envelope) -> list[NewsItem]:
    """What one object of a list holds; one that no format knows by its marks is a ninjs document without its uri."""
    document = entry if isinstance(entry, dict) else {}
    found = (reader for is_its_own, reader in _JSON_READERS if is_its_own(document))
    reader = next(found, None)
    return reader(document, envelope) if reader else [read_ninjs(document)]
