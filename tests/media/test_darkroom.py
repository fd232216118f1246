"""Pictures are decoded in a child process: what breaks it costs one picture and nothing else."""

import io
import os
import signal
import struct
import sys
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image

from broadsheet.media.darkroom import Darkroom
from broadsheet.media.developing import PictureError
from media.conftest import drawn


@pytest.fixture(scope="module")
def room() -> Iterator[Darkroom]:
    room = Darkroom()
    yield room
    room.close()


def bomb(side: int = 12_000) -> bytes:
    """A PNG of 144 megapixels, or more, in a few kilobytes."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * ((side // 8 + 1) * side), 9)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_picture_is_known_by_its_bytes(room: Darkroom) -> None:
    assert room.examine(drawn(kind="PNG"), name="really-a-png.jpg").suffix == "png"


def test_a_bomb_is_refused_by_its_header(room: Darkroom) -> None:
    data = bomb()

    assert len(data) < 30_000
    with pytest.raises(PictureError, match="12000 by 12000 pixels"):
        room.examine(data, name="bomb.png")


def test_a_bomb_that_pillow_itself_refuses_is_told_in_our_words(room: Darkroom) -> None:
    with pytest.raises(PictureError) as caught:
        room.examine(bomb(20_000), name="bomb.png")

    assert str(caught.value) == "bomb.png has far too many pixels; 40 megapixels are the most that is taken"


def test_what_the_child_says_is_wrong_can_be_said_in_another_language(room: Darkroom) -> None:
    with pytest.raises(PictureError) as caught:
        room.examine(b"hello", name="100%.jpg")

    assert str(caught.value) == "100%.jpg is no picture that can be read"
    assert caught.value.words == "%(name)s is no picture that can be read"
    assert caught.value.values == {"name": "100%.jpg"}


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", drawn()[:2_000], b"GIF89a" + b"\x00" * 100])
def test_what_is_damaged_is_told_and_the_next_picture_goes_on(room: Darkroom, data: bytes) -> None:
    with pytest.raises(PictureError, match=r"broken\.jpg"):
        room.examine(data, name="broken.jpg")

    assert room.examine(drawn(), name="whole.jpg").suffix == "jpg"


def test_a_rendition_is_cropped_resized_and_bare(room: Darkroom) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    out = io.BytesIO()
    with room.opened(drawn(size=(400, 300), exif=exif)) as image:
        made = image.crop((100, 0, 400, 300)).resize((150, 150)).save_as_jpeg(out, quality=80)

    shown = Image.open(io.BytesIO(out.getvalue()))
    assert (made.format_name, shown.size) == ("jpeg", (150, 150))
    assert b"taken at home" not in out.getvalue()


def test_a_child_that_was_killed_is_replaced(room: Darkroom) -> None:
    room.examine(drawn(), name="first.jpg")
    child = room._process
    assert child is not None
    os.kill(child.pid, signal.SIGKILL)
    child.wait()

    assert room.examine(drawn(), name="second.jpg").suffix == "jpg"


@pytest.mark.parametrize("script", ["import time; time.sleep(60)", "raise SystemExit(1)", "print('x' * 99)"])
def test_a_child_that_hangs_dies_or_babbles_costs_one_picture(script: str) -> None:
    room = Darkroom(command=(sys.executable, "-c", script), deadline=0.5)

    with pytest.raises(PictureError, match="too long"):
        room.examine(drawn(), name="costly.jpg")

    assert room._process is None
