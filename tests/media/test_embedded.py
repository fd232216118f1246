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


PLUS = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:LicenseEndDate="2026-06-30"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:DateCreated="2026-05-04T12:30:00"/>
</rdf:RDF></x:xmpmeta>"""


def test_the_end_of_a_licence_and_the_day_of_the_picture_are_read_from_xmp() -> None:
    texts = texts_in(drawn(xmp=PLUS.encode()))

    assert (texts.usage_ends, texts.taken) == ("2026-06-30", "2026-05-04T12:30:00")


def test_the_expiration_date_and_time_of_iim_are_one_moment() -> None:
    segment = iim((2, 37, b"20260630"), (2, 38, b"180000+0200"), (2, 55, b"20260504"))

    texts = texts_in(with_segment(drawn(), segment))

    assert (texts.usage_ends, texts.taken) == ("20260630180000+0200", "20260504")


def test_the_camera_says_when_it_was_where_nobody_else_does() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:05:04 12:30:00"

    assert texts_in(drawn(exif=exif)).taken == "2026:05:04 12:30:00"
