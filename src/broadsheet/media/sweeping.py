"""
Sweeping up files for readers that no rendition names: left by a process that died between a file and its row.

Nobody else would ever delete them, not even at a kill of their picture, and who knows the address could read them.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import structlog
from django.conf import settings

from broadsheet.media.models import PictureRendition

log = structlog.get_logger(__name__)

FOLDER = "images"  # Wagtail's, below the media folder; nothing but renditions lies in it
SWEPT_A_STEP = 200
_UNCLAIMED_FOR = timedelta(hours=1)  # a younger file may belong to a row that is not committed yet


@dataclass(slots=True)
class Sweeper:
    """Goes through the folder once, a helping at a step; what it remembers only spares work."""

    _round: Iterator[Path] | None = None

    def run(self, now: datetime) -> bool:
        """Delete what nobody claims in the next helping; whether the round goes on."""
        self._round = self._round or _files()
        helping = list(islice(self._round, SWEPT_A_STEP))
        if len(helping) < SWEPT_A_STEP:
            self._round = None
        _sweep(helping, before=(now - _UNCLAIMED_FOR).timestamp())
        return self._round is not None


def _files() -> Iterator[Path]:
    try:
        with os.scandir(Path(settings.MEDIA_ROOT) / FOLDER) as entries:
            yield from (Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False))
    except FileNotFoundError:
        return  # no picture was ever shown


def _sweep(files: list[Path], *, before: float) -> None:
    names = {f"{FOLDER}/{path.name}": path for path in files}
    claimed = set(PictureRendition.objects.filter(file__in=list(names)).values_list("file", flat=True))
    for name, path in names.items():
        try:
            if name in claimed or path.stat().st_mtime > before:
                continue
            path.unlink()
        except FileNotFoundError:
            continue  # deleted meanwhile
        log.info("unclaimed_file_swept", name=name)
