"""XML from outside: parsed without entities, network or excess (DESIGN section 3, "Reading")."""

import html
import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.wording import one_line

_MOST_TAGS = 400_000  # a day's full sports table has 30,000; each costs some 200 bytes once parsed
_LARGEST_TAG = 200_000  # bytes; 10 MB of attributes in one start tag is an attack, not a story
_OVERSIZED_TAG = re.compile(rb"<(?!!\[CDATA)[^<>]{%d,}" % _LARGEST_TAG)
_MOST_ATTRIBUTES = 200  # of a tag that is so large because a picture's bytes stand in it
_ENTITY_REFUSED = "The document declares an entity (<!ENTITY), which is refused: it can hide a bomb or a leak"
_LINES = frozenset(("p", "br", "li", "div", "section", "td", "th", "tr", "h1", "h2", "h3", "h4", "hl1", "hl2", "block"))
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def parse_xml(data: bytes) -> etree._Element:
    """
    The root element of a document, comments and processing instructions left out.

    :raises WireFormatError: if it is not well-formed, declares an entity, or is out of proportion
    """
    _refuse_excess(data)
    parser = _parsers.strict
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if not _is_about_namespaces(parser):
            said = error.msg if isinstance(error, SyntaxError) else str(error)  # without lxml's name of no file
            raise WireFormatError(f"Not well-formed XML: {one_line(said or '')[:300]}") from error
        root = etree.fromstring(data, _parsers.lenient)
    docinfo: Any = root.getroottree().docinfo  # the stubs leave half of it out
    if docinfo.doctype:
        _refuse_entities(docinfo.internalDTD)
        _spell_out_entities(root)
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


class _Parsers(threading.local):
    """Each thread's parsers: one that was used before parses a small document in 6 µs, a new one in 12."""

    def __init__(self) -> None:
        self.strict = _parser(recover=False)
        self.lenient = _parser(recover=True)


_parsers = _Parsers()


def _is_about_namespaces(parser: etree.XMLParser) -> bool:
    """
    True if nothing but undeclared prefixes is wrong, which does not keep a text from being read.

    An example that newsmlvalidator calls valid has an xsi:schemaLocation without xmlns:xsi.
    """
    domains = {entry.domain for entry in parser.error_log}
    return domains == {etree.ErrorDomains.NAMESPACE}


def _refuse_excess(data: bytes) -> None:
    wide = data[:2] in _WIDE_MARKS
    probe = data.replace(b"\x00", b"") if wide else data
    doctype = probe.find(b"<!DOCTYPE")
    if doctype >= 0 and probe.find(b"<!ENTITY", doctype) >= 0:
        raise WireFormatError(_ENTITY_REFUSED)
    if doctype >= 0 and probe.count(b"&") > _MOST_TAGS:
        raise WireFormatError(f"The document has more than {_MOST_TAGS:,} references to characters")
    if probe.count(b"<") > _MOST_TAGS:
        raise WireFormatError(f"The document has more than {_MOST_TAGS:,} tags")
    if len(probe) > _LARGEST_TAG and any(_is_excess(tag) for tag in _OVERSIZED_TAG.finditer(probe)):
        raise WireFormatError(f"The document has a single tag of more than {_LARGEST_TAG:,} bytes")


def _is_excess(tag: re.Match[bytes]) -> bool:
    """True but where a large tag holds a picture (src="data:image/png;base64,…") and few other things."""
    return b"base64," not in tag[0] or tag[0].count(b"=") > _MOST_ATTRIBUTES


def _refuse_entities(internal: Any) -> None:
    # Encodings that hide "<!ENTITY" from a search of the bytes (EBCDIC, UTF-7) still end up here.
    if internal is not None and internal.entities():
        raise WireFormatError(_ENTITY_REFUSED)


def _spell_out_entities(root: etree._Element) -> None:
    """Put the characters of HTML's named entities (&eacute;) where a DTD that is never fetched would have."""
    # Words are gathered and set once a place: adding to a text a million times would copy it a million times.
    gathered: dict[tuple[etree._Element, bool], list[str]] = {}
    for entity in list(root.iter(etree.Entity)):
        parent = entity.getparent()
        if parent is None:
            continue
        before = entity.getprevious()
        place = (parent, True) if before is None else (before, False)
        words = gathered.setdefault(place, [(parent.text if before is None else before.tail) or ""])
        words += (html.unescape(str(entity.text)), entity.tail or "")
        entity.tail = None
        parent.remove(entity)
    for (element, is_opening), words in gathered.items():
        if is_opening:
            element.text = "".join(words)
        else:
            element.tail = "".join(words)


@lru_cache(maxsize=4096)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


def text_of(element: etree._Element | None) -> str:
    """All words inside an element on one line; "" for None."""
    if element is None:
        return ""
    if not len(element):
        return one_line(element.text)
    return one_line("".join(_words(element)))


def _words(element: etree._Element) -> Iterator[str]:
    """The words with a space where a paragraph or line ends. As deep as the parser lets a document be: 256."""
    yield element.text or ""
    for part in element:
        is_line = local(part) in _LINES
        yield " " if is_line else ""
        yield from _words(part)
        yield " " if is_line else ""
        yield part.tail or ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name, in any namespace."""
    return next(children(element, name), None)


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that name, in any namespace."""
    # libxml2 compares the names, in any namespace: a generator that asks `local` costs ten times as much.
    return element.iterchildren(f"{{*}}{name}") if element is not None else iter(())


def descendants(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Everything of those names below an element, in document order, in any namespace."""
    if element is None:
        return iter(())
    return element.iter(*[f"{{*}}{name}" for name in names])


def attribute(element: etree._Element | None, name: str) -> str:
    """The attribute on one line; "" where element or attribute is missing."""
    return one_line(element.get(name)) if element is not None else ""
