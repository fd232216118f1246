import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.stores.notes import SWEPT_EVERY, SharedNotes


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[SharedNotes]:
    notes = SharedNotes(tmp_path / "notes.sqlite3")
    yield notes
    notes.close()


@pytest.fixture
def others(tmp_path: Path) -> Iterator[SharedNotes]:
    """What another process has open."""
    others = SharedNotes(tmp_path / "notes.sqlite3")
    yield others
    others.close()


def test_what_one_process_writes_another_reads(notes: SharedNotes, others: SharedNotes) -> None:
    notes.write("ada", "3 tries", until=60, now=0)
    notes.write("ada", "4 tries", until=60, now=1)

    assert others.read("ada", now=59) == "4 tries"


def test_a_note_is_gone_when_its_time_is_over(notes: SharedNotes) -> None:
    notes.write("ada", "3 tries", until=60, now=0)

    assert notes.read("ada", now=60) is None


def test_of_many_who_claim_a_note_at_once_one_gets_it(notes: SharedNotes, others: SharedNotes) -> None:
    start, claimed = threading.Barrier(8), []

    def claim(store: SharedNotes) -> None:
        start.wait()
        claimed.append(store.claim("code 123456", "used", until=60, now=0))

    threads = [threading.Thread(target=claim, args=(store,)) for store in (notes, others) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(claimed) == [False] * 7 + [True]


def test_a_claim_that_is_over_can_be_made_again(notes: SharedNotes) -> None:
    notes.claim("code 123456", "used", until=60, now=0)

    assert notes.claim("code 123456", "used", until=120, now=60)


def test_a_forgotten_note_is_gone(notes: SharedNotes) -> None:
    notes.write("ada", "3 tries", until=60, now=0)

    assert notes.forget("ada")
    assert not notes.forget("ada")
    assert notes.read("ada", now=1) is None


def test_names_that_strangers_tried_do_not_pile_up(notes: SharedNotes, tmp_path: Path) -> None:
    for number in range(SWEPT_EVERY - 1):
        notes.write(f"stranger {number}", "1 try", until=60, now=0)

    notes.write("ada", "1 try", until=120, now=61)

    with notes._opened() as connection:
        assert connection.execute("SELECT name FROM note").fetchall() == [("ada",)]


def test_a_damaged_file_is_begun_anew(notes: SharedNotes, tmp_path: Path) -> None:
    (tmp_path / "notes.sqlite3").write_bytes(b"no database at all" * 100)

    with pytest.raises(Exception, match="not a database"):
        notes.write("ada", "1 try", until=60, now=0)
    notes.write("ada", "1 try", until=60, now=0)

    assert notes.read("ada", now=1) == "1 try"
