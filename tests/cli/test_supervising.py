"""The parent of all processes, tried on small commands of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PARENT = """
import sys
from pathlib import Path
from broadsheet.cli import supervising
from broadsheet.cli.supervising import Job, Supervisor

supervising.FIRST_PAUSE = 0.05
real_popen = supervising.subprocess.Popen

def popen(words, **settings):
    return real_popen([sys.executable, "-c", words[-1]], **settings)

supervising.subprocess.Popen = popen
folder = Path(sys.argv[1])
child = f"import os, time, pathlib; pathlib.Path({str(folder)!r}, str(os.getpid())).touch(); time.sleep(60)"
supervisor = Supervisor((Job(name="one", words=(child,)),))
supervisor.start()
supervisor.watch()
print("stopped")
"""


def pids_in(folder: Path) -> set[int]:
    return {int(path.name) for path in folder.iterdir()}


def wait_for(truth: object, *, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not truth():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    wait_for(lambda: pids_in(tmp_path))
    yield process
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_what_dies_is_started_again(parent: subprocess.Popen[str], tmp_path: Path) -> None:
    (first,) = pids_in(tmp_path)

    os.kill(first, signal.SIGKILL)

    wait_for(lambda: pids_in(tmp_path) - {first})


def test_a_stopped_parent_leaves_nobody_behind(parent: subprocess.Popen[str], tmp_path: Path) -> None:
    (child,) = pids_in(tmp_path)

    parent.terminate()
    printed, _ = parent.communicate(timeout=10)

    assert printed.strip() == "stopped"
    assert not is_alive(child)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word to children of a killed parent is Linux's")
def test_a_killed_parent_leaves_nobody_behind(parent: subprocess.Popen[str], tmp_path: Path) -> None:
    (child,) = pids_in(tmp_path)

    parent.kill()

    wait_for(lambda: not is_alive(child))
