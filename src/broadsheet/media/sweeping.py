"""
Sweeping up files for readers that no row names: left by a process that died between a file and its row.

Nobody else would ever delete them, not even at a kill of what they show, and who knows the address could read them.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import structlog
from django.conf import settings

from broadsheet.media.file_names import ROOM
from broadsheet.media.models import PictureRendition
from broadsheet.media.queries import claimed_among
from broadsheet.media.renditions import is_former_cut

log = structlog.get_logger(__name__)

# Below the media folder: Wagtail's, in which nothing but renditions lies, and that of recordings and their captions.
FOLDERS = ("images", ROOM)
SWEPT_A_STEP = 200
_UNCLAIMED_FOR = timedelta(hours=1)  # a younger file may belong to a row that is not committed yet


@dataclass(slots=True)
class Sweeper:
    """Goes through the folders once, a helping at a step; what it remembers only spares work."""

    _round: Iterator[Path] | None = None

    def run(self, now: datetime) -> bool:
        """Delete what nobody claims in the next helping; whether the round goes on."""
        if self._round is None:
            _drop_former_cuts()
        self._round = self._round or _files()
        helping = list(islice(self._round, SWEPT_A_STEP))
        if len(helping) < SWEPT_A_STEP:
            self._round = None
        _sweep(helping, before=(now - _UNCLAIMED_FOR).timestamp())
        return self._round is not None


def _files() -> Iterator[Path]:
    for folder in FOLDERS:
        # Where nothing was ever shown there is no folder.
        with suppress(FileNotFoundError), os.scandir(Path(settings.MEDIA_ROOT) / folder) as entries:
            yield from (Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False))


def _sweep(files: list[Path], *, before: float) -> None:
    names = {f"{path.parent.name}/{path.name}": path for path in files}
    claimed = claimed_among(list(names))
    for name, path in names.items():
        try:
            if name in claimed or path.stat().st_mtime > before:
                continue
            path.unlink()
        except FileNotFoundError:
            continue  # deleted meanwhile
        log.info("unclaimed_file_swept", name=name)


def _drop_former_cuts() -> None:
    """
    Delete files that were cut for cards from a part that cards show no longer; Wagtail deletes the file with its row.

    A picture that waits for files is let be: pages that are still to be pressed anew may name its former ones.
    """
    cut = PictureRendition.objects.filter(filter_spec__startswith="cut-", image__wanted_files=None)
    former = [
        each.pk
        for each in cut.select_related("image").order_by("pk").iterator(chunk_size=1000)
        if is_former_cut(each.filter_spec, picture=each.image)
    ]
    for start in range(0, len(former), SWEPT_A_STEP):
        PictureRendition.objects.filter(pk__in=former[start : start + SWEPT_A_STEP]).delete()
