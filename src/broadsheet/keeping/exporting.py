"""
A whole paper into a folder that anybody can read: a ninjs 3 document a story, pictures and other files beside them.

Run again into the same folder, it writes what changed and takes away what is no more, so an export that was stopped is
finished by the next, and what was withdrawn since leaves the folder too.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from broadsheet import __version__
from broadsheet.environment import places, site
from broadsheet.environment.files import write_whole
from broadsheet.formats.portable import ABOUT, PortableAuthor, Standing, write_author, write_story
from broadsheet.keeping import KeepingError
from broadsheet.keeping.owners import require_own
from broadsheet.keeping.portraying import Paper, Portrait, portraits, read_paper, writers
from broadsheet.keeping.progress import Progress
from broadsheet.stories.models import HomePage, StoryPage
from broadsheet.stories.queries import site_home

_STORY = "story-"
_OURS = (_STORY, "picture-", "document-", "recording-")


class ExportError(KeepingError):
    """A folder that cannot be exported into."""


@dataclass(slots=True)
class Export:
    """What was done."""

    stories: int = 0
    withdrawn: int = 0
    pictures: int = 0  # and other files of stories
    written: int = 0
    removed: int = 0
    missing: int = 0  # files that the database names and nobody finds


def export_paper(folder: Path, *, progress: Progress) -> Export:
    """
    Write every story, with its pictures.

    :raises ExportError: if the folder holds something else, there is no paper, or the disk refuses
    """
    require_own(places.home())
    try:
        home = site_home()
    except HomePage.DoesNotExist as error:
        raise ExportError("there is no paper to export; make one with `broadsheet init`") from error
    try:
        _require_own_folder(folder)
        return _export(folder, home, progress=progress)
    except OSError as error:
        raise ExportError(f"{folder} cannot be written: {error}") from error


def _require_own_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()) and not (folder / ABOUT).exists():
        raise ExportError(
            f"{folder} holds something that is no export. Name a new folder, or one that was exported into before"
        )


def _export(folder: Path, home: HomePage, *, progress: Progress) -> Export:
    paper = read_paper(home)
    done = Export()
    authors = list(writers(paper))
    claimed = {ABOUT, *_export_files(folder, {name: file for one in authors for name, file in one.files.items()}, done)}
    _write(folder / ABOUT, _about(paper, authors=[one.author for one in authors]), done)
    progress.begin("stories", total=StoryPage.objects.filter(path__startswith=home.path).count())
    for portrait in portraits(paper):
        claimed.update(_export_story(folder, portrait, done))
        progress.reach(done.stories + done.withdrawn)
    _remove_others(folder, claimed, done)
    return done


def _export_story(folder: Path, portrait: Portrait, done: Export) -> Iterator[str]:
    """Pictures and the like first: a document names no file that is not there yet."""
    yield from _export_files(folder, portrait.files, done)
    name = f"{_STORY}{portrait.story.uri.rpartition(':')[2]}.json"
    _write(folder / name, write_story(portrait.story), done)
    if portrait.story.standing is Standing.WITHDRAWN:
        done.withdrawn += 1
    else:
        done.stories += 1
    yield name


def _export_files(folder: Path, files: Mapping[str, str], done: Export) -> Iterator[str]:
    for file, source in files.items():
        _export_file(folder / file, source, done)
        yield file


def _export_file(target: Path, name: str, done: Export) -> None:
    source = places.media_folder() / name
    try:
        status = source.stat()
    except FileNotFoundError:
        done.missing += 1
        return
    if not _is_same(target, status):
        draft = target.with_name(f".{target.name}.{os.getpid()}.part")
        shutil.copy2(source, draft)
        draft.replace(target)
        done.pictures += 1


def _is_same(target: Path, status: os.stat_result) -> bool:
    with suppress(FileNotFoundError):
        there = target.stat()
        return there.st_size == status.st_size and there.st_mtime_ns == status.st_mtime_ns
    return False


def _write(path: Path, data: bytes, done: Export) -> None:
    with suppress(FileNotFoundError):
        if path.read_bytes() == data:
            return
    write_whole(path, data)
    done.written += 1


def _remove_others(folder: Path, claimed: set[str], done: Export) -> None:
    """Stories and pictures of an earlier export that are no more; whatever else lies there is somebody's."""
    for entry in os.scandir(folder):
        is_ours = entry.name.removeprefix(".").startswith(_OURS)
        if is_ours and entry.name not in claimed and entry.is_file(follow_symlinks=False):
            Path(entry.path).unlink()
            done.removed += 1


def _about(paper: Paper, *, authors: Sequence[PortableAuthor]) -> bytes:
    facts = {
        "paper": paper.home.title,
        "address": places.site_url(),
        "language": site.language(),
        "zone": site.time_zone(),
        "broadsheet": __version__,
        "sections": [{"name": one.name, "address": one.address} for one in paper.sections.values()],
        "authors": [write_author(author) for author in authors],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1).encode() + b"\n"
