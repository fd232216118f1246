"""What passes between a process and its darkroom: a JSON header and bytes, each told its length first."""

import json
import struct
from typing import IO, Any

Stream = IO[bytes]
LARGEST_HEADER = 1_000_000  # bytes; the texts inside a picture's file are cut to far less
LARGEST_BODY = 200_000_000  # bytes; an original has at most 30 million, a rendition of 40 megapixels as PNG 120
_LENGTHS = struct.Struct(">IQ")


class BrokenFrameError(OSError):
    """The other end is gone, or sends what no darkroom sends."""


def write_frame(stream: Stream, header: dict[str, Any], body: bytes = b"") -> None:
    """:raises OSError: if the other end is gone"""
    words = json.dumps(header).encode()
    stream.write(_LENGTHS.pack(len(words), len(body)))
    stream.write(words)
    stream.write(body)
    stream.flush()


def read_frame(stream: Stream) -> tuple[dict[str, Any], bytes]:
    """:raises BrokenFrameError: if the stream ends early or announces more than any picture has"""
    header_length, body_length = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if header_length > LARGEST_HEADER or body_length > LARGEST_BODY:
        raise BrokenFrameError(f"a frame of {header_length} and {body_length} bytes is announced")
    header = json.loads(_exactly(stream, header_length))
    if not isinstance(header, dict):
        raise BrokenFrameError("the frame's header is no JSON object")
    return header, _exactly(stream, body_length)


def _exactly(stream: Stream, length: int) -> bytes:
    data = stream.read(length)
    if len(data) != length:
        raise BrokenFrameError("the stream has ended")
    return data
