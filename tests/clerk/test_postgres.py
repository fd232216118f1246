"""The same spine on PostgreSQL, with two clerks of which one leads (BROADSHEET_TEST_POSTGRES names a server)."""

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from broadsheet.contracts.pieces import Page
from broadsheet.stores.pieces import FolderPieceStore
from clerk.running_site import Site, latest, piece_name, wait_until

SERVER = os.environ.get("BROADSHEET_TEST_POSTGRES", "")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SERVER, reason="BROADSHEET_TEST_POSTGRES names no PostgreSQL server"),
]


@pytest.fixture
def database() -> Iterator[str]:
    """The address of a database that is made for this test and dropped after it."""
    name = f"broadsheet_test_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        server.execute(psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(psycopg.sql.Identifier(name)))


@pytest.fixture
def site(tmp_path: Path, database: str) -> Iterator[Site]:
    made = Site(tmp_path, DATABASE_URL=database)
    made.found()
    yield made
    made.kill()


def test_a_wire_file_is_published_and_a_second_clerk_takes_over_from_a_killed_one(site: Site) -> None:
    store = FolderPieceStore(site.home / "pieces")
    site.start()
    second_log = site.log.with_name("second.log")
    with second_log.open("wb") as log:
        second = subprocess.Popen([sys.executable, "-m", "broadsheet", "clerk"], env=site.environment, stderr=log)
    try:
        wait_until(lambda: b"clerk_standing_by" in second_log.read_bytes(), site=site)
        site.drop(1)
        wait_until(lambda: store.read(piece_name(1)) is not None, site=site)

        site.kill()
        site.drop(2)
        wait_until(lambda: store.read(piece_name(2)) is not None and len(latest(store)) == 2, site=site)
    finally:
        second.send_signal(signal.SIGTERM)
        second.wait(timeout=30)

    pages = [store.read(piece_name(number)) for number in (1, 2)]
    assert all(isinstance(page, Page) and page.status == 200 for page in pages)
    assert b"clerk_leading" in second_log.read_bytes()
    assert second.returncode == 0
