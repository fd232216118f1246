"""
The newsroom of a paper with 100,000 stories: its form and its list asked at the server, a story published to the edge.

On SQLite always; on the PostgreSQL server that BROADSHEET_TEST_POSTGRES names too. Each needs some ten minutes and 2 GB
to be made; BROADSHEET_BENCH_STORIES makes a smaller paper.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from statistics import median

from figures import Figure
from publishing import publish_all
from running import founded_site, machine, p95, seconds_figure
from servers import free_port
from story_desk import Desk, desk_of

STORIES = int(os.environ.get("BROADSHEET_BENCH_STORIES", "100000"))
FEW = 100
OPENINGS, REQUESTS, PUBLISHED = 40, 20, 50
WANTED_RATIO, WANTED_LIST, WANTED_EDGE = 1.2, 0.2, 1.0
_DATABASE = "broadsheet_bench_stories"


def measure() -> list[Figure]:
    """Needs nothing but Broadsheet itself; PostgreSQL where a server is named."""
    figures = _on("SQLite", urls=("", ""))
    if server := os.environ.get("BROADSHEET_TEST_POSTGRES"):
        with _database(server, f"{_DATABASE}_few") as few, _database(server, f"{_DATABASE}_many") as many:
            figures += _on("PostgreSQL", urls=(few, many))
    return figures


def _on(backend: str, *, urls: tuple[str, str]) -> list[Figure]:
    busy = os.getloadavg()
    with (
        tempfile.TemporaryDirectory(prefix="broadsheet-few-") as few_home,
        tempfile.TemporaryDirectory(prefix="broadsheet-many-") as many_home,
        founded_site(Path(few_home), DATABASE_URL=urls[0]) as few,
        founded_site(Path(many_home), DATABASE_URL=urls[1], **_newsroom()) as many,
    ):
        few.work(_desk_script(), "fill", str(FEW))
        many.work(_desk_script(), "fill", str(STORIES))
        with desk_of(few) as small, desk_of(many) as large:
            figures = [*form_figures(backend, small, large), *list_figures(backend, large)]
            seconds = publish_all(many, large, stories=PUBLISHED)
    what = f"{backend}: the button pressed to readable at the edge, {PUBLISHED} stories"
    return [*figures, seconds_figure(what, seconds, wanted=WANTED_EDGE), machine(busy)]


def _newsroom() -> dict[str, str]:
    return {"BROADSHEET_NEWSROOM_PORT": str(free_port()), "BROADSHEET_NEWSROOM_STATUS_PORT": "0"}


def form_figures(backend: str, small: Desk, large: Desk) -> list[Figure]:
    """The form of a story, of a paper with few and of one with many in turn."""
    figures = []
    for who, section in (("chief", "sport"), ("editor", "world")):
        stories = [desk.stories(section, count=OPENINGS) for desk in (small, large)]
        for desk, numbers in zip((small, large), stories, strict=True):
            desk.seconds(who, _form_of(numbers[0]))  # the first builds what all others find
        few, many = [], []
        for turn in range(OPENINGS):
            few.append(small.seconds(who, _form_of(stories[0][turn % len(stories[0])])))
            many.append(large.seconds(who, _form_of(stories[1][turn % len(stories[1])])))
        ratio = median(many) / median(few)
        figures.append(
            Figure(
                what=f"{backend}: a story's form as {who}, {STORIES:,} stories against {FEW}",
                measured=f"{ratio:.2f} of it: p50 {median(many) * 1000:.0f} ms against {median(few) * 1000:.0f} ms",
                wanted=f"≤ {WANTED_RATIO:g}",
                reached=ratio <= WANTED_RATIO,
            )
        )
    return figures


def list_figures(backend: str, desk: Desk) -> list[Figure]:
    """The list under each filter, sort and word, for who sees all and for who sees a part."""
    figures = []
    for who, (what, address) in chain.from_iterable(
        [(who, question) for question in desk.list_questions()] for who in ("chief", "reporter-0")
    ):
        desk.seconds(who, address)
        seconds = [desk.seconds(who, address) for _ in range(REQUESTS)]
        figures.append(
            Figure(
                what=f"{backend}: the list as {who}, {what}",
                measured=f"p50 {median(seconds) * 1000:.0f} ms, p95 {p95(seconds) * 1000:.0f} ms",
                wanted=f"p95 ≤ {WANTED_LIST * 1000:g} ms",
                reached=p95(seconds) <= WANTED_LIST,
            )
        )
    return figures


def _form_of(story: int) -> str:
    return f"/admin/pages/{story}/edit/"


def _desk_script() -> str:
    return str(Path(__file__).with_name("story_desk.py"))


@contextmanager
def _database(server: str, name: str) -> Iterator[str]:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield server.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
