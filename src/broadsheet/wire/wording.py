"""A story's words in a form that can be compared: pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from broadsheet.stories.wording import plain_text


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
