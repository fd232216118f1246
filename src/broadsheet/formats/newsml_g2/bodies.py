"""The copy in a NewsML-G2 contentSet."""

from collections.abc import Sequence

from lxml import etree

from broadsheet.contracts.news import ItemPicture
from broadsheet.formats.figures import html_pictures, nitf_pictures
from broadsheet.formats.html_copy import html_copy
from broadsheet.formats.markup import body_of, looks_like_html, text_body
from broadsheet.formats.newsml_g2.elements import Family
from broadsheet.formats.xml import descendants, local

_HTML_ROOTS = frozenset(("html", "body", "div", "article", "section", "p"))
_HTML_ORDER, _NITF_ORDER, _OTHER_ORDER = 0, 1, 2


def body_and_pictures(content: Family, *, repeats: Sequence[str]) -> tuple[str, list[ItemPicture]]:
    """
    The best of the alternative bodies as HTML blocks, and the pictures that stand in it.

    XHTML before NITF before other XML, and any of them before plain text; an empty one gives way to the next.
    """
    for inline in sorted(content.get("inlineXML", ()), key=_order):
        body = body_of(_copy_of(inline), repeats=repeats)
        pictures = [*html_pictures(inline), *nitf_pictures(inline)]
        if body or pictures:
            return body, pictures
    for data in content.get("inlineData", ()):
        body, pictures = _data_body(data, repeats=repeats)
        if body:
            return body, pictures
    return "", []


def _order(inline: etree._Element) -> int:
    root = next((local(part).lower() for part in inline), "")
    if root in _HTML_ROOTS or "html" in (inline.get("contenttype") or ""):
        return _HTML_ORDER
    return _NITF_ORDER if root == "nitf" else _OTHER_ORDER


def _copy_of(inline: etree._Element) -> etree._Element:
    """The part of an inline document that holds the copy: NITF's body.content, else XML with paragraphs."""
    content = next(descendants(inline, "body.content"), None)
    if content is not None:
        return content
    if _order(inline) == _OTHER_ORDER and next(descendants(inline, "p", "h1", "h2"), None) is None:
        return etree.Element("nothing")  # results, charts, quotes: words without sentences
    return inline


def _data_body(data: etree._Element, *, repeats: Sequence[str]) -> tuple[str, list[ItemPicture]]:
    if data.get("encoding") or not _is_text(data.get("contenttype") or ""):
        return "", []
    words = "".join(str(piece) for piece in data.itertext())
    if looks_like_html(words):
        return html_copy(words, repeats=repeats)
    return text_body(words, repeats=repeats), []


def _is_text(content_type: str) -> bool:
    return not content_type or content_type.startswith("text/") or "html" in content_type
