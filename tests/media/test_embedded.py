"""What pictures say about themselves."""

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.media.embedded import EmbeddedTexts, embedded_texts

from .conftest import PACKET, drawn

AGENCY_PHOTOS = Path(__file__).parents[2].parent / "shared" / "wire" / "superdesk-core" / "tests"


def texts_in(data: bytes) -> EmbeddedTexts:
    with Image.open(io.BytesIO(data)) as image:
        return embedded_texts(image)


def iim(*records: tuple[int, int, bytes]) -> bytes:
    """An APP13 segment holding these IIM records (record, data set, value)."""
    block = b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(value)) + value for record, number, value in records
    )
    resource = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(block)) + block + b"\x00" * (len(block) % 2)
    payload = b"Photoshop 3.0\x00" + resource
    return b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload


def with_segment(jpeg: bytes, segment: bytes) -> bytes:
    return jpeg[:2] + segment + jpeg[2:]


def test_xmp_fills_all_texts_from_the_default_language() -> None:
    texts = texts_in(drawn(xmp=PACKET.encode()))

    assert texts == EmbeddedTexts(
        title="Ferry at dawn",
        caption="The ferry leaves Saltmarsh at dawn.",
        credit="Harbour Pictures",
        alt_text="A white ferry on a grey sea.",
        usage_terms="No sales.",
    )


def test_iim_speaks_where_there_is_no_xmp() -> None:
    segment = iim((2, 105, b"Storm"), (2, 120, b"Waves at the mole."), (2, 110, b"Quay Photo"), (2, 40, b"Mags out"))

    texts = texts_in(with_segment(drawn(), segment))

    assert (texts.title, texts.caption, texts.credit) == ("Storm", "Waves at the mole.", "Quay Photo")
    assert texts.usage_terms == "Mags out"
    assert texts.alt_text == ""


@pytest.mark.parametrize("value", ["Müller".encode(), "Müller".encode("cp1252")])
def test_iim_of_either_custom_is_decoded(value: bytes) -> None:
    texts = texts_in(with_segment(drawn(), iim((2, 110, value))))

    assert texts.credit == "Müller"


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"not XML at all",
        PACKET.encode()[:400],
        b'<!DOCTYPE x [<!ENTITY a "boom">]><x>&a;</x>',
        b"<x>" * 5_000,
    ],
)
def test_a_broken_or_hostile_packet_says_nothing(packet: bytes) -> None:
    assert texts_in(drawn(xmp=packet)) == EmbeddedTexts()


@pytest.mark.skipif(not AGENCY_PHOTOS.exists(), reason="../shared is not there")
def test_the_standards_own_reference_photo_is_read() -> None:
    (path,) = (AGENCY_PHOTOS / "media" / "fixtures").glob("IPTC-PhotometadataRef*.jpg")

    texts = texts_in(path.read_bytes())

    assert texts.caption.startswith("The description aka caption")
    assert texts.credit.startswith("Credit Line")
    assert texts.title.startswith("The Headline")
