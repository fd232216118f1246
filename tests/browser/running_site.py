"""A site that runs for a test, by its commands and by what its readers get."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 30.0  # seconds; screens renew themselves every ten to fifteen, and a busy machine is a dozen times as slow


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSite:
    home: Path
    readers: str
    newsroom: str
    environment: dict[str, str]

    def broadsheet(self, *words: str) -> str:
        """Run a command of this site's and give what it printed."""
        return subprocess.run(
            [sys.executable, "-m", "broadsheet", *words],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=300,
        ).stdout

    def read(self, path: str) -> tuple[int, str]:
        """What a reader gets at an address: the status and the page."""
        try:
            with urllib.request.urlopen(self.readers + path, timeout=PATIENCE) as response:  # noqa: S310  our own loopback
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def wait_for_readers(
        self, path: str, *, status: int = 200, words: str = "", without: str = "\0", seconds: float = PATIENCE
    ) -> str:
        """The page, as soon as readers get it so; fails after so many seconds."""
        deadline = time.monotonic() + seconds
        while True:
            found, page = self.read(path)
            if found == status and words in page and without not in page:
                return page
            assert time.monotonic() < deadline, f"{path}: {found}\n{page}"
            time.sleep(0.05)
