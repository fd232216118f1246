"""
What a story's body holds: for each kind of block, where words stand in it and what it points to.

Everything that reads bodies without showing them asks here: publish guards, search, history, the export, the press
where it gathers what a page needs. A new block has its line in `SHAPES`; how it is edited says `blocks`, how readers
see it `press.composing.bodies`, how it leaves `formats.portable.xhtml`.

Pure: works on blocks as they are stored ({"type", "value", "id"}), and looks up nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any


class Leaf(StrEnum):
    """What stands at the end of a path into a block's value."""

    LINE = "line"  # plain words
    MARKUP = "markup"  # paragraphs and lists as HTML
    TABLE = "table"  # rows of words, as Wagtail's TableBlock keeps them
    ADDRESS = "address"  # of another site: no words
    PICTURE = "picture"  # from here on the number of something else
    DOCUMENT = "document"
    RECORDING = "recording"
    STORY = "story"


REFERENCES = frozenset({Leaf.PICTURE, Leaf.DOCUMENT, Leaf.RECORDING, Leaf.STORY})
# What may be killed takes its words along: nothing that readers keep, such as a story's history, quotes them.
KILLABLE = frozenset({Leaf.PICTURE, Leaf.RECORDING, Leaf.STORY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """A list of values of one shape."""

    of: "Shape"


Shape = Leaf | Each | Mapping[str, "Shape"]

SHAPES: Mapping[str, Shape] = {
    "text": Leaf.MARKUP,
    "heading": Leaf.LINE,
    "quote": {"text": Leaf.LINE, "speaker": Leaf.LINE},
    "aside": {"heading": Leaf.LINE, "text": Leaf.MARKUP},
    "table": Leaf.TABLE,
    "picture": {"picture": Leaf.PICTURE, "caption": Leaf.LINE},
    "gallery": {"heading": Leaf.LINE, "pictures": Each(of={"picture": Leaf.PICTURE, "caption": Leaf.LINE})},
    "recording": {"recording": Leaf.RECORDING, "caption": Leaf.LINE},
    "document": {"document": Leaf.DOCUMENT, "label": Leaf.LINE},
    "related": {"heading": Leaf.LINE, "stories": Each(of=Leaf.STORY)},
    "embed": {"address": Leaf.ADDRESS, "title": Leaf.LINE, "source": Leaf.LINE},
}


class Nothing(Enum):
    """What `changed` leaves out, and all that makes no sense without it."""

    NOTHING = "nothing"


NOTHING = Nothing.NOTHING
Change = Callable[[Leaf, Any], Any]
StoredBlock = Mapping[str, Any]


def leaves(block: StoredBlock) -> Iterator[tuple[Leaf, Any]]:
    """Every leaf of a block that says something, in the order of its shape; nothing for a kind that is not known."""
    shape = SHAPES.get(str(block.get("type")))
    if shape is not None:
        yield from _leaves(shape, block.get("value"))


def numbers_of(leaf: Leaf, blocks: Iterable[StoredBlock]) -> tuple[int, ...]:
    """The numbers of all pictures, documents, recordings or stories that the blocks point to, each once, in order."""
    found = (value for block in blocks for kind, value in leaves(block) if kind is leaf)
    return tuple(dict.fromkeys(value for value in found if isinstance(value, int)))


def may_be_killed(kind: str) -> bool:
    """Whether a block of that kind shows something that may be killed, its words with it."""
    return any(leaf in KILLABLE for leaf in _leaves_in(SHAPES.get(kind, {})))


def changed(block: StoredBlock, change: Change, *, keeps_ids: bool = False) -> Any:
    """
    The block's value, each leaf put through `change`; in its plainest form, lists as lists, unless it `keeps_ids`.

    Where that gives `NOTHING`, what holds the leaf goes too: a picture without its file takes its caption along, and
    a gallery without pictures is `NOTHING` itself. A kind that is not known stays as it is.
    """
    shape = SHAPES.get(str(block.get("type")))
    return block.get("value") if shape is None else _changed(shape, block.get("value"), change, keeps_ids=keeps_ids)


def plain_value(block: StoredBlock) -> Any:
    """The value as it stands, without what opening it in the editor may give it: the ids of list items."""
    return changed(block, lambda _, value: value)


def _leaves(shape: Shape, value: Any) -> Iterator[tuple[Leaf, Any]]:
    if isinstance(shape, Leaf):
        if value not in (None, ""):
            yield shape, value
    elif isinstance(shape, Each):
        for item in items_of(value):
            yield from _leaves(shape.of, item)
    elif isinstance(value, Mapping):
        for name, inner in shape.items():
            yield from _leaves(inner, value.get(name))


def _leaves_in(shape: Shape) -> Iterator[Leaf]:
    if isinstance(shape, Leaf):
        yield shape
    else:
        for inner in [shape.of] if isinstance(shape, Each) else shape.values():
            yield from _leaves_in(inner)


def _changed(shape: Shape, value: Any, change: Change, *, keeps_ids: bool) -> Any:
    if isinstance(shape, Leaf):
        return change(shape, value)
    if isinstance(shape, Each):
        items = value if isinstance(value, list | tuple) else ()
        built = ((item, _changed(shape.of, _inside(item), change, keeps_ids=keeps_ids)) for item in items)
        made = [
            {**item, "value": new} if keeps_ids and _is_wrapped(item) else new
            for item, new in built
            if new is not NOTHING
        ]
        return made or NOTHING
    if not isinstance(value, Mapping):
        return NOTHING
    there = {name: inner for name, inner in shape.items() if name in value}
    parts = {name: _changed(inner, value[name], change, keeps_ids=keeps_ids) for name, inner in there.items()}
    return NOTHING if NOTHING in parts.values() else parts


def items_of(value: Any) -> Iterator[Any]:
    """The items of a list, which Wagtail stores as {"type": "item", "value", "id"} and takes without that, too."""
    yield from map(_inside, value if isinstance(value, list | tuple) else ())


def _inside(item: Any) -> Any:
    return item["value"] if _is_wrapped(item) else item


def _is_wrapped(item: Any) -> bool:
    return isinstance(item, Mapping) and item.get("type") == "item" and "value" in item
