"""Pictures in NewsML 1: files beside the story or inside it, with the caption and credit of their component."""

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Kind, Rendition
from broadsheet.formats.crediting import credit_line
from broadsheet.formats.figures import picture
from broadsheet.formats.newsml_1.bodies import words_of
from broadsheet.formats.newsml_1.components import Part, Use
from broadsheet.formats.numbers import whole_number
from broadsheet.formats.wording import one_line
from broadsheet.formats.xml import attribute, child, children, descendants, text_of

PICTURES = frozenset((Kind.PICTURE, Kind.GRAPHIC))
# Roles of a component that is one file of the picture around it (AFP, EFE, Reuters), not a picture by itself.
_FILES = frozenset((
    "main", "thumbnail", "preview", "quicklook", "highdef", "highres", "lowres", "hires", "web", "webready",
    "baseimage", "viewimage", "filedimage", "icon", "",
))  # fmt: skip
_MOVING = frozenset(("video", "audio"))
_MOST_PICTURES = 100
_LARGEST = 2**62


def pictures_of(parts: Sequence[Part], *, guid: str, credit: str) -> list[ItemPicture]:
    """The pictures among the parts of the item `guid`, whose `credit` is for those that name nobody."""
    frames: dict[etree._Element, list[Part]] = {}
    captions: dict[etree._Element, str] = {}
    framing = {part.around[-2] for part in parts if part.use is Use.CAPTION and len(part.around) > 1}
    framing -= {
        component for part in parts if part.use is Use.COPY and part.kind is Kind.TEXT for component in part.around
    }
    for part in parts:
        if part.kind in PICTURES and _MOVING.isdisjoint(part.roles):
            frames.setdefault(_frame(part, framing=framing), []).append(part)
        if part.use is Use.CAPTION:
            words = words_of(part)
            for component in part.around:
                captions.setdefault(component, words)
    shown = list(frames.items())[:_MOST_PICTURES]
    if len(shown) == 1:
        captions.setdefault(shown[0][0], next(iter(captions.values()), ""))
    pictures = (_picture(frame, files, captions=captions, guid=guid, credit=credit) for frame, files in shown)
    return [one for one in pictures if one.renditions]


def _frame(part: Part, *, framing: set[etree._Element]) -> etree._Element:
    """The component that is the picture: the one around its files and caption."""
    if len(part.around) == 1:
        return part.component
    above = part.around[-2]
    is_file = part.role in _FILES and (above in framing or part.role not in {"", "main"})
    return above if is_file else part.component


def _picture(
    frame: etree._Element, files: Sequence[Part], *, captions: Mapping[etree._Element, str], guid: str, credit: str
) -> ItemPicture:
    lines = child(frame, "NewsLines")
    duid = attribute(frame, "Duid")  # unique in its document only
    makers = (
        attribute(party, "FormalName")
        for name in ("Creator", "Contributor", "Provider", "Source")
        for maker in children(child(frame, "AdministrativeMetadata"), name)
        for party in children(maker, "Party")
    )
    named = [text_of(child(lines, "CreditLine")), text_of(child(lines, "ByLine")), *makers]
    renditions = [rendition for part in files if (rendition := _rendition(part)) is not None]
    return picture(
        guid=f"{guid}#{duid}" if duid else "",
        headline=text_of(child(lines, "HeadLine")),
        caption=captions.get(frame, "") or _captioned(lines),
        credit=next((line for name in named if (line := credit_line(name))), credit),
        usage_terms=text_of(child(lines, "RightsLine")),
        renditions=renditions,
    )


def _captioned(lines: etree._Element | None) -> str:
    for line in children(lines, "NewsLine"):
        if attribute(child(line, "NewsLineType"), "FormalName").casefold() in {"caption", "captionline"}:
            return text_of(child(line, "NewsLineText"))
    return ""


def _rendition(part: Part) -> Rendition | None:
    """A file by its address, or the bytes that came in base64; None where there is neither."""
    traits = _traits(part.content)
    read = Rendition(
        href=one_line(part.content.get("Href")),
        mimetype=attribute(child(part.content, "MimeType"), "FormalName"),
        width=whole_number(traits.get("width") or traits.get("pixelwidth")) or None,
        height=whole_number(traits.get("height") or traits.get("pixelheight")) or None,
        size=whole_number(traits.get("sizeinbytes"), most=_LARGEST) or None,
        purpose=traits.get("imageuse") or part.role,
    )
    if read.href:
        return read
    data = _embedded(part.content)
    return replace(read, href=f"embedded:{hashlib.sha256(data).hexdigest()}", embedded=data) if data else None


def _traits(content: etree._Element) -> dict[str, str]:
    characteristics = child(content, "Characteristics")
    traits = {
        attribute(entry, "FormalName").casefold(): attribute(entry, "Value")
        for entry in children(characteristics, "Property")
    }
    traits["sizeinbytes"] = text_of(child(characteristics, "SizeInBytes"))
    return traits


def _embedded(content: etree._Element) -> bytes:
    encoding = next(descendants(content, "Encoding"), None)
    if attribute(encoding, "Notation").casefold() != "base64":
        return b""
    words = "".join(str(piece) for piece in encoding.itertext()) if encoding is not None else ""
    try:
        return base64.b64decode("".join(words.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
