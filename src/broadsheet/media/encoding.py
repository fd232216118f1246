"""
Making a picture's AVIF and WebP files: seconds of work a picture, so it is done by a process of its own.

The clerk starts that process when pictures wait (media.tasks); it works until none does, bounded in memory, behind
everybody else, and ends.
"""

import os
import resource
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F

from broadsheet.media.darkroom import darkroom
from broadsheet.media.models import WantedFiles
from broadsheet.media.queries import next_wanted_files
from broadsheet.media.renditions import Format, make_files, part_for_cards, ready_files
from broadsheet.media.signals import picture_files_made

log = structlog.get_logger(__name__)

BETTER = (Format.AVIF, Format.WEBP)
MOST_MEMORY = 2 * 1024**3  # bytes; decoding 40 megapixels peaks at 250 MB, Django and the encoder take as much again
_LONGEST_WAIT = timedelta(days=1)


def make_waiting_files(*, now: Callable[[], datetime], parent: int) -> int:
    """
    Make the files of every picture that waits, until none does or the process `parent` is gone; give their number.

    A picture that cannot be encoded is logged, and tried again after minutes, then hours, then days.
    """
    made = 0
    while os.getppid() == parent and (wanted := next_wanted_files(now())) is not None:
        _note_attempt(wanted, now=now())
        try:
            make_better_files(wanted)
            made += 1
        except (OSError, ValueError, MemoryError) as error:
            log.warning("picture_not_encoded", picture=wanted.picture_id, error=repr(error))
    return made


def make_better_files(wanted: WantedFiles) -> None:
    """
    Make the files of one picture, and tell who shows it.

    :raises OSError: if the original is gone or cannot be decoded (Wagtail's SourceImageIOError among them)
    """
    part = part_for_cards(wanted.picture)
    for kind in BETTER:
        make_files(wanted.picture, format=kind)
        if part is not None and ready_files(wanted.picture, format=Format.JPEG, part=part).files:
            make_files(wanted.picture, format=kind, part=part)
    with transaction.atomic():
        wanted.delete()
        picture_files_made.send(type(wanted.picture), picture=wanted.picture)


def stand_back() -> None:
    """Take the last place in the queue for a core, and no more memory than one picture needs."""
    os.nice(19)
    darkroom.here = True
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _note_attempt(wanted: WantedFiles, *, now: datetime) -> None:
    """Before the attempt: an encoder that takes the process down leaves no other trace."""
    wait = min(timedelta(minutes=2 ** min(wanted.attempts, 12)), _LONGEST_WAIT)
    WantedFiles.objects.filter(pk=wanted.pk).update(attempts=F("attempts") + 1, not_before=now + wait)
