"""
A kill in a paper of 10,000 published stories: from the file's rename until no reader finds the story (p95 at most 1 s).

The archive is written straight into the tables and pressed by the clerk; thirty stories then come by the wire, and are
killed one after the other, the newest first, so that each stands on its front and in the lists when its kill comes.
Where the site answers a search or a feed, they have to be clean too; where it has none yet, the figure says so.
"""

import json
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
from figures import Figure
from made_wire import MadeItem, made_wire
from running import Site, drop, founded_site, machine, seconds_figure, status, wait

STORIES = int(os.environ.get("STORIES", "10000"))  # fewer, to look at the part itself
KILLS = 30
WANTED_SECONDS = 1.0
_SECTIONS = ("World", "Sport", "Harbour", "Culture", "Science")
_LONGEST = 30.0
_PRESSED_WITHIN = 3600.0
_PAGES = ("/world/", "/", "/no-such-page/")  # the last stands for every page: its lists name the newest stories
_SEEKING = ("/search/?q=bridge", "/feed.xml", "/world/feed.xml")


def measure() -> list[Figure]:
    """Needs nothing but Broadsheet itself; takes some minutes, most of them to press the archive."""
    busy = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="broadsheet-archive-") as name, _site(Path(name)) as (site, folder):
        site.work(__file__, str(STORIES - KILLS))
        site.run("press_all")
        began = time.monotonic()
        for word in ("clerk", "edge"):
            site.start(word)
        with httpx.Client(base_url=f"http://127.0.0.1:{site.port}", timeout=30) as readers:
            _wait_until_pressed(site)
            pressed = time.monotonic() - began
            victims = [_publish(item, folder=folder, readers=readers) for item in islice(_victims(), KILLS)]
            _wait_until_pressed(site)
            seeking = [path for path in _SEEKING if status(readers, path) == httpx.codes.OK]
            killed = [_kill(item, folder=folder, readers=readers, seeking=seeking) for item in reversed(victims)]
    missing = "" if seeking else "; this site has neither search nor feeds yet"
    return [
        machine(busy),
        Figure(what=f"{STORIES:,} stories pressed", measured=f"{pressed:.0f} s, {STORIES / pressed:.0f} a second"),
        seconds_figure(
            f"kill to 410, clean fronts and lists{' and ' + ', '.join(seeking) if seeking else ''}{missing}",
            [seconds for seconds, _ in killed],
            wanted=WANTED_SECONDS,
        ),
        Figure(what="of these on a front or in a list before", measured=f"{sum(was for _, was in killed)} of {KILLS}"),
    ]


@contextmanager
def _site(home: Path) -> Iterator[tuple[Site, Path]]:
    folder = home / "incoming"
    folder.mkdir()
    with founded_site(home, sections=", ".join(_SECTIONS)) as site:
        site.run(
            "wire_add_source", "made", "--folder", str(folder), "--credit", "Made Agency", "--publish-to", "/world/",
            "--hourly-cap", str(10 * KILLS),
        )  # fmt: skip
        yield site, folder


def _victims() -> Iterator[MadeItem]:
    return (item for item in made_wire(seed=9) if item.version == 1 and not item.is_g2 and not item.note)


def _publish(item: MadeItem, *, folder: Path, readers: httpx.Client) -> MadeItem:
    drop(folder, item.name, item.document())
    wait(lambda: status(readers, _address(item)) == httpx.codes.OK, longest=_LONGEST)
    return item


def _kill(item: MadeItem, *, folder: Path, readers: httpx.Client, seeking: list[str]) -> tuple[float, bool]:
    """Seconds until the page answers 410 and nothing names the story, and whether anything did before."""
    address, places = _address(item), (*_PAGES, *seeking)
    stood = any(address in readers.get(path).text for path in places)
    notice = {**json.loads(item.document()), "version": "2", "pubstatus": "canceled", "body_xhtml": ""}
    dropped = drop(folder, f"kill-{item.name}", json.dumps(notice).encode())
    wait(lambda: status(readers, address) == httpx.codes.GONE, longest=_LONGEST)
    wait(lambda: not any(address in readers.get(path).text for path in places), longest=_LONGEST)
    return time.monotonic() - dropped, stood


def _address(item: MadeItem) -> str:
    return f"/world/{item.headline.lower().rstrip('.').replace(' ', '-')}/"


def _wait_until_pressed(site: Site) -> None:
    with site.database() as database:
        question = "SELECT count(*) FROM broadsheet_press_pressorder"
        wait(lambda: database.execute(question).fetchone()[0] == 0, longest=_PRESSED_WITHIN, look=0.5)


def _work(stories: int) -> None:
    """In a process of its own: one story a section by the real actions, and rows like it for all the others."""
    from broadsheet.cli.founding import start_django

    start_django()
    from django.db import transaction

    from broadsheet.stories.actions import publish_story
    from broadsheet.stories.models import SectionPage

    now = datetime.now(UTC)
    items = (item for item in made_wire(seed=3) if item.version == 1)
    sections = list(SectionPage.objects.order_by("path"))
    with transaction.atomic():
        for section in sections:
            story = _draft(section, item=next(items), now=now)
            publish_story(story, by=None, now=now)
            _multiply(story.pk, section, items=islice(items, stories // len(sections) - 1), now=now)


def _draft(section: Any, *, item: MadeItem, now: datetime) -> Any:
    from broadsheet.stories.actions import draft_story

    body = "".join(f"<p>{text}</p>" for text in item.paragraphs)
    return draft_story(section, headline=item.headline, body_html=body, owner=None, now=now)


def _multiply(story_pk: int, section: Any, *, items: Iterator[MadeItem], now: datetime) -> None:
    """Published stories as rows, each with its own words, address and time, an hour apart."""
    from django.db import connection
    from wagtail.models import Page

    from broadsheet.stories.models import StoryPage

    page, story = _row(Page, story_pk, key="id"), _row(StoryPage, story_pk, key="page_ptr_id")
    key, number = Page.objects.order_by("-pk").values_list("pk", flat=True)[0], 1
    pages, stories = [], []
    for number, item in enumerate(items, start=2):
        key += 1
        slug, at = f"archive-{number}", now - timedelta(hours=number)
        body = json.loads(story["body"])
        body[0]["value"] = "".join(f"<p>{text}</p>" for text in item.paragraphs)
        pages.append({
            **page, "id": key, "path": StoryPage._get_path(section.path, section.depth + 1, number),  # noqa: SLF001
            "translation_key": uuid.uuid4().hex, "title": item.headline, "draft_title": item.headline, "slug": slug,
            "url_path": f"{section.url_path}{slug}/", "latest_revision_id": None, "live_revision_id": None,
            "first_published_at": at, "last_published_at": at,
        })  # fmt: skip
        stories.append({**story, "page_ptr_id": key, "body": json.dumps(body)})
    with connection.cursor() as cursor:
        for model, rows in ((Page, pages), (StoryPage, stories)):
            columns = ", ".join(rows[0])
            marks = ", ".join(["%s"] * len(rows[0]))
            table = model._meta.db_table  # noqa: SLF001  Django's documented door to a model's table
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608
                [[_plain(value) for value in row.values()] for row in rows],
            )
    Page.objects.filter(pk=section.pk).update(numchild=number)


def _row(model: Any, pk: int, *, key: str) -> dict[str, Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} WHERE {key} = %s", [pk])  # noqa: S608, SLF001
        return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def _plain(value: Any) -> Any:
    return str(value).replace("+00:00", "") if isinstance(value, datetime) else value


if __name__ == "__main__" and sys.argv[1] == "--worker":
    _work(int(sys.argv[2]))
