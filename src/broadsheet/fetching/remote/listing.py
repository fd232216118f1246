"""Which files of a remote folder are wire copy, in what order, and which were taken before."""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase

MOST_FILES = 50_000  # in a folder; what was taken of so many is remembered in 400 KB
AGED = 60.0  # seconds before the newest file by the server's own clock: nobody writes such a file any more
UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", ".lock", "~")
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".tif", ".tiff")
MOST_TROUBLES = 20
_MARK = 8  # letters of a file's mark: 48 bits, so that of 50,000 files one in 5 billion is taken for another


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    A file as a folder's list shows it.

    `name` is what the server is to be asked for, `shown` what an editor reads; `changed` are the server's own words
    for the time, and `at` that time in seconds, 0 where it cannot be read.
    """

    name: str
    shown: str
    size: int
    changed: str
    at: float = 0.0

    @property
    def mark(self) -> str:
        """What tells this file as it stands from every other, and from itself after a change."""
        digest = hashlib.sha256(self.key.encode("utf-8", "surrogateescape")).digest()
        return base64.urlsafe_b64encode(digest).decode()[:_MARK]

    @property
    def key(self) -> str:
        return json.dumps([self.name, self.size, self.changed])


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The wire files of a folder, oldest first, and the names that cannot be taken."""

    files: tuple[Entry, ...]
    odd: tuple[str, ...] = ()


def wire_files(entries: Iterable[Entry], *, patterns: Sequence[str]) -> Listing:
    """Keep finished files that fit the patterns, oldest first, then by name."""
    files: list[Entry] = []
    odd: list[str] = []
    for entry in entries:
        if entry.name in {"", ".", ".."} or not _is_wanted(entry.shown, patterns=patterns):
            continue
        if "/" in entry.name or any(ord(letter) < ord(" ") for letter in entry.name):
            odd.append(entry.shown)
        else:
            files.append(entry)
    return Listing(files=tuple(sorted(files, key=lambda entry: (entry.at, entry.name))), odd=tuple(odd))


def aged(files: Sequence[Entry]) -> list[Entry]:
    """Those last written well before the newest of all: a backlog needs no second look."""
    newest = max((entry.at for entry in files), default=0.0)
    return [entry for entry in files if 0 < entry.at <= newest - AGED]


def settled(files: Sequence[Entry], *, earlier: Iterable[Entry]) -> list[Entry]:
    """Those that stand as they stood at the earlier look."""
    before = set(earlier)
    return [entry for entry in files if entry in before]


def read_marks(cursor: str) -> frozenset[str]:
    """The marks of files that were taken; a cursor of another make remembers nothing."""
    if not cursor.startswith("1 ") or len(cursor) > 2 + _MARK * 2 * MOST_FILES:
        return frozenset()
    marks = cursor[2:]
    return frozenset(marks[start : start + _MARK] for start in range(0, len(marks), _MARK))


def write_marks(marks: Iterable[str]) -> str:
    """A cursor that remembers these files."""
    return "1 " + "".join(sorted(marks))


def time_from(text: str, *, now: datetime) -> float:
    """
    Read the time in an FTP server's list: RFC 3659 ("20260601120000"), or that of `ls -l` ("Jun 1 12:00").

    Without a year it is the last such day before tomorrow. 0 where it cannot be read.
    """
    try:
        return datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
    except ValueError:
        pass
    try:
        if ":" not in text:
            return datetime.strptime(text, "%b %d %Y").replace(tzinfo=UTC).timestamp()
        moment = datetime.strptime(f"{now.year} {text}", "%Y %b %d %H:%M").replace(tzinfo=UTC)
        return (moment if moment <= now + timedelta(days=1) else moment.replace(year=now.year - 1)).timestamp()
    except ValueError:
        return 0.0


def shortened(troubles: Sequence[str]) -> tuple[str, ...]:
    """The first of many troubles, and how many more there are."""
    if len(troubles) <= MOST_TROUBLES:
        return tuple(troubles)
    return (*troubles[:MOST_TROUBLES], f"and {len(troubles) - MOST_TROUBLES} more like these")


def _is_wanted(shown: str, *, patterns: Sequence[str]) -> bool:
    name = shown.lower()
    if name.startswith(".") or name.endswith(UNFINISHED):
        return False
    if not patterns:
        return not name.endswith(PICTURES)
    return any(fnmatchcase(name, pattern.lower()) for pattern in patterns)
