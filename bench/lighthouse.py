"""
How quick Lighthouse finds front, section and a story with a picture, as a phone on a slow line would (issue 6).

Its times are reckoned from the requests that a page makes and the work that it gives a processor ("simulated
throttling"), so most of what else the machine does falls out; the best of three looks counts. Needs Node.js,
`npm ci` in tests/npm, and Debian's chromium.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from figures import Figure, Skipped
from PIL import Image
from running import Site, founded_site, machine, wait

LIGHTHOUSE = Path(__file__).parents[1] / "tests/npm/node_modules/lighthouse/cli/index.js"
LOOKS = 3
STORIES = 14
PAGES = {"front": "/", "section": "/world/", "story": "/world/harbour-lights/"}
WANTED_PAINT = 1_200.0  # milliseconds, of the largest thing in sight
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One report; times in milliseconds."""

    score: float
    paint: float
    shift: float
    blocked: float


def measure() -> list[Figure] | Skipped:
    """Takes some three minutes."""
    if not LIGHTHOUSE.exists() or shutil.which("node") is None or shutil.which("chromium") is None:
        return Skipped("needs Node.js, `npm ci` in tests/npm, and chromium")
    busy = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="broadsheet-lighthouse-") as name, founded_site(Path(name)) as site:
        site.work(__file__)
        for job in ("edge", "clerk"):
            site.start(job)
        _wait_for_pictures(site)
        looks = {what: [_look(site, path) for _ in range(LOOKS)] for what, path in PAGES.items()}
    return [machine(busy), *(figure for what, found in looks.items() for figure in _figures(what, found))]


def _wait_for_pictures(site: Site) -> None:
    """Until the story has every file of its picture, and the fronts name it."""
    with httpx.Client(base_url=f"http://127.0.0.1:{site.port}") as readers:
        for path, words in ((PAGES["story"], "image/avif"), ("/world/", "Harbour lights"), ("/", "Harbour lights")):
            wait(lambda path=path, words=words: _shows(readers, path, words), longest=120.0, look=0.5)  # type: ignore[misc]


def _shows(readers: httpx.Client, path: str, words: str) -> bool:
    try:
        return words in readers.get(path).text
    except httpx.TransportError:
        return False


def _look(site: Site, path: str) -> Look:
    written = site.home / "report.json"
    command = ["node", str(LIGHTHOUSE), f"http://localhost:{site.port}{path}", "--output=json", "--quiet"]
    subprocess.run(
        [*command, f"--output-path={written}", f"--chrome-flags={_FLAGS}", "--only-categories=performance"],
        env={**os.environ, "CHROME_PATH": str(shutil.which("chromium"))},
        check=True,
        capture_output=True,
        timeout=180,
    )
    said = json.loads(written.read_text("utf-8"))
    audits = {name: audit.get("numericValue", 0.0) for name, audit in said["audits"].items()}
    return Look(
        score=said["categories"]["performance"]["score"] * 100,
        paint=audits["largest-contentful-paint"],
        shift=audits["cumulative-layout-shift"],
        blocked=audits["total-blocking-time"],
    )


def _figures(what: str, looks: Sequence[Look]) -> list[Figure]:
    score, paint = max(look.score for look in looks), min(look.paint for look in looks)
    shift, blocked = min(look.shift for look in looks), min(look.blocked for look in looks)
    return [
        Figure(what=f"{what}: score", measured=f"{score:.0f}", wanted="100", reached=score == 100),
        Figure(
            what=f"{what}: the largest thing in sight",
            measured=f"{paint / 1000:.3f} s",
            wanted=f"\u2264 {WANTED_PAINT / 1000:g} s",
            reached=paint <= WANTED_PAINT,
        ),
        Figure(what=f"{what}: shift of the page", measured=f"{shift:g}", wanted="0", reached=shift == 0),
        Figure(what=f"{what}: blocked", measured=f"{blocked:.0f} ms", wanted="0 ms", reached=round(blocked) == 0),
    ]


def _work() -> None:
    """In a process of its own, with Django: the paper's stories, the newest with a picture."""
    from broadsheet.cli.founding import start_django

    start_django()
    from django.utils import timezone

    from broadsheet.media.actions import add_picture
    from broadsheet.stories.actions import draft_story, publish_story
    from broadsheet.stories.models import SectionPage

    world, now = SectionPage.objects.get(slug="world"), timezone.now()
    data = io.BytesIO()
    Image.radial_gradient("L").resize((1600, 1067)).convert("RGB").save(data, "JPEG", quality=80)
    picture = add_picture(
        data.getvalue(),
        name="lights.jpg",
        caption="The quay at night",
        credit="The Bench",
        alt_text="A lamp, lit",
    )
    for number in range(STORIES, -1, -1):
        story = draft_story(
            world,
            headline=f"The council opens book {number}" if number else "Harbour lights",
            standfirst="They burn again, and nobody knows who lit them.",
            body_html="<p>The lights burn again on the quay of the old harbour, nine days after they went out.</p>"
            * 12,
            lead_picture=None if number else picture,
            owner=None,
            now=now,
        )
        publish_story(story, by=None, now=now)


if __name__ == "__main__" and sys.argv[1] == "--worker":
    _work()
