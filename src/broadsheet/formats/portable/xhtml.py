"""A body's blocks as XHTML, for systems that know no blocks."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from lxml import etree, html

from broadsheet.formats.portable.values import (
    PortableBlock,
    PortableDocument,
    PortablePicture,
    PortableRecording,
    PortableStory,
)

Named = Mapping[str, PortablePicture | PortableDocument | PortableRecording]
Value = Mapping[str, Any]


def xhtml_of(story: PortableStory) -> str:
    """The body in well-formed paragraphs, headings, quotes, asides, tables, figures and links."""
    named: dict[str, PortablePicture | PortableDocument | PortableRecording] = {}
    for things in (story.pictures, story.documents, story.recordings):
        named.update((one.uri, one) for one in things)
    return "\n".join(markup for block in story.body if (markup := _block(block, named)))


def _block(block: PortableBlock, named: Named) -> str:
    value = block.value
    match block.kind:
        case "text":
            return _well_formed(str(value))
        case "heading":
            return f"<h2>{escape(str(value))}</h2>"
        case kind if kind in _WRITERS and isinstance(value, dict):
            return _WRITERS[kind](value, named)
        case _:
            return ""


def _said(value: Value, name: str) -> str:
    return str(value.get(name) or "")


def _aside(value: Value, _: Named) -> str:
    heading = f"<h3>{escape(_said(value, 'heading'))}</h3>" if value.get("heading") else ""
    return f"<aside>{heading}{_well_formed(_said(value, 'text'))}</aside>"


def _picture(value: Value, named: Named) -> str:
    picture = named.get(_said(value, "picture"))
    return _figure(picture, caption=_said(value, "caption")) if isinstance(picture, PortablePicture) else ""


def _gallery(value: Value, named: Named) -> str:
    heading = f"<h2>{escape(_said(value, 'heading'))}</h2>" if value.get("heading") else ""
    chosen = value.get("pictures")
    pictures = [one for one in chosen if isinstance(one, dict)] if isinstance(chosen, list) else []
    return heading + "".join(_picture(one, named) for one in pictures)


def _recording(value: Value, named: Named) -> str:
    recording = named.get(_said(value, "recording"))
    if not isinstance(recording, PortableRecording):
        return ""
    tag = "video" if recording.media_type.startswith("video/") else "audio"
    words = escape(_said(value, "caption") or recording.title)
    source = escape(recording.file)
    return f'<figure><{tag} controls="controls" src="{source}"></{tag}><figcaption>{words}</figcaption></figure>'


def _document(value: Value, named: Named) -> str:
    document = named.get(_said(value, "document"))
    if not isinstance(document, PortableDocument):
        return ""
    return f'<p><a href="{escape(document.file)}">{escape(_said(value, "label") or document.title)}</a></p>'


def _embed(value: Value, _: Named) -> str:
    source = f" ({escape(_said(value, 'source'))})" if value.get("source") else ""
    return f'<p><a href="{escape(_said(value, "address"))}">{escape(_said(value, "title"))}</a>{source}</p>'


def _quote(value: Value, _: Named) -> str:
    speaker = _said(value, "speaker")
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in _said(value, "text").split("\n\n"))
    return f"<blockquote>{paragraphs}{f'<cite>{escape(speaker)}</cite>' if speaker else ''}</blockquote>"


def _table(value: Value, _: Named) -> str:
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


# What names other stories alone has no place here: nobody would take a killed one out of a document elsewhere.
_WRITERS: Mapping[str, Callable[[Value, Named], str]] = {
    "quote": _quote,
    "aside": _aside,
    "table": _table,
    "picture": _picture,
    "gallery": _gallery,
    "recording": _recording,
    "document": _document,
    "embed": _embed,
}
