"""A story's HTML as other systems keep it, parted into passages of text and the pictures between them."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from broadsheet.contracts.archives import Part, Remark
from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.figures import html_pictures
from broadsheet.formats.markup import parse_html, text_body
from broadsheet.formats.wording import one_line
from broadsheet.formats.xml import local

# What plays or loads something from elsewhere. A story here holds none of it: its address stays, as a link.
_PLAYERS = frozenset({"iframe", "video", "audio", "embed", "object"})
_FRAMES = frozenset({"body", "html", "div", "section", "article", "main", "center", "figure"})
_LONGEST_PASSAGE = 100_000  # characters; a body's cap is 256 KB a passage, and a long live blog is many passages
_FORMS = frozenset({"form", "script"})
_BARE_ADDRESS = re.compile(r"\s*(https?://[^\s<>\"']+)\s*")
_MARK = "broadsheet-picture"
_BOUNDARY = "<p></p>"
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_WORDS = 200_000  # characters
_MOST_PICTURES = 300  # of one story


@dataclass(slots=True)
class _Work:
    """One body while it is taken apart."""

    pictures: list[Part] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def parts_of(
    source: str, *, prepare: Callable[[etree._Element], None] | None = None
) -> tuple[tuple[Part, ...], tuple[Remark, ...]]:
    """
    The passages and pictures of some HTML in order, and what could not be kept as it was.

    `prepare` may change the parsed document first. What is out of proportion comes as plain paragraphs, with a remark.
    """
    try:
        root = parse_html(source)
    except WireFormatError as error:
        return _words_alone(source, str(error))
    if root is None:
        return _words_alone(source, "it cannot be parsed") if source.strip() else ((), ())
    if prepare is not None:
        prepare(root)
    work = _Work()
    _take_out_players(root, work)
    _take_out_pictures(root, work)
    parts = tuple(_parts(root, work))
    if not parts and _TAG.sub("", source[:_LONGEST_WORDS]).strip() and not work.remarks:
        return _words_alone(source, "it is nested too deep")  # the parser stops at 256 elements inside one another
    return parts, tuple(work.remarks)


def _words_alone(source: str, reason: str) -> tuple[tuple[Part, ...], tuple[Remark, ...]]:
    """What nobody can take apart keeps its words."""
    words = text_body(html.unescape(_TAG.sub("\n", source[:_LONGEST_WORDS])))
    lost = Remark(what="a body out of proportion came as words alone", detail=reason)
    return ((words,) if words else ()), (lost,)


def _take_out_players(root: etree._Element, work: _Work) -> None:
    for element in list(root.iter()):
        name = local(element).lower()
        if name in _PLAYERS and element.getparent() is not None:
            _link_instead(element, work, address=_address_played(element))
        elif name == "div" and _is_embed(element) and (match := _BARE_ADDRESS.fullmatch(element.text or "")):
            work.remarks.append(Remark(what="embed", detail=match[1]))
            _become_link(element, match[1])
        elif name in _FORMS and element.getparent() is not None:
            if name == "form":
                work.remarks.append(Remark(what="form"))
            else:
                _drop(element)


def _is_embed(element: etree._Element) -> bool:
    return len(element) == 0 and "embed" in (element.get("class") or "")


def _address_played(element: etree._Element) -> str:
    for part in element.iter("iframe", "video", "audio", "embed", "object", "source"):
        address = (part.get("src") or part.get("data-src") or part.get("data") or "").strip()
        if address.startswith("//"):
            address = f"https:{address}"
        if address.startswith(("http://", "https://")):
            return one_line(address)
    return ""


def _link_instead(element: etree._Element, work: _Work, *, address: str) -> None:
    kind = "embed" if local(element) in {"iframe", "embed", "object"} else local(element)
    work.remarks.append(Remark(what=kind, detail=address))
    for child in list(element):
        element.remove(child)  # "Your browser cannot play this" is for nobody
    element.text = None
    if address:
        _become_link(element, address)
    else:
        _drop(element)


def _become_link(element: etree._Element, address: str) -> None:
    tail = element.tail
    for name in list(element.attrib):
        del element.attrib[name]
    element.tag, element.text = "p", None
    link = etree.SubElement(element, "a", href=address)
    link.text, element.tail = address, tail


def _take_out_pictures(root: etree._Element, work: _Work) -> None:
    """Put a mark in the place of each picture, where no paragraph, link or list is cut in two by it."""
    for image in list(root.iter("img")):
        if not _is_inside(image, root):
            continue  # its figure is a mark already
        if len(work.pictures) >= _MOST_PICTURES:
            work.remarks.append(Remark(what=f"pictures beyond the first {_MOST_PICTURES} of a story were left out"))
            break  # what cleans the passages drops them
        frame = _figure_of(image)
        found = html_pictures(frame)
        mark = etree.Element(_MARK, first=str(len(work.pictures)), count=str(len(found)))
        work.pictures.extend(found)
        _replace(frame, mark)
        if found:
            _lift(mark)
        else:
            _drop(mark)


def _is_inside(element: etree._Element, root: etree._Element) -> bool:
    return element is root or any(above is root for above in element.iterancestors())


def _figure_of(image: etree._Element) -> etree._Element:
    """The outermost figure around an image, as galleries have one; else the image itself."""
    figures = [above for above in image.iterancestors("figure") if next(above.iter("table"), None) is None]
    return figures[-1] if figures else image


def _lift(mark: etree._Element) -> None:
    """Up to where blocks stand: before the paragraph that it opens, after one that has words before it."""
    parent = mark.getparent()
    while parent is not None and local(parent).lower() not in _FRAMES:
        has_words = _has_words_before(mark, parent)
        tail, mark.tail = mark.tail, None
        _drop_into_text(mark, parent, tail=tail)
        grandparent = parent.getparent()
        if grandparent is not None and local(parent) == "a" and not len(parent) and not (parent.text or "").strip():
            _replace(parent, mark)  # the link to the larger file that stood around the picture alone
        elif has_words:
            _insert_after(parent, mark)
        else:
            parent.addprevious(mark)
        parent = mark.getparent()


def _has_words_before(mark: etree._Element, parent: etree._Element) -> bool:
    if (parent.text or "").strip():
        return True
    return any("".join(map(str, before.itertext())).strip() or (before.tail or "").strip()
               for before in mark.itersiblings(preceding=True) if before.tag != _MARK)  # fmt: skip


def _insert_after(element: etree._Element, mark: etree._Element) -> None:
    """After the element and the marks that were lifted out of it before."""
    place = element
    while (following := place.getnext()) is not None and following.tag == _MARK and not place.tail:
        place = following
    mark.tail, place.tail = place.tail, None
    place.addnext(mark)


def _drop_into_text(mark: etree._Element, parent: etree._Element, *, tail: str | None) -> None:
    """Take the mark out, leaving the words behind it where they stood."""
    before = mark.getprevious()
    if tail:
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(mark)


def _replace(element: etree._Element, by: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None  # noqa: S101  an HTML parser puts everything into html and body
    by.tail, element.tail = element.tail, None
    parent.replace(element, by)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        tail, element.tail = element.tail, None
        _drop_into_text(element, parent, tail=tail)


def _parts(root: etree._Element, work: _Work) -> Iterator[Part]:
    passage: list[str] = []
    size = 0
    for piece in _pieces(root):
        if isinstance(piece, str):
            if size + len(piece) > _LONGEST_PASSAGE:
                yield from _passage(passage)
                passage, size = [], 0
            passage.append(piece)
            size += len(piece)
            continue
        yield from _passage(passage)
        passage, size = [], 0
        first, count = int(piece.get("first") or 0), int(piece.get("count") or 0)
        yield from work.pictures[first : first + count]
    yield from _passage(passage)


def _passage(pieces: list[str]) -> Iterator[str]:
    text = "".join(pieces).strip()
    if text.replace(_BOUNDARY, "").strip():
        yield text


def _pieces(frame: etree._Element) -> Iterator[str | etree._Element]:
    """Blocks as markup and marks as elements, frames around them opened. As deep as the parser lets it be: 256."""
    yield html.escape(frame.text or "", quote=False)
    for child in frame:
        name = local(child).lower()
        if name == _MARK:
            yield child
        elif name in _FRAMES:
            # What stands in a frame of its own is no part of the paragraph before or after it.
            yield _BOUNDARY
            yield from _pieces(child)
            yield _BOUNDARY
        elif name:
            yield etree.tostring(child, encoding="unicode", method="html", with_tail=False)
        yield html.escape(child.tail or "", quote=False)
