"""Pictures that come inside an item (base64, data: addresses, attachments): their bytes as a Rendition."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from broadsheet.contracts.news import Rendition

LARGEST_EMBEDDED = 15_000_000  # bytes; base64 of more does not fit into the largest file that is read
_MOST_EMBEDDED = 100
_DATA_ADDRESS = re.compile(
    r"data:image/[\w.+-]{1,40}(?:;[\w=.+-]{1,60}){0,4};base64,"
    r"(?P<data>[A-Za-z0-9+/=_%-]*(?:[ \t\r]*\n[ \t\r\n]*[A-Za-z0-9+/=_%-]+)*)",
    re.IGNORECASE,
)
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_SMALLEST_SIDE = 3  # pixels; below stand tracking pixels and the place holders of pages that load pictures late
_HEIF_BRANDS = {b"avif": "image/avif", b"avis": "image/avif", b"heic": "image/heic", b"mif1": "image/heic"}
_OPENINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


def embedded_rendition(data: bytes, *, purpose: str = "") -> Rendition | None:
    """
    The rendition that bytes are, its type read from them and never from what a wire calls them.

    None for what is no photograph or graphic in pixels (SVG among it), a place holder, or out of proportion.
    """
    mimetype = _type_of(data)
    if not mimetype or len(data) > LARGEST_EMBEDDED:
        return None
    width, height = _sides(data, mimetype=mimetype)
    if 0 < min(width, height) < _SMALLEST_SIDE:
        return None
    return Rendition(
        href=f"embedded:{hashlib.sha256(data).hexdigest()}",
        embedded=data,
        mimetype=mimetype,
        width=width or None,
        height=height or None,
        size=len(data),
        purpose=purpose,
    )


def rendition_in_base64(text: str, *, purpose: str = "") -> Rendition | None:
    """The rendition in base64 as wires write it, with line breaks, the URL-safe alphabet or padding left out."""
    data = _decoded(text)
    return embedded_rendition(data, purpose=purpose) if data else None


def rendition_at_data_address(address: str, *, purpose: str = "") -> Rendition | None:
    """The rendition in a data: address; None where it holds no picture in base64."""
    match = _DATA_ADDRESS.fullmatch(address.strip())
    return rendition_in_base64(match["data"], purpose=purpose) if match else None


def without_embedded(source: str) -> tuple[str, Mapping[str, Rendition]]:
    """Markup without the bytes of its data: pictures, and the renditions by the addresses put in their places."""
    if "base64," not in source:
        return source, {}
    found: dict[str, Rendition] = {}

    def taken_out(match: re.Match[str]) -> str:
        rendition = rendition_in_base64(match["data"]) if len(found) < _MOST_EMBEDDED else None
        if rendition is None:
            return ""
        found[rendition.href] = rendition
        return rendition.href

    return _DATA_ADDRESS.sub(taken_out, source), found


def sized(rendition: Rendition, *, width: int | None, height: int | None) -> Rendition:
    """The rendition with the sides that a wire states, where its bytes did not tell."""
    return replace(rendition, width=rendition.width or width, height=rendition.height or height)


def _decoded(text: str) -> bytes:
    if len(text) > LARGEST_EMBEDDED * 4 // 3 * 2:  # twice: room for percent signs and line breaks
        return b""
    packed = unquote_to_bytes(text) if "%" in text else text.encode("ascii", "ignore")
    packed = packed.translate(_URL_SAFE, b" \t\r\n=")
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except binascii.Error:
        return b""


def _type_of(data: bytes) -> str:
    for opening, mimetype in _OPENINGS:
        if data.startswith(opening):
            return mimetype
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return _HEIF_BRANDS.get(data[8:12], "") if data[4:8] == b"ftyp" else ""


def _sides(data: bytes, *, mimetype: str) -> tuple[int, int]:
    """Width and height where the format writes them at a fixed place (PNG specification 11.2.2, GIF89a section 18)."""
    if mimetype == "image/png":
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if mimetype == "image/gif":
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return 0, 0
