"""A site at work, backed up and restored elsewhere: readers there get the same bytes, and the dead stay dead."""

import copy
import io
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from PIL import Image

from broadsheet.contracts.pieces import Page
from broadsheet.keeping.archive.reading import check
from broadsheet.stores.pieces import FolderPieceStore
from clerk.running_site import Site, headline, item, piece_name, wait_until
from edge.running import running_edge
from keeping.databases import SERVER, drop_database, made_database

ILLUSTRATED, KILLED, PICTURE_KILLED, QUIET = range(4), 5, 3, 8
FILES = 6  # of a picture of 400 pixels: two widths, each as AVIF, WebP and JPEG
FEEDS = ("feed.xml", "atom.xml", "feed.json", "world/feed.xml", "world/atom.xml", "world/feed.json")
pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A site with stories, pictures and a kill, backed up while its clerk published; and what readers saw just then."""

    site: Site
    backup: Path
    witness: Path
    empty_database: str

    def restore(self, home: Path, *, database: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "broadsheet", "restore", str(self.backup), "--home", str(home)],
            env={**self.site.environment, "DATABASE_URL": database}, check=False, capture_output=True, text=True,
        )  # fmt: skip


@pytest.fixture(
    scope="module",
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.skipif(not SERVER, reason="BROADSHEET_TEST_POSTGRES names none")),
    ],
)
def paper(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, courier_home: Path
) -> Iterator[Paper]:
    place = tmp_path_factory.mktemp("paper")
    databases = [made_database(), made_database()] if request.param == "postgresql" else []
    site = Site(place, **({"DATABASE_URL": databases[0]} if databases else {}))
    try:
        site.found(like=None if databases else courier_home)
        site.start()
        fill(site)
        backup, witness = place / "backup.tar.zst", place / "witness"
        back_up_while_it_publishes(site, backup, witness=witness)
        site.kill()
        yield Paper(site=site, backup=backup, witness=witness, empty_database=databases[1] if databases else "")
    finally:
        site.kill()
        for address in databases:
            drop_database(address)


def fill(site: Site) -> None:
    """Eight stories, four with pictures; one is killed, and so is one's picture."""
    store = FolderPieceStore(site.home / "pieces")
    for number in range(QUIET):
        if number in ILLUSTRATED:
            drop_illustrated(site, number)
        else:
            site.drop(number)
    wait_until(lambda: all(store.read(piece_name(number)) for number in range(QUIET)), site=site)
    wait_until(lambda: all(files_named(store, number) == FILES for number in ILLUSTRATED), site=site)
    drop(site, {**item(KILLED), "version": "2", "pubstatus": "canceled"}, name="kill")
    wait_until(lambda: status_of(store, KILLED) == 410, site=site)
    kill_picture(site, PICTURE_KILLED)
    wait_until(lambda: "<img" not in str(store.read(piece_name(PICTURE_KILLED))), site=site)


def files_named(store: FolderPieceStore, number: int) -> int:
    """How many of its picture's files the story's page names; each stands whole before it is named."""
    return len(set(re.findall(r"/media/images/[\w.-]+", str(store.read(piece_name(number))))))


def drop(site: Site, words: dict[str, object], *, name: str) -> None:
    draft = site.folder / f"{name}.json.tmp"
    draft.write_text(json.dumps(words))
    draft.rename(site.folder / f"{name}.json")


def drop_illustrated(site: Site, number: int) -> None:
    out = io.BytesIO()
    Image.effect_noise((400, 300), 60 + number).convert("RGB").save(out, "JPEG")
    (site.folder / f"{number}.jpg").write_bytes(out.getvalue())
    picture = {
        "uri": f"urn:broadsheet:photo:{number}",
        "type": "picture",
        "byline": "Cam Example",
        "description_text": f"A boat called {number}.",
        "renditions": {"main": {"href": f"{number}.jpg", "width": 400}},
    }
    drop(site, {**item(number), "associations": {"main": picture}}, name=str(number))


def kill_picture(site: Site, number: int) -> None:
    site.broadsheet(
        "manage", "shell", "-v", "0", "-c",
        "from django.utils import timezone; from broadsheet.media.actions import kill_picture;"
        "from broadsheet.stories.models import StoryPage;"
        f"kill_picture(StoryPage.objects.get(title={headline(number)!r}).lead_picture, now=timezone.now())",
    )  # fmt: skip


def status_of(store: FolderPieceStore, number: int) -> int:
    page = store.read(piece_name(number))
    return page.status if isinstance(page, Page) else 404


def back_up_while_it_publishes(site: Site, backup: Path, *, witness: Path) -> None:
    """Items come in all the while, each with the next; the clerk presses what it can."""
    done = threading.Event()

    def write() -> None:
        number = 100
        while not done.wait(0.05):
            site.drop(number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        wait_until(lambda: status_of(FolderPieceStore(site.home / "pieces"), 101) == 200, site=site)
        subprocess.run(
            [sys.executable, "-m", "keeping.backing_up_a_witness", str(backup), str(witness)],
            env=site.environment, check=True, capture_output=True,
        )  # fmt: skip
    finally:
        done.set()
        writer.join()


def answers(home: Path, addresses: list[str]) -> dict[str, tuple[int, str, bytes]]:
    """Status, ETag and bytes at each address, from an edge over that home."""
    with running_edge(home) as edge:
        return {address: said(edge.client.get(address)) for address in addresses}


def said(answer: httpx.Response) -> tuple[int, str, bytes]:
    return answer.status_code, answer.headers.get("etag", ""), answer.content


def elsewhere(paper: Paper, home: Path) -> Site:
    """The restored site, for commands."""
    site = copy.copy(paper.site)
    address = {"DATABASE_URL": paper.empty_database} if paper.empty_database else {}
    site.environment = {**site.environment, "BROADSHEET_HOME": str(home), **address}
    return site


def told_by(site: Site, script: str) -> list[str]:
    return site.broadsheet("manage", "shell", "-v", "0", "-c", script).split()


def addresses_of(site: Site, home: Path) -> list[str]:
    script = "from broadsheet.press.models import KnownAddress as A; print(*A.objects.values_list('path', flat=True))"
    pictures = [f"/media/images/{file.name}" for file in sorted((home / "media" / "images").iterdir())]
    searches = ["/search/", "/search/?q=boat", "/search/?q=nowhere"]
    return ["/nothing/here/", *(f"/{feed}" for feed in FEEDS), *searches, *told_by(site, script), *pictures]


@pytest.fixture(scope="module")
def restored(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("restored") / "home"
    done = paper.restore(home, database=paper.empty_database)
    assert done.returncode == 0, done.stderr
    return home


def test_every_address_of_the_restored_site_answers_with_the_bytes_of_that_moment(paper: Paper, restored: Path) -> None:
    addresses = addresses_of(elsewhere(paper, restored), restored)

    then, now = answers(paper.witness, addresses), answers(restored, addresses)

    assert [address for address in addresses if then[address] != now[address]] == []
    assert then[f"/world/boat-{KILLED}-is-in/"][0] == 410
    assert sum(status == 200 for status, _, _ in then.values()) > QUIET + len(FEEDS)


def test_a_picture_that_was_killed_has_no_files_for_readers_in_the_restored_site(restored: Path) -> None:
    numbers = {int(file.name.partition("-")[0]) for file in (restored / "media" / "images").iterdir()}

    assert numbers == set(ILLUSTRATED) - {PICTURE_KILLED}


def test_pages_and_database_of_the_restored_site_are_of_one_moment(
    paper: Paper, restored: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(restored, tmp_path / "home")  # pressing goes on there, so that the other tests find theirs
    script = """
from django.utils import timezone
from broadsheet.press.tasks import is_pressed, press_waiting, piece_store
from broadsheet.environment import places
from broadsheet.stories.models import StoryPage
while press_waiting(timezone.now()): pass
store = piece_store(places.pieces_folder())
live = set(StoryPage.objects.filter(live=True).values_list("pk", flat=True))
carded = {number for number in range(1, 2000) if store.read(f"card/{number}")}
print(is_pressed(store, now=timezone.now()), live == carded, len(live))
"""

    is_pressed, is_same, stories = told_by(elsewhere(paper, home), script)

    assert (is_pressed, is_same) == ("True", "True")
    assert int(stories) >= QUIET


def test_the_journal_says_from_what_the_site_was_restored(paper: Paper, restored: Path) -> None:
    script = """
from wagtail.models import ModelLogEntry
print(*[entry.data["reason"] for entry in ModelLogEntry.objects.filter(action="broadsheet.commanded")], sep=chr(10))
"""

    told = " ".join(told_by(elsewhere(paper, restored), script))

    assert told.endswith(f"The site was restored from {paper.backup}")


def test_the_backup_is_found_sound_and_holds_the_secret_and_the_index(paper: Paper) -> None:
    contents = check(paper.backup)

    assert contents.head.holds_secret
    assert contents.closing.holds_pieces
    assert contents.closing.holds_index
    assert contents.closing.missing == 0
    assert paper.backup.stat().st_mode & 0o077 == 0


def test_a_home_that_holds_something_is_left_alone(paper: Paper, tmp_path: Path) -> None:
    (tmp_path / "note").write_text("ours")

    done = paper.restore(tmp_path, database=paper.empty_database)

    assert done.returncode == 1
    assert "is not empty (it holds note)" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


def test_the_backup_of_one_database_is_not_restored_into_the_other(paper: Paper, tmp_path: Path) -> None:
    if not SERVER:
        pytest.skip("BROADSHEET_TEST_POSTGRES names no PostgreSQL server")
    database = "" if paper.empty_database else made_database()

    try:
        done = paper.restore(tmp_path / "home", database=database)
    finally:
        if database:
            drop_database(database)

    assert done.returncode == 1
    assert "is the backup of a site on" in done.stderr
    assert not (tmp_path / "home").exists()
