"""
Content encodings undone piece by piece, so that a few bytes that swell to gigabytes are cut off while they swell.

Libraries' one-call decoders give whatever a piece of input swells to: 1,000 : 1 with gzip, 100,000 : 1 with brotli and
zstd, and the product of both where one is put into the other.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli
import zstandard

ACCEPTED = "gzip, br, zstd, deflate"

_PIECE = 64 * 1024  # bytes that a decoder gives at a time
_MOST_LAYERS = 2
_MOST_PARTS = 1_000  # members of gzip, frames of zstd; empty ones cost work and swell to nothing
_ZSTD_WINDOW = 8 * 1024 * 1024  # RFC 9659: the most that a decoder of HTTP needs
_ZSTD_BITE = 64  # bytes of input, at most 2 MB of output
_NOT_ENCODED = frozenset({"", "identity", "none", "utf-8", "utf8"})  # the last three are said by mistake, and harmless


class UndecodableError(Exception):
    """The answer is compressed in a way that is not known, damaged, or swells too much; the text says which."""


Decoder = Callable[[Iterator[bytes]], Iterator[bytes]]


def decoded(chunks: Iterable[bytes], *, encoding: str, most: int) -> Iterator[bytes]:
    """
    Undo a Content-Encoding, in small pieces; after more than `most` bytes in any layer it ends with an error.

    :raises UndecodableError: if an encoding is not known, the bytes are damaged, end too early or swell too much
    """
    names = [name for name in (part.strip().lower() for part in encoding.split(",")) if name not in _NOT_ENCODED]
    if len(names) > _MOST_LAYERS:
        raise UndecodableError(f"it is compressed {len(names)} times over; {_MOST_LAYERS} is the most that is read")
    pieces = iter(chunks)
    for name in reversed(names):
        decoder = _DECODERS.get(name)
        if decoder is None:
            raise UndecodableError(f"it is compressed as {name[:40]!r}, which is not read")
        pieces = _bounded(decoder(pieces), most=most)
    return _bounded(pieces, most=most)


def _bounded(pieces: Iterator[bytes], *, most: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > most:
            raise UndecodableError(f"it has more than {most:,} bytes when unpacked")
        yield piece


def _gunzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Members in a row are one document (RFC 1952, section 2.2); what follows the last and is none is left out."""
    member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    members = 1
    for chunk in chunks:
        rest = chunk
        while rest:
            if member.eof:
                if not rest.startswith(b"\x1f"):
                    return
                members = _one_more(members)
                member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            yield _inflated(member, rest)
            rest = member.unconsumed_tail or member.unused_data
    if not member.eof:
        raise UndecodableError("it is compressed and ends in the middle")


def _one_more(parts: int) -> int:
    if parts >= _MOST_PARTS:
        raise UndecodableError(f"it is compressed in more than {_MOST_PARTS:,} parts")
    return parts + 1


def _inflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Read what is called deflate: with zlib's frame as RFC 9110 wants it, or bare as some servers send it."""
    stream = None
    for chunk in chunks:
        rest = chunk
        while rest:
            if stream is None:
                stream = zlib.decompressobj(
                    wbits=zlib.MAX_WBITS if rest[0] & 0x0F == zlib.DEFLATED else -zlib.MAX_WBITS
                )
            yield _inflated(stream, rest)
            rest = stream.unconsumed_tail
    if stream is not None and not stream.eof:
        raise UndecodableError("it is compressed and ends in the middle")


def _inflated(stream: "zlib._Decompress", data: bytes) -> bytes:
    try:
        return stream.decompress(data, _PIECE)
    except zlib.error as error:
        raise UndecodableError("its compression is damaged") from error


def _unbrotli(chunks: Iterator[bytes]) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    is_begun = False
    try:
        for chunk in chunks:
            is_begun = True
            # Output is limited a call, and whether there is more is known only by asking.
            piece = stream.process(chunk, output_buffer_limit=_PIECE)
            while piece:
                yield piece
                piece = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=_PIECE)
            if stream.is_finished():
                return
    except brotli.error as error:
        raise UndecodableError("its compression is damaged") from error
    if is_begun:
        raise UndecodableError("it is compressed and ends in the middle")


def _unzstd(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Feed a few bytes at a time, since output cannot be limited: 4 of them may stand for a block of 128 KB."""
    frame = None
    frames = 0
    try:
        for chunk in chunks:
            for start in range(0, len(chunk), _ZSTD_BITE):
                rest = chunk[start : start + _ZSTD_BITE]
                while rest:
                    if frame is None or frame.eof:
                        frames = _one_more(frames)
                        frame = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
                    yield frame.decompress(rest)
                    rest = frame.unused_data
    except zstandard.ZstdError as error:
        raise UndecodableError("its compression is damaged") from error
    if frame is not None and not frame.eof:
        raise UndecodableError("it is compressed and ends in the middle")


_DECODERS: dict[str, Decoder] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
