import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from broadsheet.contracts.pieces import Fragment, PieceError
from broadsheet.stores.pieces import FolderPieceStore
from broadsheet.stores.sequence import LOGGED_NAMES

OLD, NEW = Fragment(html="old"), Fragment(html="new")
HOSTILE = [
    "../../secret",
    "/etc/passwd",
    "page/../../x",
    "page/\0/x",
    "page/CON",
    "PAGE/con",
    "page/" + "long" * 2_000,
    ".",
    "",
]


@pytest.fixture
def store(tmp_path: Path) -> FolderPieceStore:
    return FolderPieceStore(tmp_path / "pieces")


def test_a_pressed_piece_is_read_back(store: FolderPieceStore) -> None:
    store.press({"page/a": OLD})

    assert store.read("page/a") == OLD
    assert store.read("page/b") is None


def test_reading_a_store_that_was_never_made_makes_nothing(tmp_path: Path) -> None:
    store = FolderPieceStore(tmp_path / "pieces")

    assert store.read("page/a") is None
    assert store.changes_since(0).number == 0
    assert list(tmp_path.iterdir()) == []


def test_removed_pieces_are_gone_and_announced(store: FolderPieceStore) -> None:
    number = store.press({"page/a": OLD, "page/b": OLD})

    store.press({}, remove=["page/a", "page/never"])

    assert store.read("page/a") is None
    assert store.changes_since(number).names == {"page/a", "page/never"}


def test_what_is_pressed_and_removed_at_once_is_pressed(store: FolderPieceStore) -> None:
    store.press({"page/a": NEW}, remove=["page/a"])

    assert store.read("page/a") == NEW


def test_changes_since_names_exactly_what_changed(store: FolderPieceStore) -> None:
    first = store.press({"page/a": OLD})
    store.press({"page/b": OLD})
    last = store.press({"page/a": NEW, "page/c": OLD})

    changes = store.changes_since(first)

    assert changes.number == last
    assert changes.names == {"page/a", "page/b", "page/c"}
    assert not changes.everything
    assert store.changes_since(last).names == frozenset()


def test_a_log_that_does_not_reach_back_says_everything(store: FolderPieceStore) -> None:
    first = store.press({"page/a": OLD})
    store.press({f"card/{count}": OLD for count in range(LOGGED_NAMES)})
    store.press({"page/b": OLD})

    assert store.changes_since(first).everything
    assert store.changes_since(first + 1).names == {"page/b"}


def test_the_sequence_file_stays_small(store: FolderPieceStore) -> None:
    for count in range(12):
        store.press({f"card/{count}-{other}": OLD for other in range(300)})

    assert store.sequence_path.stat().st_size < 40 * LOGGED_NAMES


def test_a_store_wiped_and_made_again_is_not_taken_for_the_old_one(store: FolderPieceStore, tmp_path: Path) -> None:
    writer = FolderPieceStore(tmp_path / "pieces")
    for _ in range(3):
        writer.press({"page/a": OLD})
    seen = store.changes_since(0).number
    shutil.rmtree(tmp_path / "pieces")
    for _ in range(5):
        writer.press({"page/b": NEW})

    changes = store.changes_since(seen)

    assert changes.everything
    assert store.changes_since(changes.number).names == frozenset()


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leaves_the_folder(name: str, store: FolderPieceStore, tmp_path: Path) -> None:
    store.press({name: NEW})

    assert store.read(name) == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["pieces"]


def test_names_that_differ_in_case_alone_are_two_pieces(store: FolderPieceStore) -> None:
    store.press({"page/Harbour": OLD, "page/harbour": NEW})

    assert store.read("page/Harbour") == OLD
    files = [path.name for path in (store.sequence_path.parent / "kept").rglob("*") if path.is_file()]
    assert len({name.lower() for name in files}) == 2


def test_a_damaged_piece_is_a_clean_error(store: FolderPieceStore) -> None:
    store.press({"page/a": OLD})
    (file,) = [path for path in (store.sequence_path.parent / "kept").rglob("*") if path.is_file()]
    file.write_bytes(b"")

    with pytest.raises(PieceError, match="page/a"):
        store.read("page/a")


def test_a_piece_that_cannot_be_written_changes_nothing_of_its_batch(store: FolderPieceStore) -> None:
    number = store.press({"page/a": OLD})

    with pytest.raises(PieceError):
        store.press({"page/a": NEW, "page/b": Fragment(html="\ud800")})

    assert store.read("page/a") == OLD
    assert store.changes_since(number).names == frozenset()


def test_names_of_a_writer_that_died_are_announced_by_the_next(store: FolderPieceStore, tmp_path: Path) -> None:
    number = store.press({"page/a": OLD})
    _die_in_a_press(store.sequence_path.parent, before="_announce")

    FolderPieceStore(tmp_path / "pieces").press({"page/z": OLD})

    assert store.read("page/a") == NEW
    assert store.changes_since(number).names == {"page/a", "page/z"}


def test_recover_announces_what_a_dead_writer_left(store: FolderPieceStore, tmp_path: Path) -> None:
    number = store.press({"page/a": OLD})
    _die_in_a_press(store.sequence_path.parent, before="_announce")

    recovered = FolderPieceStore(tmp_path / "pieces").recover()

    assert recovered == number + 1
    assert store.changes_since(number).names == {"page/a"}
    assert FolderPieceStore(tmp_path / "pieces").recover() == recovered


def test_drafts_of_a_dead_writer_are_swept(store: FolderPieceStore, tmp_path: Path) -> None:
    store.press({"page/a": OLD})
    draft = tmp_path / "pieces" / "drafts" / "17"
    draft.write_bytes(b"half a pie")

    FolderPieceStore(tmp_path / "pieces").press({"page/b": OLD})

    assert not draft.exists()


def test_a_damaged_note_of_coming_names_makes_every_edge_forget_all(store: FolderPieceStore, tmp_path: Path) -> None:
    store.press({"page/a": OLD})
    seen = store.changes_since(0).number
    (tmp_path / "pieces" / "coming").write_bytes(b"[")

    FolderPieceStore(tmp_path / "pieces").press({"page/b": OLD})

    assert store.changes_since(seen).everything


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_leaves_every_piece_whole_and_announced(tmp_path: Path) -> None:
    folder = tmp_path / "pieces"
    names = [f"page/{count}" for count in range(8)]
    reader = FolderPieceStore(folder)
    known: dict[str, str] = {}
    number = 0
    chance = random.Random(3)  # noqa: S311  the same moments in every run, as far as a machine allows

    for _ in range(12):
        writer = _start_pressing(folder)
        try:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"pressing\n"
            time.sleep(chance.random() * 0.05)  # the moment of the kill is what the test is about
        finally:
            writer.kill()
            writer.communicate()
        FolderPieceStore(folder).recover()
        changes = reader.changes_since(number)
        number = changes.number
        found = {name: _html(reader, name) for name in names}
        changed = {name for name in names if found[name] != known.get(name)}
        assert changes.everything or changed <= changes.names
        assert all(html == html[:1] * 20_000 for html in found.values())
        known = found

    assert number > 0
    assert list((folder / "drafts").iterdir()) == []


def _html(store: FolderPieceStore, name: str) -> str:
    piece = store.read(name)
    assert isinstance(piece, Fragment)
    return piece.html


PRESSING = """
import itertools, sys
from pathlib import Path
from broadsheet.contracts.pieces import Fragment
from broadsheet.stores.pieces import FolderPieceStore
store = FolderPieceStore(Path(sys.argv[1]))
for count in itertools.count():
    letter = "abcdefghijklmnopqrstuvwxyz"[count % 26]
    store.press({f"page/{number}": Fragment(html=letter * 20_000) for number in range(8)})
    if count == 0:
        print("pressing", flush=True)
"""
DYING = """
import os, signal, sys
from pathlib import Path
from broadsheet.contracts.pieces import Fragment
from broadsheet.stores.pieces import FolderPieceStore
setattr(FolderPieceStore, sys.argv[2], lambda *_: os.kill(os.getpid(), signal.SIGKILL))
FolderPieceStore(Path(sys.argv[1])).press({"page/a": Fragment(html="new")})
"""


def _start_pressing(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", PRESSING, str(folder)], stdout=subprocess.PIPE, env=_environment())


def _die_in_a_press(folder: Path, *, before: str) -> None:
    command = [sys.executable, "-c", DYING, str(folder), before]
    ended = subprocess.run(command, check=False, timeout=20, env=_environment())
    assert ended.returncode == -signal.SIGKILL


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
