"""Writes: pictures come in, change, and are killed."""

import io
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.files.images import ImageFile
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from broadsheet.media.captions import says_the_same
from broadsheet.media.embedded import EmbeddedTexts, embedded_texts
from broadsheet.media.models import Picture
from broadsheet.media.signals import picture_killed

SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif", "MPO": "jpg"}


class PictureError(ValueError):
    """Bytes that cannot become a picture; the text says why, fit to show to an editor."""


def add_picture(
    data: bytes,
    *,
    name: str,
    title: str = "",
    caption: str = "",
    credit: str = "",
    alt_text: str = "",
    usage_terms: str = "",
    wire_guid: str = "",
    owner: AbstractUser | None = None,
) -> Picture:
    """
    Keep a picture; texts left empty are filled from those inside the file.

    :raises PictureError: if it is no picture that Broadsheet takes, or larger than WAGTAILIMAGES_MAX_IMAGE_PIXELS
    """
    found, suffix = _examined(data, name=name)
    given_caption = caption or found.caption
    alt = alt_text or found.alt_text
    picture = Picture(
        title=(title or found.title or name)[:255],
        caption=given_caption,
        credit=(credit or found.credit)[:255],
        description="" if says_the_same(alt, given_caption) else alt[:255],
        usage_terms=usage_terms or found.usage_terms,
        wire_guid=wire_guid[:500],
        uploaded_by_user=owner,
        file=ImageFile(io.BytesIO(data), name=f"{name.rsplit('.', 1)[0]}.{suffix}"),
    )
    picture._set_image_file_metadata()  # noqa: SLF001  Wagtail's forms call it too; it has no public name
    picture.save()
    return picture


@transaction.atomic
def kill_picture(picture: Picture, *, now: datetime) -> None:
    """
    Take the picture off every page, for good: its renditions are deleted once the change is committed.

    Who shows it hears `picture_killed`. Killing one twice changes nothing.
    """
    locked = Picture.objects.select_for_update().get(pk=picture.pk)
    if locked.killed_at is not None:
        return
    Picture.objects.filter(pk=picture.pk).update(killed_at=now)
    picture.killed_at = now
    for rendition in locked.renditions.all():
        rendition.delete()
    picture_killed.send(Picture, picture=picture, now=now)


def _examined(data: bytes, *, name: str) -> tuple[EmbeddedTexts, str]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            _refuse_giants(image, name=name)
            suffix = SUFFIXES.get(image.format or "")
            if suffix is None:
                raise PictureError(f"{name}: {image.format} pictures are not taken; send JPEG, PNG, WebP, AVIF or GIF")
            texts = embedded_texts(image)
            image.load()
            return texts, suffix
    except UnidentifiedImageError as error:
        raise PictureError(f"{name} is no picture that can be read") from error
    except Image.DecompressionBombError as error:
        raise PictureError(f"{name} is too large: {error}") from error
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError(f"{name} is damaged: {error}") from error


def _refuse_giants(image: Image.Image, *, name: str) -> None:
    """Look at the size in the header, before anything is decoded."""
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    if image.width * image.height > most:
        size = f"{image.width} by {image.height} pixels"
        raise PictureError(f"{name} has {size}; {most / 1_000_000:.0f} megapixels are the most that is taken")
