"""
How quick Lighthouse finds front, section and a story with its picture, as a phone on a slow line would (issue 6).

Its times are reckoned from the requests that a page makes and the work that it gives a processor ("simulated
throttling"). Pages come as readers get them: over TLS and HTTP/2, from a proxy in front of the edge
(docs/deployment.md), with pictures of the demo's weight: in half-tone, heavier than most photographs. Lighthouse counts
what a task waits for a processor as its work, four times over, so what it says is said twice: as the machine was, and
of the work alone (`work_alone.py`, decision 033), which has to reach the budget. What else the machine does can only
add to that, so the least of up to five looks counts; a page that shifts in any look has shifted. Needs Node.js, `npm
ci` in tests/npm, and Debian's chromium and nginx. Where Debian's headless shell is there, it looks: the same Chromium
without windows of its own, which took half a core beside the page (a story on a busy machine: 1.06 to 1.21 s instead of
1.19 to 1.44).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from figures import Figure, Skipped
from running import Site, founded_site, machine, wait
from servers import free_port, proxy_with_tls
from work_alone import work_alone

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
LIGHTHOUSE = Path(__file__).parents[1] / "tests/npm/node_modules/lighthouse/cli/index.js"
MOST_LOOKS = 5  # at a page; no more once every figure is reached
STORIES = 14
MOTIFS = ("lighthouse", "ferry-sea", "stadium", "bridge", "turbines", "cellist")  # of the newest stories' pictures
PAGES = {"front": "/", "section": "/world/", "story": "/world/harbour-lights/"}
WANTED_PAINT = 1.2  # seconds, of the largest thing in sight
_UNDONE = ("SELECT count(*) FROM broadsheet_media_wantedfiles", "SELECT count(*) FROM broadsheet_press_pressorder")
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--ignore-certificate-errors"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What Lighthouse says; times in milliseconds, `weight` in bytes of all that was loaded."""

    score: float
    paint: float
    shift: float
    blocked: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Two reports of one look: with all that the page's tasks waited for, and of their work alone."""

    as_it_was: Report
    work: Report


def measure() -> list[Figure] | Skipped:
    """Takes a minute and a half, where every page misses up to five."""
    if not LIGHTHOUSE.exists() or CHROMIUM is None or any(shutil.which(needed) is None for needed in ("node", "nginx")):
        return Skipped("needs Node.js, `npm ci` in tests/npm, chromium and nginx")
    busy, port = os.getloadavg(), free_port()
    address = f"https://localhost:{port}"
    with (
        tempfile.TemporaryDirectory(prefix="broadsheet-lighthouse-") as name,
        founded_site(Path(name), BROADSHEET_URL=address, BROADSHEET_TRUSTED_PROXIES="127.0.0.1") as site,
    ):
        site.work(__file__)
        site.start("edge")
        clerk = site.start("clerk")
        _wait_for_pictures(site)
        clerk.terminate()
        clerk.wait()
        with proxy_with_tls(Path(name), port=port, to=site.port):
            looks = {what: _looks(site, address + path) for what, path in PAGES.items()}
    return [machine(busy), *(figure for what, found in looks.items() for figure in _figures(what, found))]


def _wait_for_pictures(site: Site) -> None:
    """Until every picture has all of its files, and every page names them."""
    with site.database() as database:
        wait(lambda: not any(database.execute(query).fetchone()[0] for query in _UNDONE), longest=300.0, look=0.5)


def _looks(site: Site, url: str) -> list[Look]:
    """
    Until every figure is reached. A browser that does not start costs a look.

    :raises CalledProcessError: if none of the looks came to a report
    """
    found: list[Look] = []
    for number in range(1, MOST_LOOKS + 1):
        try:
            found.append(_look(site, url))
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            if number == MOST_LOOKS and not found:
                raise
        if found and all(figure.reached for figure in _figures("", found) if figure.wanted):
            break
    return found


def _look(site: Site, url: str) -> Look:
    kept = site.home / "look"
    shutil.rmtree(kept, ignore_errors=True)
    as_it_was = _report(url, kept, f"--gather-mode={kept}", f"--chrome-flags={_FLAGS}")
    trace = kept / "defaultPass.trace.json"
    trace.write_text(json.dumps({"traceEvents": work_alone(json.loads(trace.read_bytes())["traceEvents"])}), "utf-8")
    return Look(as_it_was=as_it_was, work=_report(url, kept))


def _report(url: str, kept: Path, *gathering: str) -> Report:
    """Of what is kept in the folder `kept`, after it was gathered there where arguments say so."""
    written = kept.with_suffix(".json")
    command = ["node", str(LIGHTHOUSE), url, "--output=json", "--quiet", f"--output-path={written}"]
    subprocess.run(
        [*command, "--only-categories=performance", f"--audit-mode={kept}", *gathering],
        env={**os.environ, "CHROME_PATH": str(CHROMIUM)},
        check=True,
        capture_output=True,
        timeout=180,
    )
    said = json.loads(written.read_text("utf-8"))
    audits = {name: audit.get("numericValue", 0.0) for name, audit in said["audits"].items()}
    return Report(
        score=said["categories"]["performance"]["score"] * 100,
        paint=audits["largest-contentful-paint"],
        shift=audits["cumulative-layout-shift"],
        blocked=audits["total-blocking-time"],
        weight=audits["total-byte-weight"],
    )


def _figures(what: str, looks: Sequence[Look]) -> list[Figure]:
    works, seen = [look.work for look in looks], [look.as_it_was for look in looks]
    score, weight = max(report.score for report in works), max(report.weight for report in works)
    paint, blocked = _least(works)
    shift = max(report.shift for report in (*works, *seen))
    with_waits = "{:.3f} s, blocked {:.0f} ms".format(*_least(seen))
    return [
        Figure(what=f"{what}: all that is loaded", measured=f"{weight / 1000:.0f} KB, {len(looks)} looks"),
        Figure(what=f"{what}: score", measured=f"{score:.0f}", wanted="100", reached=score == 100),
        Figure(
            what=f"{what}: the largest thing in sight",
            measured=f"{paint:.3f} s",
            wanted=f"\u2264 {WANTED_PAINT:g} s",
            reached=paint <= WANTED_PAINT,
        ),
        Figure(what=f"{what}: shift of the page", measured=f"{shift:g}", wanted="0", reached=shift == 0),
        Figure(
            what=f"{what}: blocked",
            measured=f"{blocked:.0f} ms",
            wanted="0 ms",
            reached=round(blocked) == 0,
        ),
        Figure(what=f"{what}: with the machine's waits", measured=with_waits),
    ]


def _least(reports: Sequence[Report]) -> tuple[float, float]:
    """Seconds until the largest thing is in sight, and milliseconds blocked."""
    return min(report.paint for report in reports) / 1000, min(report.blocked for report in reports)


def _work() -> None:
    """In a process of its own, with Django: the paper's stories, the newest with pictures."""
    from broadsheet.cli.founding import start_django

    start_django()
    from django.utils import timezone

    from broadsheet.demo.edition import StoryPicture
    from broadsheet.demo.pictures import print_picture
    from broadsheet.media.actions import add_picture
    from broadsheet.stories.actions import draft_story, publish_story
    from broadsheet.stories.models import SectionPage

    world, now = SectionPage.objects.get(slug="world"), timezone.now()
    texts = {"caption": "The quay at night", "credit": "The Bench", "alt_text": "A lamp, lit"}
    for number in range(STORIES, -1, -1):
        picture = None
        if number < len(MOTIFS):
            drawn = StoryPicture(
                name=f"{MOTIFS[number]}.jpg", motif=MOTIFS[number], seed=number, mirrored=False, **texts
            )
            picture = add_picture(print_picture(drawn), name=drawn.name, **texts)
        story = draft_story(
            world,
            headline=f"The council opens book {number}" if number else "Harbour lights",
            standfirst="They burn again, and nobody knows who lit them.",
            body_html="<p>The lights burn again on the quay of the old harbour, nine days after they went out.</p>"
            * 12,
            lead_picture=picture,
            owner=None,
            now=now,
        )
        publish_story(story, by=None, now=now)


if __name__ == "__main__" and sys.argv[1] == "--worker":
    _work()
