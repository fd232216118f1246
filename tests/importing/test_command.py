"""`broadsheet import` as somebody types it, on a real site, killed and run again."""

import http.server
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.environment.database import use_newest_sqlite
from clerk.running_site import Site, wait_until

ARCHIVED = Path(__file__).parents[1] / "formats" / "archived"
ITEM = (
    "<item><title>Story {0}</title><link>https://old.example/archive/{0}/</link><wp:post_id>{0}</wp:post_id>"
    "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status><wp:post_name>story-{0}</wp:post_name>"
    "<content:encoded><![CDATA[<p>Words.</p>]]></content:encoded></item>"
)
STORIES = 800
KILLS = 3
LEDGER = "broadsheet_importing_importedstory"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, courier_home: Path) -> Site:
    made = Site(tmp_path_factory.mktemp("importing"), BROADSHEET_FETCH_ALLOW="127.0.0.1")
    made.found(like=courier_home)
    return made


@pytest.fixture
def served() -> Iterator[str]:
    """The old courier's export at an address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(ARCHIVED))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/wordpress.xml"
    server.shutdown()
    thread.join()
    server.server_close()


def rows(site: Site, table: str) -> int:
    """How many rows a table of the site's database has."""
    use_newest_sqlite()
    import sqlite3

    with closing(sqlite3.connect(site.home / "broadsheet.sqlite3", timeout=20)) as connection:
        [[count]] = connection.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608  the test's own words
    return int(count)


def test_an_import_killed_again_and_again_loses_and_doubles_nothing(site: Site, tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    site.log.touch()  # nobody waits for a clerk here
    opening = (
        '<rss xmlns:wp="http://wordpress.org/export/1.2/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><link>https://old.example</link>'
    )
    export.write_text(opening + "".join(map(ITEM.format, range(1, STORIES + 1))) + "</channel></rss>")
    words = ("import", "wordpress", str(export), "--into", "/world/", "--no-pictures")
    for _ in range(KILLS):
        done = rows(site, LEDGER)
        process = subprocess.Popen(
            [sys.executable, "-m", "broadsheet", *words], env=site.environment, stdout=subprocess.DEVNULL
        )
        wait_until(lambda done=done: rows(site, LEDGER) > done, site=site)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    killed_at = rows(site, LEDGER)

    site.broadsheet(*words)

    assert 0 < killed_at < STORIES
    titles = {f"('Story {number}',)": 1 for number in range(1, STORIES + 1)}
    assert site.titles() == titles
    assert (rows(site, "wagtailcore_revision"), rows(site, LEDGER)) == (STORIES, STORIES)
    assert rows(site, "broadsheet_press_knownaddress") == 2 * STORIES
    assert rows(site, "broadsheet_related_indexorder") == STORIES


def test_an_export_at_an_address_is_fetched_through_the_guard(site: Site, served: str) -> None:
    said = site.broadsheet("import", "wordpress", served, "--into", "/world/", "--no-pictures", "--dry-run")

    assert "The Old Courier: 10 stories and pages" in said
    assert "Nothing was written." in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("wordpress", "nowhere.xml"), "There is no file nowhere.xml"),
        (("wordpress", str(ARCHIVED / "ghost.json")), "Tools > Export"),
        (("ghost", str(ARCHIVED / "ghost.json")), "--credit"),
    ],
)
def test_what_cannot_be_imported_is_said_with_the_way_out(site: Site, words: tuple[str, ...], says: str) -> None:
    command = [sys.executable, "-m", "broadsheet", "import", *words]

    done = subprocess.run(command, env=site.environment, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
