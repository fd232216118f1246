from pathlib import Path

import pytest

from broadsheet.environment.files import write_whole


def test_a_file_is_replaced_whole_and_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "site.toml"

    write_whole(path, b"first and longer")
    write_whole(path, b"second")

    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "state.json"
    write_whole(path, b"old")

    def refuse(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, b"new")

    assert path.read_bytes() == b"old"


def test_a_secret_file_is_its_owner_s_from_the_first_byte_on(tmp_path: Path) -> None:
    path = tmp_path / "people.json"

    write_whole(path, b"{}", mode=0o600)

    assert path.stat().st_mode & 0o777 == 0o600
