"""The darkroom's own side: one picture after the other, until nobody asks any more. Loads no Django apps."""

import resource
from dataclasses import dataclass
from typing import Any

from broadsheet.media.developing import PictureError, develop, examine, open_upright
from broadsheet.media.frames import BrokenFrameError, Stream, read_frame, write_frame

MOST_MEMORY = 1024**3  # bytes of address space; 40 megapixels decoded twice over are some 500 MB


def serve(requests: Stream, answers: Stream) -> None:
    """Decode whatever is asked."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    bench = _Bench()
    while True:
        try:
            header, data = read_frame(requests)
        except BrokenFrameError:
            return
        try:
            answer, made = bench.answer(header, data)
        except PictureError as error:
            answer, made = {"error": error.words, "values": error.values}, b""
        write_frame(answers, answer, made)


@dataclass(slots=True)
class _Bench:
    """Holds the picture that was opened last; filters open one and then save it once."""

    opened: Any = None

    def answer(self, header: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        """:raises PictureError: if the picture is at fault"""
        if header["do"] == "examine":
            return examine(data, name=header["name"], most_pixels=header["most_pixels"]).as_json(), b""
        if header["do"] == "open":
            self.opened, facts = open_upright(data)
            return facts, b""
        image, self.opened = self.opened, None
        kind, made = develop(image, steps=header["steps"], outcome=header["outcome"], options=header["options"])
        return {"format": kind}, made
