"""
What a recording's bytes are, told from the bytes alone: a file's name and a browser's word for its type are claims.

Pure, and bounded: the head of the file, and of MP4 the boxes that say how long and how large it is, jumped to by their
sizes. Nothing is decoded.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Protocol

from django.utils.translation import gettext_noop as _

from broadsheet.media.errors import MediaError

HEAD = 64 * 1024  # bytes; WebM names its tracks within the first few thousand
MOST_BOXES = 400  # of one MP4; a film of two hours has some 30
LARGEST_CAPTIONS = 2 * 1024 * 1024
_CUE = re.compile(r"^(?:\d{2,}:)?\d\d:\d\d\.\d{3}[ \t]+-->[ \t]+(?:\d{2,}:)?\d\d:\d\d\.\d{3}", re.MULTILINE)
_FRAMES = frozenset({b"moov", b"trak", b"mdia"})  # boxes that hold boxes
_MOST_OF_A_BOX = 128  # bytes; the longest that is looked into has 96
MOST_SECONDS = 100_000  # a day and more: what claims to be longer is damage
MOST_PIXELS = 16_384


class File(Protocol):
    """An opened file."""

    def read(self, size: int, /) -> bytes: ...

    def seek(self, place: int, /) -> object: ...


class Medium(StrEnum):
    VIDEO = "video"
    AUDIO = "audio"


class RecordingError(MediaError):
    """Bytes that cannot go out as a recording; the text says why, fit to show to an editor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a recording is; 0 where its file does not say how long or how large it is."""

    medium: Medium
    content_type: str
    seconds: int = 0
    width: int = 0
    height: int = 0


@dataclass(slots=True, kw_only=True)
class _Boxes:
    """What the boxes of an MP4 said so far."""

    seconds: int = 0
    width: int = 0
    height: int = 0
    has_pictures: bool = False
    has_sound: bool = False


def recognise(file: File, *, size: int) -> Recognised:
    """
    What the file is, by its content.

    :raises RecordingError: if it is no MP4, WebM, MP3, Ogg, M4A or WAV
    """
    file.seek(0)
    head = file.read(HEAD)
    if head[4:8] == b"ftyp":
        return _mp4(file, head, size=size)
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        medium = Medium.VIDEO if re.search(rb"V_(?:VP8|VP9|AV1)", head) else Medium.AUDIO
        return Recognised(medium=medium, content_type=f"{medium}/webm")
    if head.startswith(b"OggS") and re.search(rb"\x01vorbis|OpusHead|\x7fFLAC", head[:512]):
        return Recognised(medium=Medium.AUDIO, content_type="audio/ogg")
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return Recognised(medium=Medium.AUDIO, content_type="audio/wav", seconds=_wav_seconds(head, size=size))
    if head.startswith(b"ID3") or _is_mp3_frame(head):
        return Recognised(medium=Medium.AUDIO, content_type="audio/mpeg")
    raise RecordingError(_("This is no recording that every browser plays: give MP4, WebM, MP3, M4A, Ogg or WAV."))


def check_captions(data: bytes) -> None:
    """:raises RecordingError: if the bytes are no captions in WebVTT"""
    if len(data) > LARGEST_CAPTIONS:
        raise RecordingError(_("These captions are larger than 2 MB."))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise RecordingError(_("These captions are not written in UTF-8. Save them as UTF-8 and try again.")) from error
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", text) or not _CUE.search(text):
        raise RecordingError(
            _("These are no captions in WebVTT: such a file begins with the word WEBVTT and has times.")
        )


def _mp4(file: File, head: bytes, *, size: int) -> Recognised:
    if head[8:12] == b"qt  ":
        raise RecordingError(_("This is a QuickTime film, which not every browser plays. Save it as MP4 (H.264)."))
    found = _Boxes()
    for name, body in islice(_boxes(file, start=0, end=size, depth=0), MOST_BOXES):
        _note(found, name, body)
    if not found.has_sound and not found.has_pictures:
        raise RecordingError(_("This MP4 does not say what it holds; it may be cut off. Save it anew and try again."))
    if not found.has_pictures:
        return Recognised(medium=Medium.AUDIO, content_type="audio/mp4", seconds=found.seconds)
    return Recognised(
        medium=Medium.VIDEO,
        content_type="video/mp4",
        seconds=found.seconds,
        width=found.width,
        height=found.height,
    )


def _boxes(file: File, *, start: int, end: int, depth: int) -> Iterator[tuple[bytes, bytes]]:
    """The boxes between two places, those inside others after them: name, and the first bytes of what they hold."""
    at = start
    while at + 8 <= end:
        file.seek(at)
        header = file.read(16)
        if len(header) < 8:  # noqa: PLR2004  a size and a name
            return
        length, name, inside = struct.unpack(">I", header[:4])[0], header[4:8], 8
        if length == 1 and len(header) == 16:  # noqa: PLR2004
            length, inside = struct.unpack(">Q", header[8:])[0], 16
        if length < inside:  # 0 means "to the end": nothing follows that this looks for
            return
        file.seek(at + inside)
        yield name, file.read(min(length - inside, _MOST_OF_A_BOX))
        if name in _FRAMES and depth < len(_FRAMES):
            yield from _boxes(file, start=at + inside, end=min(at + length, end), depth=depth + 1)
        at += length


def _note(found: _Boxes, name: bytes, body: bytes) -> None:
    is_long = body[:1] == b"\x01"
    if name == b"mvhd" and len(body) >= 32:  # noqa: PLR2004
        scale, length = struct.unpack(">IQ", body[20:32]) if is_long else struct.unpack(">II", body[12:20])
        found.seconds = min(round(length / scale), MOST_SECONDS) if scale else 0
    elif name == b"tkhd" and len(body) >= (96 if is_long else 84):
        sides = struct.unpack(">II", body[88:96] if is_long else body[76:84])
        matrix = body[52:88] if is_long else body[40:76]
        width, height = (side >> 16 for side in sides)
        if matrix[:4] == b"\0\0\0\0":  # filmed upright: turned by a quarter
            width, height = height, width
        if 0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS:
            found.width, found.height = width, height
    elif name == b"hdlr":
        found.has_pictures = found.has_pictures or body[8:12] == b"vide"
        found.has_sound = found.has_sound or body[8:12] == b"soun"


def _is_mp3_frame(head: bytes) -> bool:
    """Whether an MPEG audio frame of layer III stands at the start, of a bit rate and a sampling rate that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004
        return False
    version, layer, rate, sampling = head[1] >> 3 & 3, head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and rate not in {0, 15} and sampling != 3  # noqa: PLR2004


def _wav_seconds(head: bytes, *, size: int) -> int:
    at = head.find(b"fmt ", 12)
    if at < 0 or len(head) < at + 24:
        return 0
    (bytes_a_second,) = struct.unpack("<I", head[at + 16 : at + 20])
    return min(round(size / bytes_a_second), MOST_SECONDS) if bytes_a_second else 0
