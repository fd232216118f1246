"""
kill -9 of the clerk at every step from receipt to page: what is lost, doubled or left half.

A real site with a folder source, two feeds, a push source, pictures, kills and alarms by webhook. See
`tests/clerk/killing/rounds.py` for how the moments are chosen and `inspecting.py` for what is looked at. KILL_ROUNDS
sets how many (200), KILL_SEED which; DATABASE_URL of an empty PostgreSQL database runs them there.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from figures import Figure

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from clerk.running_site import Site

_WANTED = 200
ROUNDS = int(os.environ.get("KILL_ROUNDS", _WANTED))
SEED = os.environ.get("KILL_SEED", "7")
_LONGEST = 60 + 10 * ROUNDS  # seconds; a round takes some three, and nine on busy cores


def measure() -> list[Figure]:
    """Needs nothing but Broadsheet itself; with strace half of the kills are aimed at system calls."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-kills-") as name:
        place, database = Path(name), os.environ.get("DATABASE_URL", "")
        chosen = {"DATABASE_URL": database} if database else {}
        site = Site(place, BROADSHEET_FETCH_ALLOW="127.0.0.1", **chosen)
        site.found()
        command = [sys.executable, "-m", "clerk.killing.rounds", name, "--rounds", str(ROUNDS), "--seed", SEED,
                   "--seconds", str(_LONGEST)]  # fmt: skip
        done = subprocess.run(
            command, env=site.environment, stdout=subprocess.PIPE, text=True, check=True, timeout=_LONGEST + 120
        )
    report = json.loads(done.stdout)
    rounds, findings = report["rounds"], report["findings"]
    said = "; ".join(findings)[:300] or "0 lost, 0 doubled, 0 half"
    return [
        Figure(
            what="kills",
            measured=f"{rounds}, {report['aimed']} at system calls",
            wanted=f"≥ {_WANTED}",
            reached=rounds >= _WANTED,
        ),
        Figure(what="kills with work under way", measured=str(report["with_open_work"])),
        Figure(what="found after them", measured=said, wanted="nothing", reached=not findings),
        *(Figure(what=f"open at the kill: {kind}", measured=str(times)) for kind, times in report["open_work"].items()),
        *(Figure(what=what, measured=str(number)) for what, number in report["tally"].items()),
    ]
