"""Whether the machines agree on what time it is: embargoes and schedules hang on it."""

import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from broadsheet.keeping.checking.findings import Finding, Ground, broken, warning

_OFF_SECONDS = 2.0
_FAR_SECONDS = 60.0
_EARLIEST = datetime(2025, 1, 1, tzinfo=UTC)  # no release of Broadsheet is older
_WHY = "An embargo ends by the clerk's clock; lists and alarms are ordered by both."


def system_clock(ground: Ground) -> Iterable[Finding]:
    """A clock that was never set."""
    if ground.now < _EARLIEST:
        yield broken(
            f"This machine's clock says {ground.now:%d %B %Y}.",
            why="Nothing that is due would go out, and certificates are not valid yet.",
            remedy="Set it, and let chrony or systemd-timesyncd keep it.",
        )


def disk_clock(ground: Ground) -> Iterable[Finding]:
    """A shared folder whose server has a clock of its own."""
    with tempfile.NamedTemporaryFile(dir=ground.home, prefix=".clock-") as file:
        before = time.time()
        Path(file.name).touch()
        off = abs(Path(file.name).stat().st_mtime - before)
    if off > _OFF_SECONDS:
        yield warning(
            f"The disk of the home is {off:.0f} s off this machine's clock.",
            why="Folder sources wait by it until a file has settled.",
            remedy="Let both machines keep their clocks by NTP.",
        )


def database_clock(_: Ground) -> Iterable[Finding]:
    """The database server's clock against this machine's."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        before = datetime.now(UTC)
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    off = abs((there - before).total_seconds())
    if off > _OFF_SECONDS:
        finding = broken if off > _FAR_SECONDS else warning
        yield finding(
            f"The database server's clock is {off:.0f} s off this machine's.",
            why=_WHY,
            remedy="Let both machines keep their clocks by NTP (chrony, systemd-timesyncd).",
        )
