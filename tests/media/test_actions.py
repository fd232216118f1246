import io
from datetime import UTC, datetime
from errno import EIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from PIL import Image
from wagtail.images.shortcuts import get_rendition_or_not_found

from broadsheet.media.actions import PictureError, add_picture, kill_picture
from broadsheet.media.erasing import erase_killed_files
from broadsheet.media.models import Picture, PictureRendition
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

    assert [(file.width, file.height) for file in made.files] == [(320, 240), (480, 360), (750, 562), (800, 600)]
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


class DiedError(BaseException):
    """The process ends here."""


def die(*_: object) -> None:
    raise DiedError


def test_a_process_that_dies_at_a_kill_leaves_its_files_to_the_clerk(
    media_root: Path, django_capture_on_commit_callbacks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = add_picture(drawn(), name="a.jpg", credit="Us")
    make_files(picture)
    other = add_picture(drawn(size=(300, 200)), name="b.jpg", credit="Us")
    kept = {Path(file.url).name for file in make_files(other).files}

    def kill() -> None:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            kill_picture(picture, now=NOON)

    with monkeypatch.context() as dying:
        dying.setattr(FileSystemStorage, "delete", die)
        with pytest.raises(DiedError):
            kill()
    left = len(list((media_root / "images").iterdir())) - len(kept)
    is_more = erase_killed_files(NOON)

    assert left > 0
    assert not is_more
    assert {path.name for path in (media_root / "images").iterdir()} == kept
    assert Path(picture.file.path).exists()


def test_a_clerk_that_dies_between_file_and_row_does_the_rest_again(
    media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = add_picture(drawn(), name="a.jpg", credit="Us")
    make_files(picture)
    kill_picture(picture, now=NOON)

    with monkeypatch.context() as dying:
        dying.setattr(PictureRendition, "delete", die)
        with pytest.raises(DiedError):
            erase_killed_files(NOON)
    erase_killed_files(NOON)

    assert list((media_root / "images").iterdir()) == []
    assert not PictureRendition.objects.exists()


def test_a_file_that_an_encoder_finishes_after_the_kill_goes_too(media_root: Path) -> None:
    picture = add_picture(drawn(), name="a.jpg", credit="Us")
    as_the_encoder_has_it = Picture.objects.get()
    kill_picture(picture, now=NOON)
    make_files(as_the_encoder_has_it, format=Format.WEBP)
    made = list((media_root / "images").iterdir())

    erase_killed_files(NOON)

    assert made
    assert list((media_root / "images").iterdir()) == []


def test_no_screen_makes_a_file_of_a_killed_picture_again(media_root: Path) -> None:
    picture = add_picture(drawn(), name="a.jpg", credit="Us")
    kill_picture(picture, now=NOON)

    shown = get_rendition_or_not_found(Picture.objects.get(), "max-165x165")

    assert shown.file.name == "not-found"
    assert not (media_root / "images").exists()


def test_a_file_that_cannot_be_deleted_is_told_and_the_others_go(
    media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = add_picture(drawn(), name="a.jpg", credit="Us")
    make_files(picture)
    kill_picture(picture, now=NOON)
    stuck = PictureRendition.objects.order_by("pk")[0]
    delete = FileSystemStorage.delete

    def delete_but_one(storage: FileSystemStorage, name: str) -> None:
        if name == stuck.file.name:
            raise OSError(EIO, "input/output error")
        delete(storage, name)

    monkeypatch.setattr(FileSystemStorage, "delete", delete_but_one)
    with pytest.raises(OSError, match="input/output"):
        erase_killed_files(NOON)

    assert list(PictureRendition.objects.all()) == [stuck]
    assert [path.name for path in (media_root / "images").iterdir()] == [Path(stuck.file.name).name]
