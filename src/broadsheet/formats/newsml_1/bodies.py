"""The copy in NewsML's DataContent: NITF, XHTML, HTML or plain text, as markup or as characters."""

from collections.abc import Sequence

from lxml import etree

from broadsheet.contracts.news import ItemPicture, WireFormatError
from broadsheet.formats.figures import html_pictures, nitf_pictures
from broadsheet.formats.markup import body_of, looks_like_html, parse_html, text_body
from broadsheet.formats.newsml_1.components import Part
from broadsheet.formats.wording import one_line
from broadsheet.formats.xml import attribute, descendants, local, parse_xml, text_of

_XML_OPENINGS = ("<?xml", "<nitf", "<!DOCTYPE nitf")
_HTML_FORMATS = ("html", "nitf", "xml")


def body_and_pictures(copy: Sequence[Part], *, repeats: Sequence[str]) -> tuple[str, list[ItemPicture]]:
    """
    The copy as HTML blocks and the pictures that stand in it; of equivalent contents one, of others all in order.

    :raises WireFormatError: if the body is out of proportion
    """
    groups: dict[etree._Element, list[Part]] = {}
    for part in copy:
        groups.setdefault(part.group, []).append(part)
    read = [_best(group, repeats=repeats) for group in groups.values()]
    return "\n".join(body for body, _ in read if body), [picture for _, inside in read for picture in inside]


def words_of(part: Part) -> str:
    """The words of a caption or summary on one line."""
    root = _markup(part)
    return one_line(_characters(part)) if root is None else text_of(_copy_in(root))


def nitf_of(copy: Sequence[Part]) -> etree._Element | None:
    """The first NITF document in the copy: what NewsML's own lines leave out may stand in its head."""
    roots = (root for part in copy if (root := _markup(part)) is not None)
    return next((root for outer in roots for root in outer.iter("*") if local(root) == "nitf"), None)


def _best(group: Sequence[Part], *, repeats: Sequence[str]) -> tuple[str, list[ItemPicture]]:
    """Markup before characters, and the first that has any words."""
    marked = [(root, part) for part in group if (root := _markup(part)) is not None]
    for root, _ in marked:
        body = body_of(_copy_in(root), repeats=repeats)
        pictures = [*html_pictures(root), *nitf_pictures(root)]
        if body or pictures:
            return body, pictures
    plain = (text_body(_characters(part), repeats=repeats) for part in group if _markup(part) is None)
    return next((body for body in plain if body), ""), []


def _copy_in(root: etree._Element) -> etree._Element:
    return next(descendants(root, "body.content"), root)


def _markup(part: Part) -> etree._Element | None:
    """The root of a marked-up content, None where it is plain text."""
    data = next(descendants(part.content, "DataContent"), None)
    if data is None or len(data):
        return data
    words = (data.text or "").strip()
    if words.startswith(_XML_OPENINGS):
        try:
            return parse_xml(words.encode())
        except WireFormatError:
            return parse_html(words)
    layout = attribute(next(descendants(part.content, "Format"), None), "FormalName").casefold()
    is_named = any(name in layout for name in _HTML_FORMATS) and "<" in words
    return parse_html(words) if is_named or looks_like_html(words) else None


def _characters(part: Part) -> str:
    data = next(descendants(part.content, "DataContent"), None)
    return "" if data is None else "".join(str(piece) for piece in data.itertext())
