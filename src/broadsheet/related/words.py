"""A story's body as plain text. Pure: works on the blocks as they are stored, and looks up nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

_ENDS_A_LINE = re.compile(r"</(?:p|li|h[1-6]|blockquote|td|th|tr)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")


def body_text(blocks: Sequence[Mapping[str, Any]]) -> str:
    """The text of stored blocks ({"type", "value"}), a line a paragraph; pictures give their caption."""
    return "\n".join(text for block in blocks for text in _texts(block["type"], block["value"]) if text)


def plain_text(markup: str) -> str:
    """Stored rich text without its markup, a line a paragraph."""
    lines = unescape(_TAG.sub("", _ENDS_A_LINE.sub("\n", markup))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def encodable(text: str) -> str:
    """The text without lone surrogates, which JSON can hold and the index cannot."""
    return text.encode(errors="replace").decode()


def _texts(kind: str, value: Any) -> Iterator[str]:
    match kind:
        case "text":
            yield plain_text(value or "")
        case "heading":
            yield value or ""
        case "picture":
            yield value.get("caption") or ""
        case "quote":
            yield value.get("text") or ""
            yield value.get("speaker") or ""
        case "aside":
            yield value.get("heading") or ""
            yield plain_text(value.get("text") or "")
        case "table":
            yield from (str(cell) for row in (value or {}).get("data") or () for cell in row if cell)
