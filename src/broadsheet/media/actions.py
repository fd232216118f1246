"""Writes: pictures come in, change, and are killed."""

import io
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AbstractUser
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from broadsheet.media.captions import says_the_same
from broadsheet.media.darkroom import darkroom
from broadsheet.media.developing import PictureError as PictureError  # noqa: PLC0414  among the actions for callers
from broadsheet.media.erasing import erase_files_of
from broadsheet.media.models import Picture
from broadsheet.media.moments import last_moment_of, moment_of
from broadsheet.media.signals import picture_killed


def add_picture(
    data: bytes,
    *,
    name: str,
    title: str = "",
    caption: str = "",
    credit: str = "",
    alt_text: str = "",
    usage_terms: str = "",
    usage_ends_at: datetime | None = None,
    wire_guid: str = "",
    owner: AbstractUser | None = None,
) -> Picture:
    """
    Keep a picture; texts left empty are filled from those inside the file.

    :raises PictureError: if it is no picture that Broadsheet takes, or larger than WAGTAILIMAGES_MAX_IMAGE_PIXELS
    """
    examined = darkroom.examine(data, name=name)
    found, zone = examined.texts, timezone.get_current_timezone()
    given_caption = caption or found.caption
    alt = alt_text or found.alt_text
    picture = Picture(
        title=(title or found.title or name)[:255],
        caption=given_caption,
        credit=(credit or found.credit)[:255],
        description="" if says_the_same(alt, given_caption) else alt[:255],
        usage_terms=usage_terms or found.usage_terms,
        usage_ends_at=usage_ends_at or last_moment_of(found.usage_ends, zone=zone),
        taken_at=moment_of(found.taken, zone=zone),
        wire_guid=wire_guid[:500],
        uploaded_by_user=owner,
        file=ImageFile(io.BytesIO(data), name=f"{name.rsplit('.', 1)[0]}.{examined.suffix}"),
    )
    picture._set_image_file_metadata()  # noqa: SLF001  Wagtail's forms call it too; it has no public name
    with transaction.atomic():  # the row and what Wagtail notes of it: one commit instead of five
        picture.save()
    return picture


@transaction.atomic
def kill_picture(picture: Picture, *, now: datetime, by: AbstractUser | None = None, reason: str = "") -> None:
    """
    Take the picture off every page, for good: its files are deleted once the change is committed.

    Where that fails or the process ends first, the clerk deletes them (`erasing`). Who shows it hears `picture_killed`.
    Killing one twice changes nothing. `by` and `reason` are kept in its history.
    """
    locked = Picture.objects.select_for_update().get(pk=picture.pk)
    if locked.killed_at is not None:
        return
    Picture.objects.filter(pk=picture.pk).update(killed_at=now)
    picture.killed_at = now
    log(instance=locked, action="broadsheet.kill_picture", user=by, data={"reason": reason})
    transaction.on_commit(partial(erase_files_of, locked), robust=True)
    picture_killed.send(Picture, picture=picture, now=now)
