"""What a check finds, and what it stands on while it looks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path


class Severity(IntEnum):
    """How bad it is, and the exit code of `broadsheet doctor` where it is the worst."""

    WELL = 0
    WARNING = 1  # works, and will not for ever, or not as well as it could
    BROKEN = 2  # readers or editors go without, or news may be lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong: what, why it matters, and what to do, each a sentence or two in plain words."""

    severity: Severity
    what: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """`looks_at_all` asks for every page and file instead of a sample."""

    home: Path
    now: datetime
    looks_at_all: bool = False


class Needs(IntEnum):
    """What must be there before a check can look; each needs what comes before it too."""

    NOTHING = 0
    HOME = 1
    DATABASE = 2
    TABLES = 3  # of this release


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    name: str
    needs: Needs
    look: Callable[[Ground], Iterable[Finding]]


def warning(what: str, *, why: str, remedy: str) -> Finding:
    return Finding(severity=Severity.WARNING, what=what, why=why, remedy=remedy)


def broken(what: str, *, why: str, remedy: str) -> Finding:
    return Finding(severity=Severity.BROKEN, what=what, why=why, remedy=remedy)
