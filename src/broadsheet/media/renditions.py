"""A picture's files for readers: widths and formats, oriented, without what the camera knew."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wagtail.images.models import Filter

from broadsheet.media.models import Picture, WantedFiles

WIDTHS = (320, 640, 960, 1280, 1600)  # pixels; between two of them a screen wastes at most half of what it loads


class Format(StrEnum):
    """JPEG is made when a story is published; the smaller, slower ones follow (DESIGN section 5)."""

    JPEG = "jpeg"
    WEBP = "webp"
    AVIF = "avif"


_SPECS = {
    Format.JPEG: "format-jpeg|jpegquality-78",
    Format.WEBP: "format-webp|webpquality-74",
    Format.AVIF: "format-avif|avifquality-52",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """One file: its address on the readers' site ("/media/images/…") and its size in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFiles:
    """All files of one format, narrowest first; empty where they are not made yet."""

    format: Format
    files: tuple[PictureFile, ...]


def make_files(picture: Picture, *, format: Format = Format.JPEG) -> PictureFiles:  # noqa: A002  the word of the trade
    """
    Every width of the picture in that format, made where missing: about 30 ms a file in JPEG, 300 in AVIF.

    A picture whose JPEG files were missing is put down for the other formats too.

    :raises SourceImageIOError: if the original is gone or cannot be decoded
    """
    specs = _specs(picture, format)
    is_new = not ready_files(picture, format=format).files
    renditions = picture.get_renditions(*specs)
    if is_new and format is Format.JPEG:
        WantedFiles.objects.get_or_create(picture=picture)
    return PictureFiles(format=format, files=_files(renditions.values()))


def ready_files(picture: Picture, *, format: Format) -> PictureFiles:  # noqa: A002
    """The files of that format if all of them are made, else none: a half set would serve phones a wide file."""
    specs = set(_specs(picture, format))
    found = [rendition for rendition in picture.renditions.all() if rendition.filter_spec in specs]
    complete = {rendition.filter_spec for rendition in found} == specs
    return PictureFiles(format=format, files=_files(found) if complete else ())


def _specs(picture: Picture, format: Format) -> list[str]:  # noqa: A002
    widths = [width for width in WIDTHS if width < picture.width] or [WIDTHS[0]]
    if WIDTHS[len(widths) - 1] < picture.width and len(widths) < len(WIDTHS):
        widths.append(WIDTHS[len(widths)])  # never enlarged: Wagtail stops at the original's own width
    return [Filter(spec=f"width-{width}|{_SPECS[format]}").spec for width in widths]


def _files(renditions: Iterable[Any]) -> tuple[PictureFile, ...]:
    by_width = {item.width: PictureFile(url=item.url, width=item.width, height=item.height) for item in renditions}
    return tuple(by_width[width] for width in sorted(by_width))
