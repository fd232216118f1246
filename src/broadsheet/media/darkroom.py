"""
The darkroom: a child process in which pictures are decoded, so that a hostile one harms nothing but that child.

Decoding 40 megapixels peaks at 250 MB and runs C code over a stranger's bytes. The child has a limit of memory and a
deadline; it is started with the first picture, used by one thread at a time, and started anew after it was lost. It
ends with the process that it serves: its stdin closes.
"""

import atexit
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import structlog
from django.conf import settings
from django.utils.translation import gettext_noop as _

from broadsheet.media.developing import Examined, PictureError, examine
from broadsheet.media.frames import Stream, read_frame, write_frame

log = structlog.get_logger(__name__)

COMMAND = (sys.executable, "-m", "broadsheet", "darkroom")
DEADLINE = 30.0  # seconds a request; the slowest of 40 megapixels took 4 here on a busy core


class DarkroomError(OSError):
    """The darkroom was lost over a picture: too much memory, too long, or a decoder that broke."""


@dataclass(slots=True)
class Darkroom:
    """One child, made when it is needed; `here` says that this process is a child already and decodes itself."""

    here: bool = False
    command: tuple[str, ...] = COMMAND
    deadline: float = DEADLINE
    _process: subprocess.Popen[bytes] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def examine(self, data: bytes, *, name: str) -> Examined:
        """
        Decode a picture to see that it is one.

        :raises PictureError: if it is no picture that Broadsheet takes, is damaged, too large, or broke the darkroom
        """
        most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
        if self.here:
            return examine(data, name=name, most_pixels=most)
        try:
            with self._lock:
                answer = self.ask({"do": "examine", "name": name, "most_pixels": most}, data)[0]
        except DarkroomError as error:
            words = _("%(name)s cannot be decoded: it took too much memory or too long, or broke the decoder")
            raise PictureError(words, name=name) from error
        return Examined.from_json(answer)

    @contextmanager
    def opened(self, data: bytes) -> Iterator["DistantImage"]:
        """
        The picture as Wagtail's filters work on it, its pixels in the child.

        :raises PictureError: if it cannot be decoded
        :raises DarkroomError: if it broke the darkroom
        """
        with self._lock:
            facts = self.ask({"do": "open"}, data)[0]
            yield DistantImage(self, facts)

    def ask(self, header: dict[str, Any], data: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """
        One question and its answer; the caller holds the lock.

        :raises PictureError: if the child says that the picture is at fault
        :raises DarkroomError: if the child is lost over it
        """
        child = self._child()
        # What neither reads nor answers is killed; both pipes then end.
        timer = threading.Timer(self.deadline, child.kill)
        timer.start()
        try:
            write_frame(cast("Stream", child.stdin), header, data)
            answer, made = read_frame(cast("Stream", child.stdout))
        except (OSError, ValueError) as error:
            self.close()
            log.warning("darkroom_lost", error=repr(error), status=child.returncode)
            raise DarkroomError("it took too much memory or too long, or broke the decoder") from error
        finally:
            timer.cancel()
        if "error" in answer:
            raise PictureError(answer["error"], **answer["values"])
        return answer, made

    def close(self) -> None:
        """End the child; the next picture starts another."""
        child, self._process = self._process, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            try:
                cast("Stream", pipe).close()
            except OSError:  # what was still to be written to a child that is gone
                log.debug("darkroom_pipe_broken")

    def _child(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._process


class DistantSize:
    """What a filter reads of the decoded picture."""

    def __init__(self, size: list[int]) -> None:
        self.width, self.height = size
        self.info: dict[str, Any] = {}


class DistantImage:
    """Stands for Willow's image in the child: notes what a filter does, and has it done when the file is saved."""

    def __init__(self, room: Darkroom, facts: dict[str, Any]) -> None:
        self._room, self._facts, self._steps = room, facts, list[list[Any]]()
        self.format_name: str = facts["format"]
        self.image = DistantSize(facts["size"])

    def auto_orient(self) -> "DistantImage":
        """It was opened upright."""
        return self

    def has_alpha(self) -> bool:
        return bool(self._facts["has_alpha"])

    def has_animation(self) -> bool:
        return bool(self._facts["has_animation"])

    def crop(self, rectangle: Any) -> "DistantImage":
        return self._then("crop", list(rectangle))

    def resize(self, size: Any) -> "DistantImage":
        return self._then("resize", list(size))

    def set_background_color_rgb(self, color: Any) -> "DistantImage":
        self._facts["has_alpha"] = False
        return self._then("set_background_color_rgb", list(color))

    def save_as_jpeg(self, output: Any, **options: Any) -> "DevelopedFile":
        return self._save("save_as_jpeg", output, options)

    def save_as_png(self, output: Any, **options: Any) -> "DevelopedFile":
        return self._save("save_as_png", output, options)

    def save_as_gif(self, output: Any, **options: Any) -> "DevelopedFile":
        return self._save("save_as_gif", output, options)

    def save_as_webp(self, output: Any, **options: Any) -> "DevelopedFile":
        return self._save("save_as_webp", output, options)

    def save_as_avif(self, output: Any, **options: Any) -> "DevelopedFile":
        return self._save("save_as_avif", output, options)

    def _then(self, name: str, argument: list[Any]) -> "DistantImage":
        self._steps.append([name, argument])
        return self

    def _save(self, outcome: str, output: Any, options: dict[str, Any]) -> "DevelopedFile":
        header = {"do": "develop", "steps": self._steps, "outcome": outcome, "options": options}
        answer, made = self._room.ask(header)
        output.write(made)
        return DevelopedFile(output, answer["format"])


@dataclass(frozen=True, slots=True)
class DevelopedFile:
    """What Wagtail asks a finished rendition for."""

    f: Any
    format_name: str


darkroom = Darkroom()
atexit.register(darkroom.close)
