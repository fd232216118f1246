"""The body of an archived story as the blocks that a story stores."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import uuid4

from broadsheet.contracts.archives import Part, Remark
from broadsheet.contracts.news import ItemPicture
from broadsheet.stories.bodies import UnusableBodyError, blocks_from_html

RawBlock = dict[str, Any]
PictureId = Callable[[ItemPicture], int | str]  # its id in the library, or why it is not there


def raw_body(parts: Iterable[Part], *, picture_id: PictureId) -> tuple[list[RawBlock], list[Remark]]:
    """
    Blocks as `StoryPage.body` stores them, and what is missing from them.

    A picture that is not at hand leaves its caption out too: words about something that nobody sees.
    """
    remarks: list[Remark] = []
    blocks = [
        {"type": kind, "value": value, "id": str(uuid4())}
        for part in parts
        for kind, value in _blocks_of(part, picture_id=picture_id, remarks=remarks)
    ]
    return list(_joined(blocks)), remarks


def _blocks_of(part: Part, *, picture_id: PictureId, remarks: list[Remark]) -> Iterator[tuple[str, Any]]:
    if isinstance(part, str):
        try:
            yield from blocks_from_html(part)
        except UnusableBodyError as error:
            remarks.append(Remark(what="a passage that cannot be cleaned was left out", detail=str(error)))
        return
    found = picture_id(part)
    if isinstance(found, str):
        remarks.append(missing_picture(part, found))
    else:
        yield "picture", {"picture": found, "caption": part.caption}


def missing_picture(picture: ItemPicture, reason: str) -> Remark:
    address = picture.renditions[0].href if picture.renditions else ""
    return Remark(what="picture missing", detail=f"{address[:300]} ({reason})")


def _joined(blocks: Iterable[RawBlock]) -> Iterator[RawBlock]:
    """Neighbouring texts as one, as the newsroom's own stories have them: passages were cut for their length only."""
    waiting: RawBlock | None = None
    for block in blocks:
        if waiting is not None and waiting["type"] == block["type"] == "text":
            waiting["value"] += block["value"]
            continue
        if waiting is not None:
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting
