"""From an order about the archive to its plates: reads how the shelf, the day or the topic stands, has it composed."""

from dataclasses import replace

from broadsheet.look.pages import SectionLink
from broadsheet.press import queries, topics
from broadsheet.press.composing import archives, authors, days
from broadsheet.press.composing import topics as topic_pages
from broadsheet.press.composing.archives import Archived
from broadsheet.press.composing.edition import Edition, SectionFacts
from broadsheet.press.composing.indexes import MOST_NAMED
from broadsheet.press.composing.plates import BegunPage, Notes, Plates
from broadsheet.press.composing.sitemaps import months_sitemap
from broadsheet.press.days import day_counts, day_facts, every_month, is_known_day, newest_day
from broadsheet.press.orders import OrderKey
from broadsheet.press.shelf import Kind, Shelf, Standing, shelf_of
from broadsheet.press.shelves import (
    newest_on,
    pages_to_begin,
    pages_with,
    shelves_of,
    standing_of,
    stories_between,
    stretch_of,
    top_of,
)
from broadsheet.stories.addresses import (
    AUTHORS_PATH,
    LATEST_PATH,
    TOPICS_PATH,
    archive_address,
    author_address,
    older_address,
    topic_address,
)
from broadsheet.stories.models import Author, StoryPage, Topic

_ON_A_FRONT = 20  # a section of so many stories has them all on its front


def topic(key: OrderKey, *, edition: Edition) -> Plates:
    """A topic's page, feeds and list, or the notices where it has none any more."""
    facts = topics.topic_facts(key.page_id)
    standing = standing_of(shelf_of(Kind.TOPIC, key.page_id))
    if facts.topic is None or not standing.newest or not edition.has_own(TOPICS_PATH):
        gone = topic_pages.gone_topic(facts.topic_id, former=facts.former, edition=edition)
        return _ended(gone, standing)
    archived = _archived_named(facts.topic, standing.shelf, top=standing.top, former=facts.former)
    plates = topic_pages.topic_page(
        facts.topic_id,
        name=archived.name,
        path=archived.path,
        standing=standing,
        former=facts.former,
        edition=edition,
        older_url=archived.older_url(archived.top),
        carried=max(facts.carried, 1),
    )
    return _begun(plates, standing)


def topic_index(edition: Edition) -> Plates:
    return topic_pages.topic_index(topics.named_topics(MOST_NAMED), edition=edition)


def author_index(edition: Edition) -> Plates:
    return authors.author_index(topics.named_authors(MOST_NAMED), edition=edition)


def author(key: OrderKey, *, edition: Edition) -> Plates:
    """An author's page, feeds and list, or the notices where nothing of theirs is there any more."""
    facts = topics.author_facts(key.page_id)
    standing = standing_of(shelf_of(Kind.AUTHOR, key.page_id))
    if facts.author is None or not standing.newest or not edition.has_own(AUTHORS_PATH):
        gone = authors.gone_author(facts.author_id, former=facts.former, edition=edition)
        return _ended(gone, standing)
    archived = _archived_named(facts.author, standing.shelf, top=standing.top, former=facts.former)
    plates = authors.author_page(
        facts.author,
        standing=standing,
        former=facts.former,
        older_url=archived.older_url(archived.top),
        edition=edition,
    )
    return _begun(plates, standing)


def section(key: OrderKey, *, edition: Edition) -> Plates:
    """The newest page of a section's archive, from its first page on; nothing while all stands on the front."""
    standing = standing_of(shelf_of(Kind.SECTION, key.page_id))
    archived = _archived(standing.shelf, top=standing.top, edition=edition)
    if not archived.path:
        return _ended(Plates(), standing)
    if not standing.top:
        return _first_page(standing)
    plates = archives.archive_page(archived, number=standing.top, stories=standing.open_page, edition=edition)
    return _begun(plates, standing)


def older_url_of(section: SectionFacts, *, edition: Edition) -> str:
    """Where a section's front leads to for what is older, empty while it has no archive."""
    top = top_of(shelf_of(Kind.SECTION, section.page_id))
    return older_address(section.path, top) if top and edition.has_own(archive_address(section.path)) else ""


def day(key: OrderKey, *, edition: Edition) -> Plates:
    """The newest page of a day and its list; a notice where its stories were all taken back."""
    if not edition.has_own(LATEST_PATH):
        return Plates()
    standing = standing_of(shelf_of(Kind.DAY, key.day))
    if standing.newest:
        facts = day_facts(key.day, standing=standing)
        return _begun(days.day_page(facts, standing=standing, edition=edition), standing)
    gone = days.gone_day(key.day, standing=standing, is_known=is_known_day(key.day), edition=edition)
    return _ended(gone, standing)


def newest(edition: Edition) -> Plates:
    """The page of the newest day that has stories, and the sitemap that leads to every month."""
    if not edition.has_own(LATEST_PATH):
        return Plates()
    mapped = months_sitemap((days.month_path(month) for month in every_month()), edition=edition)
    plates = _newest_page(edition)
    return replace(plates, pieces={**plates.pieces, **mapped.pieces}, sitemaps=mapped.sitemaps)


def _newest_page(edition: Edition) -> Plates:
    found = newest_day()
    if found is None:
        return days.newest_day_page(None, standing=None, edition=edition)
    standing = standing_of(shelf_of(Kind.DAY, found))
    return days.newest_day_page(day_facts(found, standing=standing), standing=standing, edition=edition)


def month(key: OrderKey, *, edition: Edition) -> Plates:
    """The days of a month, and the months beside it."""
    return days.month_page(key.day, counts=day_counts(), edition=edition) if edition.has_own(LATEST_PATH) else Plates()


def older(key: OrderKey, *, edition: Edition) -> Plates:
    """A closed page of a shelf; where too many stories came in between, the shelf is laid out anew from there on."""
    shelf, number = key.shelf_page
    archived = _archived(shelf, top=top_of(shelf), edition=edition)
    stretch = stretch_of(shelf, number)
    if not archived.path or (stretch is None and not newest_on(shelf, limit=1)):
        return archives.gone_archive_page(archived, number=number, edition=edition)
    if stretch is None:
        return Plates()  # laid out anew meanwhile: the page comes back with its own order
    most = 3 * shelf.length
    stories = list(reversed(stories_between(shelf, *stretch, limit=most)))
    if len(stories) == most:
        return Plates(notes=Notes(reopened={shelf: number}))
    compose = days.older_day_page if shelf.kind is Kind.DAY else archives.archive_page
    return compose(archived, number=number, stories=stories, edition=edition)


def filed(key: OrderKey) -> Plates:
    """The closed pages that a story stands on, or stood on: they are pressed by orders of their own, once for many."""
    story = StoryPage.objects.filter(pk=key.page_id).first()
    if story is None:
        return Plates()
    return Plates(notes=Notes(orders=pages_with(story, shelves_of(story))))


def _archived(shelf: Shelf, *, top: int, edition: Edition) -> Archived:
    """What the shelf is of, without a path where that is no longer there."""
    match shelf.kind:
        case Kind.SECTION:
            return _archived_section(shelf, top=top, edition=edition)
        case Kind.TOPIC:
            about = topics.topic_facts(shelf.number)
            return _archived_named(about.topic, shelf, top=top, former=about.former)
        case Kind.AUTHOR:
            who = topics.author_facts(shelf.number)
            return _archived_named(who.author, shelf, top=top, former=who.former)
        case Kind.DAY:
            return days.archived_day(shelf, top=top)


def _archived_named(named: Topic | Author | None, shelf: Shelf, *, top: int, former: tuple[str, ...]) -> Archived:
    if named is None:
        return Archived(shelf=shelf, name="", path="", top=max(top, 1), former=former)
    is_topic = isinstance(named, Topic)
    path = topic_address(named.slug) if is_topic else author_address(named.slug)
    above = topic_pages.topics_link() if is_topic else authors.authors_link()
    trail = (above, SectionLink(name=named.name, url=path))
    return Archived(shelf=shelf, name=named.name, path=path, top=max(top, 1), former=former, trail=trail)


def _archived_section(shelf: Shelf, *, top: int, edition: Edition) -> Archived:
    former = tuple(queries.known_paths([shelf.number]).get(shelf.number, ()))
    found = edition.section(shelf.number)
    if found is None or not edition.has_own(archive_address(found.path)):
        return Archived(shelf=shelf, name="", path="", top=top, former=former)
    trail = tuple(outer.link for outer in edition.around(found.place))
    return Archived(shelf=shelf, name=found.name, path=found.path, top=top, former=former, trail=trail)


def _begun(plates: Plates, standing: Standing) -> Plates:
    """The same with the pages that are to be begun because the open one is full."""
    begun = tuple(
        BegunPage(shelf=standing.shelf, number=number, start=start) for number, start in pages_to_begin(standing)
    )
    return replace(plates, notes=replace(plates.notes, begun=begun)) if begun else plates


def _first_page(standing: Standing) -> Plates:
    if len(standing.newest) <= _ON_A_FRONT:
        return Plates()
    return Plates(notes=Notes(begun=(BegunPage(shelf=standing.shelf, number=1, start=min(standing.newest)),)))


def _ended(plates: Plates, standing: Standing) -> Plates:
    """The same with the shelf put away, where pages of it may stand."""
    if not standing.top:
        return plates
    return replace(plates, notes=replace(plates.notes, ended=(standing.shelf,)))
