"""A picture's files for readers: widths and formats, oriented, without what the camera knew."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wagtail.images.models import Filter

from broadsheet.media.cropping import Part, card_part
from broadsheet.media.cutting import cut_of
from broadsheet.media.models import Picture, WantedFiles

# Pixels, steps of one and a half. Phones of 360 to 412 points show 720, 721, 750, 1080, 1082 or 1170 across, and take
# nothing narrower.
WIDTHS = (320, 480, 750, 1200, 1600)


class Format(StrEnum):
    """JPEG is made when a story is published; the smaller, slower ones follow (DESIGN section 5)."""

    JPEG = "jpeg"
    WEBP = "webp"
    AVIF = "avif"


# Shown at 1.3 pixels a point and more, where AVIF at 40 looks as at 52; a photograph 750 wide has 17 KB instead of 26.
_SPECS = {
    Format.JPEG: "format-jpeg|jpegquality-78",
    Format.WEBP: "format-webp|webpquality-74",
    Format.AVIF: "format-avif|avifquality-40",
}

# The masthead is 72 pixels high at most; on a dense screen that is twice as many.
_LOGO_SPEC = "max-1200x144|format-webp-lossless"


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


def part_for_cards(picture: Picture) -> Part | None:
    """The part of a picture that cards show, or None where they show its middle, cut by the browser from its files."""
    focal = picture.get_focal_point()
    size = (picture.width, picture.height)
    return card_part(size=size, focus=focal.centroid if focal else None, chosen=picture.card_crop)


def make_files(
    picture: Picture,
    *,
    format: Format = Format.JPEG,  # noqa: A002  the word of the trade
    part: Part | None = None,
) -> PictureFiles:
    """
    Every width of the picture, or of a part of it, in a format, made where missing: 30 ms a file in JPEG, 300 in AVIF.

    A picture whose JPEG files were missing is put down for the other formats too.

    :raises SourceImageIOError: if the original is gone or cannot be decoded
    """
    specs = _specs(picture, format, part)
    is_new = not ready_files(picture, format=format, part=part).files
    renditions = picture.get_renditions(*specs)
    if is_new and format is Format.JPEG:
        WantedFiles.objects.get_or_create(picture=picture)
    return PictureFiles(format=format, files=_files(renditions.values()))


def make_logo(picture: Picture) -> PictureFile:
    """
    The file of a picture that stands in the masthead: without loss, and see-through where the picture is.

    :raises SourceImageIOError: if the original is gone, was killed or cannot be decoded
    """
    made = picture.get_rendition(_LOGO_SPEC)
    return PictureFile(url=made.url, width=made.width, height=made.height)


def ready_files(picture: Picture, *, format: Format, part: Part | None = None) -> PictureFiles:  # noqa: A002
    """The files of that format if all of them are made, else none: a half set would serve phones a wide file."""
    specs = set(_specs(picture, format, part))
    found = [rendition for rendition in picture.renditions.all() if rendition.filter_spec in specs]
    complete = {rendition.filter_spec for rendition in found} == specs
    return PictureFiles(format=format, files=_files(found) if complete else ())


def is_former_cut(filter_spec: str, *, picture: Picture) -> bool:
    """Whether a file was cut for cards from another part than cards show now."""
    part = part_for_cards(picture)
    return filter_spec.startswith("cut-") and (part is None or not filter_spec.startswith(f"{cut_of(part)}|"))


def _specs(picture: Picture, format: Format, part: Part | None) -> list[str]:  # noqa: A002
    across = part.width if part else picture.width
    widths = [width for width in WIDTHS if width < across] or [WIDTHS[0]]
    if WIDTHS[len(widths) - 1] < across and len(widths) < len(WIDTHS):
        widths.append(WIDTHS[len(widths)])  # never enlarged: Wagtail stops at the original's own width
    cut = f"{cut_of(part)}|" if part else ""
    return [Filter(spec=f"{cut}width-{width}|{_SPECS[format]}").spec for width in widths]


def _files(renditions: Iterable[Any]) -> tuple[PictureFile, ...]:
    by_width = {item.width: PictureFile(url=item.url, width=item.width, height=item.height) for item in renditions}
    return tuple(by_width[width] for width in sorted(by_width))
