"""
Decoding: the only place where a stranger's picture meets a decoder. Loads neither Django's apps nor Wagtail.

It runs in the darkroom, a child process with bounded memory (`darkroom`), or in a process that is one itself.
"""

import io
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_noop as _
from PIL import Image, UnidentifiedImageError

from broadsheet.media.embedded import EmbeddedTexts, embedded_texts
from broadsheet.media.errors import MediaError

SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif", "MPO": "jpg"}
TELLTALE = ("exif", "xmp", "photoshop", "comment", "XML:com.adobe.xmp")
STEPS = frozenset({"crop", "resize", "set_background_color_rgb"})
OUTCOMES = frozenset({"save_as_jpeg", "save_as_png", "save_as_gif", "save_as_webp", "save_as_avif"})


class PictureError(MediaError):
    """Bytes that cannot become a picture; the text says why, fit to show to an editor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a picture's bytes are: their file ending, and the texts inside."""

    suffix: str
    texts: EmbeddedTexts

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Examined":
        return cls(suffix=values["suffix"], texts=EmbeddedTexts(**values["texts"]))


def examine(data: bytes, *, name: str, most_pixels: int) -> Examined:
    """
    Decode a picture to see that it is one.

    :raises PictureError: if it is no picture that Broadsheet takes, is damaged, or has more than `most_pixels`
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            _refuse_giants(image, name=name, most=most_pixels)
            suffix = SUFFIXES.get(image.format or "")
            if suffix is None:
                raise PictureError(
                    _("%(name)s: %(format)s pictures are not taken; send JPEG, PNG, WebP, AVIF or GIF"),
                    name=name,
                    format=str(image.format),
                )
            texts = embedded_texts(image)
            image.load()
            return Examined(suffix=suffix, texts=texts)
    except UnidentifiedImageError as error:
        raise PictureError(_("%(name)s is no picture that can be read"), name=name) from error
    except Image.DecompressionBombError as error:
        words = _("%(name)s has far too many pixels; %(most)s megapixels are the most that is taken")
        raise PictureError(words, name=name, most=_megapixels(most_pixels)) from error
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError(_("%(name)s is damaged: %(error)s"), name=name, error=str(error)) from error


def open_upright(data: bytes) -> tuple[Any, dict[str, Any]]:
    """
    Willow's image of the bytes, turned upright, and what a filter has to know of it.

    :raises PictureError: if it cannot be decoded
    """
    import willow

    try:
        image = willow.Image.open(io.BytesIO(data))
        name = image.format_name
        image = image.auto_orient()
        width, height = image.get_size()
        facts = {"format": name, "size": [width, height], "has_alpha": image.has_alpha()}
        return image, {**facts, "has_animation": image.has_animation()}
    except (OSError, SyntaxError, ValueError, MemoryError, willow.image.BadImageOperationError) as error:
        raise PictureError(repr(error)) from error


def develop(image: Any, *, steps: list[list[Any]], outcome: str, options: dict[str, Any]) -> tuple[str, bytes]:
    """
    Apply Willow's operations `steps` (name and argument) and save by `outcome`, without metadata: format and bytes.

    :raises PictureError: if an operation fails or is none of those that filters are made of
    """
    output = io.BytesIO()
    try:
        for name, argument in steps:
            if name not in STEPS:
                raise PictureError(f"{name} is no operation of the darkroom")
            image = getattr(image, name)(argument)
        for telltale in TELLTALE:
            image.image.info.pop(telltale, None)
        if outcome not in OUTCOMES:
            raise PictureError(f"{outcome} is no outcome of the darkroom")
        made = getattr(image, outcome)(output, **options)
    except (OSError, SyntaxError, ValueError, TypeError, MemoryError) as error:
        raise PictureError(repr(error)) from error
    return made.format_name, output.getvalue()


def _refuse_giants(image: Image.Image, *, name: str, most: int) -> None:
    """Look at the size in the header, before anything is decoded."""
    if image.width * image.height > most:
        raise PictureError(
            _("%(name)s has %(width)d by %(height)d pixels; %(most)s megapixels are the most that is taken"),
            name=name,
            width=image.width,
            height=image.height,
            most=_megapixels(most),
        )


def _megapixels(pixels: int) -> str:
    return f"{pixels / 1_000_000:.0f}"
