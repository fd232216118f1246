"""
Taking killed pictures' files from readers: an obligation that outlives the process that killed them.

A rendition's row is the note of it: the file goes first and the row last, so whoever dies in between finds it again.
What an encoder finishes, or an editor's screen asks for, after the kill is found in the same way.
"""

from datetime import datetime

import structlog

from broadsheet.media.models import Picture, PictureRendition
from broadsheet.media.queries import doomed_renditions

log = structlog.get_logger(__name__)

ERASED_A_STEP = 100


def erase_killed_files(now: datetime) -> bool:  # noqa: ARG001  a step's signature
    """
    Delete a batch of killed pictures' files; whether more wait.

    :raises OSError: once all were tried, if one cannot be deleted
    """
    doomed = list(doomed_renditions()[: ERASED_A_STEP + 1])
    _erase(doomed[:ERASED_A_STEP])
    return len(doomed) > ERASED_A_STEP


def erase_files_of(picture: Picture) -> None:
    """
    Delete all files of a killed picture but its original, which readers cannot reach.

    :raises OSError: once all were tried, if one cannot be deleted
    """
    _erase(list(doomed_renditions().filter(image=picture)))


def _erase(renditions: list[PictureRendition]) -> None:
    failed: OSError | None = None
    for rendition in renditions:
        try:
            rendition.file.storage.delete(rendition.file.name)
        except OSError as error:
            failed = error
            continue
        rendition.delete()
        log.info("killed_file_erased", picture=rendition.image_id, name=rendition.file.name)
    if failed is not None:
        raise failed
