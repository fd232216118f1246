"""A story's and an item's words in forms that can be compared and searched: pure."""

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"</?(?:p|div|h[1-6]|li|ul|ol|br|blockquote|table|tr|td|th)\b[^<>]*>", re.IGNORECASE)


def plain_text(markup: str) -> str:
    """The words of markup on one line."""
    return " ".join(html.unescape(_TAG.sub("", _BREAK.sub(" ", markup))).split())


def paragraphs(markup: str) -> list[str]:
    """The words of markup, one entry a paragraph."""
    parts = re.split(r"\x00+", _BREAK.sub("\x00", markup))
    return [text for text in (plain_text(part) for part in parts) if text]


def body_words(blocks: Iterable[Mapping[str, Any]]) -> list[str]:
    """
    The words of a story's stored body, a line a value, without the ids and markup that opening it may change.

    Opening a story in the editor rewrites block keys and markup; only changed words count as a change.
    """
    return [line for block in blocks for line in _lines(block.get("value"))]


def _lines(value: Any) -> list[str]:
    if isinstance(value, str):
        text = plain_text(value)
        return [text] if text else []
    if isinstance(value, Mapping):
        return [line for name in sorted(value) if name != "id" for line in _lines(value[name])]
    if isinstance(value, list | tuple):
        return [line for part in value for line in _lines(part)]
    return [] if value is None else [str(value)]
