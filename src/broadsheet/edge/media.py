"""
Pictures, documents and recordings from the media folder.

Only what is meant for readers: renditions under `images/`, files under `documents/` and `recordings/`. The folder also
holds originals, with their embedded data and without an editor's crop, and what was killed; they are never served. A
withdrawn picture is no longer there, and no browser keeps one for longer than a page.
"""

import os
import stat
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

from broadsheet.edge.answers import CACHING, MEDIA_POLICY, Answer, Headers, merged, plain_answer, security_headers
from broadsheet.edge.conditions import ByteRange, UnsatisfiableRangeError, is_not_modified, read_range

PREFIX = "/media/"
_ROOMS = {"images", "documents", "recordings"}
_ATTACHED: Headers = [("content-disposition", "attachment")]
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES: dict[str, tuple[str, Headers]] = {
    ".jpg": ("image/jpeg", []),
    ".jpeg": ("image/jpeg", []),
    ".png": ("image/png", []),
    ".webp": ("image/webp", []),
    ".avif": ("image/avif", []),
    ".gif": ("image/gif", []),
    ".mp4": ("video/mp4", []),
    ".webm": ("video/webm", []),
    ".weba": ("audio/webm", []),
    ".mp3": ("audio/mpeg", []),
    ".m4a": ("audio/mp4", []),
    ".ogg": ("audio/ogg", []),
    ".wav": ("audio/wav", []),
    ".vtt": ("text/vtt; charset=utf-8", []),
    # Whatever a program of the reader's opens comes as a file, never as a page of this site.
    ".pdf": ("application/pdf", _ATTACHED),
    ".csv": ("text/csv; charset=utf-8", _ATTACHED),
    ".txt": ("text/plain; charset=utf-8", _ATTACHED),
    ".odt": ("application/vnd.oasis.opendocument.text", _ATTACHED),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", _ATTACHED),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", _ATTACHED),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ATTACHED),
}
# Up to here a file is read whole and cannot change under the answer; a larger one streams from the disk.
_READ_WHOLE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRequest:
    """What the reader asked of a file; empty where a header was not sent."""

    path: str
    if_none_match: str = ""
    wanted_range: str = ""
    if_range: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """An answer whose body is a part of a file on disk."""

    status: int
    headers: Headers
    path: Path
    part: ByteRange


class Media:
    """Answers from one media folder. Reads the disk, so it is called on a thread."""

    def __init__(self, folder: Path, *, is_secure: bool) -> None:
        self._root = Path(os.path.realpath(folder))
        self._security = merged(
            security_headers(is_secure=is_secure, policy=MEDIA_POLICY),
            # Feed readers and other sites' link previews show pictures from their own pages.
            [("cross-origin-resource-policy", "cross-origin")],
        )

    def answer(self, request: MediaRequest) -> Answer | FilePart:
        """The file, a part of it, 304, 404 or 416."""
        place = self._place(request.path)
        if place is None:
            return self._missing()
        try:
            with place.open("rb") as file:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode):
                    return self._missing()
                return self._found(request, place, status, file.read(_READ_WHOLE + 1))
        except OSError:
            return self._missing()

    def _place(self, path: str) -> Path | None:
        """Where the file lies, or None for every path that is not plainly one of ours."""
        steps = path.removeprefix(PREFIX).split("/")
        if steps[0] not in _ROOMS or len(path) > 1_000 or Path(steps[-1]).suffix.lower() not in _TYPES:  # noqa: PLR2004
            return None
        if any(not step or step.startswith(".") or "\\" in step or "\0" in step for step in steps):
            return None
        try:
            place = Path(os.path.realpath(self._root.joinpath(*steps)))
        except (OSError, ValueError):
            return None
        # A symbolic link may point anywhere; only the room that the address names counts.
        return place if place.is_relative_to(self._root / steps[0]) else None

    def _found(self, request: MediaRequest, place: Path, status: os.stat_result, start: bytes) -> Answer | FilePart:
        size = status.st_size
        etag = f'"{status.st_mtime_ns:x}-{size:x}"'
        content_type, extra = _TYPES[place.suffix.lower()]
        common = merged(
            self._security,
            CACHING,
            [
                ("etag", etag),
                ("last-modified", formatdate(status.st_mtime, usegmt=True)),
                ("accept-ranges", "bytes"),
                ("content-type", content_type),
            ],
            extra,
        )
        if request.if_none_match and is_not_modified(request.if_none_match, etag=etag):
            return Answer(status=304, headers=merged(self._security, CACHING, [("etag", etag)]), body=b"")
        try:
            part = read_range(_range_in_force(request, etag=etag), size=size)
        except UnsatisfiableRangeError:
            headers = [("content-range", f"bytes */{size}")]
            return plain_answer(416, "The file is not that long.", security=self._security, extra=headers)
        return _part_answer(common, place, part, start=start, size=size)

    def _missing(self) -> Answer:
        return plain_answer(404, "There is no such file.", security=self._security)


def _range_in_force(request: MediaRequest, *, etag: str) -> str:
    return request.wanted_range if request.if_range in {"", etag} else ""


def _part_answer(
    headers: Headers, place: Path, part: ByteRange | None, *, start: bytes, size: int
) -> Answer | FilePart:
    status = 200
    if part is None:
        part = ByteRange(start=0, end=size)
    else:
        status = 206
        headers = [*headers, ("content-range", f"bytes {part.start}-{part.end - 1}/{size}")]
    if size <= _READ_WHOLE:
        return Answer(status=status, headers=headers, body=start[part.start : part.end])
    # A streamed body would come without its length otherwise, and a download without its progress.
    headers = [*headers, ("content-length", str(part.end - part.start))]
    return FilePart(status=status, headers=headers, path=place, part=part)
