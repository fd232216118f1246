"""The disk under the home."""

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from broadsheet.keeping.checking.findings import Finding, Ground, broken, warning
from broadsheet.keeping.names import BACKUP_STAGING, RESTORE_STAGING
from broadsheet.keeping.owners import user_name

_LITTLE, _TOO_LITTLE = 2_000_000_000, 200_000_000  # bytes
_FEW_INODES = 10_000
_OLD_SECONDS = 24 * 3600
_SAMPLE = 2_000
_NAMED = 3  # files that a finding names; the rest are counted
_STAY = "Readers go on, but nothing new is published and no wire item is kept until there is room."


def free_space(ground: Ground) -> Iterable[Finding]:
    """Room for what comes in."""
    free = shutil.disk_usage(ground.home).free
    remedy = f"Make room on the disk of {ground.home}, or move the home to a larger one."
    if free < _TOO_LITTLE:
        yield broken(f"The disk has {free // 1_000_000} MB free.", why=_STAY, remedy=remedy)
    elif free < _LITTLE:
        yield warning(f"The disk has {free // 1_000_000} MB free.", why=f"When it is full: {_STAY}", remedy=remedy)
    status = os.statvfs(ground.home)
    if status.f_files and status.f_favail < _FEW_INODES:
        yield broken(
            f"The disk can take {status.f_favail} more files (inodes).",
            why=f"Each story is four small files. {_STAY}",
            remedy="Delete what is not needed there, or use a file system made with more inodes.",
        )


def owners(ground: Ground) -> Iterable[Finding]:
    """Files of somebody else, which the processes could not write."""
    owner = ground.home.stat().st_uid
    strangers = [file for file in _files(ground) if _owner(file) not in {owner, None}]
    if strangers:
        yield broken(
            f"{len(strangers)} files in the home do not belong to {user_name(owner)}: {_some(strangers, ground)}.",
            why="The processes run as one user; what it cannot write fails when it is needed, a kill's page too.",
            remedy=f"chown -R {user_name(owner)} {ground.home}; and run broadsheet commands as that user.",
        )


def writable(ground: Ground) -> Iterable[Finding]:
    """Folders that newsroom and clerk write into."""
    if os.geteuid() == 0:
        return  # root may write anywhere, which says nothing of the processes
    for folder in (ground.home, *(ground.home / name for name in ("pieces", "media", "index"))):
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            yield broken(
                f"{folder} may not be written by {user_name(os.geteuid())}.",
                why="Nothing can be published.",
                remedy="Give it to the user that Broadsheet runs as, or run this as that user. Under systemd: name the "
                "home in ReadWritePaths.",
            )


def secret_is_secret(ground: Ground) -> Iterable[Finding]:
    """Who may read what sessions and tokens are signed with."""
    secret = ground.home / "secret"
    if secret.exists() and secret.stat().st_mode & 0o077:
        yield broken(
            f"{secret} can be read by other users of this machine.",
            why="Whoever knows it can sign in as anybody.",
            remedy=f"chmod 600 {secret}; where others use this machine, make a new one: delete it and start again "
            "(everybody signs in anew).",
        )
    if not secret.exists() and not os.environ.get("BROADSHEET_SECRET"):
        yield broken(
            "The site's secret is missing.",
            why="A new one is made at the next start: everybody signs in anew, and agencies' push tokens are void.",
            remedy="Put the old file back from a backup if you have one.",
        )


def half_written(ground: Ground) -> Iterable[Finding]:
    """What interrupted work left."""
    old = time.time() - _OLD_SECONDS
    left = [path for path in _leftovers(ground.home) if _changed(path) < old]
    if left:
        yield warning(
            f"Interrupted work left {len(left)} things in the home: {_some(left, ground)}.",
            why="They take room, and nobody will finish them.",
            remedy="Delete them; they are older than a day.",
        )


def _leftovers(home: Path) -> Iterator[Path]:
    yield from home.glob(".*.part")
    yield from (path for path in (home / RESTORE_STAGING, home / BACKUP_STAGING / "work") if path.exists())
    yield from (home / "pieces" / "drafts").glob("*")


def _files(ground: Ground) -> Iterator[Path]:
    """Every file of the home, or of each folder in it the first two thousand."""
    yield from (path for path in ground.home.iterdir() if path.is_file())
    for folder in (path for path in ground.home.iterdir() if path.is_dir() and not path.is_symlink()):
        for number, path in enumerate(folder.rglob("*")):
            if number >= _SAMPLE and not ground.looks_at_all:
                break
            yield path


def _owner(path: Path) -> int | None:
    try:
        return path.lstat().st_uid
    except FileNotFoundError:
        return None  # gone meanwhile


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _some(paths: list[Path], ground: Ground) -> str:
    named = ", ".join(str(path.relative_to(ground.home)) for path in paths[:_NAMED])
    return f"{named} …" if len(paths) > _NAMED else named
