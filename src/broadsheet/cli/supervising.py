"""A parent that starts processes, watches them, starts again what dies, and stops all of them cleanly."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType

import structlog

log = structlog.get_logger()

GRACE = 10.0  # seconds between asking a process to stop and ending it
LOOK = 0.1  # seconds between two looks at the children
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # before a restart: doubled for each death, forgotten after a calm minute
CALM = 60.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One process to keep alive: a subcommand of `broadsheet` and what its environment adds."""

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    once: bool = False  # may end by itself


@dataclass(slots=True)
class _Child:
    job: Job
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    start_at: float = 0.0


class Supervisor:
    """Keeps jobs alive until SIGTERM or SIGINT, then stops them, last started first."""

    def __init__(self, jobs: tuple[Job, ...]) -> None:
        self._children = [_Child(job) for job in jobs]
        self._stopping = False

    def start(self) -> None:
        """Start everything and take the signals over."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for child in self._children:
            _start(child)

    def watch(self) -> None:
        """Stay until a signal asks to stop; then return with all children ended."""
        while not self._stopping:
            for child in self._children:
                _look_after(child, now=time.monotonic())
            time.sleep(LOOK)
        self._end_all()

    def wait_until(self, ready: Callable[[], bool], *, timeout: float) -> bool:
        """Watch until `ready()` says so; False if it did not within `timeout` seconds or a signal came first."""
        deadline = time.monotonic() + timeout
        while not self._stopping and time.monotonic() < deadline:
            if ready():
                return True
            for child in self._children:
                _look_after(child, now=time.monotonic())
            time.sleep(LOOK)
        return False

    @property
    def is_stopping(self) -> bool:
        return self._stopping

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _end_all(self) -> None:
        running = [
            child.process for child in reversed(self._children) if child.process and child.process.poll() is None
        ]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("process_killed", pid=process.pid)
                _kill_group(process)


def _look_after(child: _Child, *, now: float) -> None:
    if child.process is None:
        if now >= child.start_at:
            _start(child)
        return
    code = child.process.poll()
    if code is None or (code == 0 and child.job.once):
        return
    log.error("process_died", job=child.job.name, code=code)
    _kill_group(child.process)
    child.pause = FIRST_PAUSE if now - child.started_at > CALM else min(child.pause * 2, LONGEST_PAUSE)
    child.process, child.start_at = None, now + child.pause


def _start(child: _Child) -> None:
    child.process = subprocess.Popen(
        [sys.executable, "-m", "broadsheet", *child.job.words],
        env={**os.environ, **child.job.environment},
        start_new_session=True,  # Ctrl-C on the terminal reaches the parent alone, which stops them in order
        preexec_fn=_die_with_parent,  # noqa: PLW1509  safe: this parent has one thread
        stdin=subprocess.DEVNULL,
    )
    child.started_at = time.monotonic()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _die_with_parent() -> None:
    """Ask the kernel (Linux) for SIGTERM when the parent dies, so that a killed parent leaves no orphans."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
