"""
kill -9 of the clerk at any moment, again and again, while wire files arrive.

Nothing may be lost, doubled or half written. The moments are drawn at random but from a seed that is printed on
failure, so that a bad run can be played again.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.contracts.pieces import Card, Page
from broadsheet.stores.pieces import FolderPieceStore
from clerk.running_site import Site, headline, latest, piece_name, wait_until

STORIES = 20
KILLS = 5
SEED = int(os.environ.get("BROADSHEET_KILL_SEED", "20260305"))

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    made.found()
    yield made
    made.kill()


def test_a_clerk_killed_at_any_moment_loses_doubles_and_halves_nothing(site: Site) -> None:
    moments = random.Random(SEED)  # noqa: S311  chance, not secrecy
    store = FolderPieceStore(site.home / "pieces")
    numbers = list(range(1, STORIES + 1))
    site.start()
    wait_until(lambda: store.read("page/") is not None, site=site)

    for _ in range(KILLS):
        for number in numbers[: STORIES // KILLS]:
            site.drop(number)
        numbers = numbers[STORIES // KILLS :]
        time.sleep(moments.uniform(0.1, 1.5))
        site.kill()
        assert_no_half_piece(store)
        site.start()
    wait_until(lambda: all(store.read(piece_name(number)) for number in range(1, STORIES + 1)), site=site)
    wait_until(lambda: len(latest(store)) == STORIES, site=site)
    site.kill(number=signal.SIGTERM)

    assert site.titles() == Counter({f"('{headline(number)}',)": 1 for number in range(1, STORIES + 1)}), SEED
    pages = [store.read(piece_name(number)) for number in range(1, STORIES + 1)]
    assert all(isinstance(page, Page) and page.status == 200 for page in pages)
    assert {page.story_id for page in pages if isinstance(page, Page)} == set(latest(store))
    pieces = [store.read(f"{word}/{story_id}") for word in ("card", "entry") for story_id in latest(store)]
    assert all(isinstance(piece, Card) for piece in pieces)
    assert not list(site.folder.glob("*.json"))


def assert_no_half_piece(store: FolderPieceStore) -> None:
    """Reading raises PieceError on anything that is not whole (each piece carries its checksum)."""
    for number in range(1, STORIES + 1):
        store.read(piece_name(number))
    for name in ("page/", "page/world", "list/latest/all", "withdrawn", "shell/masthead"):
        store.read(name)
    for story_id in latest(store):
        assert store.read(f"card/{story_id}") is not None, "a list that names a story without its card"
