"""A site moves from SQLite to PostgreSQL: its pages come out the same, and it goes on there."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.stores.pieces import FolderPieceStore
from clerk.running_site import Site, piece_name, wait_until
from keeping.databases import SERVER, drop_database, made_database

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SERVER, reason="BROADSHEET_TEST_POSTGRES names no PostgreSQL server"),
]
PRESS = """
from django.db import connection
from django.utils import timezone
from broadsheet.press.actions import press_everything
from broadsheet.press.tasks import press_waiting
press_everything(now=timezone.now())
while press_waiting(timezone.now()): pass
print(connection.vendor)
"""
SEARCH = """
from broadsheet.wire.models import WireItem
from django.db import connection
cursor = connection.cursor()
cursor.execute("SELECT count(*) FROM broadsheet_wire_words WHERE words @@ to_tsquery('simple', 'tide')")
print(cursor.fetchone()[0], WireItem.objects.count())
"""


@pytest.fixture
def database() -> Iterator[str]:
    address = made_database()
    yield address
    drop_database(address)


def story_pieces(home: Path) -> dict[str, bytes]:
    """The pages of stories; fronts hang on the hour that they are pressed in."""
    store = FolderPieceStore(home / "pieces")
    return {name: store.file_of(name).read_bytes() for name in map(piece_name, range(3))}


def test_pages_pressed_from_the_new_database_have_the_same_bytes_and_news_goes_on(
    tmp_path: Path, courier_home: Path, database: str
) -> None:
    site = Site(tmp_path)
    site.found(like=courier_home)
    site.start()
    store = FolderPieceStore(site.home / "pieces")
    for number in range(3):
        site.drop(number)
    wait_until(lambda: all(store.read(piece_name(number)) for number in range(3)), site=site)
    site.kill(number=signal.SIGTERM)
    before = story_pieces(site.home)

    site.broadsheet("move_to_postgres", database)
    with pytest.raises(AssertionError, match="is not empty"):
        site.broadsheet("move_to_postgres", database)
    site.environment["DATABASE_URL"] = database
    shutil.rmtree(site.home / "pieces")
    vendor = site.broadsheet("manage", "shell", "-v", "0", "-c", PRESS).strip()
    found = site.broadsheet("manage", "shell", "-v", "0", "-c", SEARCH).split()
    after = story_pieces(site.home)
    site.start()
    site.drop(3)
    try:
        wait_until(lambda: store.read(piece_name(3)) is not None, site=site)
    finally:
        site.kill(number=signal.SIGTERM)

    assert vendor == "postgresql"
    assert found == ["3", "3"]
    assert after == before
