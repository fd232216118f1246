"""A story's stored body in plain words that can be compared: pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from broadsheet.stories.differing import Paragraph
from broadsheet.stories.wording import paragraphs, plain_text


def body_words(blocks: Iterable[Mapping[str, Any]]) -> list[str]:
    """
    The words of a story's stored body, a line a value, without the ids and markup that opening it may change.

    Opening a story in the editor rewrites block keys, markup and the settings of tables; only changed words count.
    """
    return [line for block in blocks for line in _lines(_worded(block))]


def _worded(block: Mapping[str, Any]) -> Any:
    value = block.get("value")
    if block.get("type") == "table" and isinstance(value, Mapping):
        return [value.get("table_caption"), value.get("data")]
    return value


def _lines(value: Any) -> list[str]:
    if isinstance(value, str):
        text = plain_text(value)
        return [text] if text else []
    if isinstance(value, Mapping):
        return [line for name in sorted(value) if name != "id" for line in _lines(value[name])]
    if isinstance(value, list | tuple):
        return [line for part in value for line in _lines(part)]
    return [] if value is None else [str(value)]


def block_paragraphs(blocks: Iterable[Mapping[str, Any]]) -> list[Paragraph]:
    """The paragraphs of a story's stored body, each with the kind of its block."""
    return [part for block in blocks for part in _paragraphs(str(block.get("type", "")), block.get("value"))]


def _paragraphs(kind: str, value: Any) -> list[Paragraph]:
    if kind == "text":
        return [Paragraph(text=text) for text in paragraphs(str(value))]
    if kind == "table" and isinstance(value, Mapping):
        rows = [" | ".join(str(cell or "") for cell in row) for row in value.get("data") or []]
        return [Paragraph(text=row, kind=kind) for row in rows]
    if kind == "picture" and isinstance(value, Mapping):
        return [Paragraph(text=f"Picture {value.get('picture')} {value.get('caption') or ''}".strip(), kind=kind)]
    return [Paragraph(text=line, kind=kind) for line in _lines(value)]
