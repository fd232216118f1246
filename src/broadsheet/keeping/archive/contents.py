"""
What a backup holds and says of itself.

    broadsheet-backup.json   first: of which format, by which Broadsheet, from which database
    media/…                  pictures and documents, originals and the files made for readers
    pieces/kept/…            readers' pages as they were pressed
    broadsheet.sqlite3       the content database (or database.pgdump, PostgreSQL's own custom format)
    audience.sqlite3         readers, counted in sketches that hold none
    index/…                  the index of search and Related Stories
    site.toml, secret        what the site was founded with, and what its sessions and tokens are signed with
    manifest.jsonl           last: a line a member, in their order, with size and SHA-256; then a line that closes it

A line of the manifest with `"gone": true` stands for a member that was taken back after it was written: a later one
took its place, or its file was deleted on purpose while the backup ran. Nobody restores it.

Members are called what they are called in a home, so `tar --zstd -x` helps where there is no Broadsheet.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from broadsheet.keeping import KeepingError

FORMAT = 1
HEAD, MANIFEST = "broadsheet-backup.json", "manifest.jsonl"
SQLITE_MEMBER, POSTGRES_MEMBER, AUDIENCE_MEMBER = "broadsheet.sqlite3", "database.pgdump", "audience.sqlite3"
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
LONGEST_TEXT = 1024 * 1024  # bytes of the head, and of one line of the manifest
_FOLDERS = ("media/", "pieces/kept/", "index/")
_FILES = frozenset({SQLITE_MEMBER, POSTGRES_MEMBER, AUDIENCE_MEMBER, "site.toml", "secret"})


class BackupError(KeepingError):
    """A backup that cannot be made, read or restored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first member."""

    format: int
    broadsheet: str
    engine: str
    begun_at: str
    holds_secret: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """
    One line of the manifest.

    `changed_ns` is when the file last changed, in nanoseconds: readers' browsers and caches know pictures by it.
    """

    name: str
    size: int
    sha256: str
    changed_ns: int
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The manifest's last line: what is known only when all is written. `taken_at` is the moment that it shows."""

    members: int
    taken_at: str
    migrations: Mapping[str, str]  # the newest of each app
    holds_pieces: bool
    holds_index: bool
    missing: int = 0  # files that the database names and that were not there


def head_bytes(head: Head) -> bytes:
    return json.dumps(asdict(head), indent=1).encode() + b"\n"


def read_head(data: bytes) -> Head:
    """
    What the first member says.

    :raises BackupError: if it is no head, or of a format that this Broadsheet does not read
    """
    facts = _object(data)
    if facts.get("format") != FORMAT:
        raise BackupError(
            f"it is a backup of format {facts.get('format')!r}, and this Broadsheet reads {FORMAT}; "
            "restore it with the Broadsheet that made it, or a newer one"
        )
    head = _made(Head, facts)
    if head.engine not in ENGINES:
        raise BackupError(f"it is a backup of {head.engine!r}, which is no database that Broadsheet knows")
    return head


def member_line(member: Member) -> bytes:
    gone = {"gone": True} if member.is_gone else {}
    facts = {"name": member.name, "size": member.size, "sha256": member.sha256, "changed_ns": member.changed_ns}
    return json.dumps({**facts, **gone}).encode() + b"\n"


def closing_line(closing: Closing) -> bytes:
    return json.dumps({"end": asdict(closing)}).encode() + b"\n"


def read_line(line: bytes) -> Member | Closing:
    """
    What a line of the manifest says.

    :raises BackupError: if it is none
    """
    facts = _object(line)
    if "end" in facts:
        return _made(Closing, facts["end"])
    gone = facts.pop("gone", False)
    return _made(Member, {**facts, "is_gone": gone is True})


def checked_name(name: str) -> str:
    """
    Give the name back if a member of a backup may be called so: inside one of its folders, or one of its files.

    :raises BackupError: if it leads elsewhere
    """
    inside = next((folder for folder in _FOLDERS if name.startswith(folder)), None)
    if name in _FILES or (inside and _is_plain(name)):
        return name
    raise BackupError(f"it holds {name[:200]!r}, which no backup of Broadsheet holds")


def _is_plain(name: str) -> bool:
    is_clean = re.search(r"[\x00-\x1f\x7f\\]", name) is None
    return is_clean and all(part not in {"", ".", ".."} for part in name.split("/"))


def _object(data: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BackupError("its words cannot be read; it is damaged, or no backup of Broadsheet") from error
    if not isinstance(facts, dict):
        raise BackupError("its words cannot be read; it is damaged, or no backup of Broadsheet")
    return facts


T = TypeVar("T")
_KINDS: dict[type, dict[str, type]] = {
    Head: {"format": int, "broadsheet": str, "engine": str, "begun_at": str, "holds_secret": bool},
    Member: {"name": str, "size": int, "sha256": str, "changed_ns": int, "is_gone": bool},
    Closing: {
        "members": int,
        "taken_at": str,
        "migrations": dict,
        "holds_pieces": bool,
        "holds_index": bool,
        "missing": int,
    },
}


def _made(kind: type[T], facts: Any) -> T:
    wanted = _KINDS[kind]
    if not isinstance(facts, dict) or any(not isinstance(facts.get(name), one) for name, one in wanted.items()):
        raise BackupError("its words cannot be read; it is damaged, or no backup of Broadsheet")
    return kind(**{name: facts[name] for name in wanted})
