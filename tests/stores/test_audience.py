"""The audience store in SQLite: rows replaced whole, several workers, away and back."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.contracts.audience import AudienceStore, AudienceStoreError, Flush, Fold, Source
from broadsheet.stores.audience import SqliteAudienceStore


def make_fold(story_id: int = 1, *, bucket: int = 300, worker: str = "one", readers: bytes = b"r") -> Fold:
    return Fold(story_id=story_id, bucket=bucket, worker=worker, all_readers=readers, unled_readers=b"u")


def make_flush(*folds: Fold, bucket: int = 300, worker: str = "one", dropped: dict[str, int] | None = None) -> Flush:
    return Flush(worker=worker, folds=folds, bucket=bucket, dropped=dropped or {})


@pytest.fixture
def store(tmp_path: Path) -> AudienceStore:
    return SqliteAudienceStore(tmp_path / "not" / "yet" / "audience.sqlite3")


def test_folds_come_back_in_order(store: AudienceStore) -> None:
    folds = [make_fold(2), make_fold(1, worker="two"), make_fold(1, bucket=600), make_fold(1)]

    store.put(make_flush(*folds))

    assert list(store.folds_since(0)) == [folds[3], folds[1], folds[0], folds[2]]
    assert list(store.folds_since(301)) == [folds[2]]
    assert store.newest_bucket() == 600


def test_where_readers_came_from_comes_back(store: AudienceStore) -> None:
    fold = replace(make_fold(), sources={Source.FRONT: 2.5, Source.ENGINE: 1.0})

    store.put(make_flush(fold))

    assert list(store.folds_since(0)) == [fold]


def test_a_file_of_an_older_release_gets_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "audience.sqlite3"
    with closing(sqlite3.connect(path)) as old, old:
        old.execute(
            "CREATE TABLE fold (bucket INTEGER NOT NULL, story_id INTEGER NOT NULL, worker TEXT NOT NULL,"
            " all_readers BLOB NOT NULL, unled_readers BLOB NOT NULL, unhashed_views INTEGER NOT NULL,"
            " PRIMARY KEY (bucket, story_id, worker)) WITHOUT ROWID"
        )
        old.execute("INSERT INTO fold VALUES (300, 1, 'one', x'01', x'02', 3)")

    [fold] = SqliteAudienceStore(path).folds_since(0)

    assert (fold.all_readers, fold.unhashed_views, fold.sources) == (b"\x01", 3, {})


def test_writing_a_row_twice_changes_nothing_and_a_newer_one_replaces_it(store: AudienceStore) -> None:
    store.put(make_flush(make_fold(), dropped={"agent_bot": 2}))
    store.put(make_flush(make_fold(), dropped={"agent_bot": 2}))
    store.put(make_flush(make_fold(readers=b"more"), dropped={"agent_bot": 3}))

    assert [fold.all_readers for fold in store.folds_since(0)] == [b"more"]
    assert store.dropped_since(0) == {"agent_bot": 3}


def test_a_flush_leaves_the_rows_it_does_not_name(store: AudienceStore) -> None:
    store.put(make_flush(make_fold(1)))

    store.put(make_flush(make_fold(2)))

    assert [fold.story_id for fold in store.folds_since(0)] == [1, 2]


def test_dropped_hits_of_several_workers_and_buckets_add_up(store: AudienceStore) -> None:
    store.put(make_flush(dropped={"agent_bot": 2, "token_bad": 1}))
    store.put(make_flush(worker="two", dropped={"agent_bot": 5}))
    store.put(make_flush(bucket=600, dropped={"token_bad": 1}))

    assert store.dropped_since(0) == {"agent_bot": 7, "token_bad": 2}
    assert store.dropped_since(600) == {"token_bad": 1}


def test_what_is_old_is_forgotten(store: AudienceStore) -> None:
    store.put(make_flush(make_fold(), make_fold(bucket=600), dropped={"agent_bot": 2}))

    store.forget_before(600)

    assert [fold.bucket for fold in store.folds_since(0)] == [600]
    assert store.dropped_since(0) == {}


def test_an_empty_store_has_no_newest_bucket(store: AudienceStore) -> None:
    assert store.newest_bucket() is None


def test_a_store_that_was_away_is_back_without_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "audience.sqlite3"
    path.mkdir()
    store = SqliteAudienceStore(path)
    with pytest.raises(AudienceStoreError, match="audience"):
        store.put(make_flush(make_fold()))
    path.rmdir()

    store.put(make_flush(make_fold()))

    assert store.newest_bucket() == 300


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "audience.sqlite3"
    path.write_bytes(b"no database at all, but long enough to be looked at" * 100)

    with pytest.raises(AudienceStoreError, match="not a database"):
        SqliteAudienceStore(path).put(make_flush(make_fold()))


def test_two_processes_see_one_anothers_folds(tmp_path: Path) -> None:
    one, two = SqliteAudienceStore(tmp_path / "a.sqlite3"), SqliteAudienceStore(tmp_path / "a.sqlite3")
    one.put(make_flush(make_fold()))

    two.put(make_flush(make_fold(worker="two"), worker="two"))

    assert [fold.worker for fold in one.folds_since(0)] == ["one", "two"]
