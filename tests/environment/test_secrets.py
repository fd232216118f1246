import stat
from pathlib import Path

import pytest

from broadsheet.environment import secrets


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    monkeypatch.delenv("BROADSHEET_SECRET", raising=False)
    return tmp_path


def test_the_secret_is_made_once_and_for_its_owner_alone(home: Path) -> None:
    first = secrets.site_secret()

    again = secrets.site_secret()

    assert first == again
    assert len(first) >= 48
    assert stat.S_IMODE((home / "secret").stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["secret"]


def test_every_purpose_has_a_key_of_its_own(home: Path) -> None:
    keys = {secrets.derived_key(purpose) for purpose in ("django", "page-token", "salt")}

    assert len(keys) == 3
    assert all(len(key) == 32 for key in keys)


def test_a_secret_given_in_the_environment_leaves_no_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_SECRET", "given")

    assert secrets.site_secret() == b"given"
    assert list(home.iterdir()) == []
