"""A story's stored body in plain words that can be compared: pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from broadsheet.stories.anatomy import REFERENCES, SHAPES, Each, Leaf, Shape, StoredBlock, items_of, plain_value
from broadsheet.stories.differing import Paragraph
from broadsheet.stories.wording import paragraphs, plain_text

_POINTERS = {
    Leaf.PICTURE: _("Picture %(value)s"),
    Leaf.DOCUMENT: _("Document %(value)s"),
    Leaf.RECORDING: _("Recording %(value)s"),
    Leaf.STORY: _("Story %(value)s"),
    Leaf.ADDRESS: _("Address %(value)s"),
}


def body_words(blocks: Iterable[StoredBlock]) -> list[str]:
    """
    The words of a story's stored body, a line a value, without the ids and markup that opening it may change.

    Opening a story in the editor rewrites block keys, markup and the settings of tables; only changed words count.
    """
    return [line for block in blocks for line in _lines(_worded(block))]


def _worded(block: StoredBlock) -> Any:
    value = plain_value(block)
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


def block_paragraphs(blocks: Iterable[StoredBlock], *, names_references: bool = True) -> list[Paragraph]:
    """
    The paragraphs of a story's stored body, each with the kind of its block.

    What it points to is named by number ("Picture 12"), for the newsroom's eyes; readers are given words alone.
    """
    told: list[Paragraph] = []
    for block in blocks:
        kind, value = str(block.get("type", "")), block.get("value")
        if kind == "text":
            told.extend(Paragraph(text=text) for text in paragraphs(str(value)))
        else:
            lines = _told(SHAPES.get(kind), value, names_references=names_references)
            told.extend(Paragraph(text=line, kind=kind) for line in lines)
    return told


def _told(shape: Shape | None, value: Any, *, names_references: bool) -> Iterator[str]:
    if isinstance(shape, Each):
        for item in items_of(value):
            yield from _told(shape.of, item, names_references=names_references)
    elif isinstance(shape, Mapping) and isinstance(value, Mapping):
        # What is said beside a reference is said of it: one line. The rest stands by the names of its fields.
        names = sorted(shape, key=lambda name: (not _is_reference(shape[name]), name))
        lines = [
            line for name in names for line in _told(shape[name], value.get(name), names_references=names_references)
        ]
        yield from [" ".join(lines)] if lines and any(map(_is_reference, shape.values())) else lines
    elif isinstance(shape, Leaf) and shape in _POINTERS:
        yield from [_POINTERS[shape] % {"value": value}] if value and names_references else []
    elif shape is Leaf.TABLE and isinstance(value, Mapping):
        yield from (" | ".join(str(cell or "") for cell in row) for row in value.get("data") or [])
    else:
        yield from _lines(value)


def _is_reference(shape: Shape | None) -> bool:
    return isinstance(shape, Leaf) and shape in REFERENCES
