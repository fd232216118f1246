"""Whether bytes are a mail, and whether one that may be parsed at all."""

import re

from broadsheet.contracts.news import WireFormatError

_FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]*:")
_ENVELOPE = re.compile(rb">?From [^\n]{1,500}\n")  # the line that mailbox files put before each mail
_SENDERS = frozenset((b"from", b"message-id", b"received", b"return-path", b"delivered-to"))
_KNOWN = _SENDERS | frozenset((b"date", b"subject", b"to", b"mime-version", b"content-type", b"reply-to", b"sender"))
_OPENING = 65_536  # bytes in which the fields are looked for
_FEWEST = 2

# The parser of the standard library asks every line whether it ends any of the parts around it, keeps every part as
# an object of some 3 KB, and takes minutes for a field of a megabyte.
_MOST_LINES = 400_000  # 20 MB of base64 have 263,000
_MOST_BOUNDARIES = 5_000
_MOST_MULTIPARTS = 30
_LARGEST_HEAD = 300_000  # bytes
_MULTIPART = re.compile(rb"^content-type[ \t]*:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_LONG_FIELD = re.compile(rb"^content-[a-z-]{2,40}[ \t]*:(?:[^\n]|\n[ \t]){20000}", re.IGNORECASE | re.MULTILINE)


def is_mail(data: bytes) -> bool:
    """Whether bytes open with the fields of a mail: one that says where it comes from, and another that mails have."""
    names = _field_names(without_opening(data)[:_OPENING])
    return bool(names & _SENDERS) and len(names & _KNOWN) >= _FEWEST


def without_opening(data: bytes) -> bytes:
    """The mail without blank lines and the line of a mailbox file before it."""
    mail = data.lstrip()
    envelope = _ENVELOPE.match(mail)
    return mail[envelope.end() :] if envelope else mail


def refuse_excess(data: bytes) -> None:
    """:raises WireFormatError: if the mail has more lines, parts or fields than any that people send"""
    if data.count(b"\n") > _MOST_LINES:
        raise WireFormatError(f"The mail has more than {_MOST_LINES:,} lines")
    if data.count(b"\n--") > _MOST_BOUNDARIES:
        raise WireFormatError(f"The mail has more than {_MOST_BOUNDARIES:,} parts")
    if sum(1 for _ in _MULTIPART.finditer(data)) > _MOST_MULTIPARTS:
        raise WireFormatError(f"The mail has more than {_MOST_MULTIPARTS} parts with parts in them")
    head = re.search(rb"\r?\n\r?\n", data[: _LARGEST_HEAD + 4])
    if (head is None and len(data) > _LARGEST_HEAD) or _LONG_FIELD.search(data):
        raise WireFormatError("The mail's fields are longer than those of any mail that people send")


def _field_names(head: bytes) -> set[bytes]:
    """The names of the fields in small letters; none where a line stands among them that is no field."""
    names: set[bytes] = set()
    for line in head.splitlines():
        if not line.strip():
            break
        if line[:1] in (b" ", b"\t") and names:
            continue
        field = _FIELD.match(line)
        if field is None:
            return set()
        names.add(field[1].lower())
    return names
