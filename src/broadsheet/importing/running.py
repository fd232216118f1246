"""
An import from its first story to its last.

Killed at any instruction, it is run again: each batch is one transaction, what it wrote it also wrote down, and what is
written down is passed over.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from broadsheet.contracts.archives import Archive, ArchivedStory, Told
from broadsheet.contracts.news import ItemPicture
from broadsheet.importing.addresses import Refused, usable_addresses
from broadsheet.importing.attaching import AttachmentDesk, attachments_in, pictures_of
from broadsheet.importing.bodies import missing
from broadsheet.importing.naming import Names
from broadsheet.importing.pictures import NOT_IN_FOLDER, MediaFolder
from broadsheet.importing.plan import Plan
from broadsheet.importing.preparing import PreparedStory, prepare
from broadsheet.importing.report import Report
from broadsheet.importing.writing import imported_keys, write_stories

# One transaction: some 150 ms on SQLite, whose one write lock a kill's transaction waits for meanwhile.
BATCH = 100
_IN_REHEARSAL = "nothing is fetched in a rehearsal"


def import_stories(
    archive: Archive,
    *,
    identity: str,
    plan: Plan,
    desk: AttachmentDesk,
    report: Report,
    told: Told,
    now: datetime,
) -> None:
    """
    Write every story that is not here yet.

    :raises ArchiveError: where the archive is damaged; what came before that is written
    """
    names = Names()
    for batch in _batches(archive.stories(told=told), BATCH):
        new = _not_here(batch, identity=identity, report=report)
        if not new:
            continue
        desk.bring(new)
        prepared = [prepare(story, plan=plan, number_of=desk.number_of, now=now) for story in new]
        try:
            written, refused = write_stories(prepared, archive=identity, names=names, now=now)
        except BaseException:
            names.forget()
            raise
        _tell_refused(refused, report=report)
        _tell(written, report=report)


def rehearse(
    archive: Archive,
    *,
    identity: str,
    plan: Plan,
    folder: MediaFolder | None,
    has_pictures: bool,
    report: Report,
    told: Told,
    now: datetime,
) -> None:
    """
    The same with nothing written and no file fetched; those of a folder are looked for.

    :raises ArchiveError: where the archive is damaged
    """
    for batch in _batches(archive.stories(told=told), BATCH):
        new = _not_here(batch, identity=identity, report=report)
        for archived in new:
            _look_for_files(archived, folder=folder, has_pictures=has_pictures, report=report)
        _tell_refused(usable_addresses(path for archived in new for path in archived.addresses)[1], report=report)
        prepared = [prepare(archived, plan=plan, number_of=lambda _: _IN_REHEARSAL, now=now) for archived in new]
        for story in prepared:
            story.remarks = [remark for remark in story.remarks if _IN_REHEARSAL not in remark.detail]
        _tell(prepared, report=report)


def _look_for_files(story: ArchivedStory, *, folder: MediaFolder | None, has_pictures: bool, report: Report) -> None:
    held = list(attachments_in([story]))
    pictures = [picture for one in held for picture in pictures_of(one)]
    others = [one for one in held if not isinstance(one, ItemPicture)]
    report.count("pictures named", len(pictures))
    report.count("documents and recordings named", len(others))
    for one in [*(pictures if has_pictures else ()), *others]:
        if folder is not None and not folder.has(one):
            remark = missing(one, NOT_IN_FOLDER)
            report.remark(remark.what, story=story.headline, detail=remark.detail)


def _tell_refused(refused: Iterable[Refused], *, report: Report) -> None:
    for path, reason in refused:
        report.remark("old address not redirected", story=path, detail=reason)


def _batches(stories: Iterable[ArchivedStory], size: int) -> Iterator[list[ArchivedStory]]:
    remaining = iter(stories)
    while batch := list(islice(remaining, size)):
        yield batch


def _not_here(batch: Sequence[ArchivedStory], *, identity: str, report: Report) -> list[ArchivedStory]:
    """Those without a row that says they came, each key once."""
    here = imported_keys(identity, [story.key for story in batch])
    by_key = {story.key: story for story in batch if story.key not in here}
    report.count("here already", len(batch) - len(by_key))
    return list(by_key.values())


def _tell(stories: Sequence[PreparedStory], *, report: Report) -> None:
    for story in stories:
        report.count("stories" if not story.archived.is_page else "pages, kept out of lists")
        report.count("live" if story.page.live else "scheduled" if story.goes_live_at else "drafts")
        report.count("old addresses", len(story.archived.addresses))
        report.count("comments left behind", story.archived.comments)
        for remark in story.remarks:
            report.remark(remark.what, story=story.page.title, detail=remark.detail)
