"""
The spine, end to end: a wire file dropped into a folder until readers have it, and a kill until it is gone everywhere.

A real site in a home of its own: `broadsheet init`, one folder source that publishes by itself, clerk and edge as
processes. Fifty stories one after another, then their kills; each is timed from the rename that makes the file whole
until the edge answers so (DESIGN section 11: p95 of both at most 1 s).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import httpx
from figures import Figure
from servers import free_port

STORIES = 50
WANTED_SECONDS = 1.0
_LONGEST = 20.0  # seconds until a story that does not come is called lost
_READY_WITHIN = 60.0
_LOOK = 0.01
_NOWHERE = "/no-such-page/"  # stands for every page: its lists name the newest stories of the paper


def measure() -> list[Figure]:
    """Needs nothing but Broadsheet itself."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-spine-") as name, _site(Path(name)) as (folder, readers):
        published = [_publish(number, folder=folder, readers=readers) for number in range(1, STORIES + 1)]
        killed = [_kill(number, folder=folder, readers=readers) for number in range(1, STORIES + 1)]
    return [
        _figure("wire file to page", [page for page, _ in published]),
        _figure("wire file to page, section front, home and Latest", [everywhere for _, everywhere in published]),
        _figure("kill to 410, and clean fronts and lists", killed),
    ]


@contextmanager
def _site(home: Path) -> Iterator[tuple[Path, httpx.Client]]:
    """A founded site with a running clerk and edge; its wire folder, and a client on its edge."""
    folder, port = home / "incoming", free_port()
    folder.mkdir()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))},
        "BROADSHEET_HOME": str(home / "site"),
        "BROADSHEET_EDGE_PORT": str(port),
        "BROADSHEET_EDGE_STATUS_PORT": "0",
        "BROADSHEET_CLERK_STATUS_PORT": "0",
    }
    _broadsheet(
        "init", "--name", "The Spine", "--zone", "UTC", "--language", "en-gb", "--sections", "World, Sport",
        "--admin", "ada", "--email", "ada@spine.example", "--password", "a password of ten", environment=environment,
    )  # fmt: skip
    _broadsheet(
        "wire_add_source", "made", "--folder", str(folder), "--credit", "Made Agency", "--publish-to", "/world/",
        "--hourly-cap", str(10 * STORIES), environment=environment,
    )  # fmt: skip
    processes = [_started(word, environment=environment) for word in ("clerk", "edge")]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as readers:
            _wait(lambda: _status(readers, "/") == httpx.codes.OK, longest=_READY_WITHIN)
            yield folder, readers
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=15)


def _publish(number: int, *, folder: Path, readers: httpx.Client) -> tuple[float, float]:
    """Seconds until the page is there, and until fronts and lists name it too."""
    address, dropped = _address(number), _drop(folder, f"story-{number}.json", _item(number))
    _wait(lambda: _status(readers, address) == httpx.codes.OK)
    page = time.monotonic() - dropped
    _wait(lambda: all(address in readers.get(path).text for path in ("/world/", "/", _NOWHERE)))
    return page, time.monotonic() - dropped


def _kill(number: int, *, folder: Path, readers: httpx.Client) -> float:
    """Seconds until the page answers 410 and no front or list names the story."""
    address = _address(number)
    killed = {**_item(number), "version": "2", "pubstatus": "canceled", "body_html": ""}
    dropped = _drop(folder, f"kill-{number}.json", killed)
    _wait(lambda: _status(readers, address) == httpx.codes.GONE)
    _wait(lambda: not any(address in readers.get(path).text for path in ("/world/", "/", _NOWHERE)))
    return time.monotonic() - dropped


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


def _drop(folder: Path, name: str, item: dict[str, object]) -> float:
    """Write the file under another name and rename it, as a careful agency does; when that was done."""
    draft = folder / f"{name}.tmp"
    draft.write_text(json.dumps(item))
    draft.rename(folder / name)
    return time.monotonic()


def _status(readers: httpx.Client, path: str) -> int:
    try:
        return readers.get(path).status_code
    except httpx.TransportError:
        return 0


def _wait(is_so: Callable[[], bool], *, longest: float = _LONGEST) -> None:
    deadline = time.monotonic() + longest
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("the edge does not show what it should")
        time.sleep(_LOOK)


def _figure(what: str, seconds: list[float]) -> Figure:
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    measured = f"p50 {median(ordered):.3f} s, p95 {p95:.3f} s, max {ordered[-1]:.3f} s"
    return Figure(what=what, measured=measured, wanted=f"p95 ≤ {WANTED_SECONDS:g} s", reached=p95 <= WANTED_SECONDS)


def _broadsheet(*words: str, environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "broadsheet", *words], env=environment, check=True, capture_output=True, timeout=180
    )


def _started(word: str, *, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "broadsheet", word], env=environment, stderr=subprocess.DEVNULL)
