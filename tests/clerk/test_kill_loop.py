"""
kill -9 at every step from receipt to page: a dozen rounds of what `bench/kill_loop.py` does two hundred times.

The seed is told on failure, so that a bad run can be played again with BROADSHEET_KILL_SEED.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clerk.running_site import Site

ROUNDS = 12
SEED = os.environ.get("BROADSHEET_KILL_SEED", "20260305")

pytestmark = pytest.mark.slow


def test_clerks_killed_at_every_step_lose_double_and_halve_nothing(tmp_path: Path, courier_home: Path) -> None:
    site = Site(tmp_path, BROADSHEET_FETCH_ALLOW="127.0.0.1")
    site.found(like=courier_home)

    done = subprocess.run(
        [sys.executable, "-m", "clerk.killing.rounds", str(tmp_path), "--rounds", str(ROUNDS), "--seed", SEED],
        env=site.environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip

    assert done.returncode == 0, (SEED, done.stderr[-4000:])
    report = json.loads(done.stdout)
    assert report["findings"] == [], SEED
    assert report["rounds"] == ROUNDS
    assert report["with_open_work"] >= ROUNDS // 2
