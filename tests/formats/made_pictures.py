"""Small pictures with real bytes, for documents that carry them."""

import base64
import struct
import zlib


def png(*, width: int = 4, height: int = 3, padding: int = 0) -> bytes:
    """A grey PNG; `padding` bytes of a text chunk make it as large as wanted."""
    rows = b"".join(b"\x00" + b"\x80" * width for _ in range(height))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows))]
    chunks += [(b"tEXt", b"Comment\x00" + b"x" * padding), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def png_text(*, width: int = 4, height: int = 3, padding: int = 0) -> str:
    """The same in base64."""
    return base64.b64encode(png(width=width, height=height, padding=padding)).decode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
