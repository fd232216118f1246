"""A backup as a file: what was put in comes out; what is damaged or hostile is refused before anything is written."""

import io
import os
import tarfile
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.keeping.archive.contents import BackupError, Closing, Head, checked_name, head_bytes
from broadsheet.keeping.archive.reading import check, opened
from broadsheet.keeping.archive.tape import BLOCK, header_bytes, read_header
from broadsheet.keeping.archive.writing import ArchiveWriter, writing

HEAD = Head(format=1, broadsheet="0.1.0", engine="sqlite", begun_at="2026-06-01T12:00:00+00:00", holds_secret=True)
CLOSING = Closing(
    members=0, taken_at="2026-06-01T12:00:01+00:00", migrations={}, holds_pieces=True, holds_index=True, missing=0
)
PICTURE = bytes(range(256)) * 9000


def made(path: Path, fill: Callable[[ArchiveWriter], object]) -> Path:
    with writing(path, head=HEAD) as archive:
        fill(archive)
        archive.close(replace(CLOSING, members=archive.count))
    return path


def usual(archive: ArchiveWriter) -> None:
    archive.add_bytes("media/images/quay.jpg", PICTURE)
    archive.add_bytes("secret", b"a secret")


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return made(tmp_path / "backup.tar.zst", usual)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def restored(backup: Path, *, place: Path) -> dict[str, bytes]:
    with opened(backup) as sound:
        sound.extract(place)
    return {str(file.relative_to(place)): file.read_bytes() for file in place.rglob("*") if file.is_file()}


def test_what_was_put_in_comes_out_and_the_secret_is_the_owners_alone(backup: Path, place: Path) -> None:
    files = restored(backup, place=place)

    assert files == {"media/images/quay.jpg": PICTURE, "secret": b"a secret"}
    assert (place / "secret").stat().st_mode & 0o077 == 0
    assert backup.stat().st_mode & 0o077 == 0


def test_a_picture_keeps_the_moment_that_readers_caches_know_it_by(tmp_path: Path, place: Path) -> None:
    file = tmp_path / "quay.jpg"
    file.write_bytes(PICTURE)
    os.utime(file, ns=(1_750_000_000_123_456_789, 1_750_000_000_123_456_789))

    restored(made(tmp_path / "backup", lambda archive: archive.add_file("media/quay.jpg", file)), place=place)

    assert (place / "media" / "quay.jpg").stat().st_mtime_ns == 1_750_000_000_123_456_789


def test_a_member_that_was_taken_back_is_not_restored_and_a_later_one_stands_in_its_place(
    tmp_path: Path, place: Path
) -> None:
    def fill(archive: ArchiveWriter) -> None:
        for name in ("media/killed.jpg", "pieces/kept/00/aa", "pieces/kept/00/bb", "media/kept.jpg"):
            archive.add_bytes(name, b"old")
        archive.take_back(["media/killed.jpg"])
        archive.take_back_all("pieces/")
        archive.add_bytes("pieces/kept/00/aa", b"new")

    files = restored(made(tmp_path / "backup", fill), place=place)

    assert files == {"media/kept.jpg": b"old", "pieces/kept/00/aa": b"new"}


def test_a_backup_that_fails_leaves_no_file(tmp_path: Path) -> None:
    def fail(_: ArchiveWriter) -> None:
        raise BackupError("the database went away")

    with pytest.raises(BackupError):
        made(tmp_path / "backup", fail)

    assert list(tmp_path.iterdir()) == []


def test_whatever_byte_is_damaged_nothing_else_than_what_was_put_in_comes_out(tmp_path: Path, backup: Path) -> None:
    whole = backup.read_bytes()
    refused = 0

    positions = range(0, len(whole), max(1, len(whole) // 97))
    for position in positions:
        backup.write_bytes(whole[:position] + bytes([whole[position] ^ 0x41]) + whole[position + 1 :])
        place = tmp_path / f"place-{position}"
        try:
            files = restored(backup, place=place)
        except BackupError:
            refused += 1
            assert not place.exists()
        else:  # a bit of the frame's head that says nothing of the bytes
            assert files == {"media/images/quay.jpg": PICTURE, "secret": b"a secret"}

    assert refused >= len(positions) - 2


def test_a_backup_that_was_copied_half_says_so(backup: Path, place: Path) -> None:
    whole = backup.read_bytes()

    for size in (0, 1, len(whole) // 2, len(whole) - 40):
        backup.write_bytes(whole[:size])
        with pytest.raises(BackupError, match=r"ends in the middle|damaged"):
            restored(backup, place=place)

    assert list(place.iterdir()) == []


def test_a_backup_of_another_format_names_the_way_out(tmp_path: Path) -> None:
    with writing(tmp_path / "backup", head=replace(HEAD, format=2)) as archive:
        archive.close(replace(CLOSING, members=0))

    with pytest.raises(
        BackupError, match=r"format 2, and this Broadsheet reads 1; restore it with the Broadsheet that"
    ):
        check(tmp_path / "backup")


def test_a_file_exchanged_between_checking_and_writing_writes_nothing_that_was_not_listed(
    tmp_path: Path, backup: Path, place: Path
) -> None:
    other = made(tmp_path / "other", lambda archive: archive.add_bytes("media/images/quay.jpg", b"another"))

    with opened(backup) as sound:
        other.replace(backup)
        with pytest.raises(BackupError, match="exchanged"):
            sound.extract(place)

    assert list(place.rglob("*.jpg")) == []


def hostile(members: Callable[[tarfile.TarFile], None]) -> bytes:
    """A tape made by another program, its first member as it should be."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tape:
        add(tape, "broadsheet-backup.json", head_bytes(HEAD))
        members(tape)
    return zstandard.compress(out.getvalue())


def add(tape: tarfile.TarFile, name: str, data: bytes = b"x", *, kind: bytes = tarfile.REGTYPE, to: str = "") -> None:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(data), kind, to
    tape.addfile(info, io.BytesIO(data))


@pytest.mark.parametrize(
    "members",
    [
        lambda tape: add(tape, "../outside"),
        lambda tape: add(tape, "media/../../outside"),
        lambda tape: add(tape, "/etc/outside"),
        lambda tape: add(tape, "media//outside"),
        lambda tape: add(tape, "media/a\\..\\outside"),
        lambda tape: add(tape, "clerk.lock"),
        lambda tape: add(tape, "media/here", b"", kind=tarfile.SYMTYPE, to="/etc"),
        lambda tape: add(tape, "media/here", b"", kind=tarfile.LNKTYPE, to="secret"),
        lambda tape: add(tape, "media/here", b"", kind=tarfile.CHRTYPE),
        lambda tape: add(tape, "media/here", b"", kind=tarfile.FIFOTYPE),
        lambda tape: add(tape, "media", b"", kind=tarfile.DIRTYPE),
        lambda tape: add(tape, "media/" + "n" * 5000),
        lambda tape: add(tape, "manifest.jsonl", b'{"name": "media/here", "size": 1, "sha256": "00"}\n'),
        lambda tape: add(tape, "manifest.jsonl", b"[" * 100_000 + b"\n"),
        lambda tape: add(tape, "manifest.jsonl", b'{"end": {"members": 0}}\n'),
        lambda tape: add(tape, "manifest.jsonl", b"x" * 3_000_000),
    ],
)
def test_a_hostile_tape_is_refused_and_writes_nothing(
    tmp_path: Path, place: Path, members: Callable[[tarfile.TarFile], None]
) -> None:
    backup = tmp_path / "backup"
    backup.write_bytes(hostile(members))

    with pytest.raises(BackupError):
        restored(backup, place=place)

    assert {path.name for path in tmp_path.rglob("*")} == {"backup", "place"}


@pytest.mark.parametrize("name", ["media/zeros", "manifest.jsonl", "././@LongLink"])
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, place: Path, name: str) -> None:
    backup = tmp_path / "backup"
    with backup.open("wb") as file, zstandard.ZstdCompressor().stream_writer(file) as out:
        out.write(header_bytes("broadsheet-backup.json", size=len(head_bytes(HEAD))))
        out.write(head_bytes(HEAD).ljust(BLOCK, b"\0"))
        out.write(header_bytes(name, size=2**40))
        for _ in range(1000):
            out.write(bytes(1024 * 1024))

    tracemalloc.start()
    with pytest.raises(BackupError):
        restored(backup, place=place)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 16 * 1024 * 1024
    assert list(place.iterdir()) == []


def test_other_programs_can_read_it(backup: Path) -> None:
    unpacked = zstandard.ZstdDecompressor().stream_reader(backup.read_bytes()).read()

    with tarfile.open(fileobj=io.BytesIO(unpacked)) as tape:
        names = tape.getnames()

    assert names == ["broadsheet-backup.json", "media/images/quay.jpg", "secret", "manifest.jsonl"]


@given(
    name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200), size=st.integers(0, 2**60)
)
def test_every_name_and_size_comes_back_from_a_header(name: str, size: int) -> None:
    blocks = header_bytes(name, size=size)

    header = read_header(blocks[-BLOCK:])

    assert header.size == size
    if len(blocks) == BLOCK:
        assert header.name == name
    else:
        assert blocks[BLOCK : BLOCK + read_header(blocks[:BLOCK]).size].rstrip(b"\0").decode() == name


@given(st.text())
def test_no_name_leads_out_of_its_folder(name: str) -> None:
    try:
        accepted = checked_name(f"media/{name}")
    except BackupError:
        return

    assert (Path("/home") / accepted).resolve().is_relative_to("/home/media")
