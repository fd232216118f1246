from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.demo.edition import StoryPicture, read_edition
from broadsheet.demo.pictures import LARGEST, MOTIFS, print_picture, save_picture

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
DRAWN_FOR = {picture.motif: picture for story in read_edition(now=NOON) for picture in story.pictures}


@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_every_motif_prints_at_full_size_within_its_limit(motif: str) -> None:
    data = print_picture(DRAWN_FOR[motif])

    image = Image.open(BytesIO(data))
    assert image.size == (1600, 1067)
    assert image.format == "JPEG"
    assert len(data) <= LARGEST


def test_the_edition_asks_only_for_motifs_that_exist() -> None:
    assert set(DRAWN_FOR) == set(MOTIFS)


def test_a_picture_is_the_same_each_time_and_another_seed_is_another_picture() -> None:
    picture = DRAWN_FOR["regatta"]

    first, again = print_picture(picture), print_picture(picture)
    other = print_picture(_with_seed(picture, picture.seed + 1))

    assert first == again
    assert first != other


def test_caption_credit_and_alt_text_are_embedded_for_the_upload_to_find() -> None:
    picture = DRAWN_FOR["cranes"]

    packet = Image.open(BytesIO(print_picture(picture))).info["xmp"].decode()

    assert picture.caption in packet
    assert f"<photoshop:Credit>{picture.credit}</photoshop:Credit>" in packet
    assert picture.alt_text in packet
    assert "©" in packet


def test_a_saved_picture_is_not_printed_again(tmp_path: Path) -> None:
    picture = DRAWN_FOR["chart"]
    (tmp_path / picture.name).write_bytes(b"kept")

    path = save_picture(picture, tmp_path)

    assert path.read_bytes() == b"kept"
    assert [file.name for file in tmp_path.iterdir()] == [picture.name]


def _with_seed(picture: StoryPicture, seed: int) -> StoryPicture:
    return StoryPicture(
        name=picture.name,
        motif=picture.motif,
        seed=seed,
        mirrored=picture.mirrored,
        caption=picture.caption,
        credit=picture.credit,
        alt_text=picture.alt_text,
    )
