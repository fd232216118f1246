"""
What a picture says about itself: IPTC-IIM, XMP and EXIF read from its file.

Field names: IPTC Photo Metadata Standard 2023.2. XMP wins over IIM where both speak (its section 1.2 asks readers to
prefer the newer block unless a digest says otherwise), since IIM cuts texts off at 32 to 2,000 bytes.

When the right to use it ends is said by PLUS (License End Date), PRISM (expirationDate) and IIM 2:37 with 2:38, "the
latest date the provider intends the objectdata to be used". `xmpRights` has no field for it.
"""

import html
import re
import struct
from dataclasses import dataclass
from typing import Any

from lxml import etree
from PIL import IptcImagePlugin
from PIL.ImageFile import ImageFile

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.xml import parse_xml

LARGEST_XMP = 1_000_000  # bytes; agencies' packets have some 20,000
LONGEST_TEXT = 5_000  # characters
UTF8_MARK = b"\x1b%G"  # IIM 1:90, ISO 2022 escape for UTF-8

_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rights": "http://ns.adobe.com/xap/1.0/rights/",
    "core": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prism3": "http://prismstandard.org/namespaces/basic/3.0/",
}
_EXIF_IFD, _TAKEN_AT, _TAKEN_IN_ZONE = 0x8769, 0x9003, 0x9011  # DateTimeOriginal, OffsetTimeOriginal
_XMP_FIELDS = {
    "title": ("photoshop:Headline", "dc:title"),
    "caption": ("dc:description",),
    "credit": ("photoshop:Credit", "dc:creator"),
    "alt_text": ("core:AltTextAccessibility",),
    "usage_terms": ("rights:UsageTerms", "photoshop:Instructions"),
    "copyright_notice": ("dc:rights",),
    "usage_ends": ("plus:LicenseEndDate", "prism:expirationDate", "prism3:expirationDate"),
    "taken": ("photoshop:DateCreated",),
}
_IIM_FIELDS = {
    "title": ((2, 105), (2, 5)),
    "caption": ((2, 120),),
    "credit": ((2, 110), (2, 80)),
    "alt_text": (),
    "usage_terms": ((2, 40),),
    "copyright_notice": ((2, 116),),
    "usage_ends": (),
    "taken": (),
}
_IIM_MOMENTS = {"usage_ends": ((2, 37), (2, 38)), "taken": ((2, 55), (2, 60))}  # a date and a time each


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedTexts:
    """Texts found in a picture's file; empty where it says nothing. `usage_ends` and `taken` are for `moments`."""

    title: str = ""
    caption: str = ""
    credit: str = ""
    alt_text: str = ""
    usage_terms: str = ""
    copyright_notice: str = ""
    usage_ends: str = ""
    taken: str = ""


def embedded_texts(image: ImageFile) -> EmbeddedTexts:
    """What the opened picture says about itself. Never raises for what is broken inside: that says nothing."""
    xmp, iim = _xmp_root(image), _iim(image)
    found: dict[str, str] = {}
    for name, paths in _XMP_FIELDS.items():
        candidates = [_xmp_text(xmp, path) for path in paths] + [_iim_text(iim, key) for key in _IIM_FIELDS[name]]
        found[name] = next((text for text in candidates if text), "")
    for name, keys in _IIM_MOMENTS.items():
        found[name] = found[name] or "".join(_iim_text(iim, key) for key in keys)
    return EmbeddedTexts(**{**found, "taken": found["taken"] or _taken(image)})


def _taken(image: ImageFile) -> str:
    """When the camera says that it was."""
    try:
        facts = image.getexif().get_ifd(_EXIF_IFD)
    except (SyntaxError, ValueError, KeyError, IndexError, OSError, TypeError, struct.error):
        return ""
    return _clean([f"{facts.get(_TAKEN_AT) or ''}{facts.get(_TAKEN_IN_ZONE) or ''}".replace("\x00", "")])


def _xmp_root(image: ImageFile) -> etree._Element | None:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    data = packet.encode() if isinstance(packet, str) else bytes(packet)
    if not data or len(data) > LARGEST_XMP:
        return None
    try:
        return parse_xml(data.strip(b"\x00 \r\n\t"))
    except WireFormatError:
        return None


def _xmp_text(root: etree._Element | None, path: str) -> str:
    """The property as an element (its default language, or all parts of a list) or as an attribute."""
    if root is None:
        return ""
    prefix, name = path.split(":")
    tag = f"{{{_NAMES[prefix]}}}{name}"
    for element in root.iter(tag):
        return _clean(_values(element))
    for description in root.iter(f"{{{_NAMES['rdf']}}}Description"):
        if tag in description.attrib:
            return _clean([str(description.attrib[tag])])
    return ""


def _values(element: etree._Element) -> list[str]:
    items = list(element.iter(f"{{{_NAMES['rdf']}}}li"))
    if not items:
        return [element.text or ""]
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    if element.find(f"{{{_NAMES['rdf']}}}Alt") is not None:
        chosen = next((item for item in items if item.get(language) == "x-default"), items[0])
        return [chosen.text or ""]
    return [item.text or "" for item in items]


def _iim(image: ImageFile) -> dict[tuple[int, int], Any]:
    try:
        return IptcImagePlugin.getiptcinfo(image) or {}
    except (SyntaxError, ValueError, KeyError, IndexError, OSError):
        return {}


def _iim_text(info: dict[tuple[int, int], Any], key: tuple[int, int]) -> str:
    value = info.get(key)
    if not value:
        return ""
    parts = value if isinstance(value, list) else [value]
    utf8 = UTF8_MARK in _as_bytes(info.get((1, 90)))
    return _clean([_decoded(part, utf8=utf8) for part in parts])


def _as_bytes(value: Any) -> bytes:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, bytes) else b""


def _decoded(data: bytes, *, utf8: bool) -> str:
    """UTF-8 where the block declares it or where it fits; else Windows-1252, the custom of older desks."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8" if utf8 else "cp1252", errors="replace")


def _clean(values: list[str]) -> str:
    text = ", ".join(part for part in (html.unescape(value) for value in values) if part.strip())
    kept = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
    return re.sub(r"[ \t]+", " ", kept).strip()[:LONGEST_TEXT]
