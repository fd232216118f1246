"""
What takes long to make, made once and begun from ever after.

Founding a site starts four processes and migrates: half a minute of a processor, and over thirty modules want one.
"""

import fcntl
import time
from collections.abc import Callable
from pathlib import Path

import pytest


def once(whole: Path, make: Callable[[Path], None]) -> Path:
    """A file or folder, made by whoever asks for it first; who asks meanwhile waits. `make` is given a place beside."""
    with whole.with_name(f"{whole.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            draft = whole.with_name(f"{whole.name}.{time.monotonic_ns()}.part")
            make(draft)
            draft.rename(whole)
    return whole


def in_this_run(factory: pytest.TempPathFactory, name: str) -> Path:
    """A place that all workers of a run share."""
    # A worker's own folder lies in that of the run; without workers this is the run's folder itself.
    base = factory.getbasetemp()
    return (base.parent if base.name.startswith("popen-") else base) / name
