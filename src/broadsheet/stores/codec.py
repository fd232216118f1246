"""
A piece as bytes and back.

    b"BSHT" | format version, 1 byte | CRC-32 of all that follows, 4 bytes | length of the head, 4 bytes | head | texts

The head is JSON and says what the piece is; long texts stand behind it as they are, and the head holds their lengths,
so that reading a page is a few slices and no unescaping. Nothing in it can name code: what does not fit is refused.

The texts of an entry are packed: they are one story four times over.

What came later (`between`, `changed_at`, `packed`, `frames`, `pins`, `barred`, `notes`, `instead`) is left out where
it says nothing and may be missing: older pieces read as they did, so the version stays and no paper is closed until it
is pressed anew.
"""

import json
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from broadsheet.contracts.pieces import (
    ENTRY_SHAPES,
    Candidate,
    Card,
    ChangedSlot,
    FillSlot,
    Fragment,
    ListSlot,
    Mention,
    MentionSlot,
    Outsiders,
    Page,
    Part,
    Piece,
    PieceError,
    PieceSlot,
    Redirect,
    Role,
    SectionTree,
    Shape,
    StoryList,
    TokenSlot,
    Withdrawn,
)

MAGIC = b"BSHT"
FORMAT_VERSION = 1
_FRAME = struct.Struct(">4sBII")

Head = dict[str, Any]


def encode_piece(name: str, piece: Piece) -> bytes:
    """
    The piece as bytes; `name` is kept inside, so that a file under a wrong name is noticed.

    :raises PieceError: if a text holds what cannot be written as UTF-8
    """
    texts = _Texts()
    try:
        head = {"name": name, **_ENCODERS[type(piece)](piece, texts)}
        head_bytes = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError as error:
        raise PieceError(f"{name!r}: text at position {error.start} cannot be written as UTF-8") from error
    rest = b"".join([head_bytes, *texts.chunks])
    checksum = zlib.crc32(rest, len(head_bytes))
    return _FRAME.pack(MAGIC, FORMAT_VERSION, checksum, len(head_bytes)) + rest


def decode_piece(name: str, data: bytes) -> Piece:
    """
    The piece that `encode_piece` made these bytes of.

    :raises PieceError: if they are of another format version, of another name, or damaged
    """
    if len(data) < _FRAME.size:
        raise PieceError(f"{name!r}: {len(data)} bytes are too few for a piece")
    magic, version, checksum, head_size = _FRAME.unpack_from(data)
    if magic != MAGIC:
        raise PieceError(f"{name!r}: these bytes are no piece")
    if version != FORMAT_VERSION:
        raise PieceError(f"{name!r}: format version {version}, this Broadsheet reads {FORMAT_VERSION}; press it again")
    rest = memoryview(data)[_FRAME.size :]
    if zlib.crc32(rest, head_size) != checksum:
        raise PieceError(f"{name!r}: the checksum does not fit, the file is damaged")
    try:
        return _read_head(name, rest, head_size)
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise PieceError(f"{name!r}: the head cannot be read: {error}") from error


def _read_head(name: str, rest: memoryview, head_size: int) -> Piece:
    head = json.loads(bytes(rest[:head_size]))
    if head["name"] != name:
        raise ValueError(f"it says that it is {head['name']!r}")
    return _DECODERS[head["kind"]](head, _Cursor(rest, head_size))


@dataclass(slots=True)
class _Texts:
    """Long texts on their way out, in order."""

    chunks: list[bytes] = field(default_factory=list)

    def add(self, text: str) -> int:
        chunk = text.encode()
        self.chunks.append(chunk)
        return len(chunk)

    def pack(self) -> None:
        """All that was added as one chunk; their lengths stay those of before."""
        self.chunks = [zlib.compress(b"".join(self.chunks))]


@dataclass(slots=True)
class _Cursor:
    """Long texts on their way in, in order."""

    data: memoryview
    at: int

    def take(self, size: int) -> str:
        end = self.at + size
        if size < 0 or end > len(self.data):
            raise ValueError("a text ends behind the end of the file")
        text = str(self.data[self.at : end], "utf-8")
        self.at = end
        return text

    def unpacked(self) -> "_Cursor":
        """The texts that were packed behind this place."""
        return _Cursor(memoryview(zlib.decompress(self.data[self.at :])), 0)


def _encode_page(page: Page, texts: _Texts) -> Head:
    return {
        "kind": "page",
        "status": page.status,
        "headers": page.headers,
        "story": page.story_id,
        "parts": [_encode_part(part, texts) for part in page.parts],
        **({"frames": page.frames} if page.frames else {}),
    }


def _decode_page(head: Head, cursor: _Cursor) -> Page:
    return Page(
        parts=tuple(_decode_part(part, cursor) for part in head["parts"]),
        status=int(head["status"]),
        headers=tuple((str(name), str(value)) for name, value in head["headers"]),
        story_id=head["story"],
        frames=tuple(map(str, head.get("frames", ()))),
    )


def _encode_part(part: Part, texts: _Texts) -> int | Head:
    said: int | Head
    match part:
        case str():
            said = texts.add(part)
        case PieceSlot():
            said = {"piece": part.name}
        case TokenSlot():
            said = {"token": part.story_id}
        case ChangedSlot():
            said = {"changed": True}
        case FillSlot():
            said = {"fill": part.names, "texts": part.texts}
        case MentionSlot():
            said = {"mentions": [_encode_mention(mention, texts) for mention in part.mentions]}
        case ListSlot():
            said = _encode_slot(part)
    return said


def _encode_slot(slot: ListSlot) -> Head:
    later = {
        "between": slot.between,
        "pins": _encode_candidates(slot.pins),
        "barred": slot.barred,
        "notes": slot.source_notes,
    }
    return {
        "list": slot.list_name,
        "role": slot.role,
        "shape": slot.shape,
        "limit": slot.limit,
        "candidates": _encode_candidates(slot.candidates),
        "sources": slot.sources,
        "html": [slot.opening, slot.closing, slot.item_opening, slot.item_closing],
        **{name: value for name, value in later.items() if value},
    }


def _encode_candidates(candidates: tuple[Candidate, ...]) -> list[list[Any]]:
    return [
        [candidate.story_id, candidate.note, *([candidate.instead] if candidate.instead else [])]
        for candidate in candidates
    ]


def _decode_candidates(said: list[list[Any]]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(story_id=int(story_id), note=str(note), instead=str(later[0]) if later else "")
        for story_id, note, *later in said
    )


def _encode_mention(mention: Mention, texts: _Texts) -> list[Any]:
    until = [] if mention.until is None else [_aware(mention.until).isoformat()]
    return [mention.story_id, texts.add(mention.text), *until]


def _decode_mention(said: list[Any], cursor: _Cursor) -> Mention:
    story_id, size, *until = said
    return Mention(
        story_id=int(story_id),
        text=cursor.take(size),
        until=_aware(datetime.fromisoformat(until[0])) if until else None,
    )


def _decode_part(said: int | Head, cursor: _Cursor) -> Part:
    part: Part
    match said:
        case int():
            part = cursor.take(said)
        case {"piece": name}:
            part = PieceSlot(name=str(name))
        case {"token": story_id}:
            part = TokenSlot(story_id=int(story_id))
        case {"changed": _}:
            part = ChangedSlot()
        case {"fill": names, "texts": texts}:
            part = FillSlot(names=tuple(map(str, names)), texts=tuple(map(str, texts)))
        case {"mentions": mentions}:
            part = MentionSlot(mentions=tuple(_decode_mention(mention, cursor) for mention in mentions))
        case _:
            part = _decode_slot(said)
    return part


def _decode_slot(said: Head) -> ListSlot:
    opening, closing, item_opening, item_closing = said["html"]
    return ListSlot(
        role=Role(said["role"]),
        list_name=str(said["list"]),
        shape=Shape(said["shape"]),
        limit=int(said["limit"]),
        pins=_decode_candidates(said.get("pins", [])),
        candidates=_decode_candidates(said["candidates"]),
        sources=tuple(str(source) for source in said["sources"]),
        source_notes=tuple(str(note) for note in said.get("notes", ())),
        barred=tuple(int(story_id) for story_id in said.get("barred", ())),
        opening=str(opening),
        closing=str(closing),
        item_opening=str(item_opening),
        item_closing=str(item_closing),
        between=str(said.get("between", "")),
    )


def _encode_redirect(redirect: Redirect, _: _Texts) -> Head:
    return {"kind": "redirect", "location": redirect.location}


def _decode_redirect(head: Head, _: _Cursor) -> Redirect:
    return Redirect(location=str(head["location"]))


def _encode_card(card: Card, texts: _Texts) -> Head:
    changed = {} if card.changed_at is None else {"changed_at": _aware(card.changed_at).isoformat()}
    shapes = {shape.value: texts.add(html) for shape, html in card.shapes.items()}
    is_packed = not ENTRY_SHAPES.isdisjoint(card.shapes)
    if is_packed:
        texts.pack()
    return {
        "kind": "card",
        "story": card.story_id,
        "url": card.url,
        "published_at": _aware(card.published_at).isoformat(),
        "shapes": shapes,
        **changed,
        **({"packed": True} if is_packed else {}),
    }


def _decode_card(head: Head, cursor: _Cursor) -> Card:
    changed_at = head.get("changed_at")
    if head.get("packed"):
        cursor = cursor.unpacked()
    return Card(
        story_id=int(head["story"]),
        url=str(head["url"]),
        published_at=_aware(datetime.fromisoformat(head["published_at"])),
        shapes={Shape(shape): cursor.take(size) for shape, size in head["shapes"].items()},
        changed_at=None if changed_at is None else _aware(datetime.fromisoformat(changed_at)),
    )


def _encode_list(stories: StoryList, _: _Texts) -> Head:
    stale_at = None if stories.stale_at is None else _aware(stories.stale_at).isoformat()
    return {"kind": "list", "stories": stories.story_ids, "stale_at": stale_at, "ranked": stories.ranked}


def _decode_list(head: Head, _: _Cursor) -> StoryList:
    stale_at, ranked = head["stale_at"], head.get("ranked")  # lists had no ranks at first
    return StoryList(
        story_ids=tuple(map(int, head["stories"])),
        stale_at=None if stale_at is None else _aware(datetime.fromisoformat(stale_at)),
        ranked=None if ranked is None else int(ranked),
    )


def _encode_fragment(fragment: Fragment, texts: _Texts) -> Head:
    return {"kind": "fragment", "html": texts.add(fragment.html)}


def _decode_fragment(head: Head, cursor: _Cursor) -> Fragment:
    return Fragment(html=cursor.take(head["html"]))


def _encode_withdrawn(withdrawn: Withdrawn, _: _Texts) -> Head:
    return {"kind": "withdrawn", "stories": sorted(withdrawn.story_ids)}


def _decode_withdrawn(head: Head, _: _Cursor) -> Withdrawn:
    return Withdrawn(story_ids=frozenset(map(int, head["stories"])))


def _encode_tree(tree: SectionTree, _: _Texts) -> Head:
    return {"kind": "sections", "ids": {path: sorted(ids) for path, ids in tree.ids.items()}}


def _decode_tree(head: Head, _: _Cursor) -> SectionTree:
    return SectionTree(ids={str(path): frozenset(map(int, ids)) for path, ids in head["ids"].items()})


def _encode_outsiders(outsiders: Outsiders, _: _Texts) -> Head:
    return {
        "kind": "outsiders",
        "scripts": outsiders.scripts,
        "connections": outsiders.connections,
        "pictures": outsiders.pictures,
        "frames": outsiders.frames,
    }


def _decode_outsiders(head: Head, _: _Cursor) -> Outsiders:
    return Outsiders(
        scripts=tuple(map(str, head["scripts"])),
        connections=tuple(map(str, head["connections"])),
        pictures=tuple(map(str, head["pictures"])),
        frames=tuple(map(str, head["frames"])),
    )


def _aware(moment: datetime) -> datetime:
    """The moment itself; a naive one would move by the server's zone."""
    if moment.tzinfo is None:
        raise PieceError(f"{moment.isoformat()} has no time zone")
    return moment


_ENCODERS: Mapping[type, Callable[[Any, _Texts], Head]] = {
    Page: _encode_page,
    Redirect: _encode_redirect,
    Card: _encode_card,
    StoryList: _encode_list,
    Fragment: _encode_fragment,
    Withdrawn: _encode_withdrawn,
    SectionTree: _encode_tree,
    Outsiders: _encode_outsiders,
}
_DECODERS: Mapping[str, Callable[[Head, _Cursor], Piece]] = {
    "page": _decode_page,
    "redirect": _decode_redirect,
    "card": _decode_card,
    "list": _decode_list,
    "fragment": _decode_fragment,
    "withdrawn": _decode_withdrawn,
    "outsiders": _decode_outsiders,
    "sections": _decode_tree,
}
