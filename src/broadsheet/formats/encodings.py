"""
Bytes to text when a wire may be wrong about its own encoding.

Asked in this order: byte order mark, the document's own declaration, the headers it came with, then UTF-8, then
cp1252 (DESIGN section 3). Nothing is refused here: a stray byte becomes U+FFFD, and a warning says so.
"""

import codecs
import re
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_OPENINGS = (
    (re.compile(rb"[^\x00]\x00{3}[^\x00]\x00{3}"), "utf-32-le"),
    (re.compile(rb"\x00{3}[^\x00]\x00{3}[^\x00]"), "utf-32-be"),
    (re.compile(rb"(?:[^\x00]\x00){2}"), "utf-16-le"),
    (re.compile(rb"(?:\x00[^\x00]){2}"), "utf-16-be"),
)
# Only encodings that people write text in: Python's own list also has "idna", "unicode_escape", "rot13" and "utf-7".
_TEXT_ENCODING = re.compile(
    r"utf-(?:8|16(?:-[lb]e)?|32(?:-[lb]e)?)|cp\d+|iso8859-\d+|koi8-[rtu]|mac-\w+|ascii"
    r"|gb\w+|hz|big5\w*|shift_jis\w*|euc_\w+|iso2022_\w+|tis-620"
)
# What is called Latin-1 or ASCII is cp1252 to the programs that write it (WHATWG Encoding Standard, section 4.2).
_SPOKEN_FOR = {"iso8859-1": "cp1252", "ascii": "cp1252"}
_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ASCII = bytes(range(128))
_SINGLE_BYTE = re.compile(r"cp125\d|iso8859-\d+")
_CP1252 = "cp1252"
_UTF8 = "utf-8"


def decode(data: bytes, *, declared: str = "", headers: str = "") -> tuple[str, str]:
    """
    The text without its byte order mark, and a warning in plain words, "" where everything was as stated.

    `declared` is the encoding that the document names, `headers` the one that HTTP or mail named; "" for none.
    """
    text, used = _decoded(data, declared=declared, headers=headers)
    stated = declared or headers
    if "\ufffd" in text and b"\xef\xbf\xbd" not in data:
        return text, f"Some bytes mean nothing in {used}, as which the file was read: they are shown as \ufffd"
    known = encoding_named(stated)
    if stated and known != used and not (known == "utf-16" and used.startswith(known)) and not data.isascii():
        return text, f"The file is said to be in {stated[:40]!r}, which it is not: it was read as {used}"
    return text, ""


def declared_in_xml(data: bytes) -> str:
    """The encoding that an XML declaration names, "" for none."""
    found = _DECLARATION.search(data[:600].replace(b"\x00", b""))
    return found[1].decode("ascii") if found else ""


def encoding_named(name: str) -> str:
    """Python's name of an encoding as a wire names it ("ISO-8859-1" is "cp1252"), "" for one that is not known."""
    try:
        known = codecs.lookup(name.strip(" \t\"';")).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return ""
    return _SPOKEN_FOR.get(known, known) if _TEXT_ENCODING.fullmatch(known) else ""


def _decoded(data: bytes, *, declared: str, headers: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), encoding
    for encoding in _candidates(data, declared=declared, headers=headers):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return _guessed(data)


def _candidates(data: bytes, *, declared: str, headers: str) -> Iterator[str]:
    wide = next((encoding for opening, encoding in _WIDE_OPENINGS if opening.match(data)), "")
    if wide:
        yield wide
        return
    for stated in (declared, headers):
        encoding = encoding_named(stated)
        if encoding.startswith(("utf-16", "utf-32")):
            continue  # its characters would have zeros, and libraries would make Chinese of plain letters
        # Danish in UTF-8 is legal (if odd) Latin-1, Danish in Latin-1 is hardly ever legal UTF-8.
        if _SINGLE_BYTE.fullmatch(encoding) and not data.isascii():
            yield _UTF8
        if encoding:
            yield encoding
    yield _UTF8


def _guessed(data: bytes) -> tuple[str, str]:
    """UTF-8 with some stray bytes, or cp1252, whichever most of the bytes beyond ASCII speak for."""
    strays = len(_SEQUENCE.sub(b"", data).translate(None, _ASCII))
    beyond = len(data.translate(None, _ASCII))
    encoding = _UTF8 if 2 * strays < beyond - strays else _CP1252
    return data.decode(encoding, errors="replace"), encoding
