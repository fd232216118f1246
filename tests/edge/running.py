"""An edge as a process, for the tests that ask it over a socket."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx

from broadsheet.stores.pieces import FolderPieceStore

T = TypeVar("T")
SOURCE = Path(__file__).parents[2] / "src"
PATIENCE = 20.0  # seconds; the machine may be busy


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningEdge:
    """An edge as a process, the folder it lives in, and a browser without habits in front of it."""

    home: Path
    client: httpx.Client
    status_url: str
    port: int
    process: subprocess.Popen[bytes]

    @property
    def store(self) -> FolderPieceStore:
        return FolderPieceStore(self.home / "pieces")

    @property
    def log(self) -> str:
        """What its processes wrote until now."""
        return (self.home / "edge.log").read_text()

    def stop(self) -> int:
        """Ask it to stop, as a supervisor does; its exit code."""
        self.process.terminate()
        return self.process.wait(timeout=PATIENCE)

    def hits(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in (self.home / "hits").read_text().splitlines()]


def eventually(look: Callable[[], T], *, wanted: Callable[[T], bool], within: float = PATIENCE) -> T:
    """What `look` gives once it is what is wanted."""
    deadline = time.monotonic() + within
    while not wanted(seen := look()):
        assert time.monotonic() < deadline, seen
        time.sleep(0.002)
    return seen


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_edge(home: Path, **settings: str) -> Iterator[RunningEdge]:
    """Start an edge over that home and wait until it answers; stop it at the end."""
    port, status_port = free_port(), free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "BROADSHEET_HOME": str(home),
        "BROADSHEET_EDGE_STATUS_PORT": str(status_port),
        **settings,
    }
    script = Path(__file__).with_name("recording_edge.py")
    command = [sys.executable, str(script), str(port), str(home / "hits")]
    with (home / "edge.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    status_url = f"http://127.0.0.1:{status_port}"
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"accept-encoding": "identity"}) as client:
            eventually(lambda: _is_up(client, "/"), wanted=bool)
            eventually(lambda: _is_up(client, f"{status_url}/healthz"), wanted=bool)
            yield RunningEdge(home=home, client=client, status_url=status_url, port=port, process=process)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _is_up(client: httpx.Client, address: str) -> bool:
    try:
        client.get(address)
    except httpx.TransportError:
        return False
    return True
