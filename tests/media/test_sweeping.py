"""Files that no rendition names do not stay readable; those of the house and those just being made do."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.media import sweeping
from broadsheet.media.actions import add_picture
from broadsheet.media.renditions import make_files
from broadsheet.media.sweeping import Sweeper

from .conftest import drawn

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def aged(path: Path, *, hours: float) -> Path:
    made_at = (NOON - timedelta(hours=hours)).timestamp()
    os.utime(path, (made_at, made_at))
    return path


def test_a_file_that_a_dead_process_left_goes_and_the_others_stay(media_root: Path) -> None:
    make_files(add_picture(drawn(), name="a.jpg", credit="Us"))
    folder = media_root / "images"
    named = {aged(path, hours=2) for path in folder.iterdir()}
    left, young = folder / "a.width-320.avif", folder / "b.width-320.avif"
    for path, hours in ((left, 2), (young, 0.5)):
        path.write_bytes(b"half a picture")
        aged(path, hours=hours)

    is_more = Sweeper().run(NOON)

    assert not is_more
    assert set(folder.iterdir()) == {*named, young}


def test_a_round_is_made_in_helpings(media_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "SWEPT_A_STEP", 2)
    folder = media_root / "images"
    folder.mkdir(parents=True)
    for number in range(5):
        (folder / f"{number}.jpg").write_bytes(b"")
        aged(folder / f"{number}.jpg", hours=2)
    sweeper = Sweeper()

    is_more = [sweeper.run(NOON) for _ in range(3)]

    assert is_more == [True, True, False]
    assert list(folder.iterdir()) == []


def test_a_site_that_never_showed_a_picture_has_nothing_to_sweep(media_root: Path) -> None:
    is_more = Sweeper().run(NOON)

    assert not is_more
    assert not (media_root / "images").exists()
