"""
The spine, end to end: a wire file dropped into a folder until readers have it, and a kill until it is gone everywhere.

A real site in a home of its own: `broadsheet init`, one folder source that publishes by itself, clerk and edge as
processes. Fifty stories one after another, then their kills; each is timed from the rename that makes the file whole
until the edge answers so (DESIGN section 11: p95 of both at most 1 s).
"""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from figures import Figure
from running import READY_WITHIN, drop, founded_site, seconds_figure, status, wait

STORIES = 50
WANTED_SECONDS = 1.0
_LONGEST = 20.0  # seconds until a story that does not come is called lost
_NOWHERE = "/no-such-page/"  # stands for every page: its lists name the newest stories of the paper


def measure() -> list[Figure]:
    """Needs nothing but Broadsheet itself."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-spine-") as name, _site(Path(name)) as (folder, readers):
        published = [_publish(number, folder=folder, readers=readers) for number in range(1, STORIES + 1)]
        killed = [_kill(number, folder=folder, readers=readers) for number in range(1, STORIES + 1)]
    return [
        seconds_figure("wire file to page", wanted=WANTED_SECONDS, seconds=[page for page, _ in published]),
        seconds_figure(
            "wire file to page, section front, home and Latest",
            wanted=WANTED_SECONDS,
            seconds=[everywhere for _, everywhere in published],
        ),
        seconds_figure("kill to 410, and clean fronts and lists", killed, wanted=WANTED_SECONDS),
    ]


@contextmanager
def _site(home: Path) -> Iterator[tuple[Path, httpx.Client]]:
    """A founded site with a running clerk and edge; its wire folder, and a client on its edge."""
    folder = home / "incoming"
    folder.mkdir()
    with founded_site(home) as site:
        site.run(
            "wire_add_source", "made", "--folder", str(folder), "--credit", "Made Agency", "--publish-to", "/world/",
            "--hourly-cap", str(10 * STORIES),
        )  # fmt: skip
        for word in ("clerk", "edge"):
            site.start(word)
        with httpx.Client(base_url=f"http://127.0.0.1:{site.port}") as readers:
            wait(lambda: status(readers, "/") == httpx.codes.OK, longest=READY_WITHIN)
            yield folder, readers


def _publish(number: int, *, folder: Path, readers: httpx.Client) -> tuple[float, float]:
    """Seconds until the page is there, and until fronts and lists name it too."""
    address, dropped = _address(number), drop(folder, f"story-{number}.json", _document(_item(number)))
    wait(lambda: status(readers, address) == httpx.codes.OK, longest=_LONGEST)
    page = time.monotonic() - dropped
    wait(lambda: all(address in readers.get(path).text for path in ("/world/", "/", _NOWHERE)), longest=_LONGEST)
    return page, time.monotonic() - dropped


def _kill(number: int, *, folder: Path, readers: httpx.Client) -> float:
    """Seconds until the page answers 410 and no front or list names the story."""
    address = _address(number)
    killed = {**_item(number), "version": "2", "pubstatus": "canceled", "body_html": ""}
    dropped = drop(folder, f"kill-{number}.json", _document(killed))
    wait(lambda: status(readers, address) == httpx.codes.GONE, longest=_LONGEST)
    wait(lambda: not any(address in readers.get(path).text for path in ("/world/", "/", _NOWHERE)), longest=_LONGEST)
    return time.monotonic() - dropped


def _document(item: dict[str, object]) -> bytes:
    return json.dumps(item).encode()


def _item(number: int) -> dict[str, object]:
    paragraph = f"<p>The harbour office counted {number} boats before noon, and two more came in with the tide.</p>"
    return {
        "uri": f"urn:broadsheet:spine:{number}",
        "type": "text",
        "version": "1",
        "versioncreated": datetime.now(UTC).isoformat(),
        "pubstatus": "usable",
        "urgency": 5,
        "headline": _headline(number),
        "byline": "A harbour reporter",
        "body_html": paragraph * 8,
    }


def _headline(number: int) -> str:
    return f"Harbour counts boats, report {number} of the day"


def _address(number: int) -> str:
    slug = "".join(letter for letter in _headline(number).lower() if letter != ",").replace(" ", "-")
    return f"/world/{slug}/"
