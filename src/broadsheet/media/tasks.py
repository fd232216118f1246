"""What the clerk does for pictures: starts the process that makes their smaller files, and takes killed ones away."""

import atexit
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime

from broadsheet.contracts.steps import Step
from broadsheet.media.erasing import erase_killed_files
from broadsheet.media.queries import next_wanted_files
from broadsheet.media.recordings import put_away_killed
from broadsheet.media.sweeping import Sweeper

COMMAND = (sys.executable, "-m", "broadsheet", "picture_files")
EVERY = 5.0


@dataclass(slots=True)
class Encoder:
    """The one process of that kind; started when pictures wait, ended with the clerk."""

    _process: subprocess.Popen[bytes] | None = None

    def run(self, now: datetime) -> bool:
        """Start it where pictures wait and it is not at work."""
        if self._process is not None and self._process.poll() is None:
            return False
        self._close_pipe()
        if next_wanted_files(now) is not None:
            # The pipe is never written to: it ends when this process does, however it ends, and so does the encoder.
            self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE)
        return False

    def stop(self) -> None:
        """What it was at is done again by the next one."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=10)
        self._close_pipe()

    def _close_pipe(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()


_encoder = Encoder()
atexit.register(_encoder.stop)

STEPS = (
    Step(name="media.erase_killed", run=erase_killed_files, every=1.0),
    Step(name="media.put_away_killed", run=put_away_killed, every=1.0),
    Step(name="media.better_files", run=_encoder.run, every=EVERY),
    Step(name="media.sweep", run=Sweeper().run, every=6 * 3600.0),
)
