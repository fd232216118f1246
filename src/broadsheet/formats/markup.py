"""
A wire's markup (XHTML, HTML, NITF, plain text) brought down to what a story is made of.

Out come p, h2 to h4, ul, ol, li, blockquote, table, tr, th, td, a, em, strong and br, nothing else. It is not yet
safe to show: the stories slice cleans it at its door.
"""

import html
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.wording import byline_name, plain_spaces, printable, same_words
from broadsheet.formats.xml import local

_PARAGRAPHS = {
    "p": "p", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4", "hl1": "h2", "hl2": "h2",
    "dt": "p", "dd": "p", "tagline": "p", "address": "p", "caption": "p", "summary": "p",
}  # fmt: skip
_MARKS = {"em": "em", "i": "em", "strong": "strong", "b": "strong"}
_CONTAINERS = frozenset((
    "html", "body", "body.content", "article", "section", "main", "div", "center", "block", "dl", "nitf-table",
    "details", "hedline", "content", "hgroup", "bodytext", "brodtext", "text", "figure",
))  # fmt: skip
_QUOTES = frozenset(("blockquote", "bq"))
_LEFT_OUT = frozenset((
    "script", "style", "head", "title", "header", "footer", "nav", "figure", "img", "media", "svg", "iframe", "object",
    "embed", "video", "audio", "form", "input", "button", "select", "textarea", "noscript", "template", "canvas", "map",
    "meta", "link", "base", "body.head", "body.end", "media-caption", "media-producer", "media-reference", "frameset",
    "math", "applet", "nitf-table-metadata",
))  # fmt: skip
# What dpa and TT put into the body for other eyes: its headline again, its teaser, keywords, notes to editors.
_CLASSES_LEFT_OUT = frozenset(("dat", "embargoed", "notepad", "publicationDate", "slugline", "teaser"))
_CELLS = frozenset(("td", "th"))
_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_ESCAPED_TWICE = re.compile(
    r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|amp|quot|apos|nbsp|hellip|[lr][sd]quo|[mn]dash"
    r"|[a-zA-Z](?:grave|acute|circ|tilde|uml));"
)
_OPENS_AS_HTML = re.compile(
    r"\s*<(?:!doctype|html|body|p|div|section|article|h\d|ul|ol|table|br|b|strong)\b", re.IGNORECASE
)
_CLOSES_A_TAG = re.compile(r"</(?:p|div|b|i|em|strong|a|span|h\d|ul|ol|table)>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_EMPTY_MARK = re.compile(r"<(?P<mark>em|strong|a)(?: [^>]*)?></(?P=mark)>")
_HARD_WRAP = (40, 80)  # characters a line has where a wire broke it for a teleprinter, not for sense
_DEEPEST = 200  # below that only the words count: libxml2 stops at 256, Python's stack at some 1,000 calls
_LONGEST = 4_000_000  # characters; the longest real item measured has 120,000
_MOST_TAGS = 200_000  # of one body; 30,000 stand in a day's full sports table
_INDENTS_OF_TYPING = 2
_OPENING_BLOCKS = 3  # a headline or byline, if repeated, stands among the first


class Copy:
    """Collects blocks of finished HTML while markup is walked through."""

    def __init__(self) -> None:
        self.blocks: list[tuple[str, str]] = []  # tag ("" for finished HTML) and content
        self._run: list[str] = []
        self._marks: list[tuple[str, str]] = []

    def words(self, text: str | None) -> None:
        if text:
            plain = plain_spaces(printable(text))
            if "&" in plain and _ESCAPED_TWICE.search(plain):
                plain = html.unescape(plain)
            self._run.append(html.escape(plain, quote=False))

    def line_break(self, tag: str) -> None:
        last = next((piece for piece in reversed(self._run) if piece.strip()), "")
        if last == "<br>":
            self.end_block(tag)
        else:
            self._run.append("<br>")

    def is_marked(self, closing: str) -> bool:
        return any(mark == closing for _, mark in self._marks)

    def open_mark(self, opening: str, closing: str) -> None:
        self._marks.append((opening, closing))
        self._run.append(opening)

    def close_mark(self) -> None:
        opening, closing = self._marks.pop()
        if self._run and self._run[-1] == opening:
            self._run.pop()
        else:
            self._run.append(closing)

    def end_block(self, tag: str) -> None:
        """Finish what was collected as one block; marks still open are closed in it and opened again after it."""
        content = _tidy("".join(self._run) + "".join(closing for _, closing in reversed(self._marks)))
        if content:
            self.blocks.append((tag, content))
        self._run = [opening for opening, _ in self._marks]

    def finished(self, html_block: str) -> None:
        self.blocks.append(("", html_block))


def body_of(element: etree._Element, *, repeats: Sequence[str] = ()) -> str:
    """
    The element's copy as HTML blocks, one a line; lines in `repeats` (headline, bylines) are left out where it opens.

    :raises WireFormatError: if the body is out of proportion
    """
    copy = Copy()
    _walk(element, copy, tag="p", depth=0)
    copy.end_block("p")
    return _joined(copy.blocks, repeats=repeats)


def html_body(source: str, *, repeats: Sequence[str] = ()) -> str:
    """
    The copy of an HTML string; HTML as wires write it, never refused for its form.

    :raises WireFormatError: if the body is out of proportion
    """
    root = parse_html(source)
    return body_of(root, repeats=repeats) if root is not None else ""


def parse_html(source: str) -> etree._Element | None:
    """
    The root of an HTML string, or None where it holds nothing.

    :raises WireFormatError: if it is out of proportion
    """
    refuse_longer(source)
    if source.count("<") > _MOST_TAGS:
        raise WireFormatError(f"The body has more than {_MOST_TAGS:,} tags")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return etree.fromstring(printable(source).encode(), parser)
    except (etree.XMLSyntaxError, etree.ParserError, ValueError):
        return None


def text_body(text: str, *, repeats: Sequence[str] = ()) -> str:
    """
    Paragraphs of a plain text: parted by empty lines, else by indented lines, else each line one.

    :raises WireFormatError: if the body is out of proportion
    """
    refuse_longer(text)
    return _joined([("p", paragraph) for paragraph in _text_paragraphs(text)], repeats=repeats)


def looks_like_html(text: str) -> bool:
    """True if a text that a wire calls plain is markup after all (ANSA and others do that)."""
    return _OPENS_AS_HTML.match(text) is not None or _CLOSES_A_TAG.search(text) is not None


def refuse_longer(text: str) -> None:
    """:raises WireFormatError: if a body is longer than any story"""
    if len(text) > _LONGEST:
        raise WireFormatError(f"The body has more than {_LONGEST:,} characters")


def _joined(blocks: list[tuple[str, str]], *, repeats: Sequence[str]) -> str:
    opening = [block for block in blocks[:_OPENING_BLOCKS] if not _is_repeated(block, repeats)]
    blocks = opening + blocks[_OPENING_BLOCKS:]
    body = "\n".join(f"<{tag}>{content}</{tag}>" if tag else content for tag, content in blocks)
    refuse_longer(body)
    return body


def _is_repeated(block: tuple[str, str], repeats: Sequence[str]) -> bool:
    """True for a headline or byline that stands in the body once more."""
    tag, content = block
    words = _bare(content) if tag in {"h2", "p"} else ""
    return bool(words) and any(same_words(words, line) or same_words(byline_name(words), line) for line in repeats)


def _bare(content: str) -> str:
    return html.unescape(_TAG.sub("", content))


def _tidy(content: str) -> str:
    """One block's content without edges of space and breaks, or "" if it holds no words."""
    if "></" in content:
        content = _EMPTY_MARK.sub("", content)
    content = plain_spaces(content).strip(" \u00a0")
    if "<" not in content:
        return content
    if not _bare(content).strip(" \u00a0"):
        return ""
    while content.startswith("<br>") or content.endswith("<br>"):
        content = content.removeprefix("<br>").removesuffix("<br>").strip(" \u00a0")
    return _unwrapped(content) if "<br>" in content else content


def _unwrapped(content: str) -> str:
    """Without the breaks of a text that was broken by width (AAP ends every line of 65 characters with <br/>)."""
    lines = [line.strip() for line in content.split("<br>")]
    shortest, longest = _HARD_WRAP
    if all(shortest <= len(line) <= longest for line in lines[:-1]) and len(lines[-1]) <= longest:
        return " ".join(lines)
    return "<br>".join(lines)


def _walk(element: etree._Element, copy: Copy, *, tag: str, depth: int) -> None:
    if depth > _DEEPEST:
        copy.words("".join(str(words) for words in element.itertext()))
        return
    copy.words(element.text)
    for part in element:
        _place(part, copy, tag=tag, depth=depth + 1)
        copy.words(part.tail)


def _place(part: etree._Element, copy: Copy, *, tag: str, depth: int) -> None:
    """Put one child where it belongs: left out, a block of its own, or a mark in the running text."""
    name = local(part).lower()
    if not name or (name in _LEFT_OUT and not _holds_table(part, name)) or _is_left_out(part):
        return
    if name in _PARAGRAPHS or name in _CONTAINERS:
        inner = _PARAGRAPHS.get(name, "p")
        copy.end_block(tag)
        if inner == "p" and not len(part) and (lines := _typed_paragraphs(part.text or "")):
            copy.blocks.extend(("p", line) for line in lines)
            return
        _walk(part, copy, tag=inner, depth=depth)
        copy.end_block(inner)
    elif name in {"ul", "ol"}:
        copy.end_block(tag)
        _list(part, copy, name=name, depth=depth)
    elif name in _QUOTES:
        copy.end_block(tag)
        _quote(part, copy, depth=depth)
    elif name in {"table", "pre"}:
        copy.end_block(tag)
        _table(part, copy, depth=depth) if name == "table" else _preformatted(part, copy)
    elif name == "br":
        copy.line_break(tag)
    else:
        _running(part, name, copy, tag=tag, depth=depth)


def _holds_table(part: etree._Element, name: str) -> bool:
    """True for the figure that editors of today put around a table (dpa's article_html)."""
    return name == "figure" and next(part.iter("{*}table"), None) is not None


def _is_left_out(part: etree._Element) -> bool:
    classes = part.get("class")
    return bool(classes) and not _CLASSES_LEFT_OUT.isdisjoint(str(classes).split())


def _running(part: etree._Element, name: str, copy: Copy, *, tag: str, depth: int) -> None:
    opening, closing = _mark(part, name)
    # A mark inside its like says nothing new, and two hundred of them would be opened again in every paragraph.
    if not closing or copy.is_marked(closing):
        _walk(part, copy, tag=tag, depth=depth)
        return
    copy.open_mark(opening, closing)
    _walk(part, copy, tag=tag, depth=depth)
    copy.close_mark()


def _mark(part: etree._Element, name: str) -> tuple[str, str]:
    if name == "a":
        href = (part.get("href") or "").strip()
        return (f'<a href="{html.escape(printable(href))}">', "</a>") if _LINK.fullmatch(href) else ("", "")
    mark = _MARKS.get(name)
    return (f"<{mark}>", f"</{mark}>") if mark else ("", "")


def _inside(part: etree._Element, *, depth: int) -> list[tuple[str, str]]:
    inner = Copy()
    _walk(part, inner, tag="p", depth=depth)
    inner.end_block("p")
    return inner.blocks


def _flow(blocks: list[tuple[str, str]]) -> str:
    """Blocks inside a list item or cell: paragraphs become lines, finished blocks stay."""
    flow = ""
    for tag, content in blocks:
        if tag and flow and not flow.endswith(">"):
            flow += "<br>"
        flow += content
    return flow


def _list(part: etree._Element, copy: Copy, *, name: str, depth: int) -> None:
    items = []
    for entry in part:
        inner = _flow(_inside(entry, depth=depth + 1)) if local(entry) else ""
        if inner:
            items.append(f"<li>{inner}</li>")
    if items:
        copy.finished(f"<{name}>{''.join(items)}</{name}>")


def _quote(part: etree._Element, copy: Copy, *, depth: int) -> None:
    blocks = _inside(part, depth=depth)
    if blocks:
        inner = "".join(f"<{tag}>{content}</{tag}>" if tag else content for tag, content in blocks)
        copy.finished(f"<blockquote>{inner}</blockquote>")


def _table(part: etree._Element, copy: Copy, *, depth: int) -> None:
    rows = []
    for row in _rows(part):
        cells = "".join(_cell(cell, depth=depth + 2) for cell in row if local(cell).lower() in _CELLS)
        rows.append(f"<tr>{cells}</tr>" if cells else "")
    caption = next((piece for piece in part if local(piece).lower() == "caption"), None)
    if caption is not None and (words := _flow(_inside(caption, depth=depth + 1))):
        copy.blocks.append(("p", words))
    if any(rows):
        copy.finished(f"<table>{''.join(rows)}</table>")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for piece in table:
        name = local(piece).lower()
        if name == "tr":
            yield piece
        elif name in {"thead", "tbody", "tfoot"}:
            yield from (row for row in piece if local(row).lower() == "tr")


def _cell(cell: etree._Element, *, depth: int) -> str:
    name = local(cell).lower()
    spans = "".join(
        f' {span}="{value}"'
        for span in ("colspan", "rowspan")
        if (value := cell.get(span) or "").isascii() and value.isdigit() and len(value) < len("1000")
    )
    return f"<{name}{spans}>{_flow(_inside(cell, depth=depth))}</{name}>"


def _preformatted(part: etree._Element, copy: Copy) -> None:
    for paragraph in _text_paragraphs("".join(str(words) for words in part.itertext())):
        copy.blocks.append(("p", paragraph))


def _typed_paragraphs(text: str) -> list[str]:
    """
    The paragraphs that Reuters and ANSA type into one p element, set off by indents; none where it is one paragraph.

    Markup that a program indented has one indent on all its lines, and is one paragraph.
    """
    lines = [line for line in text.expandtabs(4).split("\n")[1:] if line.strip()]
    indents = {len(line) - len(line.lstrip(" ")) for line in lines}
    if len(indents) < _INDENTS_OF_TYPING:
        return []
    return _text_paragraphs(text)


def _text_paragraphs(text: str) -> list[str]:
    lines = printable(text).replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).strip("\n").split("\n")
    has_gaps = any(not line.strip() for line in lines)
    has_indents = any(line.startswith("  ") and line.strip() for line in lines[1:])
    groups: list[list[str]] = [[]]
    for line in lines:
        opens = not line.strip() or not (has_gaps or has_indents) or (has_indents and line.startswith("  "))
        if opens and groups[-1]:
            groups.append([])
        if line.strip():
            groups[-1].append(_SPACES.sub(" ", line.strip()))
    return [_tidy("<br>".join(html.escape(line, quote=False) for line in group)) for group in groups if group]
