"""
A block that a Broadsheet exported, made anew as a story stores it.

Its value is a stranger's until then: it is rebuilt by the shape that the newsroom's own block of that kind has, and
whatever that has no place for is left behind.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from broadsheet.contracts.archives import ArchivedBlock, ArchivedDocument, ArchivedRecording, Attachment
from broadsheet.contracts.news import ItemPicture
from broadsheet.stories.bodies import UnusableBodyError, blocks_from_html
from broadsheet.stories.models import StoryPage

NumberOf = Callable[[Attachment], int | str]  # its number in the library, or why it is not there
StoryNumber = Callable[[str], int | None]  # of the story with that name for good
_MOST_CELLS = 50_000
_MOST_LISTED = 500
_HEADER_CHOICES = frozenset({"row", "column", "both", "neither"})
_CLASSES = re.compile(r"[\w -]{1,100}")
_SPAN = frozenset({"row", "col", "rowspan", "colspan"})

_KINDS: Mapping[type[blocks.Block], type[Attachment]] = {
    ImageChooserBlock: ItemPicture,
    DocumentChooserBlock: ArchivedDocument,
    SnippetChooserBlock: ArchivedRecording,
}


class NotRebuiltError(ValueError):
    """No block of this newsroom has such a value; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something that the block holds and that is not at hand, and why."""

    attachment: Attachment
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuiltBlock:
    """
    The value as `StoryPage.body` stores it, None where nothing of it is left, and what is missing from it.

    `absent` are the names of stories that are not here; a list of nothing else is empty, and keeps its block.
    """

    value: Any
    missing: tuple[Missing, ...]
    absent: tuple[str, ...]


def no_story_yet(uri: str) -> None:  # noqa: ARG001  keeps StoryNumber
    """For blocks whose stories are looked up when all are here."""
    return


def rebuilt_block(
    block: ArchivedBlock, *, number_of: NumberOf, story_number: StoryNumber = no_story_yet
) -> RebuiltBlock:
    """
    The block made anew; a list loses those of its items that hold something that is not at hand.

    :raises NotRebuiltError: if the kind is not known here, or the value is no value of it
    """
    shape = StoryPage._meta.get_field("body").stream_block.child_blocks.get(block.kind)  # noqa: SLF001  Django's documented door
    if shape is None:
        raise NotRebuiltError("no such block is known here")
    rebuilder = _Rebuilder(block.attached, number_of=number_of, story_number=story_number)
    try:
        value = rebuilder.rebuilt(shape, block.value)
    except _MissingError:
        value = None
    except UnusableBodyError as error:
        raise NotRebuiltError(str(error)) from error
    except ValidationError as error:
        raise NotRebuiltError(" ".join(error.messages)) from error
    return RebuiltBlock(value=value, missing=tuple(rebuilder.missing), absent=tuple(rebuilder.absent))


class _MissingError(Exception):
    """What holds the thing makes no sense without it."""


class _Rebuilder:
    def __init__(self, attached: Mapping[str, Attachment], *, number_of: NumberOf, story_number: StoryNumber) -> None:
        self._attached = attached
        self._number_of = number_of
        self._story_number = story_number
        self.missing: list[Missing] = []
        self.absent: list[str] = []

    def rebuilt(self, shape: blocks.Block, value: Any) -> Any:
        match shape:
            case blocks.RichTextBlock():
                return _rich_text(value)
            case ImageChooserBlock() | DocumentChooserBlock() | SnippetChooserBlock() | blocks.PageChooserBlock():
                return self._chosen(shape, value)
            case TableBlock():
                return _table(value)
            case blocks.StructBlock():
                said = _mapping(value)
                return {name: self.rebuilt(child, said.get(name)) for name, child in shape.child_blocks.items()}
            case blocks.ListBlock():
                return self._items(shape.child_block, _sequence(value, most=_MOST_LISTED))
            case blocks.FieldBlock():
                return shape.get_prep_value(shape.field.clean(value))
        raise NotRebuiltError("no such value is known here")

    def _chosen(self, shape: blocks.Block, value: Any) -> int | None:
        if not value and not shape.required:
            return None
        kind = _KINDS.get(type(shape))
        return self._story(value) if kind is None else self._number(value, kind)

    def _items(self, shape: blocks.Block, items: list[Any]) -> list[Any]:
        made = []
        for one in items:
            with suppress(_MissingError):
                made.append(self.rebuilt(shape, _item_of(one)))
        if items and not made and not self.absent:
            raise _MissingError
        return made

    def _number(self, uri: Any, kind: type[Attachment]) -> int:
        attachment = self._attached.get(uri) if isinstance(uri, str) else None
        if not isinstance(attachment, kind):
            raise NotRebuiltError("what it shows is not told with the story")
        found = self._number_of(attachment)
        if isinstance(found, str):
            self.missing.append(Missing(attachment=attachment, reason=found))
            raise _MissingError
        return found

    def _story(self, uri: Any) -> int:
        if not isinstance(uri, str):
            raise NotRebuiltError("it names a story by no name")
        found = self._story_number(uri)
        if found is None:
            self.absent.append(uri)
            raise _MissingError
        return found


def _rich_text(value: Any) -> str:
    """Cleaned as any stranger's HTML; what is no running text loses its form and keeps its place."""
    if not isinstance(value, str):
        raise NotRebuiltError("its text is no text")
    return "".join(str(words) for kind, words in blocks_from_html(value) if kind == "text")


def _table(value: Any) -> dict[str, Any]:
    said = _mapping(value)
    rows = [_sequence(row, most=_MOST_CELLS) for row in _sequence(said.get("data"), most=_MOST_CELLS)]
    if sum(map(len, rows)) > _MOST_CELLS or not all(_is_cell(cell) for row in rows for cell in row):
        raise NotRebuiltError("its cells are no texts and numbers, or more than a table has")
    choice = said.get("table_header_choice")
    return {
        "data": [list(row) for row in rows],
        "table_header_choice": choice if choice in _HEADER_CHOICES else "neither",
        "first_row_is_table_header": bool(said.get("first_row_is_table_header")),
        "first_col_is_header": bool(said.get("first_col_is_header")),
        "table_caption": str(said.get("table_caption") or ""),
        "cell": [one for one in _listed(said.get("cell")) if _is_dressed(one)],
        "className": [],
        "mergeCells": [one for one in _listed(said.get("mergeCells")) if _is_span(one)],
    }


def _is_cell(cell: Any) -> bool:
    return cell is None or isinstance(cell, str | int | float)


def _is_dressed(cell: Any) -> bool:
    """How a cell is aligned."""
    return (
        isinstance(cell, dict)
        and cell.keys() == {"row", "col", "className"}
        and isinstance(cell["row"], int)
        and isinstance(cell["col"], int)
        and isinstance(cell["className"], str)
        and _CLASSES.fullmatch(cell["className"]) is not None
    )


def _is_span(cell: Any) -> bool:
    is_whole = isinstance(cell, dict) and cell.keys() >= _SPAN
    return is_whole and all(isinstance(number, int | bool) for number in cell.values())


def _item_of(one: Any) -> Any:
    """A list's item as Wagtail keeps it has its value inside."""
    return one["value"] if isinstance(one, dict) and one.get("type") == "item" and "value" in one else one


def _listed(value: Any) -> list[Any]:
    return value[:_MOST_CELLS] if isinstance(value, list) else []


def _sequence(value: Any, *, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise NotRebuiltError(f"where a list of at most {most:,} belongs stands something else")
    return value


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise NotRebuiltError("where several values belong stands one")
    return value
