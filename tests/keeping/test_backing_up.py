"""What a backup does about kills, and about what other backups left."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.environment import places
from broadsheet.keeping import backing_up
from broadsheet.keeping.archive.contents import BackupError
from broadsheet.keeping.archive.reading import opened
from broadsheet.keeping.backing_up import back_up
from broadsheet.keeping.names import BACKUP_STAGING
from broadsheet.media.actions import add_picture, kill_picture
from broadsheet.media.models import Picture
from broadsheet.media.renditions import make_files
from keeping.conftest import NOON
from keeping.quiet import NoProgress

pytestmark = pytest.mark.django_db


@dataclass
class FakeDatabase:
    """Keeps the DatabaseMoment Protocol; what it is to do while it is written is done once a copy."""

    meanwhile: list[Callable[[], None]] = field(default_factory=list)
    copies: int = 0

    def write_into(self, path: Path, *, advance: Callable[[int], None]) -> None:
        self.copies += 1
        advance(0)
        path.write_bytes(b"as it stood at copy %d" % self.copies)
        if self.meanwhile:
            self.meanwhile.pop(0)()

    def migrations(self) -> Mapping[str, str]:
        return {}

    def close(self) -> None: ...


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> FakeDatabase:
    database = FakeDatabase()
    monkeypatch.setattr(backing_up, "_open_database", lambda: database)
    return database


def files_in(backup: Path, *, place: Path) -> dict[str, bytes]:
    place.mkdir()
    with opened(backup) as sound:
        sound.extract(place)
    return {str(file.relative_to(place)): file.read_bytes() for file in place.rglob("*") if file.is_file()}


def drawn() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((400, 300), 40).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def shown_picture(name: str) -> Picture:
    picture = add_picture(drawn(), name=name, credit="Cam Example", alt_text="A quay")
    make_files(picture)
    return picture


def test_a_kill_that_comes_while_the_database_is_written_has_the_moment_taken_anew(
    home: Path, tmp_path: Path, database: FakeDatabase
) -> None:
    picture = shown_picture("quay.jpg")
    database.meanwhile.append(lambda: kill_picture(picture, now=NOON))

    back_up(tmp_path / "backup", progress=NoProgress(), now=lambda: NOON)

    files = files_in(tmp_path / "backup", place=tmp_path / "place")
    assert files["broadsheet.sqlite3"] == b"as it stood at copy 2"


def test_files_of_a_killed_picture_that_nobody_erased_yet_are_left_out(
    home: Path, tmp_path: Path, database: FakeDatabase
) -> None:
    killed, kept = shown_picture("killed.jpg"), shown_picture("kept.jpg")
    kill_picture(killed, now=NOON)  # its files go when the transaction is committed, which here it never is

    back_up(tmp_path / "backup", progress=NoProgress(), now=lambda: NOON)

    on_disk = {f"media/images/{file.name}" for file in (home / "media" / "images").iterdir()}
    restored = {name for name in files_in(tmp_path / "backup", place=tmp_path / "place") if "/images/" in name}
    assert restored == {f"media/{one.file.name}" for one in kept.renditions.all()}
    assert restored < on_disk


def test_a_picture_that_came_while_the_database_was_written_is_in_it_and_one_that_went_is_not(
    home: Path, tmp_path: Path, database: FakeDatabase
) -> None:
    gone = shown_picture("gone.jpg")

    def meanwhile() -> None:
        shown_picture("late.jpg")
        gone.file.storage.delete(gone.file.name)

    database.meanwhile.append(meanwhile)

    made = back_up(tmp_path / "backup", progress=NoProgress(), now=lambda: NOON)

    originals = {
        name for name in files_in(tmp_path / "backup", place=tmp_path / "place") if "/original_images/" in name
    }
    assert originals == {"media/original_images/late.jpg"}
    assert made.missing == 1


def test_a_file_that_only_looks_like_the_sites_is_not_followed(
    home: Path, tmp_path: Path, database: FakeDatabase
) -> None:
    (tmp_path / "outside").write_bytes(b"somebody's")
    (home / "media").mkdir()
    (home / "media" / "link").symlink_to(tmp_path / "outside")

    back_up(tmp_path / "backup", progress=NoProgress(), now=lambda: NOON)

    assert b"somebody's" not in files_in(tmp_path / "backup", place=tmp_path / "place").values()


def test_a_backup_that_fails_leaves_nothing_and_one_file_is_never_written_over(
    home: Path, tmp_path: Path, database: FakeDatabase
) -> None:
    def fail() -> None:
        raise BackupError("the database went away")

    database.meanwhile.append(fail)
    (tmp_path / "older").write_bytes(b"older")

    for name in ("backup", "older"):
        with pytest.raises(BackupError):
            back_up(tmp_path / name, progress=NoProgress(), now=lambda: NOON)

    assert (tmp_path / "older").read_bytes() == b"older"
    assert {path.name for path in tmp_path.iterdir()} == {"home", "older"}
    assert not (places.home() / BACKUP_STAGING / "work").exists()
