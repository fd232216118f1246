"""
How files for readers are called.

A recording's lie under names that nobody can guess, with the ending that their content deserves; a picture's under a
name that is never empty and never another file's.
"""

import secrets
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.media.models import Recording

ROOM = "recordings"  # below the media folder; the edge serves what lies in it
KILLED_ROOM = "killed"  # where the edge serves nothing
_LONGEST_NAME = 60  # as Wagtail has it: "images/", and what tells two of one name apart, fit into the column's 100
SUFFIXES = {
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/webm": "weba",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
}


def recording_name(recording: "Recording", name: str) -> str:  # noqa: ARG001  what a stranger calls it says nothing
    return f"{ROOM}/{secrets.token_hex(12)}.{SUFFIXES[recording.content_type]}"


def captions_name(recording: "Recording", name: str) -> str:  # noqa: ARG001
    return f"{ROOM}/{secrets.token_hex(12)}.vtt"


def rendition_name(original: str, *, number: int, told_apart_by: tuple[str, ...], like: str) -> str:
    """
    A name of sixty characters at most: of the original's as much as fits, the picture's number, a mark of what it is.

    `told_apart_by` is whatever makes it another file than its neighbours; the ending is that of `like`.
    """
    mark = blake2b("\n".join(told_apart_by).encode(), digest_size=6).hexdigest()
    end = f"{number}-{mark}{PurePosixPath(like).suffix}"
    human = PurePosixPath(original).stem[: _LONGEST_NAME - len(end) - 1].strip("._-")
    return f"{human}-{end}" if human else end
