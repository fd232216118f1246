"""From a press order's key to its plates: reads how the subject stands now and has it composed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError

from broadsheet.fronts.queries import front_now
from broadsheet.popular.queries import all_rankings, kept_out, popular_story_ids
from broadsheet.popular.ranking import Span
from broadsheet.press import archive, queries
from broadsheet.press.composing import corrections, fronts, lists, paper_pages, popular, stories
from broadsheet.press.composing.edition import Edition, facts_of_front
from broadsheet.press.composing.gone import missing_page
from broadsheet.press.composing.history import history_page
from broadsheet.press.composing.machines import machine_files
from broadsheet.press.composing.plates import Plates
from broadsheet.press.composing.popularity import popularity
from broadsheet.press.composing.release import release
from broadsheet.press.composing.search import search_pages
from broadsheet.press.composing.shell import shell
from broadsheet.press.composing.text_only import text_edition
from broadsheet.press.composing.wire import wire
from broadsheet.press.neighbours import Neighbours
from broadsheet.press.orders import ALL, HOME, OrderKey, Subject
from broadsheet.press.own_wire import canceled_stories, wire_ids
from broadsheet.press.paper_pages import is_paper_page, live_paper_page
from broadsheet.press.reading import Copy, read_copy
from broadsheet.press.sitemaps import sitemap
from broadsheet.stories.versions import told_versions

log = structlog.get_logger(__name__)

MISSING_PIECE = "page/404"


class Composer:
    """Composes one batch. The edition is read at its first order, so never before the orders were claimed."""

    def __init__(self, *, now: datetime) -> None:
        self._now = now
        self._expected: list[int] = []
        self._copy: Copy | None = None
        self._makers: Mapping[Subject, Callable[[OrderKey], Plates]] = {
            Subject.STORY: self._story,
            Subject.HISTORY: self._history,
            Subject.CORRECTIONS: self._corrections,
            Subject.FRONT: self._front,
            Subject.LATEST: self._latest,
            Subject.TOPIC: lambda key: archive.topic(key, edition=self.edition),
            Subject.TOPIC_INDEX: lambda _: archive.topic_index(self.edition),
            Subject.AUTHOR: lambda key: archive.author(key, edition=self.edition),
            Subject.AUTHOR_INDEX: lambda _: archive.author_index(self.edition),
            Subject.ARCHIVE: lambda key: archive.section(key, edition=self.edition),
            Subject.DAY: lambda key: archive.day(key, edition=self.edition),
            Subject.MONTH: lambda key: archive.month(key, edition=self.edition),
            Subject.NEWEST_DAY: lambda _: archive.newest(self.edition),
            Subject.OLDER: lambda key: archive.older(key, edition=self.edition),
            Subject.FILED: archive.filed,
            Subject.PAPER_PAGE: lambda key: self._paper_page(key.page_id),
            Subject.POPULAR: self._popular,
            Subject.POPULAR_PAGE: self._popular_page,
            Subject.POPULARITY: lambda _: self._popularity(),
            Subject.WITHDRAWN: lambda _: lists.withdrawn_list(queries.withdrawn_ids()),
            Subject.SHELL: lambda _: shell(self.edition),
            Subject.MISSING: lambda _: Plates(pieces={MISSING_PIECE: missing_page(edition=self.edition)}),
            Subject.SEARCH: lambda _: search_pages(self.edition),
            Subject.SITEMAP: lambda key: sitemap(key, edition=self.edition),
            Subject.WIRE: lambda _: self._wire(),
            Subject.MACHINES: lambda _: machine_files(self.edition, security_contact=self._security_contact()),
            Subject.TEXT: lambda _: text_edition(self.edition),
            Subject.RELEASE: lambda _: release(self.edition),
        }

    def __call__(self, key: OrderKey) -> Plates:
        """
        What the order comes to as the database stands now.

        :raises OrderKeyError: if the key names no page where it must
        """
        return self._makers[key.subject](key)

    @cached_property
    def edition(self) -> Edition:
        return queries.read_edition(self._now)

    def expect(self, keys: Iterable[OrderKey]) -> None:
        """
        Say which orders follow, so that their stories are read at once when the first of them is composed.

        Nine queries a story, most of them Django putting words together, were 8 of the 12.7 ms that pressing it took.
        """
        self._expected = [key.page_id for key in keys if key.subject is Subject.STORY and key.which.isdecimal()]

    def _story(self, key: OrderKey) -> Plates:
        story_id = key.page_id
        copy = self._copy_of(story_id)
        story = copy.stories.get(story_id)
        former = copy.former.get(story_id, ())
        if story is not None and story.live and story.withdrawn_at is None:
            return stories.live_story(
                story,
                edition=self.edition,
                company=stories.company_from(copy.companies[story_id]) if story.shows_lists else stories.Company(),
                former=former,
                origin=copy.origins.get(story_id),
                neighbours=copy.neighbours.get(story_id, Neighbours()),
                has_history=story.has_history,
            )
        if story is not None and story.withdrawn_at is None and story.first_published_at is None:
            return Plates()  # an import left it a draft: its old address is not gone, it is not back yet
        return stories.withdrawn_story(
            story_id,
            edition=self.edition,
            former=former,
            notice=story.withdrawn_notice if story else "",
            withdrawn_at=story.withdrawn_at if story else None,
            has_history=story is None or story.has_history,
        )

    def _history(self, key: OrderKey) -> Plates:
        copy = read_copy([key.page_id])
        story = copy.stories.get(key.page_id)
        if story is None or not story.live or story.withdrawn_at is not None:
            return Plates()  # the story's own order puts its notice there
        former = copy.former.get(story.pk, ())
        return history_page(story, told=told_versions(story), edition=self.edition, former=former)

    def _corrections(self, key: OrderKey) -> Plates:
        if key.which:
            told = queries.corrections_in(key.year)
            return corrections.year_of_corrections(told, year=key.year, edition=self.edition)
        newest, years = queries.newest_corrections(), queries.correction_years()
        return corrections.corrections_page(newest, years=years, edition=self.edition)

    def _copy_of(self, story_id: int) -> Copy:
        if self._copy is None and story_id in self._expected:
            try:
                self._copy = read_copy(self._expected)
            except (OperationalError, InterfaceError):
                raise
            except Exception:  # whatever one story's rows break, the others are read alone
                log.exception("copy_not_read_at_once", stories=len(self._expected))
                self._expected = []
        if self._copy is not None and story_id in self._copy.story_ids:
            return self._copy
        return read_copy([story_id])

    def _front(self, key: OrderKey) -> Plates:
        if key.which != HOME:
            return self._section(key.page_id)
        front = front_now(facts_of_front(self.edition), now=self._now)
        return fronts.home_page(front, edition=self.edition, banner_url=queries.address_of_banner(front))

    def _section(self, section_id: int) -> Plates:
        section = self.edition.section(section_id)
        former = queries.known_paths([section_id]).get(section_id, ())
        if section is None and is_paper_page(section_id):
            return self._paper_page(section_id)  # a notice in its place would take it off the site
        if section is None:
            return fronts.gone_section(edition=self.edition, former=former)
        front = front_now(facts_of_front(self.edition, section=section), now=self._now)
        return fronts.section_page(
            front,
            section=section,
            edition=self.edition,
            former=former,
            banner_url=queries.address_of_banner(front),
            older_url=archive.older_url_of(section, edition=self.edition),
        )

    def _security_contact(self) -> str:
        """Who was named for it, else whom the paper names to its readers."""
        contact = self.edition.identity.contact
        named: str = settings.SECURITY_CONTACT
        return named or (f"mailto:{contact}" if contact else "")

    def _paper_page(self, page_id: int) -> Plates:
        former = queries.known_paths([page_id]).get(page_id, ())
        page = live_paper_page(page_id)
        if page is None:
            return paper_pages.gone_paper_page(edition=self.edition, former=former)
        return paper_pages.paper_page(page, edition=self.edition, former=former)

    def _popular(self, key: OrderKey) -> Plates:
        ranking = popular_story_ids(key.which)
        eligible = queries.popular_ids_among(ranking.story_ids if ranking else ())
        if key.which in set(Span):
            return lists.popular_list(key.which, ranking, eligible=eligible)
        section = None if key.which == ALL else self.edition.section(key.page_id)
        return lists.popular_list(
            key.which,
            ranking if section is not None or key.which == ALL else None,
            eligible=eligible,
            stand_ins=queries.popular_stand_ins(section.place if section else ""),
        )

    def _popular_page(self, key: OrderKey) -> Plates:
        span = Span(key.which)
        return popular.popular_page(span, popular_story_ids(span), kept_out=kept_out(), edition=self.edition)

    def _wire(self) -> Plates:
        return wire(
            wire_ids(self._now, paper=self.edition.paper),
            canceled=canceled_stories(self._now, paper=self.edition.paper),
            edition=self.edition,
        )

    def _popularity(self) -> Plates:
        rankings = all_rankings()
        ids = {story_id for ranking in rankings.values() for story_id in ranking.story_ids}
        return popularity(rankings, stories=queries.ranked_stories(ids), kept_out=kept_out(), edition=self.edition)

    def _latest(self, key: OrderKey) -> Plates:
        if key.which == ALL:
            return lists.latest_list(key.which, queries.latest_ids())
        section = self.edition.section(key.page_id)
        if section is None:
            return lists.closed_list(key.which)
        return lists.latest_list(key.which, queries.latest_ids(section.place))
