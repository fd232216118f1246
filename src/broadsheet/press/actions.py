"""What the press writes into the database: orders, and the addresses it pressed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from broadsheet.environment import site
from broadsheet.media.models import AttachedDocument, Picture, Recording
from broadsheet.popular.queries import all_rankings
from broadsheet.press.days import every_day
from broadsheet.press.models import PressOrder
from broadsheet.press.neighbours import SectionSpot, neighbours_of, spot_of, spots_in
from broadsheet.press.orders import (
    AUTHOR_INDEX,
    CORRECTIONS,
    HOME_FRONT,
    MACHINES,
    MISSING,
    NEWEST_DAY,
    POPULAR_OF_SPANS,
    POPULAR_PAGES,
    POPULARITY,
    RELEASE,
    SEARCH,
    SHELL,
    SITEMAP_INDEX,
    SITEMAP_NEWS,
    SITEMAP_SECTIONS,
    TEXT,
    TOPIC_INDEX,
    WIRE,
    WITHDRAWN,
    Mapped,
    OrderKey,
    Priority,
    Subject,
    archive_keys,
    author_keys,
    corrections_keys,
    day_keys,
    filed_key,
    front_key,
    history_key,
    keys_around,
    month_keys,
    paper_page_keys,
    popular_key,
    sitemap_keys,
    story_key,
    topic_keys,
)
from broadsheet.press.outbox import order as order  # noqa: PLC0414  among the actions for callers
from broadsheet.press.paper_pages import pages_naming_others, pages_showing, pages_to_press, pages_with_contact
from broadsheet.press.queries import (
    authors_portrayed,
    correction_years,
    everything_ids,
    has_history,
    latest_ids,
    sections_around,
    sections_below,
    sections_known_at,
    stories_below,
    stories_crediting,
    stories_naming,
    stories_with_history,
)
from broadsheet.press.shelf import Kind, Shelf, shelf_of
from broadsheet.press.shelves import authors_of, has_closed_pages, numbered_pages, pages_with, topics_of
from broadsheet.press.sitemaps import every_sitemap
from broadsheet.press.topics import every_author, every_topic
from broadsheet.stories.identifying import is_logo
from broadsheet.stories.identity import IdentityFacts
from broadsheet.stories.models import Author, EmbedSite, HomePage, SectionPage, StoryPage, Topic
from broadsheet.stories.queries import stories_embedding, stories_showing

_LONGEST_WAIT_SECONDS = 300


def order_story(story: StoryPage, priority: Priority, *, now: datetime) -> None:
    """A story came, changed or went: its page, its card, and every list and front that may name it."""
    sections = sections_around(story.path)
    order((WITHDRAWN, *_own_keys(story), *keys_around(sections)), priority, now=now)
    # Eight topics are forty pieces: no publication waits for them, and no kill leaves one as it was.
    later = priority if priority is Priority.KILL else Priority.LISTS
    order_topics(topics_of(story), later, now=now)
    order_authors(authors_of(story), later, now=now)
    _order_figures(later, now=now)
    order([WIRE], later, now=now)
    # The list of withdrawn stories alone takes one out of sitemaps; one that is merely taken offline it does not name.
    is_named = priority is Priority.KILL and story.withdrawn_at is None
    order_mapped([story.pk], Priority.KILL if is_named else Priority.SITEMAPS, now=now)
    order(_archive_keys(story, sections=sections), Priority.ARCHIVE, now=now)


def order_neighbours(story: StoryPage, *, now: datetime) -> None:
    """
    A story came between two of its section, or is there no longer: those two lead to others now.

    After all else: one that is gone stands nowhere at once, whatever pages still say of it.
    """
    _order_beside([spot_of(story)], now=now)


def order_history(story: StoryPage, priority: Priority, *, now: datetime) -> None:
    """The versions of a story became more, or one of them is withheld or shown again with the notes on it."""
    order([history_key(story.pk), *_own_keys(story), WIRE], priority, now=now)


def order_moved_story(story: StoryPage, *, old_path: str, now: datetime) -> None:
    """As above, with the lists and fronts of the sections that it stood in before (`old_path` is its old address)."""
    parts = old_path.strip("/").split("/")
    outer = [f"/{'/'.join(parts[:count])}/" for count in range(1, len(parts))]
    here, there = sections_around(story.path), sections_known_at(outer)
    order((*_own_keys(story), *keys_around(here), *keys_around(there)), Priority.PUBLISH, now=now)
    left = pages_with(story, [shelf_of(Kind.SECTION, section_id) for section_id in set(there) - set(here)])
    order((*_archive_keys(story, sections=(*here, *there)), *left), Priority.ARCHIVE, now=now)
    _order_figures(Priority.LISTS, now=now)
    order_mapped([story.pk], Priority.SITEMAPS, now=now)
    _order_beside([spot_of(story), *spots_in(sections_known_at(outer[-1:]), story=story)], now=now)
    if has_history(story):
        order_history(story, Priority.LISTS, now=now)


def order_after_move(left: Collection[int], *, now: datetime) -> None:
    """
    A section has another address, and stands in those `left` no longer; its own pages are `order_section`'s.

    Lists of corrections name the addresses of stories.
    """
    order((*keys_around(tuple(sorted(left))), *corrections_keys(correction_years())), Priority.PUBLISH, now=now)
    shelves = [shelf_of(Kind.SECTION, section_id) for section_id in sorted(left)]
    order((*archive_keys(sorted(left)), *numbered_pages(shelves)), Priority.ARCHIVE, now=now)


def order_section(section: SectionPage | HomePage, *, now: datetime) -> None:
    """A section came, changed or went: the menu, fronts and lists at once, the pages below it after all else."""
    inside, around = sections_below(section.path), sections_around(section.path)
    own = () if isinstance(section, HomePage) else (section.pk,)
    order(
        (SHELL, MISSING, SEARCH, TEXT, CORRECTIONS, *keys_around((*own, *around, *inside))), Priority.PUBLISH, now=now
    )
    order((*POPULAR_PAGES, POPULARITY), Priority.LISTS, now=now)
    order((SITEMAP_SECTIONS,), Priority.SITEMAPS, now=now)
    shelves = [shelf_of(Kind.SECTION, section_id) for section_id in (*own, *inside)]
    order((*archive_keys((*own, *around, *inside)), *numbered_pages(shelves)), Priority.ARCHIVE, now=now)
    histories = [history_key(story_id) for story_id in stories_with_history(section.path)]
    below = stories_below(section.path)
    order([*(story_key(story_id) for story_id in below), *histories], Priority.MASS, now=now)
    order_mapped(below, Priority.MAPPED, now=now)
    if isinstance(section, HomePage):  # the paper's name stands in every title
        order([MACHINES, WIRE], Priority.LISTS, now=now)
        order_topics(every_topic(), Priority.MASS, now=now)
        order_authors(every_author(), Priority.MASS, now=now)
        order(_whole_archive(), Priority.MASS, now=now)
        order(paper_page_keys(pages_to_press()), Priority.LISTS, now=now)


def order_stories_with(shown: Picture | Recording | AttachedDocument, priority: Priority, *, now: datetime) -> None:
    """A picture or the like changed, was killed or deleted: whatever shows it and is live."""
    order([story_key(story_id) for story_id in stories_showing(shown)], priority, now=now)
    if isinstance(shown, Picture):
        _order_around(shown, priority, now=now)


def order_stories_embedding(site: EmbedSite, *, now: datetime) -> None:
    """Another site may be loaded on pages, or not any more: every live story that shows something of it."""
    order([story_key(story_id) for story_id in stories_embedding(site)], Priority.MASS, now=now)


def order_stories_naming(named: Topic | Author, *, now: datetime) -> None:
    """A topic or an author has another name: every live story that names it, after all else."""
    order([story_key(story_id) for story_id in stories_naming(named)], Priority.MASS, now=now)


def order_identity(before: IdentityFacts, after: IdentityFacts, *, now: datetime) -> None:
    """
    The paper's own look or words changed: the pieces of the shell, the front that names its accounts to machines, and
    the stories of agencies that are credited otherwise now, after all else.
    """
    order([SHELL], Priority.PUBLISH, now=now)
    if before.accounts != after.accounts or before.logos != after.logos:
        order([HOME_FRONT], Priority.PUBLISH, now=now)
    if (before.contact, before.accounts) != (after.contact, after.accounts):
        order(paper_page_keys(pages_with_contact()), Priority.PUBLISH, now=now)
    if before.contact != after.contact:
        order([MACHINES], Priority.LISTS, now=now)
    if before.outsiders != after.outsiders:
        order(paper_page_keys(pages_naming_others()), Priority.PUBLISH, now=now)
    names = {*before.credits, *after.credits}
    if changed := {name for name in names if before.credits.get(name) != after.credits.get(name)}:
        order([story_key(story_id) for story_id in stories_crediting(changed)], Priority.MASS, now=now)


def order_paper_page(page_id: int, *, now: datetime) -> None:
    """A page of the paper's own came, changed or went: it, and the footer that may name it."""
    order([SHELL, *paper_page_keys([page_id])], Priority.PUBLISH, now=now)
    order([SITEMAP_SECTIONS], Priority.SITEMAPS, now=now)


def _order_around(picture: Picture, priority: Priority, *, now: datetime) -> None:
    """A picture changed, was killed or deleted: the shell, if it is a logo; the paper's pages and authors with it."""
    shell = [SHELL] if is_logo(picture) else []
    pages, authors = paper_page_keys(pages_showing(picture)), author_keys(authors_portrayed(picture))
    order([*shell, *pages, *authors], priority, now=now)


def order_topics(topic_ids: Collection[int], priority: Priority, *, now: datetime) -> None:
    """Topics have another name or address, or are gone, or other stories carry them now."""
    order(topic_keys(topic_ids), priority, now=now)
    # They name no story, and change where a topic's page comes or goes: once all that waits is pressed.
    order(sitemap_keys(Mapped.TOPICS, topic_ids), Priority.MAPPED, now=now)


def order_mapped(story_ids: Collection[int], priority: Priority, *, now: datetime) -> None:
    """The sitemaps that these stories stand in, and that of what is new."""
    order((SITEMAP_NEWS, *sitemap_keys(Mapped.STORIES, story_ids)), priority, now=now)


def order_authors(author_ids: Collection[int], priority: Priority, *, now: datetime) -> None:
    """Authors have another name, address or portrait, or are gone, or other stories carry their bylines now."""
    order(author_keys(author_ids), priority, now=now)
    _order_mapped_authors(author_ids, now=now)


def order_archive_of(named: Topic | Author, *, now: datetime) -> None:
    """A topic or an author has another name or address: the numbered pages too, and the index."""
    kind, index = (Kind.TOPIC, TOPIC_INDEX) if isinstance(named, Topic) else (Kind.AUTHOR, AUTHOR_INDEX)
    order((*numbered_pages([shelf_of(kind, named.pk)]), index), Priority.ARCHIVE, now=now)


def order_left(story: StoryPage, shelves: Sequence[Shelf], *, now: datetime) -> None:
    """A story stands on these shelves no longer; its own publication orders only those that it has by then."""
    order(pages_with(story, shelves), Priority.ARCHIVE, now=now)


def order_archive(stories: Sequence[StoryPage], *, sections: Sequence[int], now: datetime) -> None:
    """Stories of another time came in at once: what of the archive may name them, each once when all are pressed."""
    topics = {topic.pk for story in stories for topic in story.topics.all()}
    authors = {byline.author_id for story in stories for byline in story.bylines.all() if byline.author_id}
    zone = site.zone()
    days = {story.first_published_at.astimezone(zone).date() for story in stories if story.first_published_at}
    filed = [filed_key(story.pk) for story in stories] if has_closed_pages() else []
    named = (*topic_keys(topics), *author_keys(authors), *day_keys(sorted(days)))
    order((*named, *archive_keys(sections), *filed), Priority.TOPICS, now=now)
    order(sitemap_keys(Mapped.TOPICS, topics), Priority.MAPPED, now=now)
    _order_mapped_authors(authors, now=now)


def order_front(page_id: int, *, now: datetime) -> None:
    """An editor arranged a front anew."""
    key = HOME_FRONT if HomePage.objects.filter(pk=page_id).exists() else front_key(page_id)
    order([key], Priority.PUBLISH, now=now)


def order_fronts_of(story_ids: Collection[int], *, now: datetime) -> None:
    """These stories turned out to tell of an event that others tell of: the fronts that may show them."""
    places = StoryPage.objects.filter(pk__in=story_ids).order_by("pk").values_list("path", flat=True)
    sections = {section_id for place in places for section_id in sections_around(place)}
    order([HOME_FRONT, *(front_key(section_id) for section_id in sorted(sections))], Priority.LISTS, now=now)


def order_fronts(*, now: datetime) -> None:
    """Every front anew: what stands on it also hangs on the time."""
    sections = SectionPage.objects.filter(live=True).order_by("path").values_list("pk", flat=True)
    order([HOME_FRONT, *(front_key(section_id) for section_id in sections)], Priority.LISTS, now=now)


def press_everything(*, now: datetime) -> int:
    """
    Order the whole paper, and say how many orders that is.

    Shell, lists and fronts go before the stories: readers have a paper within seconds, its archive as it comes.
    """
    stories, sections = everything_ids()
    popular = [popular_key(name) for name in all_rankings()]
    corrections = corrections_keys(correction_years())
    sites_own = (WITHDRAWN, SHELL, MISSING, SEARCH, TEXT, MACHINES, WIRE, SITEMAP_SECTIONS, RELEASE, POPULARITY)
    own_pages = (*POPULAR_PAGES, *paper_page_keys(pages_to_press()))
    first = {*sites_own, *own_pages, *corrections, *keys_around(tuple(sections)), *popular}
    newest = [story_key(story_id) for story_id in latest_ids()]
    order(first, Priority.LISTS, now=now)
    order(newest, Priority.LISTS, now=now)
    named = (*topic_keys(every_topic()), *author_keys(every_author()))
    order(named, Priority.MASS, now=now)  # before the stories, which lead to them
    archive = (*_whole_archive(), *archive_keys(sections))
    order(archive, Priority.MASS, now=now)
    histories = [history_key(story_id) for story_id in stories_with_history()]
    order([*(story_key(story_id) for story_id in stories), *histories], Priority.MASS, now=now)
    standing = (OrderKey(subject=Subject.SITEMAP, which=name) for name in every_sitemap())
    mapped = {Mapped.STORIES: stories, Mapped.TOPICS: every_topic(), Mapped.AUTHORS: every_author()}
    parts = (key for kind, numbers in mapped.items() for key in sitemap_keys(kind, numbers))
    sitemaps = {SITEMAP_INDEX, SITEMAP_NEWS, *parts, *standing}
    order(sitemaps, Priority.MAPPED, now=now)
    return len(first) + len(named) + len(archive) + len(set(stories)) + len(histories) + len(sitemaps)


def finish(done: Sequence[PressOrder]) -> int:
    """
    Delete orders that were pressed, except where a newer one of the same key came in meanwhile, or is about to.

    Whoever publishes holds orders until the transaction ends, in another sequence than this one's: waiting for one with
    others in hand was a deadlock (PostgreSQL). One that somebody holds is being given anew, and stays.
    """
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            pressed = {order.pk: order.generation for order in done}
            free = PressOrder.objects.select_for_update(skip_locked=True).filter(pk__in=pressed).order_by("pk")
            rows = free.values_list("pk", "generation")
            unchanged = [pk for pk, generation in rows if pressed[pk] == generation]
            return PressOrder.objects.filter(pk__in=unchanged).delete()[0]
        return sum(PressOrder.objects.filter(pk=order.pk, generation=order.generation).delete()[0] for order in done)


def put_off(failed: PressOrder, *, error: str, now: datetime) -> None:
    """Keep an order that could not be pressed, with its error; each failure doubles the wait, to five minutes."""
    wait = min(2**failed.attempts, _LONGEST_WAIT_SECONDS)
    PressOrder.objects.filter(pk=failed.pk, generation=failed.generation).update(
        attempts=F("attempts") + 1, last_error=error, not_before=now + timedelta(seconds=wait)
    )


def _order_figures(priority: Priority, *, now: datetime) -> None:
    """What names stories of every section."""
    order((*POPULAR_OF_SPANS, POPULARITY), priority, now=now)


def _archive_keys(story: StoryPage, *, sections: Sequence[int]) -> tuple[OrderKey, ...]:
    """What of the archive a story may stand on."""
    if story.first_published_at is None:
        return archive_keys(sections)
    day = story.first_published_at.astimezone(site.zone()).date()
    return (*archive_keys(sections), *day_keys([day]), filed_key(story.pk))


def _whole_archive() -> tuple[OrderKey, ...]:
    """Every page of days, months, topics and authors as such, and every numbered one; those of sections are besides."""
    days = sorted(every_day())
    return (*day_keys(days), *month_keys(days), NEWEST_DAY, TOPIC_INDEX, AUTHOR_INDEX, *numbered_pages())


def _order_mapped_authors(author_ids: Collection[int], *, now: datetime) -> None:
    """The index of authors and their sitemaps, as late as those of topics."""
    if author_ids:
        order((AUTHOR_INDEX, *sitemap_keys(Mapped.AUTHORS, author_ids)), Priority.MAPPED, now=now)


def _order_beside(spots: Iterable[SectionSpot | None], *, now: datetime) -> None:
    """The nearest story on either side of each spot."""
    for spot in spots:
        found = neighbours_of([spot]) if spot is not None else {}
        order([story_key(one) for near in found.values() for one in near.nearest], Priority.MASS, now=now)


def _own_keys(story: StoryPage) -> tuple[OrderKey, ...]:
    """The story's pages, and those of the paper's corrections where it was corrected."""
    years = correction_years(story)
    return (story_key(story.pk), *(corrections_keys(years) if years else ()))
