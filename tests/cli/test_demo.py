"""`broadsheet demo`, from an empty home to a kill and a second start."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from broadsheet.cli.demo import require_demo_home
from broadsheet.demo.agency import send_kill
from broadsheet.demo.edition import read_edition
from broadsheet.demo.wirecopy import copy_of

FIRST_START, LATER_START = 240.0, 60.0  # seconds, on a machine that has other things to do as well


@dataclass(slots=True)
class Demo:
    """One run of the command, its words in a file."""

    process: subprocess.Popen[bytes]
    printed: Path
    readers: str
    newsroom: str

    def words(self) -> str:
        return self.printed.read_text()

    def wait_until_ready(self, *, seconds: float) -> None:
        wait_for(lambda: "Broadsheet is ready" in self.words() and "Ctrl-C" in self.words(), self, seconds=seconds)


def wait_for(truth: Callable[[], bool], demo: Demo, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not truth():
        assert demo.process.poll() is None, demo.words()
        assert time.monotonic() < deadline, demo.words()
        time.sleep(0.1)


def start(home: Path, *, ports: tuple[int, int]) -> Demo:
    edge, newsroom = ports
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))},
        "BROADSHEET_HOME": str(home),
        "BROADSHEET_EDGE_PORT": str(edge),
        "BROADSHEET_NEWSROOM_PORT": str(newsroom),
        "BROADSHEET_EDGE_STATUS_PORT": "0",
        "BROADSHEET_CLERK_STATUS_PORT": "0",
        "BROADSHEET_NEWSROOM_STATUS_PORT": "0",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    printed = home.parent / f"printed-{time.monotonic_ns()}.txt"
    with printed.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "broadsheet", "demo"], env=environment, stdout=file, stderr=file
        )
    return Demo(
        process=process,
        printed=printed,
        readers=f"http://localhost:{edge}",
        newsroom=f"http://localhost:{newsroom}",
    )


def stop(demo: Demo) -> tuple[int, float]:
    """Ctrl-C; give the exit code and how long it took."""
    begun = time.monotonic()
    demo.process.send_signal(signal.SIGINT)
    return demo.process.wait(timeout=30), time.monotonic() - begun


def answer(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310  our own loopback addresses
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def descendants(pid: int) -> set[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child) for child in children}.union(*(descendants(int(child)) for child in children))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def logins(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if re.search(r"^  [a-z]+ +\S+-\d{4} ", line)]


def agency_story(home: Path, demo: Demo) -> tuple[str, str]:
    """The guid and the address of an agency story of the edition, as its section's front leads there."""
    opened_at = datetime.fromisoformat((home / "demo" / "opened_at").read_text())
    edition = read_edition(now=opened_at)
    story = next(story for story in edition if story.section == "world/uk-and-europe" and story.agency)
    _, front = answer(f"{demo.readers}/world/uk-and-europe/")
    found = re.search(rf'href="(/world/uk-and-europe/[^"]+)">{re.escape(story.headline)}<', front)
    assert found, f"{story.headline} is not on its front"
    return copy_of(story).guid, f"{demo.readers}{found[1]}"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes that are left in /proc")
def test_the_demo_prints_its_paper_takes_a_kill_stops_cleanly_and_goes_on(tmp_path: Path) -> None:
    home, ports = tmp_path / "home", free_ports()
    demo = start(home, ports=ports)
    try:
        demo.wait_until_ready(seconds=FIRST_START)
        guid, address = agency_story(home, demo)
        before = [answer(url)[0] for url in (f"{demo.readers}/", address, f"{demo.newsroom}/sign-in/")]
        send_kill(guid, home / "demo" / "wire", home / "demo" / "state.json", now=datetime.now(UTC))
        wait_for(lambda: answer(address)[0] == 410, demo, seconds=15)
        first = demo.words()
        processes = descendants(demo.process.pid)
        code, seconds = stop(demo)
        left = {pid for pid in processes if is_running(pid)}
        demo = start(home, ports=ports)
        demo.wait_until_ready(seconds=LATER_START)
        again = demo.words()
        after = [answer(f"{demo.readers}/")[0], answer(address)[0]]
        last_code, _ = stop(demo)
    finally:
        demo.process.kill()
        demo.process.wait()

    assert "Printing the edition: 70 of 70 stories" in first
    assert '"level"' not in first, "log lines on the terminal"
    assert before == [200, 200, 200]
    assert (code, left) == (0, set())
    assert len(processes) >= 5
    assert seconds < 10
    assert "Printing the edition" not in again
    assert logins(again) == logins(first)
    assert len(logins(first)) == 4
    assert after == [200, 410]
    assert last_code == 0


def test_the_demo_keeps_out_of_a_site_of_your_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    (tmp_path / "site.toml").write_text('language = "en-gb"\nzone = "UTC"\n')

    with pytest.raises(click.ClickException, match="holds a site of your own"):
        require_demo_home()
