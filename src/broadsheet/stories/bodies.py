"""
A stranger's HTML made into the blocks of a story's body: capped, cleaned with nh3, split at its top level.

Pure: bytes of nobody's database. What nh3 lets through is what `blocks.TEXT_FEATURES` can hold, so that nothing an
editor cannot edit ever stands in a story.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

import nh3
from lxml import html

from broadsheet.formats.wording import printable

# DESIGN section 9. Depth is capped too: nh3 0.3 needs 10 s for 30,000 lists inside one another (240 KB).
MOST_BYTES = 256 * 1024
MOST_ATTRIBUTES = 200
MOST_DEPTH = 60

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset({"a", "b", "br", "em", "i", "strong"})
_LISTS = frozenset({"ol", "ul"})
_TABLE = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"})
_FRAMES = frozenset({"div", "section", "article", "main", "figure"})  # hold blocks, mean nothing themselves
_KEPT = _HEADINGS | _INLINE | _LISTS | _TABLE | _FRAMES | {"p", "li", "blockquote", "cite"}
_DROPPED_WHOLE = frozenset({"script", "style", "head", "title", "template", "iframe", "object", "svg", "math"})
_SCHEMES = frozenset({"http", "https", "mailto"})
# Elements whose end tag may be left out: a thousand open <p> are a thousand paragraphs, not a depth of thousand.
_UNCLOSED = frozenset(
    {"p", "li", "br", "hr", "img", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "col", "wbr", "meta"}
    | {"link", "input", "source", "option", "area", "base", "embed", "param", "track"}
)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_TAG_PART = re.compile(r"""\s+|"[^"]*"?|'[^']*'?|>|[^\s"'>]+""")

Block = tuple[str, Any]


class UnusableBodyError(ValueError):
    """A body that is too large or too tangled to be cleaned in bounded time; its text says which cap it broke."""


def blocks_from_html(markup: str) -> list[Block]:
    """
    Give the body's blocks as (kind, value) pairs, fit for `StoryPage.body`: text, heading, quote and table.

    :raises UnusableBodyError: beyond 256 KB, 200 attributes on a tag or 60 elements inside one another
    """
    _check_caps(markup)
    tree = html.fragment_fromstring(clean_html(markup), create_parent="div")
    return list(_joined(_blocks_in(tree)))


def clean_html(markup: str) -> str:
    """Only the elements that a body may hold, `href` on links to http, https, mailto or this site, nothing else."""
    cleaned = nh3.clean(
        printable(markup),
        tags=set(_KEPT),
        clean_content_tags=set(_DROPPED_WHOLE),
        attributes={"a": {"href"}},
        attribute_filter=_kept_attribute,
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
    return printable(cleaned)  # references are spelled out only now: "&#1;" was no control character before


def _kept_attribute(_tag: str, _name: str, value: str) -> str | None:
    address = value.strip()
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return address
    try:
        return address if urlsplit(address).scheme.lower() in _SCHEMES else None
    except ValueError:
        return None


def _check_caps(markup: str) -> None:
    size = len(markup.encode(errors="surrogatepass"))
    if size > MOST_BYTES:
        raise UnusableBodyError(f"the body has {size} bytes of HTML, more than {MOST_BYTES}")
    depth = 0
    for closing, name, attributes in _tags_of(markup):
        if attributes > MOST_ATTRIBUTES:
            raise UnusableBodyError(f"a <{name[:20]}> has {attributes} attributes, more than {MOST_ATTRIBUTES}")
        if name not in _UNCLOSED:
            depth = max(0, depth - 1) if closing else depth + 1
        if depth > MOST_DEPTH:
            raise UnusableBodyError(f"the body has more than {MOST_DEPTH} elements inside one another")


def _tags_of(markup: str) -> Iterator[tuple[bool, str, int]]:
    """Each tag as (is it an end tag, name, attributes), in one pass over the text."""
    position = 0
    while match := _TAG.search(markup, position):
        position = match.end()
        attributes, value_follows, empty = 0, False, False
        while part := _TAG_PART.match(markup, position):
            position, text = part.end(), part[0]
            if text == ">":
                break
            if text.isspace() or text[0] in "\"'":
                value_follows = value_follows and text.isspace()
                continue
            attributes += not value_follows and text[0] not in "=/"
            value_follows, empty = text.endswith("="), text == "/"
        if not empty:
            yield bool(match[1]), match[2].lower(), attributes


def _blocks_in(frame: Any) -> Iterator[Block]:
    """The blocks of a frame in order; text and inline elements between blocks become paragraphs."""
    loose: list[str] = [_escaped(frame.text)]
    for child in frame:
        if child.tag in _INLINE or child.tag == "cite":
            loose.append(_markup_of(child))
        else:
            yield from _paragraph("".join(loose))
            yield from _block(child)
            loose = []
        loose.append(_escaped(child.tail))
    yield from _paragraph("".join(loose))


def _block(element: Any) -> Iterator[Block]:
    if element.tag in _FRAMES:
        yield from _blocks_in(element)
    elif element.tag in _HEADINGS:
        yield from _worded("heading", _words_of(element)[:255])
    elif element.tag == "blockquote":
        yield from _quote(element)
    elif element.tag == "table":
        yield from _table(element)
    elif element.tag in _LISTS:
        if _words_of(element):
            yield "text", _markup_of(element)
    else:
        yield from _paragraph(_inside_of(element))


def _worded(kind: str, words: str) -> Iterator[Block]:
    if words:
        yield kind, words


def _paragraph(markup: str) -> Iterator[Block]:
    markup = re.sub(r"^(\s|<br/>)+|(\s|<br/>)+$", "", markup)
    if re.sub(r"<[^>]*>", "", markup).replace("\xa0", " ").strip():
        yield "text", f"<p>{markup}</p>"


def _quote(element: Any) -> Iterator[Block]:
    speakers = [_words_of(cite) for cite in element.iter("cite")]
    for cite in list(element.iter("cite")):
        cite.drop_tree()
    paragraphs = [_words_of(part) for part in element if part.tag == "p"] or [_words_of(element)]
    text = "\n\n".join(filter(None, paragraphs))
    if text:
        yield "quote", {"text": text, "speaker": (speakers or [""])[0].lstrip("\u2014\u2013 ")[:255]}


def _table(element: Any) -> Iterator[Block]:
    lines = [row for row in element.iter("tr") if row.xpath("ancestor::table[1]")[0] is element]
    rows = [[_words_of(cell) for cell in row if cell.tag in {"td", "th"}] for row in lines]
    rows = [row for row in rows if any(row)]
    if not rows:
        return
    width = max(len(row) for row in rows)
    heads = bool(lines) and all(cell.tag == "th" for cell in lines[0])
    captions = [_words_of(caption) for caption in element.iter("caption")]
    yield (
        "table",
        {
            "data": [row + [""] * (width - len(row)) for row in rows],
            "table_header_choice": "row" if heads else "neither",
            "first_row_is_table_header": heads,
            "first_col_is_header": False,
            "table_caption": (captions or [""])[0],
            "cell": [],
            "className": [],
            "mergeCells": [],
        },
    )


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Neighbouring text blocks as one: an editor thinks in passages, not in paragraphs."""
    for kind, group in groupby(blocks, key=lambda block: block[0]):
        if kind == "text":
            yield kind, "".join(value for _, value in group)
        else:
            yield from group


def _words_of(element: Any) -> str:
    return " ".join(element.text_content().replace("\xa0", " ").split())


def _inside_of(element: Any) -> str:
    return _escaped(element.text) + "".join(_markup_of(child) + _escaped(child.tail) for child in element)


def _markup_of(element: Any) -> str:
    """An inline element or a list as markup; a block that strayed inside loses its tag and keeps its words."""
    inside = _inside_of(element)
    name = {"strong": "b", "em": "i"}.get(element.tag, element.tag)
    if name == "br":
        return "<br/>"  # closed, as Wagtail's editor writes it: it cannot open a text with an open one
    if name == "a":
        href = element.get("href")
        return f'<a href="{_escaped(href).replace(chr(34), "&quot;")}">{inside}</a>' if href else inside
    if name in {"b", "i", "li"} or name in _LISTS:
        return f"<{name}>{inside}</{name}>"
    return f"{inside} " if name in _HEADINGS | _FRAMES | {"p", "blockquote"} else inside


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
