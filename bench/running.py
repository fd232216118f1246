"""A founded site in a home of its own, Broadsheet's processes on it, and what they cost."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx
from figures import Figure
from servers import SERVER_CORE, free_port

READY_WITHIN = 60.0
_LOOK = 0.01


@dataclass(slots=True, kw_only=True)
class Site:
    """One home; `environment` is what its processes run in."""

    home: Path
    environment: dict[str, str]
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *words: str) -> None:
        """One command of Broadsheet's, to its end."""
        self._finish("-m", "broadsheet", *words)

    def work(self, script: str, *words: str) -> None:
        """A bench part as a worker with the site's environment: what needs Django, once a process."""
        self._finish(script, "--worker", *words)

    def start(self, word: str, *, is_pinned: bool = False) -> subprocess.Popen[bytes]:
        """Start a process of Broadsheet's; `is_pinned` leaves it one core."""
        pinned = ["taskset", "-c", SERVER_CORE] if is_pinned else []
        command = [*pinned, sys.executable, "-m", "broadsheet", word]
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.processes.append(process)
        return process

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """The site's database beside its processes."""
        connection = sqlite3.connect(self.home / "site" / "broadsheet.sqlite3", isolation_level=None, timeout=20)
        try:
            yield connection
        finally:
            connection.close()

    def _finish(self, *words: str) -> None:
        subprocess.run([sys.executable, *words], env=self.environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def founded_site(home: Path, *, sections: str = "World, Sport", **settings: str) -> Iterator[Site]:
    """A site on SQLite; whatever was started on it is ended by its id."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))},
        "BROADSHEET_HOME": str(home / "site"),
        "BROADSHEET_EDGE_PORT": str(port),
        "BROADSHEET_EDGE_STATUS_PORT": "0",
        "BROADSHEET_CLERK_STATUS_PORT": "0",
        "DATABASE_URL": "",
        **settings,
    }
    site = Site(home=home, environment=environment, port=port)
    site.run(
        "init", "--name", "The Bench", "--zone", "UTC", "--language", "en-gb", "--sections", sections,
        "--admin", "ada", "--email", "ada@bench.example", "--password", "a password of ten",
    )  # fmt: skip
    try:
        yield site
    finally:
        for process in site.processes:
            process.terminate()
        for process in site.processes:
            process.wait(timeout=30)


def drop(folder: Path, name: str, data: bytes) -> float:
    """Write the file under another name and rename it, as a careful agency does; when that was done."""
    draft = folder / f"{name}.tmp"
    draft.write_bytes(data)
    draft.rename(folder / name)
    return time.monotonic()


def status(readers: httpx.Client, path: str) -> int:
    """What the edge answers; 0 where nobody does."""
    try:
        return readers.get(path).status_code
    except httpx.TransportError:
        return 0


def wait(is_so: Callable[[], bool], *, longest: float, look: float = _LOOK) -> None:
    """:raises TimeoutError: if it is not so in time"""
    deadline = time.monotonic() + longest
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("the site does not show what it should")
        time.sleep(look)


def p95(seconds: list[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]


def seconds_figure(what: str, seconds: list[float], *, wanted: float | None) -> Figure:
    """How long it took; judged by its p95 where something is wanted."""
    measured = f"p50 {median(seconds):.3f} s, p95 {p95(seconds):.3f} s, max {max(seconds):.3f} s"
    if wanted is None:
        return Figure(what=what, measured=measured)
    return Figure(what=what, measured=measured, wanted=f"p95 ≤ {wanted:g} s", reached=p95(seconds) <= wanted)


def machine(before: tuple[float, float, float]) -> Figure:
    """Who reads a waiting time should know what else the machine did."""
    return Figure(what="the machine's load before and after", measured=f"{before[0]:.1f}, {os.getloadavg()[0]:.1f}")


def peak_megabytes(pid: int) -> float:
    """The most memory that a process ever had, files that it maps with it; 0 where it is gone."""
    return _megabytes(pid, "VmHWM:")


def own_megabytes(pid: int) -> float:
    """What a process holds now that is no page of a file: the kernel takes those back when it wants to."""
    return _megabytes(pid, "RssAnon:")


def _megabytes(pid: int, field: str) -> float:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return int(text.partition(field)[2].split()[0]) / 1024 if field in text else 0.0


def children_of(pid: int) -> list[int]:
    """The processes that any of its threads started."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return []
