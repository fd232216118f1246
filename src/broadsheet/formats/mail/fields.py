"""A mail's fields as words, however their senders encoded them."""

import base64
import binascii
import quopri
import re
from email.headerregistry import AddressHeader, HeaderRegistry
from email.message import EmailMessage

from broadsheet.formats.encodings import decode
from broadsheet.formats.wording import one_line

# What the standard library's own header parser has raised on damaged fields, beside its MessageError (a ValueError).
DAMAGE = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
_LONGEST = 4_000  # characters; its cost grows faster than a field
_registry = HeaderRegistry()
_FOLD = re.compile(r"\r?\n")
_SCRAMBLED = ("â€", "Ã", "Â")  # UTF-8 that was read as cp1252
# What the standard library leaves as it stands: encoded words with spaces or characters in them that need encoding.
_ENCODED_WORD = re.compile(
    r"=\?(?P<charset>[\w.-]{1,40})(?:\*[\w-]{1,20})?\?(?P<how>[bBqQ])\?(?P<words>[^?]{0,2000})\?="
)
_ID = re.compile(r"<\s*([^<>\s]{1,998})\s*>")


def words_of(message: EmailMessage, name: str) -> str:
    """The field on one line, encoded words and bytes beyond ASCII decoded; "" where it is missing."""
    raw = _raw(message, name)
    try:
        words = str(_registry(name, raw))
    except DAMAGE:
        words = raw
    return one_line(_unscrambled(_ENCODED_WORD.sub(_decoded_word, words)))


def sender_of(message: EmailMessage, name: str = "from") -> tuple[str, str]:
    """Name and address of the first sender."""
    raw = _raw(message, name)
    try:
        header = _registry(name, raw)
        addresses = header.addresses if isinstance(header, AddressHeader) else ()
        first = next(iter(addresses), None)
        if first is not None:
            return one_line(_unscrambled(first.display_name)).strip("'\" "), one_line(first.addr_spec)
    except DAMAGE:
        pass
    return one_line(raw.partition("<")[0]).strip("\"' "), one_line(raw.partition("<")[2].partition(">")[0])


def ids_in(message: EmailMessage, name: str) -> list[str]:
    """The message ids in a field, without their brackets."""
    raw = _raw(message, name)
    return _ID.findall(raw) or raw.split()[:1]


def parameter(message: EmailMessage, name: str, *, field: str = "content-type") -> str:
    """A parameter of a field: charset, format, delsp, name; "" where it has none."""
    try:
        value = message.get_param(name, header=field)
    except DAMAGE:
        return ""
    return one_line(value[2] if isinstance(value, tuple) else value) if value else ""


def type_of(message: EmailMessage) -> str:
    """The media type in small letters."""
    try:
        return message.get_content_type().casefold()
    except DAMAGE:
        return "application/octet-stream"


def file_name(message: EmailMessage) -> str:
    """The name that an attachment has, without folders."""
    try:
        name = message.get_filename() or ""
    except DAMAGE:
        name = ""
    return one_line(_unscrambled(name)).replace("\\", "/").rpartition("/")[2][:255]


def is_attachment(message: EmailMessage) -> bool:
    return _raw(message, "content-disposition").strip().casefold().startswith("attachment")


def _raw(message: EmailMessage, name: str) -> str:
    value = next((str(value) for key, value in message.raw_items() if key.casefold() == name), "")[:_LONGEST]
    if not value.isascii():
        value, _ = decode(value.encode(errors="surrogateescape"))
    return _FOLD.sub("", value)


def _decoded_word(match: re.Match[str]) -> str:
    packed = match["words"].encode(errors="surrogateescape")
    try:
        data = base64.b64decode(packed) if match["how"] in "bB" else quopri.decodestring(packed.replace(b"_", b" "))
    except binascii.Error:
        return match["words"]
    words, _ = decode(data, declared=match["charset"])
    return words


def _unscrambled(words: str) -> str:
    """Words in UTF-8 that their sender labelled as cp1252 or Latin-1, as they were meant."""
    if not any(mark in words for mark in _SCRAMBLED):
        return words
    try:
        return words.encode("cp1252").decode()
    except UnicodeError:
        return words
