"""Pictures as readers get them: files in every format, and three texts that stay three."""

import structlog
from wagtail.images.models import SourceImageIOError

from broadsheet.look.bodies import PictureSource, PictureView, Rendition
from broadsheet.media.captions import says_the_same
from broadsheet.media.cropping import Part
from broadsheet.media.models import Picture
from broadsheet.media.renditions import Format, PictureFiles, make_files, part_for_cards, ready_files

log = structlog.get_logger(__name__)

# The file for a browser that reads no srcset; every other chooses for itself.
_PLAIN_WIDTH = 1200
_BETTER = (Format.AVIF, Format.WEBP)  # smaller ones first: a browser takes the first that it can read


def picture_view(picture: Picture | None, *, caption: str = "") -> PictureView | None:
    """
    The picture as a page shows it, or None for one that was killed.

    `caption` stands in for the picture's own; the alt text is never filled from either, and one that repeats the
    caption as it stands here is left empty: nobody shall hear a sentence twice. A picture whose file is gone or damaged
    is left out and logged: it must not keep the story from its readers.
    """
    return _view(picture, caption=caption, part=None) if picture else None


def card_picture_view(picture: Picture | None, *, caption: str = "") -> PictureView | None:
    """The picture as cards show it: the part for cards, where an editor chose one or set a focal point."""
    part = part_for_cards(picture) if picture else None
    return _view(picture, caption=caption, part=part) if picture and part else None


def _view(picture: Picture, *, caption: str, part: Part | None) -> PictureView | None:
    if picture.killed_at is not None:
        return None
    try:
        made = make_files(picture, format=Format.JPEG, part=part)
    except SourceImageIOError as error:
        log.warning("picture_left_out", picture=picture.pk, file=picture.file.name, error=str(error))
        return None
    words = caption or picture.caption
    plain = min(made.files, key=lambda file: abs(file.width - _PLAIN_WIDTH))
    better = (ready_files(picture, format=kind, part=part) for kind in _BETTER)
    return PictureView(
        url=plain.url,
        width=plain.width,
        height=plain.height,
        alt="" if says_the_same(picture.description, words) else picture.description,
        caption=words,
        credit=picture.credit,
        is_own=not picture.wire_guid,
        renditions=_renditions(made),
        sources=tuple(
            PictureSource(content_type=f"image/{files.format}", renditions=_renditions(files))
            for files in better
            if files.files
        ),
    )


def _renditions(files: PictureFiles) -> tuple[Rendition, ...]:
    return tuple(Rendition(url=file.url, width=file.width) for file in files.files)
