"""The body of an archived story as the blocks that a story stores."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from broadsheet.contracts.archives import ArchivedBlock, ArchivedDocument, ArchivedRecording, Attachment, Part, Remark
from broadsheet.contracts.news import ItemPicture
from broadsheet.importing.blocks import NotRebuiltError, NumberOf, rebuilt_block
from broadsheet.stories.bodies import UnusableBodyError, blocks_from_html

RawBlock = dict[str, Any]
_WORDS = {ArchivedDocument: "document missing", ArchivedRecording: "recording missing"}


@dataclass(slots=True, kw_only=True)
class RawBody:
    """
    Blocks as `StoryPage.body` stores them, and what is missing from them.

    `unfinished` are those that name stories, by the id of the block that waits in their place.
    """

    blocks: list[RawBlock] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    unfinished: dict[str, ArchivedBlock] = field(default_factory=dict)

    def add(self, kind: str, value: Any) -> str:
        """Put a block at the end; gives its id."""
        name = str(uuid4())
        self.blocks.append({"type": kind, "value": value, "id": name})
        return name


def raw_body(parts: Iterable[Part], *, number_of: NumberOf) -> RawBody:
    """A picture that is not at hand leaves its caption out too: words about something that nobody sees."""
    parts = list(parts)
    body = RawBody()
    for part in parts:
        if isinstance(part, ArchivedBlock):
            _add_exact(body, part, number_of=number_of)
        elif isinstance(part, ItemPicture):
            _add_picture(body, part, number_of=number_of)
        else:
            _add_passage(body, part)
    if not any(isinstance(part, ArchivedBlock) for part in parts):
        body.blocks = list(_joined(body.blocks))
    return body


def _add_passage(body: RawBody, html: str) -> None:
    try:
        for kind, value in blocks_from_html(html):
            body.add(kind, value)
    except UnusableBodyError as error:
        body.remarks.append(Remark(what="a passage that cannot be cleaned was left out", detail=str(error)))


def _add_picture(body: RawBody, picture: ItemPicture, *, number_of: NumberOf) -> None:
    found = number_of(picture)
    if isinstance(found, str):
        body.remarks.append(missing(picture, found))
    else:
        body.add("picture", {"picture": found, "caption": picture.caption})


def _add_exact(body: RawBody, block: ArchivedBlock, *, number_of: NumberOf) -> None:
    try:
        rebuilt = rebuilt_block(block, number_of=number_of)
    except NotRebuiltError as error:
        body.remarks.append(not_rebuilt(block.kind, error))
        return
    body.remarks.extend(missing(one.attachment, one.reason) for one in rebuilt.missing)
    if rebuilt.value is not None:
        name = body.add(block.kind, rebuilt.value)
        if rebuilt.absent:
            body.unfinished[name] = block


def not_rebuilt(kind: str, error: NotRebuiltError) -> Remark:
    return Remark(what="a block that cannot be rebuilt was left out", detail=f"{kind}: {error}")


def missing(attachment: Attachment, reason: str) -> Remark:
    if isinstance(attachment, ItemPicture):
        address = attachment.renditions[0].href if attachment.renditions else ""
    else:
        address = attachment.file
    what = _WORDS.get(type(attachment), "picture missing")
    return Remark(what=what, detail=f"{address[:300]} ({reason})")


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
