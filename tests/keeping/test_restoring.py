"""A restore makes a whole site or leaves nothing that looks like one."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.keeping import restoring
from broadsheet.keeping.archive.contents import BackupError, Closing, Head
from broadsheet.keeping.archive.writing import writing
from broadsheet.keeping.restoring import NotEmptyError, Restored, restore
from keeping.quiet import NoProgress

HEAD = Head(format=1, broadsheet="0.1.0", engine="sqlite", begun_at="2026-06-01T12:00:00+00:00", holds_secret=True)
CLOSING = Closing(
    members=0,
    taken_at="2026-06-01T12:00:01+00:00",
    migrations={"broadsheet_press": "0001_initial", "wagtailcore": "0999_of_a_later_wagtail"},
    holds_pieces=True,
    holds_index=True,
)
SITE = {
    "media/original_images/quay.jpg": b"a picture",
    "pieces/kept/00/aa": b"a page",
    "site.toml": b'zone = "UTC"\n',
    "secret": b"a secret",
}


class DiedError(BaseException):
    """The process ends here."""


@pytest.fixture
def database(tmp_path: Path) -> bytes:
    path = tmp_path / "made.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE story (id INTEGER PRIMARY KEY, words TEXT)")
        connection.executemany("INSERT INTO story (words) VALUES (?)", [("ferry " * 300,)] * 200)
        connection.commit()
    return path.read_bytes()


def backup_of(files: Mapping[str, bytes], *, place: Path, head: Head = HEAD, closing_line: Closing = CLOSING) -> Path:
    path = place / "backup.tar.zst"
    with writing(path, head=head) as archive:
        for name, data in files.items():
            archive.add_bytes(name, data)
        archive.close(replace(closing_line, members=archive.count))
    return path


def restored(backup: Path, *, home: Path) -> Restored:
    return restore(backup, home=home, database_url="", progress=NoProgress())


def held(home: Path) -> set[str]:
    return {path.name for path in home.iterdir()} if home.exists() else set()


def test_a_site_is_made_of_its_backup(tmp_path: Path, database: bytes) -> None:
    backup = backup_of({**SITE, "broadsheet.sqlite3": database}, place=tmp_path)

    restored(backup, home=tmp_path / "home")

    assert held(tmp_path / "home") == {"media", "pieces", "site.toml", "secret", "broadsheet.sqlite3"}
    assert (tmp_path / "home" / "broadsheet.sqlite3").read_bytes() == database


@pytest.mark.parametrize("dies_after", range(5))
def test_a_restore_that_dies_leaves_no_site_and_the_next_one_makes_it(
    tmp_path: Path, database: bytes, monkeypatch: pytest.MonkeyPatch, dies_after: int
) -> None:
    backup, home = backup_of({**SITE, "broadsheet.sqlite3": database}, place=tmp_path), tmp_path / "home"
    moves = 0
    rename = Path.rename

    def dying(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves > dies_after:
            raise DiedError
        return rename(self, target)

    with monkeypatch.context() as dying_machine:
        dying_machine.setattr(Path, "rename", dying)
        dying_machine.setattr(restoring, "_remove", lambda _: None)  # a killed process tidies nothing up
        dying_machine.setattr(Path, "rmdir", lambda _: None)
        with pytest.raises(DiedError):
            restored(backup, home=home)
    looked_like_a_site = (home / "site.toml").exists()
    restored(backup, home=home)

    assert not looked_like_a_site
    assert (home / "site.toml").exists()
    assert held(home) == {"media", "pieces", "site.toml", "secret", "broadsheet.sqlite3"}


def test_a_damaged_database_is_found_before_there_is_a_site(tmp_path: Path, database: bytes) -> None:
    damaged = database[:6000] + bytes(3000) + database[9000:]
    backup = backup_of({**SITE, "broadsheet.sqlite3": damaged}, place=tmp_path)

    with pytest.raises(BackupError, match=r"broadsheet.sqlite3 is (damaged|no SQLite)"):
        restored(backup, home=tmp_path / "home")

    assert not (tmp_path / "home").exists()


def test_a_backup_of_a_newer_broadsheet_is_refused_by_name(tmp_path: Path, database: bytes) -> None:
    newer = replace(CLOSING, migrations={"broadsheet_press": "0999_what_comes"})
    backup = backup_of({**SITE, "broadsheet.sqlite3": database}, place=tmp_path, closing_line=newer)

    with pytest.raises(BackupError, match=r"newer Broadsheet \(0.1.0, with broadsheet_press.0999_what_comes\)"):
        restored(backup, home=tmp_path / "home")

    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("name", ["broadsheet.sqlite3", "site.toml", "secret"])
def test_a_backup_without_what_makes_a_site_is_refused(tmp_path: Path, database: bytes, name: str) -> None:
    files = {**SITE, "broadsheet.sqlite3": database}
    del files[name]

    with pytest.raises(BackupError, match="it is no whole backup"):
        restored(backup_of(files, place=tmp_path), home=tmp_path / "home")

    assert not (tmp_path / "home").exists()


def test_a_home_with_a_site_is_left_as_it_is(tmp_path: Path, database: bytes) -> None:
    backup, home = backup_of({**SITE, "broadsheet.sqlite3": database}, place=tmp_path), tmp_path / "home"
    restored(backup, home=home)
    (home / "secret").write_bytes(b"another")

    with pytest.raises(NotEmptyError, match=r"replaces nothing\. Name a new folder with --home"):
        restored(backup, home=home)

    assert (home / "secret").read_bytes() == b"another"


def test_a_disk_without_room_is_told_before_anything_is_written(
    tmp_path: Path, database: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = backup_of({**SITE, "broadsheet.sqlite3": database}, place=tmp_path)
    monkeypatch.setattr(restoring, "_ROOM", 10**12)

    with pytest.raises(BackupError, match="MB free, and the site takes"):
        restored(backup, home=tmp_path / "home")

    assert not (tmp_path / "home").exists()
