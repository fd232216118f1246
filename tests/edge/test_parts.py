"""The edge's own thinking, without a socket."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.contracts.pieces import Changes, Fragment, Page, Piece, PieceError
from broadsheet.edge.answers import Answer
from broadsheet.edge.cache import Entry, PageCache
from broadsheet.edge.composing import NOT_FOUND, Composer
from broadsheet.edge.conditions import UnsatisfiableRangeError, read_range
from broadsheet.edge.encodings import choose_encoding
from broadsheet.edge.pages import Pages
from broadsheet.edge.settings import edge_settings
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.watch import SequenceWatch
from broadsheet.environment import places
from broadsheet.stores.pieces import FolderPieceStore

SOURCE = Path(__file__).parents[2] / "src"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()


def entry(*names: str, body: bytes = b"", valid_until: float = float("inf")) -> Entry:
    answer = Answer(status=200, headers=[], body=body)
    return Entry(plain=answer, names=frozenset(names), valid_until=valid_until, answers={"gzip": answer})


class CountingStore:
    """Keeps the PieceStore Protocol in memory and counts what is read."""

    def __init__(self, pieces: dict[str, Piece]) -> None:
        self.pieces = pieces
        self.reads: list[str] = []

    def press(self, pieces: Mapping[str, Piece], *, remove: Iterable[str] = ()) -> int:
        self.pieces.update(pieces)
        for name in remove:
            self.pieces.pop(name, None)
        return 0

    def recover(self) -> int:
        return 0

    def read(self, name: str) -> Piece | None:
        self.reads.append(name)
        return self.pieces.get(name)

    def changes_since(self, number: int) -> Changes:
        return Changes(number=number)


@given(st.text(max_size=60))
def test_any_accept_encoding_gives_an_encoding(header: str) -> None:
    assert choose_encoding(header) in {"br", "zstd", "gzip", "identity"}


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, *;q=0.5", "zstd"),
        ("gzip;q=0.5, identity;q=0.9", "identity"),
        ("gzip;q=high", "identity"),
        ("gzip;q=2", "identity"),
        ("deflate", "identity"),
    ],
)
def test_the_reader_gets_the_encoding_that_was_asked_for(header: str, encoding: str) -> None:
    assert choose_encoding(header) == encoding


@given(st.text(max_size=30), st.integers(0, 10_000))
def test_a_range_lies_within_its_file_or_is_none(header: str, size: int) -> None:
    try:
        part = read_range(f"bytes={header}", size=size)
    except UnsatisfiableRangeError:
        return

    assert part is None or 0 <= part.start < part.end <= size


def test_the_cache_keeps_to_its_bytes_and_lets_the_oldest_used_go() -> None:
    cache = PageCache(limit_bytes=3 * entry("a", body=b"x" * 10_000).weight)
    for address in ("/1/", "/2/", "/3/"):
        cache.put(address, entry("a", body=b"x" * 10_000))
    cache.answer("/1/", encoding="gzip", now=0)

    cache.put("/4/", entry("a", body=b"x" * 10_000))

    assert [cache.entry(address) is not None for address in ("/1/", "/2/", "/3/", "/4/")] == [True, False, True, True]


def test_a_page_larger_than_the_whole_cache_is_not_kept() -> None:
    cache = PageCache(limit_bytes=10_000)

    cache.put("/1/", entry("a", body=b"x" * 20_000))

    assert len(cache) == 0
    assert cache.weight == 0


def test_the_cache_forgets_exactly_what_hangs_on_a_change() -> None:
    cache = PageCache(limit_bytes=1_000_000)
    cache.put("/1/", entry("page/1", "card/7"))
    cache.put("/2/", entry("page/2"))

    cache.forget(Changes(number=1, names=frozenset({"card/7", "card/8"})), now=NOON)

    assert cache.entry("/1/") is None
    assert cache.entry("/2/") is not None


def test_the_cache_forgets_everything_when_told_so() -> None:
    cache = PageCache(limit_bytes=1_000_000)
    cache.put("/1/", entry("page/1"))

    cache.forget(Changes(number=1, everything=True), now=NOON)

    assert len(cache) == 0
    assert cache.weight == 0


def test_a_page_whose_time_has_come_is_not_given_out() -> None:
    cache = PageCache(limit_bytes=1_000_000)
    cache.put("/1/", entry("page/1", valid_until=NOON))

    assert cache.answer("/1/", encoding="gzip", now=NOON - 1) is not None
    assert cache.answer("/1/", encoding="gzip", now=NOON) is None


def test_a_page_joined_while_one_of_its_pieces_changed_is_noticed() -> None:
    cache = PageCache(limit_bytes=1_000_000)
    since = cache.generation
    cache.forget(Changes(number=1, names=frozenset({"card/7"})), now=NOON)

    assert cache.is_touched({"page/1", "card/7"}, since=since)
    assert not cache.is_touched({"page/2"}, since=since)
    assert not cache.is_touched({"card/7"}, since=cache.generation)


def test_what_happened_too_long_ago_to_tell_counts_as_touched() -> None:
    cache = PageCache(limit_bytes=1_000_000)
    for number in range(300):
        cache.forget(Changes(number=number), now=NOON)

    assert cache.is_touched({"page/1"}, since=0)


def test_the_shelf_reads_a_shared_piece_once_until_it_changes() -> None:
    store = CountingStore({"shell/menu": Fragment(html="old")})
    shelf = Shelf(store, limit_bytes=100_000)
    shelf.read("shell/menu")
    shelf.read("shell/menu")
    store.pieces["shell/menu"] = Fragment(html="new")

    shelf.forget(Changes(number=1, names=frozenset({"shell/menu"})))

    assert shelf.read("shell/menu") == Fragment(html="new")
    assert store.reads == ["shell/menu", "shell/menu"]


def test_the_shelf_does_not_keep_a_piece_read_while_it_changed() -> None:
    store = CountingStore({"shell/menu": Fragment(html="old")})
    shelf = Shelf(store, limit_bytes=100_000)
    read = store.read

    def read_during_a_press(name: str) -> Piece | None:
        piece = read(name)
        store.pieces[name] = Fragment(html="new")
        shelf.forget(Changes(number=1, names=frozenset({name})))
        return piece

    store.read = read_during_a_press  # type: ignore[method-assign]
    shelf.read("shell/menu")
    store.read = read  # type: ignore[method-assign]

    assert shelf.read("shell/menu") == Fragment(html="new")


def test_the_shelf_keeps_to_its_bytes() -> None:
    store = CountingStore({f"shell/{count}": Fragment(html="x" * 1_000) for count in range(100)})
    shelf = Shelf(store, limit_bytes=10_000)

    for count in range(100):
        shelf.read(f"shell/{count}")
    shelf.read("shell/0")

    assert store.reads.count("shell/0") == 2


async def _ask_at_once(pages: Pages, *, readers: int) -> list[Answer]:
    return await asyncio.gather(*(pages.cold("/a/", "gzip") for _ in range(readers)))


def test_a_cold_page_is_joined_once_however_many_ask() -> None:
    store = CountingStore({"page/a": Page(parts=("<p>" * 200,))})
    pages = Pages(composer=_composer(store), limit_bytes=1_000_000)

    answers = asyncio.run(_ask_at_once(pages, readers=50))

    pages.stop()
    assert len({answer.etag for answer in answers}) == 1
    assert store.reads.count("page/a") == 1


def test_addresses_that_are_no_page_fill_no_cache() -> None:
    pages = Pages(composer=_composer(CountingStore({})), limit_bytes=1_000_000)

    async def ask() -> list[Answer]:
        return [await pages.cold(f"/{count}/", "gzip") for count in range(50)]

    answers = asyncio.run(ask())

    pages.stop()
    assert {answer.status for answer in answers} == {404}
    assert len(pages.cache) == 1
    assert pages.cache.entry(NOT_FOUND) is not None


def _composer(store: CountingStore) -> Composer:
    return Composer(read=store.read, token_key=b"k", repeats_allowed=False, security=[], clock=lambda: NOON)


def test_a_page_that_cannot_be_read_is_tried_again_after_a_second() -> None:
    def broken(name: str) -> Piece | None:
        raise PieceError(f"{name}: damaged")

    composer = Composer(read=broken, token_key=b"k", repeats_allowed=False, security=[], clock=lambda: NOON)

    damaged = composer.compose("/a/")

    assert damaged is not None
    assert damaged.plain.status == 503
    assert damaged.valid_until == NOON + 1


def test_the_watch_tells_each_change_once(tmp_path: Path) -> None:
    store = FolderPieceStore(tmp_path / "pieces")
    heard: list[Changes] = []
    watch = SequenceWatch(store, on_change=heard.append)
    store.press({"page/a": Fragment(html="a")})

    watch.look()
    watch.look()
    store.press({"page/b": Fragment(html="b")})
    watch.look()

    assert [changes.names for changes in heard] == [{"page/a"}, {"page/b"}]
    assert watch.number == 2


def test_a_watch_that_could_not_tell_tries_again(tmp_path: Path) -> None:
    store = FolderPieceStore(tmp_path / "pieces")
    heard: list[Changes] = []

    def hear(changes: Changes) -> None:
        heard.append(changes)
        if len(heard) == 1:
            raise RuntimeError("the loop is gone")

    watch = SequenceWatch(store, on_change=hear)
    store.press({"page/a": Fragment(html="a")})
    with pytest.raises(RuntimeError):
        watch.look()
    watch.look()

    assert [changes.names for changes in heard] == [{"page/a"}, {"page/a"}]


@pytest.mark.parametrize(
    ("name", "value"), [("BROADSHEET_EDGE_CACHE_MB", "much"), ("BROADSHEET_EDGE_STATUS_PORT", "70000")]
)
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    monkeypatch.setenv(name, value)

    with pytest.raises(places.EnvironmentError, match=f"{name}={value}: "):
        edge_settings(port=8000)


def test_the_edge_loads_neither_django_nor_the_newsroom() -> None:
    script = (
        "import sys, broadsheet.cli.edge, broadsheet.edge.server, broadsheet.edge.settings; "
        "print(*sorted(name for name in sys.modules if name.split('.')[0] in "
        "{'django', 'wagtail', 'modelcluster', 'sqlite3', 'structlog', 'rich'}))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )

    assert loaded.stdout.split() == []
