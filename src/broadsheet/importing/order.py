"""An import as somebody asked for it: their words made into a plan, then carried out before their eyes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.utils import timezone

from broadsheet.contracts.archives import Archive, ArchiveError, Survey, Told
from broadsheet.fetching.web import site_web
from broadsheet.importing.attaching import AttachmentDesk
from broadsheet.importing.completing import finish_blocks
from broadsheet.importing.naming import introduce
from broadsheet.importing.picks import finish_picks
from broadsheet.importing.pictures import MediaFolder, OldSite, PictureDesk
from broadsheet.importing.plan import Plan
from broadsheet.importing.report import Report
from broadsheet.importing.running import import_stories, rehearse
from broadsheet.importing.writing import know_tables
from broadsheet.stories.models import SectionPage
from broadsheet.stories.queries import address_of, section_by_address


class OrderError(ValueError):
    """An import that cannot be begun as it was asked for; the text says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """What somebody wants; `sections` are written "Category=/address/"."""

    sections: Sequence[str] = ()
    default_section: str = ""
    pages_section: str = ""
    media: Path | None = None
    credit: str = ""
    has_pictures: bool = True
    is_rehearsal: bool = False


class Audience(Protocol):
    """Who watches an import."""

    def begin(self, what: str, *, size: int) -> Told: ...

    def surveyed(self, survey: Survey, *, placed: Mapping[str, str]) -> None: ...

    def ask(self, question: str, *, way_out: str) -> str: ...

    def done(self, report: Report, *, is_rehearsal: bool) -> None: ...


def carry_out(archive: Archive, order: ImportOrder, *, showing: Audience, line: Callable[[str], None]) -> Report:
    """
    Look through the archive, then import or rehearse it. `line` hears each remark.

    :raises ArchiveError: if it cannot be read; what came before is imported, and told
    :raises OrderError: if a section is not there; then nothing was written
    """
    now = timezone.now()
    report = Report(line=line)
    mapped = _mapped_sections(order.sections)
    survey = archive.survey(told=showing.begin("Looking through it", size=archive.size))
    showing.surveyed(survey, placed={name: _placed(name, mapped) for name in survey.categories})
    plan = Plan(
        default_section=_default_section(order, showing),
        by_category={name: section.pk for name, section in mapped.items()},
        pages_section=_section(order.pages_section).pk if order.pages_section else None,
    )
    identity = survey.identity[:200]
    told = showing.begin("Rehearsing" if order.is_rehearsal else "Importing", size=archive.size)
    try:
        if order.is_rehearsal:
            rehearse(
                archive, identity=identity, plan=plan, folder=_folder(order), has_pictures=order.has_pictures,
                report=report, told=told, now=now,
            )  # fmt: skip
        else:
            pictures = _picture_desk(order, showing)
            desk = AttachmentDesk(archive=identity, folder=_folder(order), pictures=pictures)
            introduce(survey.authors, pictures=pictures)
            import_stories(archive, identity=identity, plan=plan, desk=desk, report=report, told=told, now=now)
            finish_blocks(archive=identity, report=report, begin=showing.begin, now=now)
            finish_picks(archive=identity, report=report, now=now)
            know_tables()
    except ArchiveError:
        showing.done(report, is_rehearsal=order.is_rehearsal)
        raise
    showing.done(report, is_rehearsal=order.is_rehearsal)
    return report


def _mapped_sections(asked: Sequence[str]) -> Mapping[str, SectionPage]:
    """Sections by the category that goes there: those that have its name or slug, then as was asked."""
    mapped: dict[str, SectionPage] = {}
    for section in SectionPage.objects.filter(live=True).order_by("depth", "path"):
        mapped.setdefault(section.title.casefold(), section)
        mapped.setdefault(section.slug.casefold(), section)
        mapped.setdefault(address_of(section).casefold(), section)
    for words in asked:
        name, equals, address = words.rpartition("=")
        if not equals or not name.strip():
            raise OrderError(f'--section "{words}" names no category and section. Write it as "Sport=/sport/"')
        mapped[name.strip().casefold()] = _section(address)
    return mapped


def _placed(category: str, mapped: Mapping[str, SectionPage]) -> str:
    section = mapped.get(category.casefold())
    return "a topic" if section is None else address_of(section)


def _section(address: str) -> SectionPage:
    section = section_by_address(address.strip())
    if section is None:
        known = ", ".join(address_of(section) for section in SectionPage.objects.order_by("path"))
        raise OrderError(f"There is no section at {address.strip() or 'an empty address'}. There are {known or 'none'}")
    return section


def _default_section(order: ImportOrder, showing: Audience) -> int:
    if order.default_section:
        return int(_section(order.default_section).pk)
    sections = list(SectionPage.objects.filter(live=True).order_by("path")[:2])
    if len(sections) == 1:
        return int(sections[0].pk)
    way_out = "Say where stories go whose category has no section: --into /news/"
    return int(_section(showing.ask("Into which section go all other stories (an address)", way_out=way_out)).pk)


def _folder(order: ImportOrder) -> MediaFolder | None:
    return MediaFolder(order.media) if order.media is not None else None


def _picture_desk(order: ImportOrder, showing: Audience) -> PictureDesk | None:
    if not order.has_pictures:
        return None
    source = MediaFolder(order.media) if order.media is not None else OldSite(site_web())
    way_out = 'Say whom to name under pictures that name nobody: --credit "The Courier\'s archive". Or --no-pictures'
    credit = order.credit or showing.ask("Whom to name under pictures that name nobody", way_out=way_out)
    return PictureDesk(source=source, credit=credit)
