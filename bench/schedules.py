"""
How late a scheduled story is for its readers, with a clerk that is killed again and again meanwhile.

Forty stories fall due a second and a half apart; the clerk is killed five times and started anew at once. Each is
counted from its time, or from the moment that a clerk led again where that came later, to its page at the edge.
"""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from figures import Figure
from running import READY_WITHIN, Site, founded_site, machine, seconds_figure, status, wait

STORIES, APART, LEAD = 40, 1.5, 20.0  # LEAD: what the worker and the first clerk take before the first is due
KILLS = 5
WANTED = 1.0


def measure() -> list[Figure]:
    """Takes some two minutes."""
    busy = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="broadsheet-schedules-") as name, founded_site(Path(name)) as site:
        site.start("edge")
        first = time.time() + LEAD
        site.work(__file__, str(first))
        clerk = _Clerk(site=site)
        with (
            _killed(clerk, until=first + STORIES * APART),
            httpx.Client(base_url=f"http://127.0.0.1:{site.port}") as web,
        ):
            clerk.start()
            seen = _watch(web, first=first)
        twice, early = _published(site), sum(at < first + number * APART for number, at in seen.items())
    late = [at - max(first + number * APART, clerk.led_before(at)) for number, at in seen.items()]
    return [
        machine(busy),
        seconds_figure(
            f"scheduled to read, {STORIES} stories, {KILLS} kills", [max(second, 0.0) for second in late], wanted=WANTED
        ),
        Figure(what="read before their time", measured=str(early), wanted="0", reached=early == 0),
        Figure(what="published more than once, or never", measured=str(twice), wanted="0", reached=twice == 0),
    ]


@dataclass(slots=True, kw_only=True)
class _Clerk:
    """A clerk, and when each of its lives began to lead."""

    site: Site
    process: "subprocess.Popen[bytes] | None" = None
    led: list[float] = field(default_factory=list)

    def start(self) -> None:
        log = self.site.home / "clerk.log"
        before = log.read_bytes().count(b"clerk_leading") if log.exists() else 0
        with log.open("ab") as out:
            command = [sys.executable, "-m", "broadsheet", "clerk"]
            self.process = subprocess.Popen(command, env=self.site.environment, stderr=out, stdout=out)
        self.site.processes.append(self.process)
        wait(lambda: log.read_bytes().count(b"clerk_leading") > before, longest=READY_WITHIN)
        self.led.append(time.time())

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def led_before(self, at: float) -> float:
        return max((moment for moment in self.led if moment <= at), default=0.0)


@contextmanager
def _killed(clerk: _Clerk, *, until: float) -> Iterator[None]:
    """Kill it at random moments and start it anew, while the caller watches."""
    ended = threading.Event()

    def work() -> None:
        chance = random.Random(20261128)  # noqa: S311  the same moments each time
        while not ended.wait(chance.uniform(0.5, 1.5) * STORIES * APART / KILLS) and time.time() < until:
            clerk.kill()
            clerk.start()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _watch(web: httpx.Client, *, first: float) -> dict[int, float]:
    """When each story could be read."""
    seen: dict[int, float] = {}

    def is_over() -> bool:
        due = [number for number in range(STORIES) if number not in seen and time.time() > first + number * APART - 3]
        for number in due:
            if status(web, f"/world/due-{number}/") == 200:
                seen[number] = time.time()
        return len(seen) == STORIES

    wait(is_over, longest=LEAD + STORIES * APART + 120)
    return seen


def _published(site: Site) -> int:
    """How many stories were not published exactly once."""
    acts = "SELECT count(*) FROM wagtailcore_pagelogentry WHERE action = 'wagtail.publish.scheduled' GROUP BY page_id"
    with site.database() as database:
        counts = [count for (count,) in database.execute(acts).fetchall()]
    return sum(count != 1 for count in counts) + STORIES - len(counts)


def _work(first: float) -> None:
    from broadsheet.cli.founding import start_django

    start_django()
    from datetime import UTC, datetime

    from broadsheet.stories.actions import draft_story
    from broadsheet.stories.models import SectionPage

    world, now = SectionPage.objects.get(slug="world"), datetime.now(UTC)
    for number in range(STORIES):
        story = draft_story(world, headline=f"Due {number}", body_html="<p>Words.</p>", owner=None, now=now)
        story.go_live_at = datetime.fromtimestamp(first + number * APART, tz=UTC)
        story.save_revision().publish()  # as the newsroom's form does: what is not due yet is scheduled


if __name__ == "__main__" and sys.argv[1] == "--worker":
    _work(float(sys.argv[2]))
