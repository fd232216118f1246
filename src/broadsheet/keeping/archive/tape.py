"""
The headers of a tape (tar), made and read: plain files alone.

Not by `tarfile`: it reads an extension header of any length into memory, and believes in links and devices. What is
written here, GNU tar and others read.
"""

from dataclasses import dataclass

BLOCK = 512
END = bytes(2 * BLOCK)
LONGEST_NAME = 4096  # bytes
_MAGIC = b"ustar\x0000"
_FILE, _OLD_FILE, _LONG_NAME = b"0", b"\0", b"L"
_NAME_FIELD, _SIZE_FIELD = 100, 12
_LARGEST_OCTAL = 8**11
_LONG = "././@LongLink"  # as GNU tar calls the entry that holds the next one's name


class TapeError(ValueError):
    """These bytes are no header that Broadsheet writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A file on the tape, or (`is_name`) an entry whose bytes are the name of the file after it."""

    name: str
    size: int
    is_name: bool = False


def header_bytes(name: str, *, size: int, changed: int = 0) -> bytes:
    """
    The blocks before a file's bytes: its header, and before that its name where it is a long one.

    `changed` is when it last changed, in seconds since 1970.
    """
    encoded = name.encode("utf-8", "surrogateescape")
    if len(encoded) <= _NAME_FIELD:
        return _block(encoded, size=size, kind=_FILE, changed=changed)
    long_name = encoded + b"\0"
    opening = _block(_LONG.encode(), size=len(long_name), kind=_LONG_NAME)
    named = _block(encoded[:_NAME_FIELD], size=size, kind=_FILE, changed=changed)
    return opening + long_name + padding(len(long_name)) + named


def read_header(block: bytes) -> Header:
    """
    What a header of 512 bytes says.

    :raises TapeError: if it is damaged, or names anything but a plain file
    """
    if _octal(block[148:156]) != _checksum(block):
        raise TapeError("a header's checksum does not fit")
    kind = block[156:157]
    if kind not in {_FILE, _OLD_FILE, _LONG_NAME}:
        raise TapeError("it holds something else than plain files (links, folders or devices)")
    name = block[:_NAME_FIELD].rstrip(b"\0").decode("utf-8", "surrogateescape")
    return Header(name=name, size=_size(block[124:136]), is_name=kind == _LONG_NAME)


def padding(size: int) -> bytes:
    """What fills the last block of so many bytes."""
    return bytes(-size % BLOCK)


def _block(name: bytes, *, size: int, kind: bytes, changed: int = 0) -> bytes:
    fields = (
        name.ljust(_NAME_FIELD, b"\0"),
        b"0000600\0",
        b"0000000\0" * 2,  # whoever restores it owns it
        _size_field(size),
        b"%011o\0" % max(0, min(changed, _LARGEST_OCTAL - 1)),
        b" " * 8,
        kind,
        bytes(100),
        _MAGIC,
    )
    block = b"".join(fields).ljust(BLOCK, b"\0")
    return block[:148] + b"%06o\0 " % _checksum(block) + block[156:]


def _size_field(size: int) -> bytes:
    """Octal digits, as ever; from 8 GB on binary, as GNU tar does it."""
    if size < _LARGEST_OCTAL:
        return b"%011o\0" % size
    return b"\x80" + size.to_bytes(_SIZE_FIELD - 1, "big")


def _size(field: bytes) -> int:
    return int.from_bytes(field[1:], "big") if field[:1] == b"\x80" else _octal(field)


def _octal(field: bytes) -> int:
    digits = field.strip(b" \0")
    if not digits or digits.strip(b"01234567"):
        raise TapeError("a number in a header cannot be read")
    return int(digits, 8)


def _checksum(block: bytes) -> int:
    return sum(block[:148]) + 8 * ord(" ") + sum(block[156:])
