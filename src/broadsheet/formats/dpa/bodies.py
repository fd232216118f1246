"""The copy of a dpa entry: its article, the box that belongs to it, the links beside it."""

from collections.abc import Sequence

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Link
from broadsheet.formats.fields import Fields
from broadsheet.formats.figures import html_pictures
from broadsheet.formats.markup import body_of, html_body, parse_html
from broadsheet.formats.xml import attribute, descendants, text_of


def body_of_entry(fields: Fields, *, repeats: Sequence[str]) -> tuple[str, list[ItemPicture]]:
    """
    Article and box as HTML blocks, and the pictures that stand in them.

    :raises WireFormatError: if they are out of proportion
    """
    root = parse_html(fields.text("article_html"))
    if root is None:
        return "", []
    if fields.line("dateline"):
        _leave_out_dateline(root)
    parts = (body_of(root, repeats=repeats), html_body(fields.text("infobox_html")))
    return "\n".join(part for part in parts if part), html_pictures(root)


def links_in(linkbox: str) -> list[Link]:
    """The addresses that dpa recommends beside an article."""
    anchors = descendants(parse_html(linkbox), "a") if linkbox else iter(())
    found = ((attribute(anchor, "href"), text_of(anchor)) for anchor in anchors)
    return [Link(guid=href, rel="seeAlso", headline=words) for href, words in found if href]


def _leave_out_dateline(root: etree._Element) -> None:
    """Take out what the entry says in a field of its own: the story page prints it before the first paragraph."""
    spans = (part for part in descendants(root, "span") if "dateline" in attribute(part, "class").split())
    dateline = next(spans, None)
    parent = dateline.getparent() if dateline is not None else None
    if dateline is None or parent is None:
        return
    before, words = dateline.getprevious(), dateline.tail or ""
    if before is None:
        parent.text = (parent.text or "") + words
    else:
        before.tail = (before.tail or "") + words
    parent.remove(dateline)
