"""
A WordPress export brought home: from the command's start to the last story readable at the edge (issue 4); then every
page of the paper asked, by its sitemaps and by its archives (issue 6).

BROADSHEET_BENCH_STORIES says how many, 5,000 by default, which says little of what grows with the archive; the figure
of the issue is for 100,000. Relating so many takes hours after that, which are not waited for. Stories of 320 words,
three topics, two old addresses, no pictures: those cost what they cost everywhere, some 30 ms to look at and 150 to
make files of.
"""

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from figures import Figure
from made_archive import TAGS_A_STORY, old_address, write_archive
from running import Site, children_of, founded_site, machine, own_megabytes, peak_megabytes, wait
from servers import cpu_seconds
from walking import walk

STORIES = int(os.environ.get("BROADSHEET_BENCH_STORIES", "5000"))
OF_THE_ISSUE = 100_000
WANTED_MINUTES = 30.0
WANTED_MEGABYTES = 500.0
ASKED = 200  # old addresses asked for at the end
_LONGEST = 3 * 3600.0
_LOOK = 1.0
MOST_RELATED = 10_000  # stories, up to which relating them is part of the measurement
_WAITING = "SELECT count(*) FROM broadsheet_press_pressorder WHERE key LIKE 'story:%'"
# Orders of the import itself; those that came of relating are of a later moment.
_UNREAD = (
    "SELECT count(*) FROM broadsheet_press_pressorder WHERE key LIKE 'story:%' "
    "AND made_at <= (SELECT min(imported_at) FROM broadsheet_importing_importedstory)"
)
_UNFILED = "SELECT count(*) FROM broadsheet_press_pressorder WHERE key NOT LIKE 'story:%'"
_COME = "SELECT count(*) FROM broadsheet_importing_importedstory"
_UNFOUND = "SELECT count(*) FROM broadsheet_related_indexorder WHERE stage = 10"
_UNRELATED = "SELECT count(*) FROM broadsheet_related_indexorder"


@dataclass(slots=True)
class Course:
    """What an import came to; times in seconds from its start."""

    peaks: dict[str, float] = field(
        default_factory=dict
    )  # with the files that are mapped: the index, while it is merged
    own: dict[str, float] = field(default_factory=dict)
    written: float = 0.0
    readable: float = 0.0
    found: float = 0.0
    related: float = 0.0
    worked: float = 0.0  # processor seconds of the clerk until the last story was readable


def measure() -> list[Figure]:
    """Takes some four minutes with 5,000 stories."""
    # Whoever looks into its database meanwhile leaves files there; an hour's figures are not lost for that.
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-", ignore_cleanup_errors=True) as name:
        export = Path(name) / "export.xml"
        write_archive(export, stories=STORIES)
        with founded_site(Path(name)) as site:
            before = os.getloadavg()
            site.start("edge")
            clerk = site.start("clerk")
            course = _follow(site, export, clerk=clerk.pid)
            answered = _ask_old_addresses(site)
            paper = _walk(site)
            size = export.stat().st_size / 1e6
    return [*_figures(course, answered, size=size), *paper, machine(before)]


def _follow(site: Site, export: Path, *, clerk: int) -> Course:
    command = [
        sys.executable,
        "-m",
        "broadsheet",
        "import",
        "wordpress",
        str(export),
        "--into",
        "/world/",
        "--no-pictures",
    ]
    course, begun = Course(), time.monotonic()
    with site.database() as database:
        importing = subprocess.Popen(command, env=site.environment, stdout=subprocess.DEVNULL)
        site.processes.append(importing)

        def look() -> bool:
            now = time.monotonic() - begun
            for what, pid in (("import", importing.pid), ("clerk", clerk)):
                both = [pid, *children_of(pid)]
                course.peaks[what] = max(course.peaks.get(what, 0.0), *(peak_megabytes(one) for one in both))
                course.own[what] = max(course.own.get(what, 0.0), *(own_megabytes(one) for one in both))
            if not course.written and importing.poll() is not None:
                course.written = now
            if course.written:
                _note(course, database, now)
            if not course.readable:
                course.worked = cpu_seconds(clerk)
            return bool(course.readable and course.found and (course.related or STORIES > MOST_RELATED))

        wait(look, longest=_LONGEST, look=_LOOK)
        assert importing.returncode == 0
        assert _count(database, _COME) == STORIES
    return course


def _note(course: Course, database: sqlite3.Connection, now: float) -> None:
    """Each moment once: when all can be read, all can be searched for, and all are related and pressed with that."""
    if not course.readable and not _count(database, _UNREAD):
        course.readable = now
    if not course.found and not _count(database, _UNFOUND):
        course.found = now
    if not course.related and not _count(database, _UNRELATED) and not _count(database, _WAITING):
        course.related = now


def _count(database: sqlite3.Connection, query: str) -> int:
    return int(database.execute(query).fetchone()[0])


def _walk(site: Site) -> list[Figure]:
    """Once the archives are pressed, whatever is still being related."""
    with site.database() as database:
        wait(lambda: not _count(database, _UNFILED), longest=_LONGEST, look=_LOOK)
    begun = time.monotonic()
    figures = walk(f"http://127.0.0.1:{site.port}").figures(
        stories=STORIES, topics_a_story=(TAGS_A_STORY, TAGS_A_STORY + 1)
    )
    return [*figures, Figure(what="the same, one page after the other", measured=f"{time.monotonic() - begun:,.0f} s")]


def _ask_old_addresses(site: Site) -> int:
    """How many of some old addresses lead to a page."""
    chance = random.Random(3)  # noqa: S311  the same addresses in every run
    with httpx.Client(base_url=f"http://127.0.0.1:{site.port}", follow_redirects=True) as readers:
        numbers = [chance.randint(1, STORIES) for _ in range(ASKED)]
        dated = [readers.get(old_address(number, stories=STORIES)) for number in numbers[::2]]
        numbered = [readers.get(f"/?p={number}") for number in numbers[1::2]]
    return sum(answer.status_code == 200 and len(answer.history) == 1 for answer in (*dated, *numbered))


def _related(course: Course) -> list[Figure]:
    what = "all related, and pressed once more with that"
    return [Figure(what=what, measured=f"{course.related:,.0f} s")] if course.related else []


def _figures(course: Course, answered: int, *, size: float) -> list[Figure]:
    minutes = course.readable / 60 * OF_THE_ISSUE / STORIES
    said = (
        f"{course.readable:,.0f} s"
        if STORIES == OF_THE_ISSUE
        else f"{course.readable:,.0f} s, that is {minutes:.1f} min"
    )
    heaviest = max(course.own.values())
    own = ", ".join(f"{what} {peak:.0f} MB" for what, peak in course.own.items())
    peaks = ", ".join(f"{peak:.0f}" for peak in course.peaks.values())
    return [
        Figure(what="the export", measured=f"{STORIES:,} stories, {size:,.0f} MB"),
        Figure(what="all written", measured=f"{course.written:,.0f} s"),
        Figure(
            what="the last story readable, for 100,000",
            measured=said,
            wanted=f"≤ {WANTED_MINUTES:g} min",
            reached=minutes <= WANTED_MINUTES,
        ),
        Figure(what="the clerk's processor time until then", measured=f"{course.worked:,.0f} s"),
        Figure(what="all in the search index", measured=f"{course.found:,.0f} s"),
        *_related(course),
        Figure(
            what="memory of its own at most, children counted singly",
            measured=f"{own}; with the files that it maps {peaks}",
            wanted=f"≤ {WANTED_MEGABYTES:g} MB each",
            reached=heaviest <= WANTED_MEGABYTES,
        ),
        Figure(
            what="old addresses that lead to their page",
            measured=f"{answered} of {ASKED}",
            wanted="all",
            reached=answered == ASKED,
        ),
    ]
