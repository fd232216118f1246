"""Which part of a picture cards show: chosen, around the focal point, or its middle."""

import io
import json
import os
import re
from pathlib import Path, PurePosixPath

import pytest
from django.test import Client
from PIL import Image

from broadsheet.accounts.actions import found_roles, make_person
from broadsheet.accounts.roles import Role
from broadsheet.edge.media import Media, MediaRequest
from broadsheet.media.actions import add_picture
from broadsheet.media.cropping import CropError, Part, card_part, checked_part
from broadsheet.media.encoding import make_waiting_files
from broadsheet.media.models import Picture
from broadsheet.media.renditions import Format, make_files, part_for_cards, ready_files
from broadsheet.media.sweeping import Sweeper

from .conftest import drawn
from .test_actions import NOON


def two_halves() -> bytes:
    """Tall: red above, blue below."""
    image = Image.new("RGB", (600, 1200), "red")
    image.paste("blue", (0, 600, 600, 1200))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def colour_of(picture: Picture, address: str) -> tuple[int, ...]:
    file = picture.renditions.get(file__endswith=address.rsplit("/", 1)[1]).file
    with file.open() as opened, Image.open(opened) as image:
        pixel = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    assert isinstance(pixel, tuple)
    return tuple(round(value / 255) for value in pixel)


def test_without_a_focal_point_cards_are_left_to_the_browser() -> None:
    assert card_part(size=(600, 1200)) is None


def test_a_picture_of_a_card_s_shape_needs_no_files_of_its_own() -> None:
    assert card_part(size=(3000, 2000), focus=(10, 10)) is None


@pytest.mark.parametrize(
    ("focus", "part"),
    [
        ((300, 100), Part(left=0, top=0, width=600, height=400)),
        ((300, 700), Part(left=0, top=500, width=600, height=400)),
        ((300, 1200), Part(left=0, top=800, width=600, height=400)),
    ],
)
def test_the_largest_part_stands_as_near_to_the_focal_point_as_the_edge_allows(
    focus: tuple[float, float], part: Part
) -> None:
    assert card_part(size=(600, 1200), focus=focus) == part


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("everything", "cannot be read"),
        ([0, 0, 300], "cannot be read"),
        ([0, 0, 300, True], "cannot be read"),
        ([0, 0, 60, 40], "too small"),
        ([400, 0, 300, 200], "beyond the picture"),
        ([-5, 0, 300, 200], "beyond the picture"),
        ([0, 0, 300, 300], "not 3 by 2"),
    ],
)
def test_a_part_that_no_card_can_be_cut_from_is_refused(value: object, message: str) -> None:
    with pytest.raises(CropError, match=message):
        checked_part(value, size=(600, 1200))


@pytest.mark.django_db
def test_cards_are_cut_from_the_chosen_part_in_every_format() -> None:
    picture = add_picture(two_halves(), name="flag.jpg", credit="Us")
    picture.card_crop = [0, 700, 600, 400]
    picture.save()

    whole, cards = make_files(picture), make_files(picture, part=part_for_cards(picture))
    made = make_waiting_files(now=lambda: NOON, parent=os.getppid())

    assert [(file.width, file.height) for file in cards.files] == [(320, 213), (480, 320), (600, 400)]
    assert colour_of(picture, cards.files[-1].url) == (0, 0, 1)
    assert whole.files[-1].height == 1200
    fresh = Picture.objects.get()
    assert made == 1
    assert ready_files(fresh, format=Format.AVIF, part=part_for_cards(fresh)).files
    assert ready_files(fresh, format=Format.WEBP, part=part_for_cards(fresh)).files


@pytest.mark.django_db
def test_readers_are_given_every_file_of_a_chosen_part(media_root: Path) -> None:
    picture = add_picture(two_halves(), name="harbour-ferry-leaving-saltmarsh-at-dawn.jpg", credit="Us")
    picture.card_crop = [0, 700, 600, 400]
    picture.save()
    media = Media(media_root, is_secure=False)

    made = [make_files(picture, format=kind, part=part_for_cards(picture)).files for kind in Format]
    names = [PurePosixPath(file.url).name for files in made for file in files]

    assert {media.answer(MediaRequest(path=file.url)).status for files in made for file in files} == {200}
    assert all(len(name) <= 60 and name.startswith("harbour-ferry-leaving-salt") for name in names)
    assert len(set(names)) == 9


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a.jpg", ".jpg", "___.jpg", "фото.jpg", f"{'long' * 40}.jpg"])
def test_a_file_s_name_is_never_empty_nor_another_s(media_root: Path, name: str) -> None:
    first, second = (add_picture(drawn(), name=name, credit="Us") for _ in range(2))

    names = [PurePosixPath(file.url).name for each in (first, second) for file in make_files(each).files]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9][\w.-]{0,58}\.jpg", name) for name in names)


@pytest.mark.django_db
def test_files_of_a_former_part_are_swept_once_nothing_waits(media_root: Path) -> None:
    picture = add_picture(two_halves(), name="flag.jpg", credit="Us")
    picture.card_crop = [0, 0, 600, 400]
    picture.save()
    former = {file.url.rsplit("/", 1)[1] for file in make_files(picture, part=part_for_cards(picture)).files}
    picture.card_crop = [0, 700, 600, 400]
    picture.save()
    present = {file.url.rsplit("/", 1)[1] for file in make_files(picture, part=part_for_cards(picture)).files}

    Sweeper().run(NOON)
    while_waiting = set(picture.renditions.values_list("file", flat=True))
    picture.wanted_files.delete()
    Sweeper().run(NOON)

    left = {name.rsplit("/", 1)[1] for name in picture.renditions.values_list("file", flat=True)}
    assert len(while_waiting) == len(former | present)
    assert left == present


@pytest.mark.django_db
def test_the_form_keeps_a_part_and_refuses_a_wrong_one() -> None:
    found_roles()
    person = make_person("c", name="C", email="c@p.example", password="long enough 10", role=Role.CHIEF)
    client = Client()
    client.force_login(person)
    picture = add_picture(two_halves(), name="flag.jpg", credit="Us")
    words = {"title": "Flag", "credit": "Us", "description": "", "caption": "", "usage_terms": "", "tags": ""}

    good = client.post(f"/admin/images/{picture.pk}/", {**words, "card_crop": json.dumps([0, 700, 600, 400])})
    kept = Picture.objects.get().card_crop
    bad = client.post(f"/admin/images/{picture.pk}/", {**words, "card_crop": json.dumps([0, 700, 600, 600])})

    assert good.status_code == 302
    assert kept == Picture.objects.get().card_crop == [0, 700, 600, 400]
    assert "beyond the picture" in bad.content.decode()
