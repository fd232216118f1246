"""A story's body: the blocks that editors work with become the blocks that readers' templates show."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import PurePath
from textwrap import shorten
from typing import Any

import structlog
from django.utils.html import strip_tags
from wagtail.rich_text import expand_db_html

from broadsheet.environment import site
from broadsheet.look import bodies as look
from broadsheet.look.lists import in_body_list
from broadsheet.media.models import AttachedDocument, Picture, Recording
from broadsheet.press.composing.pictures import picture_view
from broadsheet.stories.anatomy import Leaf, StoredBlock, items_of, numbers_of
from broadsheet.stories.embeds import embedded

Value = Mapping[str, Any]

_OPENING = 200  # letters

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """What a body points to, by number: read at once for the whole of it."""

    pictures: Mapping[int, Picture]
    documents: Mapping[int, AttachedDocument]
    recordings: Mapping[int, Recording]
    embed_sites: frozenset[str]


def body_view(body: Any, *, embed_sites: frozenset[str] = frozenset()) -> tuple[look.BodyBlock, ...]:
    """
    Every block of a StreamField's value that shows something; `embed_sites` are those that may be loaded in place.

    Two queries for all its pictures together, and one for each other kind of thing that it shows.
    """
    blocks = body.get_prep_value()
    shelf = _shelf(blocks, embed_sites=embed_sites)
    return tuple(view for block in blocks for view in _block_view(block["type"], block["value"], shelf))


def opening_words(body: Iterable[look.BodyBlock]) -> str:
    """How a body's first text begins, for those that show a line of it: whole words, some 200 letters at most."""
    first = next((block.html for block in body if isinstance(block, look.TextBlock)), "")
    paragraph = first.partition("</p>")[0]
    return shorten(unescape(strip_tags(paragraph)), _OPENING, placeholder="…")


def _shelf(blocks: Sequence[StoredBlock], *, embed_sites: frozenset[str]) -> _Shelf:
    recordings = _recordings(numbers_of(Leaf.RECORDING, blocks))
    posters = (recording.poster_id for recording in recordings.values() if recording.poster_id is not None)
    return _Shelf(
        pictures=_pictures({*numbers_of(Leaf.PICTURE, blocks), *posters}),
        documents=_documents(numbers_of(Leaf.DOCUMENT, blocks)),
        recordings=recordings,
        embed_sites=embed_sites,
    )


def _pictures(numbers: Collection[int]) -> Mapping[int, Picture]:
    if not numbers:
        return {}
    return {picture.pk: picture for picture in Picture.objects.filter(pk__in=numbers).prefetch_related("renditions")}


def _documents(numbers: Collection[int]) -> Mapping[int, AttachedDocument]:
    return AttachedDocument.objects.in_bulk(numbers) if numbers else {}


def _recordings(numbers: Collection[int]) -> Mapping[int, Recording]:
    return Recording.objects.in_bulk(numbers) if numbers else {}


def _block_view(kind: str, value: Any, shelf: _Shelf) -> Iterator[look.BodyBlock]:
    make = VIEWS.get(kind)
    if make is not None and value:
        yield from make(value, shelf)


def _text(value: str, _: _Shelf) -> Iterator[look.TextBlock]:
    yield look.TextBlock(html=_marked_up(value))


def _marked_up(rich_text: str) -> str:
    """Words as readers get them, italics as emphasis: a last line that is all `<i>` newspaper4k leaves out."""
    return str(expand_db_html(rich_text)).replace("<i>", "<em>").replace("</i>", "</em>")


def _heading(value: str, _: _Shelf) -> Iterator[look.HeadingBlock]:
    yield look.HeadingBlock(text=value)


def _quote(value: Value, _: _Shelf) -> Iterator[look.QuoteBlock]:
    yield look.QuoteBlock(text=value.get("text") or "", speaker=value.get("speaker") or "")


def _aside(value: Value, _: _Shelf) -> Iterator[look.AsideBlock]:
    yield look.AsideBlock(html=_marked_up(value.get("text") or ""), heading=value.get("heading") or "")


def _table(value: Value, _: _Shelf) -> Iterator[look.TableBlock]:
    rows = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in value.get("data") or ())
    has_head = bool(value.get("first_row_is_table_header"))
    if rows:
        yield look.TableBlock(
            head=rows[0] if has_head else (),
            rows=rows[1:] if has_head else rows,
            caption=value.get("table_caption") or "",
            has_row_heads=bool(value.get("first_col_is_header")),
        )


def _picture(value: Value, shelf: _Shelf) -> Iterator[look.PictureBlock]:
    yield from (look.PictureBlock(picture=picture) for picture in _picture_views([value], shelf))


def _gallery(value: Value, shelf: _Shelf) -> Iterator[look.GalleryBlock]:
    pictures = tuple(_picture_views(items_of(value.get("pictures")), shelf))
    if pictures:
        yield look.GalleryBlock(pictures=pictures, heading=value.get("heading") or "")


def _related(value: Value, _: _Shelf) -> Iterator[look.LinkBlock]:
    stories = numbers_of(Leaf.STORY, [{"type": "related", "value": value}])
    if stories:
        yield look.LinkBlock(stories=in_body_list(story_ids=stories, label=value.get("heading") or ""))


def _picture_views(chosen: Iterable[Value], shelf: _Shelf) -> Iterator[look.PictureView]:
    for one in chosen:
        picture = shelf.pictures.get(one.get("picture") or 0)
        view = picture_view(picture, caption=one.get("caption") or "")
        if view is not None:
            yield view


def _document(value: Value, shelf: _Shelf) -> Iterator[look.DocumentBlock]:
    document = shelf.documents.get(value.get("document") or 0)
    if document is None:
        return
    if not document.file.storage.exists(document.file.name):
        log.warning("document_left_out", document=document.pk, file=document.file.name)
        return
    yield look.DocumentBlock(
        url=document.file.url,
        title=value.get("label") or document.title,
        kind=PurePath(document.file.name).suffix.lstrip(".").upper(),
        size=document.file.size,
    )


def _recording(value: Value, shelf: _Shelf) -> Iterator[look.RecordingBlock]:
    recording = shelf.recordings.get(value.get("recording") or 0)
    if recording is None or recording.killed_at is not None:
        return
    if not recording.file.storage.exists(recording.file.name or ""):
        log.warning("recording_left_out", recording=recording.pk, file=recording.file.name)
        return
    poster = picture_view(shelf.pictures.get(recording.poster_id)) if recording.poster_id else None
    captions = None
    if recording.captions:
        language = recording.captions_language or site.language()
        captions = look.CaptionsFile(url=recording.captions.url, language=language)
    yield look.RecordingBlock(
        url=recording.file.url,
        content_type=recording.content_type,
        title=recording.title,
        is_film=recording.is_film,
        width=recording.width,
        height=recording.height,
        seconds=recording.seconds,
        caption=value.get("caption") or recording.title,
        credit=recording.credit,
        poster_url=poster.url if poster else "",
        captions=captions,
        transcript=tuple(filter(None, (line.strip() for line in recording.transcript.splitlines()))),
    )


def _embed(value: Value, shelf: _Shelf) -> Iterator[look.EmbedBlock]:
    """An address of a site that this release does not know any more leaves its card out: nobody says what it is."""
    found = embedded(value.get("address") or "")
    if found is not None:
        is_allowed = found.key in shelf.embed_sites
        yield look.EmbedBlock(
            url=value["address"],
            site=found.site.name,
            title=value.get("title") or "",
            source=value.get("source") or "",
            frame_url=found.frame_url if is_allowed else "",
            frame_host=found.site.frame_host,
            frame_owner=found.site.owner,
            frame=found.site.frame,
        )


VIEWS: Mapping[str, Callable[[Any, _Shelf], Iterator[look.BodyBlock]]] = {
    "text": _text,
    "heading": _heading,
    "quote": _quote,
    "aside": _aside,
    "table": _table,
    "picture": _picture,
    "gallery": _gallery,
    "recording": _recording,
    "related": _related,
    "document": _document,
    "embed": _embed,
}
