"""A body's blocks as XHTML, for systems that know no blocks."""

from collections.abc import Iterable, Mapping
from html import escape

from lxml import etree, html

from broadsheet.formats.portable.values import PortableBlock, PortablePicture


def xhtml_of(body: Iterable[PortableBlock], *, pictures: Mapping[str, PortablePicture]) -> str:
    """The body in well-formed paragraphs, headings, quotes, asides, tables and figures."""
    return "\n".join(markup for block in body if (markup := _block(block, pictures)))


def _block(block: PortableBlock, pictures: Mapping[str, PortablePicture]) -> str:
    value = block.value
    match block.kind:
        case "text":
            return _well_formed(str(value))
        case "heading":
            return f"<h2>{escape(str(value))}</h2>"
        case _ if isinstance(value, dict):
            return _structured(block.kind, value, pictures)
        case _:
            return ""


def _structured(kind: str, value: Mapping[str, object], pictures: Mapping[str, PortablePicture]) -> str:
    match kind:
        case "quote":
            return _quote(str(value.get("text") or ""), speaker=str(value.get("speaker") or ""))
        case "aside":
            heading = f"<h3>{escape(str(value['heading']))}</h3>" if value.get("heading") else ""
            return f"<aside>{heading}{_well_formed(str(value.get('text') or ''))}</aside>"
        case "table":
            return _table(value)
        case "picture":
            picture = pictures.get(str(value.get("picture")))
            return _figure(picture, caption=str(value.get("caption") or "")) if picture else ""
        case _:
            return ""


def _quote(text: str, *, speaker: str) -> str:
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
    return f"<blockquote>{paragraphs}{f'<cite>{escape(speaker)}</cite>' if speaker else ''}</blockquote>"


def _table(value: Mapping[str, object]) -> str:
    data = value.get("data")
    rows = [row for row in data if isinstance(row, list)] if isinstance(data, list) else []
    lines = [
        _row(row, is_head=number == 0 and bool(value.get("first_row_is_table_header")))
        for number, row in enumerate(rows)
    ]
    caption = value.get("table_caption")
    return f"<table>{f'<caption>{escape(str(caption))}</caption>' if caption else ''}{''.join(lines)}</table>"


def _row(row: list[object], *, is_head: bool) -> str:
    tag = "th" if is_head else "td"
    return f"<tr>{''.join(f'<{tag}>{escape(str(cell or str()))}</{tag}>' for cell in row)}</tr>"


def _figure(picture: PortablePicture, *, caption: str) -> str:
    words = caption or picture.caption
    said = f"<figcaption>{escape(words)}</figcaption>" if words else ""
    return f'<figure><img src="{escape(picture.file)}" alt="{escape(picture.alt_text)}"/>{said}</figure>'


def _well_formed(markup: str) -> str:
    if not markup.strip():
        return ""
    parts = html.fragments_fromstring(markup)
    return "".join(
        escape(part) if isinstance(part, str) else etree.tostring(part, encoding="unicode", method="xml")
        for part in parts
    )
