import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from broadsheet.media.actions import PictureError, add_picture, kill_picture
from broadsheet.media.models import Picture
from broadsheet.media.renditions import Format, make_files, ready_files
from broadsheet.media.signals import picture_killed

from .conftest import PACKET, drawn

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
GPS = 0x8825


def test_texts_left_empty_come_from_the_file() -> None:
    picture = add_picture(drawn(xmp=PACKET.encode()), name="ferry.jpg", caption="Our own words.")

    assert (picture.caption, picture.credit) == ("Our own words.", "Harbour Pictures")
    assert (picture.title, picture.alt_text) == ("Ferry at dawn", "A white ferry on a grey sea.")


def test_an_alt_text_that_is_the_caption_again_is_left_empty() -> None:
    picture = add_picture(drawn(), name="a.jpg", caption="A ferry at sea.", alt_text="a ferry  at sea", credit="Us")

    assert picture.alt_text == ""


def test_the_form_refuses_an_alt_text_that_repeats_the_caption() -> None:
    picture = add_picture(drawn(), name="a.jpg", caption="A ferry at sea.", credit="Us")
    picture.description = "A ferry at sea"

    with pytest.raises(ValidationError, match="repeats the caption"):
        picture.full_clean()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
        (drawn()[:3000], "damaged"),
        (drawn(kind="BMP"), "BMP pictures are not taken"),
    ],
)
def test_what_is_no_picture_is_refused_by_name(data: bytes, message: str) -> None:
    with pytest.raises(PictureError, match=f"thing.jpg.*{message}"):
        add_picture(data, name="thing.jpg")

    assert not Picture.objects.exists()


def test_a_giant_is_refused_before_it_is_decoded(settings: object) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000  # type: ignore[attr-defined]

    with pytest.raises(PictureError, match="400 by 300 pixels"):
        add_picture(drawn(), name="giant.jpg")


def test_renditions_know_nothing_of_where_the_camera_was() -> None:
    exif = Image.Exif()
    exif.get_ifd(GPS)[1] = "N"
    exif[0x010F] = "Camera maker"
    picture = add_picture(drawn(size=(700, 500), exif=exif, xmp=PACKET.encode()), name="a.jpg", credit="Us")

    for form in Format:
        for file in make_files(picture, format=form).files:
            rendition = picture.renditions.get(file__endswith=file.url.rsplit("/", 1)[1])
            with rendition.file.open() as opened, Image.open(io.BytesIO(opened.read())) as image:
                assert not image.getexif()
                assert "xmp" not in image.info


def test_files_stand_in_steps_up_to_the_original_and_never_beyond() -> None:
    picture = add_picture(drawn(size=(800, 600)), name="a.jpg", credit="Us")

    made = make_files(picture)

    assert [(file.width, file.height) for file in made.files] == [(320, 240), (640, 480), (800, 600)]
    assert all(file.url.startswith("/media/images/") for file in made.files)


def test_a_format_is_ready_when_all_of_its_files_are() -> None:
    picture = add_picture(drawn(size=(800, 600)), name="a.jpg", credit="Us")
    before = ready_files(picture, format=Format.WEBP)

    made = make_files(picture, format=Format.WEBP)

    assert before.files == ()
    assert ready_files(Picture.objects.get(), format=Format.WEBP) == made


def test_a_killed_picture_loses_its_files_and_says_so_once(
    media_root: Path, django_capture_on_commit_callbacks: object
) -> None:
    picture = add_picture(drawn(), name="a.jpg", credit="Us")
    make_files(picture)
    heard: list[Picture] = []
    picture_killed.connect(lambda picture, **_: heard.append(picture), weak=False, dispatch_uid="test")

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        kill_picture(picture, now=NOON)
        kill_picture(picture, now=NOON)

    picture_killed.disconnect(dispatch_uid="test")
    assert heard == [picture]
    assert list((media_root / "images").iterdir()) == []
