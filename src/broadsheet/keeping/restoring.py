"""
Making a site of a backup: in an empty home, or not at all.

Everything is written into a hidden folder of the home first and moved to its place last, `site.toml` at the very end:
without that file no process takes the home for a site. What an interrupted restore leaves, the next one removes.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import broadsheet
from broadsheet.keeping import KeepingError
from broadsheet.keeping.archive.contents import (
    AUDIENCE_MEMBER,
    ENGINES,
    POSTGRES_MEMBER,
    SQLITE_MEMBER,
    BackupError,
)
from broadsheet.keeping.archive.reading import Contents, opened
from broadsheet.keeping.databases.postgres import require_empty, require_tool, restore_from
from broadsheet.keeping.databases.sqlite import require_sound
from broadsheet.keeping.names import RESTORE_STAGING
from broadsheet.keeping.progress import Progress

_MOVING = "moving"  # in the staging folder, from when on things are moved to their places
# In the order in which they are moved: readers' pages late, and last what says that this is a site.
_PLACES = ("media", "index", AUDIENCE_MEMBER, "secret", SQLITE_MEMBER, "pieces", "site.toml")
_ROOM = 1.1  # of what the files need, as folders and half-filled blocks take some


class NotEmptyError(KeepingError):
    """A home that holds something already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored: the site as it was at `taken_at`, by that Broadsheet."""

    taken_at: datetime
    broadsheet: str
    holds_secret: bool
    holds_pieces: bool
    holds_index: bool
    files: int


def restore(path: Path, *, home: Path, database_url: str, progress: Progress) -> Restored:
    """
    Make the home what the backup holds; `database_url` is empty for the embedded database.

    :raises NotEmptyError: if the home holds anything
    :raises BackupError: if the backup is not sound, is another database's, or disk or database refuse
    """
    _require_empty(home)
    if database_url:
        require_tool("pg_restore")
        require_empty(database_url)
    progress.begin("looking through it", total=path.stat().st_size if path.is_file() else 0)
    try:
        with opened(path, advance=progress.reach) as backup:
            contents = backup.contents
            _require_fit(contents, database_url=database_url)
            with _staging(home) as staging:
                _require_space(home, contents)
                progress.begin("writing", total=path.stat().st_size)
                backup.extract(staging, advance=progress.reach)
                _restore_database(staging, contents, database_url=database_url)
                _move(staging, home)
    except OSError as error:
        raise BackupError(f"{home} cannot be written: {error}") from error
    return Restored(
        taken_at=datetime.fromisoformat(contents.closing.taken_at),
        broadsheet=contents.head.broadsheet,
        holds_secret=contents.head.holds_secret,
        holds_pieces=contents.closing.holds_pieces,
        holds_index=contents.closing.holds_index,
        files=contents.files,
    )


def _require_empty(home: Path) -> None:
    """Nothing but what an interrupted restore left, which is removed, and what file systems put there themselves."""
    if not home.exists():
        return
    if (home / RESTORE_STAGING / _MOVING).exists() and not (home / "site.toml").exists():
        for name in _PLACES:
            _remove(home / name)
    held = sorted(entry.name for entry in home.iterdir() if entry.name not in {RESTORE_STAGING, "lost+found"})
    if held:
        raise NotEmptyError(
            f"{home} is not empty (it holds {', '.join(held[:5])}{' …' if len(held) > 5 else ''}), and a restore "  # noqa: PLR2004
            "replaces nothing. Name a new folder with --home, or move away what is there"
        )


def _require_fit(contents: Contents, *, database_url: str) -> None:
    engine = "postgresql" if database_url else "sqlite"
    if contents.head.engine != engine:
        way_out = "leave DATABASE_URL out" if database_url else "name an empty PostgreSQL database in DATABASE_URL"
        raise BackupError(
            f"it is the backup of a site on {ENGINES[contents.head.engine]}, and this would be one on "
            f"{ENGINES[engine]}: {way_out}"
        )
    if newer := _unknown_migrations(contents):
        raise BackupError(
            f"it was made by a newer Broadsheet ({contents.head.broadsheet}, with {newer[0]}); this is "
            f"{broadsheet.__version__}. Install that one, then restore"
        )


def _unknown_migrations(contents: Contents) -> list[str]:
    """Migrations of our own slices that the backup's database has, and this Broadsheet does not know."""
    known = {
        f"broadsheet_{file.parents[1].name}.{file.stem}"
        for file in Path(broadsheet.__file__).parent.glob("*/migrations/*.py")
    }
    applied = [f"{app}.{name}" for app, name in contents.closing.migrations.items() if app.startswith("broadsheet_")]
    return sorted(set(applied) - known)


def _require_space(home: Path, contents: Contents) -> None:
    free = shutil.disk_usage(home).free
    if free < contents.bytes * _ROOM:
        raise BackupError(
            f"the disk of {home} has {free // 1_000_000:,} MB free, and the site takes {contents.bytes // 1_000_000:,}"
        )


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    staging = home / RESTORE_STAGING
    is_new = not home.exists()
    _remove(staging)
    staging.mkdir(parents=True, mode=0o700)
    try:
        yield staging
    except BaseException:
        _remove(staging)
        if is_new:
            home.rmdir()
        raise
    _remove(staging)


def _restore_database(staging: Path, contents: Contents, *, database_url: str) -> None:
    member = POSTGRES_MEMBER if database_url else SQLITE_MEMBER
    if not (staging / member).exists() or not (staging / "site.toml").exists():
        raise BackupError(f"it holds no {member} or no site.toml; it is no whole backup")
    if database_url:
        restore_from(staging / POSTGRES_MEMBER, url=database_url)
        (staging / POSTGRES_MEMBER).unlink()
    else:
        require_sound(staging / SQLITE_MEMBER)
    if contents.head.holds_secret and not (staging / "secret").exists():
        raise BackupError("it holds no secret, although it says so; it is no whole backup")


def _move(staging: Path, home: Path) -> None:
    os.sync()  # what is named as the site must be on the disk before it is
    (staging / _MOVING).touch()
    for name in _PLACES:
        if (staging / name).exists():
            (staging / name).rename(home / name)
    descriptor = os.open(home, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
