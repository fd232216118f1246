"""Where a recording's files lie: under names that nobody can guess, with the ending that their content deserves."""

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.media.models import Recording

ROOM = "recordings"  # below the media folder; the edge serves what lies in it
KILLED_ROOM = "killed"  # where the edge serves nothing
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
