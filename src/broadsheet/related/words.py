"""A story's body as plain text. Pure: works on the blocks as they are stored, and looks up nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from broadsheet.stories.wording import paragraphs


def body_text(blocks: Sequence[Mapping[str, Any]]) -> str:
    """The text of stored blocks ({"type", "value"}), a line a paragraph; pictures give their caption."""
    return "\n".join(text for block in blocks for text in _texts(block["type"], block["value"]) if text)


def encodable(text: str) -> str:
    """The text without lone surrogates, which JSON can hold and the index cannot."""
    return text.encode(errors="replace").decode()


def _texts(kind: str, value: Any) -> Iterator[str]:
    match kind:
        case "text":
            yield from paragraphs(value or "")
        case "heading":
            yield value or ""
        case "picture":
            yield value.get("caption") or ""
        case "quote":
            yield value.get("text") or ""
            yield value.get("speaker") or ""
        case "aside":
            yield value.get("heading") or ""
            yield from paragraphs(value.get("text") or "")
        case "table":
            yield from (str(cell) for row in (value or {}).get("data") or () for cell in row if cell)
