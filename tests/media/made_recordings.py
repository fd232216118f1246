"""Recordings of our own making: as little of each container as says what it is."""

import struct


def box(name: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", 8 + len(body)) + name + body


def film(
    *, seconds: int = 65, width: int = 640, height: int = 360, brand: bytes = b"isom", kind: bytes = b"vide"
) -> bytes:
    """An MP4 with one track and no frames."""
    mvhd = struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + bytes(80)
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    tkhd = struct.pack(">IIIIII", 0, 0, 0, 1, 0, seconds * 1000) + bytes(16) + matrix
    tkhd += struct.pack(">II", width << 16, height << 16)
    track = box(b"trak", box(b"tkhd", tkhd), box(b"mdia", box(b"hdlr", bytes(8) + kind + bytes(12))))
    return box(b"ftyp", brand, bytes(4)) + box(b"moov", box(b"mvhd", mvhd), track) + box(b"mdat", b"no frames")


def upright_film() -> bytes:
    """Filmed with a telephone on end: 640 by 360, turned by a quarter."""
    turned = struct.pack(">9I", 0, 0x10000, 0, 0xFFFF0000, 0, 0, 0, 0, 0x40000000)
    straight = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    return film().replace(straight, turned)


def sound(*, seconds: int = 2) -> bytes:
    """A WAV of silence: 8,000 samples a second, a byte each."""
    data = bytes([128]) * (8000 * seconds)
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data" + struct.pack("<I", len(data))
    return b"RIFF" + struct.pack("<I", len(head) + len(data)) + head + data


WEBM = (
    b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
    + b"\0" * 40
    + b"V_VP9"
    + bytes(9)
)
WEBM_SOUND = WEBM.replace(b"V_VP9", b"A_OPUS")
OGG = b"OggS\0\x02" + bytes(20) + b"\x01\x1eOpusHead\x01\x02"
MP3 = b"\xff\xfb\x90\x64" + bytes(400)
TAGGED_MP3 = b"ID3\x04\0\0\0\0\0\x00" + MP3
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nA siren.\n"
