"""The archive by day: every story first published on it, with its time, and the months to jump to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from broadsheet.contracts.pieces import ListSlot, Page, StoryList
from broadsheet.look import lists as look_lists
from broadsheet.look.archives import DayLink, DayView, MonthView
from broadsheet.look.pages import SectionLink
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.archives import Archived, candidates_of
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.gone import gone_page
from broadsheet.press.composing.lists import latest_piece
from broadsheet.press.composing.plates import Notes, Plates, page_piece
from broadsheet.press.composing.schema import breadcrumbs
from broadsheet.press.shelf import Shelf, Spot, Standing
from broadsheet.stories.addresses import LATEST_PATH


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """A day with stories, and those beside it that have some."""

    day: date
    count: int = 0
    earlier: date | None = None
    later: date | None = None


def day_page(facts: DayFacts, *, standing: Standing, edition: Edition) -> Plates:
    """The newest page of a day; its list is a piece of its own, which the page of the newest day shows too."""
    archived = archived_day(standing.shelf, top=standing.top)
    source = latest_piece(str(standing.shelf))
    slot = look_lists.day_list(sources=(source,), limit=len(standing.shown))
    page = _page(facts, slot=slot, archived=archived, number=max(standing.top, 1), edition=edition)
    newest = tuple(spot.story_id for spot in standing.newest)
    return Plates(
        pieces={page_piece(archived.path): page, source: StoryList(story_ids=newest)},
        notes=Notes(days={facts.day: facts.count}),
    )


def newest_day_page(facts: DayFacts | None, *, standing: Standing | None, edition: Edition) -> Plates:
    """The page of whichever day is the newest that has stories."""
    if facts is None or standing is None:
        view = DayView(name=_("Latest Stories"))
        return Plates(pieces={page_piece(LATEST_PATH): _rendered(view, path=LATEST_PATH, edition=edition)})
    archived = archived_day(standing.shelf, top=standing.top)
    slot = look_lists.day_list(sources=(latest_piece(str(standing.shelf)),), limit=len(standing.shown))
    page = _page(facts, slot=slot, archived=archived, number=max(standing.top, 1), edition=edition, path=LATEST_PATH)
    return Plates(pieces={page_piece(LATEST_PATH): page})


def older_day_page(archived: Archived, *, number: int, stories: Sequence[Spot], edition: Edition) -> Plates:
    """A closed page of a day of many stories; it says nothing that another story of the day would change."""
    slot = look_lists.day_list(candidates=candidates_of(stories), limit=max(len(stories), 1))
    facts = DayFacts(day=archived.shelf.day)
    page = _page(facts, slot=slot, archived=archived, number=number, edition=edition)
    return Plates(pieces={page_piece(archived.address(number)): page})


def gone_day(day: date, *, standing: Standing, is_known: bool, edition: Edition) -> Plates:
    """A day whose last story was taken back: a plain notice where readers knew it, else nothing."""
    removed = frozenset({latest_piece(str(standing.shelf))})
    if not is_known:
        return Plates(removed=removed)
    page = gone_page(edition=edition)
    return Plates(former={page_piece(day_path(day)): page}, removed=removed, notes=Notes(days={day: 0}))


def month_page(first: date, *, counts: Mapping[date, int], edition: Edition) -> Plates:
    """The days of a month that have stories; `counts` are those of every day of the archive."""
    own = sorted(day for day in counts if (day.year, day.month) == (first.year, first.month))
    if not own:
        return Plates(removed=frozenset({page_piece(month_path(first))}))
    of_year = sorted({day.replace(day=1) for day in counts if day.year == first.year})
    newest_of_years = {day.year: day for day in sorted(counts)}
    view = MonthView(
        name=date_format(first, pgettext("date", "F Y")),
        url=month_path(first),
        trail=(_latest_link(),),
        days=tuple(_day_link(day, counts[day]) for day in own),
        months=tuple(SectionLink(name=date_format(month, "F"), url=month_path(month)) for month in of_year),
        years=tuple(
            SectionLink(name=str(year), url=month_path(day))
            for year, day in newest_of_years.items()
            if year != first.year
        ),
    )
    said = _("Stories from %(paper)s by day, %(month)s") % {"paper": edition.paper, "month": view.name}
    way = breadcrumbs((*view.trail, SectionLink(name=view.name, url=view.url)), edition=edition)
    head = edition.head(title=view.name, path=view.url, description=said, json_ld=(way,))
    page = Page(parts=render_parts("press/month.html", {"head": head, "month": view}))
    return Plates(pieces={page_piece(view.url): page})


def archived_day(shelf: Shelf, *, top: int) -> Archived:
    path = day_path(shelf.day)
    trail = (_latest_link(), month_link(shelf.day))
    return Archived(shelf=shelf, name=day_name(shelf.day), path=path, top=max(top, 1), former=(path,), trail=trail)


def day_name(day: date) -> str:
    """Such as "Saturday 28 November 2026"."""
    return str(date_format(day, pgettext("date", "l j F Y")))


def day_path(day: date) -> str:
    return f"{LATEST_PATH}{day.isoformat()}/"


def month_path(day: date) -> str:
    return f"{LATEST_PATH}{day:%Y-%m}/"


def month_link(day: date) -> SectionLink:
    return SectionLink(name=str(date_format(day, pgettext("date", "F Y"))), url=month_path(day))


def _page(
    facts: DayFacts, *, slot: ListSlot, archived: Archived, number: int, edition: Edition, path: str = ""
) -> Page:
    view = DayView(
        name=archived.name,
        trail=() if path == LATEST_PATH else archived.trail,
        count=facts.count,
        count_written=str(number_format(facts.count, force_grouping=True)),
        stories=slot,
        earlier=_beside(facts.earlier),
        later=_beside(facts.later),
        month=month_link(facts.day),
        newer_url=archived.newer_url(number),
        older_url=archived.older_url(number),
    )
    return _rendered(view, path=path or archived.address(number), edition=edition)


def _rendered(view: DayView, *, path: str, edition: Edition) -> Page:
    title = _("Latest Stories") if path == LATEST_PATH else view.name
    said = _described(view, paper=edition.paper)
    way = breadcrumbs((*view.trail, SectionLink(name=title, url=path)), edition=edition)
    head = edition.head(title=title, path=path, description=said, json_ld=(way,))
    return Page(parts=render_parts("press/day.html", {"head": head, "day": view}))


def _described(view: DayView, *, paper: str) -> str:
    if not view.trail:
        return _("The latest stories from %(paper)s, with the time each was published") % {"paper": paper}
    return _("All stories that %(paper)s published on %(day)s") % {"paper": paper, "day": view.name}


def _beside(day: date | None) -> SectionLink | None:
    return SectionLink(name=str(date_format(day, pgettext("date", "j F Y"))), url=day_path(day)) if day else None


def _day_link(day: date, count: int) -> DayLink:
    written = str(number_format(count, force_grouping=True))
    return DayLink(
        name=str(date_format(day, pgettext("date", "l j"))), url=day_path(day), count=count, count_written=written
    )


def _latest_link() -> SectionLink:
    return SectionLink(name=_("Latest Stories"), url=LATEST_PATH)
