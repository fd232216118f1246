import pytest

from broadsheet.environment import database


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 0), (3, 50, 7), (3, 44, 6), (3, 44, 9)])
def test_mended_versions_may_use_wal(version: tuple[int, int, int]) -> None:
    assert database.is_wal_safe(version)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2)])
def test_versions_that_may_lose_commits_may_not(version: tuple[int, int, int]) -> None:
    assert not database.is_wal_safe(version)


def test_an_unsafe_version_is_refused_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr("sqlite3.sqlite_version", "3.40.1")

    with pytest.raises(database.UnsafeSqliteError, match=r"SQLite 3\.40\.1 can lose committed stories"):
        database.sqlite_journal()


def test_the_rollback_journal_is_safe_with_every_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 40, 1))
    monkeypatch.setenv("BROADSHEET_SQLITE_JOURNAL", "rollback")

    assert database.sqlite_journal() == "DELETE"
