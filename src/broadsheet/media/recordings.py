"""
Recordings: what a form or a program keeps, and how a killed one goes from readers, for good.

A recording's file is readers' own, so a kill moves it out of the edge's reach and keeps it for the newsroom. The row is
the note of that obligation: it names the old place until the file has left it, so whoever dies in between begins again.
"""

from datetime import datetime
from functools import partial
from pathlib import Path

import structlog
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _
from wagtail.log_actions import log as log_action

from broadsheet.media.file_names import KILLED_ROOM, ROOM
from broadsheet.media.models import Picture, Recording
from broadsheet.media.recognising import (
    LARGEST_CAPTIONS,
    MOST_SECONDS,
    RecordingError,
    check_captions,
    recognise,
)
from broadsheet.media.signals import recording_killed

log = structlog.get_logger(__name__)

LARGEST = 500 * 1024 * 1024  # bytes; an hour of sound is some 60 MB, ten minutes of film 150
KILLED_A_STEP = 20


def add_recording(
    file: "File[bytes]",
    *,
    title: str,
    credit: str = "",
    usage_terms: str = "",
    poster: Picture | None = None,
    transcript: str = "",
    captions: "File[bytes] | None" = None,
    captions_language: str = "",
    seconds: int = 0,
    owner: AbstractUser | None = None,
) -> Recording:
    """
    Keep a recording. `seconds` of 0 are read off the file where that says them.

    :raises RecordingError: if the file is none that every browser plays, or the captions are none
    """
    recording = Recording(
        title=title[:255],
        credit=credit[:255],
        usage_terms=usage_terms,
        poster=poster,
        transcript=transcript,
        captions_language=captions_language[:35],
        seconds=min(max(seconds, 0), MOST_SECONDS),
    )
    recording.uploaded_by_id = owner.pk if owner is not None else None
    take_file(recording, file)
    recording.file.save(file.name or "", file, save=False)
    if captions is not None:
        check_captions(captions.read(LARGEST_CAPTIONS + 1))
        captions.seek(0)
        recording.captions.save("captions.vtt", captions, save=False)
    recording.save()
    return recording


def take_file(recording: Recording, file: "File[bytes]") -> None:
    """
    Note on a recording what its new file is; a length that somebody gave stays.

    :raises RecordingError: if it is too large, or none that every browser plays
    """
    if file.size > LARGEST:
        size, most = file.size // 1024**2, LARGEST // 1024**2
        raise RecordingError(_("This recording has %(size)d MB; %(most)d MB are the most."), size=size, most=most)
    found = recognise(file, size=file.size)
    file.seek(0)
    recording.medium, recording.content_type, recording.size = found.medium, found.content_type, file.size
    recording.width, recording.height = found.width, found.height
    recording.seconds = recording.seconds or found.seconds


@transaction.atomic
def kill_recording(recording: Recording, *, reason: str, by: AbstractUser | None, now: datetime) -> None:
    """
    Take the recording off every page, for good. Killing one twice changes nothing.

    Where moving its files fails or the process ends first, the clerk moves them (`tasks`).
    """
    locked = Recording.objects.select_for_update().get(pk=recording.pk)
    if locked.killed_at is not None:
        return
    Recording.objects.filter(pk=recording.pk).update(killed_at=now)
    recording.killed_at = locked.killed_at = now
    log_action(instance=locked, action="broadsheet.kill_recording", user=by, data={"reason": reason})
    transaction.on_commit(partial(put_away, locked), robust=True)
    recording_killed.send(Recording, recording=recording, now=now)


def put_away_killed(now: datetime) -> bool:  # noqa: ARG001  a step's signature
    """Move the files of a batch of killed recordings; whether more wait."""
    waiting = list(killed_in_reach()[: KILLED_A_STEP + 1])
    for recording in waiting[:KILLED_A_STEP]:
        put_away(recording)
    return len(waiting) > KILLED_A_STEP


def put_away(recording: Recording) -> None:
    """
    Move a killed recording's file to where the edge serves nothing; its captions, which quote it, are deleted.

    :raises OSError: if the disk refuses
    """
    root = Path(settings.MEDIA_ROOT)
    if recording.captions.name:
        (root / recording.captions.name).unlink(missing_ok=True)
    old = recording.file.name or ""
    new = f"{KILLED_ROOM}/{Path(old).name}"
    (root / KILLED_ROOM).mkdir(exist_ok=True)
    if (root / old).exists():
        (root / old).replace(root / new)
    Recording.objects.filter(pk=recording.pk, file=old).update(file=new, captions="")
    log.info("killed_recording_put_away", recording=recording.pk, name=old)


def killed_in_reach() -> QuerySet[Recording]:
    """Killed recordings whose file readers could still get, the oldest first."""
    return Recording.objects.filter(killed_at__isnull=False, file__startswith=f"{ROOM}/").order_by("pk")


def discard(names: set[str]) -> None:
    """Delete files that no recording names any more, once that is committed; what is missed is swept up."""
    for name in names:
        if name:
            transaction.on_commit(partial((Path(settings.MEDIA_ROOT) / name).unlink, missing_ok=True), robust=True)
