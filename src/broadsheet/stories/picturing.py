"""Pictures inside a body, found and changed in what is stored: no query."""

from typing import Any

from wagtail.blocks import StreamValue

from broadsheet.stories.anatomy import Leaf, changed, numbers_of


def picture_ids_in(body: StreamValue) -> frozenset[int]:
    """The keys of all pictures in a body."""
    return frozenset(numbers_of(Leaf.PICTURE, body.get_prep_value()))


def with_other_picture(body: StreamValue, *, old: int, new: int) -> StreamValue | None:
    """The body with another picture in one's place, words and keys of blocks kept; None where it does not stand."""
    blocks = list(body.get_prep_value())

    def swapped(leaf: Leaf, value: Any) -> Any:
        return new if (leaf, value) == (Leaf.PICTURE, old) else value

    holders = [place for place, block in enumerate(blocks) if old in numbers_of(Leaf.PICTURE, [block])]
    for place in holders:
        blocks[place] = {**blocks[place], "value": changed(blocks[place], swapped, keeps_ids=True)}
    return StreamValue(body.stream_block, blocks, is_lazy=True) if holders else None
