"""A story's body as plain text. Pure: works on the blocks as they are stored, and looks up nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from broadsheet.stories.anatomy import Leaf, leaves
from broadsheet.stories.wording import paragraphs


def body_text(blocks: Sequence[Mapping[str, Any]]) -> str:
    """The text of stored blocks ({"type", "value"}), a line a paragraph; pictures give their caption."""
    return "\n".join(text for block in blocks for leaf, value in leaves(block) for text in _texts(leaf, value) if text)


def encodable(text: str) -> str:
    """The text without lone surrogates, which JSON can hold and the index cannot."""
    return text.encode(errors="replace").decode()


def _texts(leaf: Leaf, value: Any) -> Iterator[str]:
    match leaf:
        case Leaf.MARKUP:
            yield from paragraphs(value)
        case Leaf.LINE:
            yield value
        case Leaf.TABLE:
            yield from (str(cell) for row in value.get("data") or () for cell in row if cell)
