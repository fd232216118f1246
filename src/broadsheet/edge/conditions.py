"""What a request makes its answer depend on: If-None-Match, Range, If-Range. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ByteRange:
    """Bytes from `start` to before `end`."""

    start: int
    end: int


class UnsatisfiableRangeError(ValueError):
    """A range that begins behind the end of the file."""


def is_not_modified(if_none_match: str, *, etag: str) -> bool:
    """Whether the reader has this version already (RFC 9110, 13.1.2: weak comparison, lists, `*`)."""
    if if_none_match == etag or if_none_match.strip() == "*":
        return True
    return etag in (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))


def read_range(header: str, *, size: int) -> ByteRange | None:
    """
    The one range that the header asks for, or None where the whole file is the answer.

    Several ranges, other units and what cannot be read are ignored, as RFC 9110, 14.2 allows.

    :raises UnsatisfiableRangeError: if it lies behind the end
    """
    unit, _, wanted = header.partition("=")
    first, dash, last = wanted.strip().partition("-")
    first, last = first.strip(), last.strip()
    if unit.strip().lower() != "bytes" or not dash or not _is_place(first) or not _is_place(last):
        return None
    if not first:
        return _suffix(last, size=size)
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    if start >= size:
        raise UnsatisfiableRangeError(f"bytes {start} and on, of {size}")
    return ByteRange(start=start, end=end)


def _suffix(last: str, *, size: int) -> ByteRange | None:
    if not last:
        return None
    if int(last) == 0 or size == 0:
        raise UnsatisfiableRangeError(f"the last {last} bytes, of {size}")
    return ByteRange(start=max(0, size - int(last)), end=size)


def _is_place(text: str) -> bool:
    # 18 digits are an exabyte; more is somebody trying what long numbers do.
    return not text or (len(text) <= 18 and text.isascii() and text.isdecimal())  # noqa: PLR2004
