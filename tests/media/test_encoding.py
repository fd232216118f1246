"""Pictures get their smaller files behind everybody's back, and one that cannot be encoded holds up nobody."""

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.media.actions import add_picture, kill_picture
from broadsheet.media.encoding import make_waiting_files
from broadsheet.media.models import Picture, WantedFiles
from broadsheet.media.queries import next_wanted_files
from broadsheet.media.renditions import Format, make_files, ready_files
from broadsheet.media.signals import picture_files_made
from broadsheet.media.tasks import Encoder

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[list[Picture]]:
    heard: list[Picture] = []

    def hear(picture: Picture, **_: object) -> None:
        heard.append(picture)

    picture_files_made.connect(hear)
    yield heard
    picture_files_made.disconnect(hear)


def shown_picture(name: str = "quay") -> Picture:
    """A picture of which a page shows the JPEG files already."""
    data = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(data, "JPEG")
    picture = add_picture(data.getvalue(), name=f"{name}.jpg", credit="Ann Author")
    make_files(picture, format=Format.JPEG)
    return picture


def make_all(*, at: datetime = NOON) -> int:
    return make_waiting_files(now=lambda: at, parent=os.getppid())


def test_a_picture_on_a_page_gets_its_smaller_files_and_those_who_show_it_are_told(told: list[Picture]) -> None:
    picture = shown_picture()
    before = ready_files(picture, format=Format.AVIF).files

    made = make_all()

    fresh = Picture.objects.get(pk=picture.pk)
    assert (made, before) == (1, ())
    assert all(ready_files(fresh, format=kind).files for kind in (Format.AVIF, Format.WEBP))
    assert told == [picture]
    assert not WantedFiles.objects.exists()


def test_files_that_are_there_are_not_asked_for_again() -> None:
    picture = shown_picture()
    make_all()

    make_files(Picture.objects.get(pk=picture.pk), format=Format.JPEG)

    assert not WantedFiles.objects.exists()


def test_a_picture_that_cannot_be_encoded_waits_and_the_others_go_on(told: list[Picture]) -> None:
    good, lost = shown_picture("good"), shown_picture("lost")
    Path(lost.file.path).unlink()

    made = make_all()

    assert (made, told) == (1, [good])
    assert next_wanted_files(NOON) is None
    again = next_wanted_files(NOON + timedelta(minutes=2))
    assert again is not None
    assert (again.picture, again.attempts) == (lost, 1)


def test_a_killed_picture_waits_for_nothing() -> None:
    picture = shown_picture()

    kill_picture(picture, now=NOON)

    assert next_wanted_files(NOON) is None


def test_the_clerk_starts_one_process_and_only_when_pictures_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.media.tasks.COMMAND", ("sleep", "60"))
    encoder = Encoder()

    encoder.run(NOON)
    idle = encoder._process
    shown_picture()
    encoder.run(NOON)
    first = encoder._process
    encoder.run(NOON)
    second = encoder._process
    encoder.stop()

    assert idle is None
    assert first is not None
    assert first is second
    assert first.returncode is not None
