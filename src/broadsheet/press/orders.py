"""
Names of press orders: what to press anew, never what to write into it.

A key names a subject ("story:12"), and pressing asks the database how that subject stands then. So an order may be
given twice, late, or after the fact, and the pieces come out right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from broadsheet.popular.ranking import Span
from broadsheet.press.shelf import Kind, Shelf, ShelfError, read_shelf


class Priority(IntEnum):
    """Lower goes first. A kill never waits behind a re-press of the archive."""

    KILL = 0
    PUBLISH = 10
    LISTS = 20
    SITEMAPS = 30  # no reader waits for one
    ARCHIVE = 60  # older pages: no news waits for them, and they wait for no re-press of everything
    MASS = 90
    TOPICS = 95  # of an import: a topic waits until its stories are pressed, so each is pressed once
    MAPPED = 96  # the sitemaps of an archive: each once, for a thousand stories


class Subject(StrEnum):
    """What an order is about: the word before the colon of its key."""

    WITHDRAWN = "withdrawn"
    STORY = "story"  # its page, its card, and whatever stands at its former addresses
    HISTORY = "history"  # the versions of a story, wherever they stand or stood
    CORRECTIONS = "corrections"  # the newest with their feeds, or those of a year
    FRONT = "front"  # of home or a section, and whatever stands at its former addresses
    LATEST = "latest"
    TOPIC = "topic"  # its page, its feeds and its newest stories, and whatever stands at its former addresses
    TOPIC_INDEX = "topic_index"  # every topic that has a page
    AUTHOR = "author"  # as a topic
    AUTHOR_INDEX = "author_index"  # every author who has a page
    ARCHIVE = "archive"  # of a section: its newest page
    DAY = "day"  # its newest page, its stories and how many they are
    MONTH = "month"  # the days of a month, with how many stories each has
    NEWEST_DAY = "newest_day"  # the page that shows whichever day is the newest
    OLDER = "older"  # a closed page of a shelf of the archive
    FILED = "filed"  # which closed pages a story stands on
    PAPER_PAGE = "paper_page"  # one of the paper's own (about, contact), and whatever stands at its former addresses
    POPULAR = "popular"
    POPULAR_PAGE = "popular_page"  # what is read most over one span, on a page of its own
    POPULARITY = "popularity"  # every list of Popular and its figures, as data
    SHELL = "shell"
    MISSING = "missing"  # the page for addresses where nothing is
    TEXT = "text"  # the front of the edition in text alone, and the frame of its stories
    SEARCH = "search"  # the pages of a search, and which sections it can be held to
    SITEMAP = "sitemap"  # one of them, or without a name their index
    WIRE = "wire"  # the paper's own, for other newsrooms
    MACHINES = "machines"  # what machines ask a site for: what they may read, who hears of holes, its name and icons
    RELEASE = "release"  # the mark of what the paper was pressed with


class Mapped(StrEnum):
    """What stands in sitemaps by its number, so that one of it costs one sitemap however much there is."""

    STORIES = "stories"
    TOPICS = "topics"
    AUTHORS = "authors"


# Some 150 KB of stories and 10 ms of the press, so that whoever publishes all day presses one without noticing; a
# million stories are a thousand lines of the index, which may have fifty thousand.
NUMBERS_A_SITEMAP = 1_000
ALL = "all"  # the list over all sections
HOME = "home"


class OrderKeyError(ValueError):
    """A text that names nothing the press knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderKey:
    """A subject and which one of its kind: an id, a name, or nothing where there is only one."""

    subject: Subject
    which: str = ""

    def __str__(self) -> str:
        return f"{self.subject}:{self.which}" if self.which else str(self.subject)

    @property
    def page_id(self) -> int:
        """
        The id of the page, the topic or the author it is about.

        :raises OrderKeyError: if it names none
        """
        return self._number()

    @property
    def year(self) -> int:
        """
        The year whose corrections it is about.

        :raises OrderKeyError: if it names none
        """
        return self._number()

    def _number(self) -> int:
        if not self.which.isascii() or not self.which.isdecimal():
            raise OrderKeyError(f"the press order {self} names nothing by a number")
        return int(self.which)

    @property
    def sitemap(self) -> tuple[Mapped, int]:
        """
        What stands in the sitemap that it is about, and which thousand of its numbers.

        :raises OrderKeyError: if it names none of those
        """
        mapped, _, number = self.which.partition("-")
        if mapped not in set(Mapped) or not number.isascii() or not number.isdecimal():
            raise OrderKeyError(f"the press order {self} names no sitemap")
        return Mapped(mapped), int(number)

    @property
    def day(self) -> date:
        """
        The day it is about, or the first of the month.

        :raises OrderKeyError: if it names none
        """
        try:
            return date.fromisoformat(self.which if self.subject is Subject.DAY else f"{self.which}-01")
        except ValueError as error:
            raise OrderKeyError(f"the press order {self} names no day") from error

    @property
    def shelf_page(self) -> tuple[Shelf, int]:
        """
        The shelf and the number of the page it is about.

        :raises OrderKeyError: if it names none
        """
        shelf, _, number = self.which.partition(":")
        try:
            return read_shelf(shelf), int(number)
        except (ShelfError, ValueError) as error:
            raise OrderKeyError(f"the press order {self} names no page of the archive") from error


def read_key(text: str) -> OrderKey:
    """
    Give the key that `str()` of one wrote.

    :raises OrderKeyError: if the press knows no such subject
    """
    subject, _, which = text.partition(":")
    try:
        return OrderKey(subject=Subject(subject), which=which)
    except ValueError as error:
        raise OrderKeyError(f"{text!r} is no press order; its subject is none of {', '.join(Subject)}") from error


WITHDRAWN = OrderKey(subject=Subject.WITHDRAWN)
SHELL = OrderKey(subject=Subject.SHELL)
MISSING = OrderKey(subject=Subject.MISSING)
SEARCH = OrderKey(subject=Subject.SEARCH)
TEXT = OrderKey(subject=Subject.TEXT)
CORRECTIONS = OrderKey(subject=Subject.CORRECTIONS)
SITEMAP_INDEX = OrderKey(subject=Subject.SITEMAP)
SITEMAP_NEWS = OrderKey(subject=Subject.SITEMAP, which="news")
SITEMAP_SECTIONS = OrderKey(subject=Subject.SITEMAP, which="sections")
WIRE = OrderKey(subject=Subject.WIRE)
MACHINES = OrderKey(subject=Subject.MACHINES)
RELEASE = OrderKey(subject=Subject.RELEASE)
HOME_FRONT = OrderKey(subject=Subject.FRONT, which=HOME)
LATEST_OF_ALL = OrderKey(subject=Subject.LATEST, which=ALL)
POPULAR_OF_ALL = OrderKey(subject=Subject.POPULAR, which=ALL)
POPULAR_OF_SPANS = tuple(OrderKey(subject=Subject.POPULAR, which=span) for span in Span)
POPULAR_PAGES = tuple(OrderKey(subject=Subject.POPULAR_PAGE, which=span) for span in Span)
POPULARITY = OrderKey(subject=Subject.POPULARITY)
TOPIC_INDEX = OrderKey(subject=Subject.TOPIC_INDEX)
AUTHOR_INDEX = OrderKey(subject=Subject.AUTHOR_INDEX)
NEWEST_DAY = OrderKey(subject=Subject.NEWEST_DAY)


def story_key(story_id: int) -> OrderKey:
    return OrderKey(subject=Subject.STORY, which=str(story_id))


def history_key(story_id: int) -> OrderKey:
    return OrderKey(subject=Subject.HISTORY, which=str(story_id))


def corrections_keys(years: Iterable[int]) -> tuple[OrderKey, ...]:
    """The pages that show corrections of these years."""
    return (CORRECTIONS, *(OrderKey(subject=Subject.CORRECTIONS, which=str(year)) for year in years))


def front_key(section_id: int) -> OrderKey:
    return OrderKey(subject=Subject.FRONT, which=str(section_id))


def latest_key(section_id: int) -> OrderKey:
    return OrderKey(subject=Subject.LATEST, which=str(section_id))


def topic_keys(topic_ids: Iterable[int]) -> tuple[OrderKey, ...]:
    """What may name a story about these topics."""
    return tuple(OrderKey(subject=Subject.TOPIC, which=str(topic_id)) for topic_id in topic_ids)


def sitemap_keys(mapped: Mapped, numbers: Iterable[int]) -> tuple[OrderKey, ...]:
    """The sitemaps that stories, topics or authors of these numbers stand in."""
    parts = {number // NUMBERS_A_SITEMAP for number in numbers}
    return tuple(OrderKey(subject=Subject.SITEMAP, which=f"{mapped}-{part}") for part in sorted(parts))


def author_keys(author_ids: Iterable[int]) -> tuple[OrderKey, ...]:
    """What may name a story of these authors."""
    return tuple(OrderKey(subject=Subject.AUTHOR, which=str(author_id)) for author_id in author_ids)


def archive_keys(section_ids: Iterable[int]) -> tuple[OrderKey, ...]:
    """The newest pages of these sections' archives."""
    return tuple(OrderKey(subject=Subject.ARCHIVE, which=str(section_id)) for section_id in section_ids)


def day_keys(days: Iterable[date]) -> tuple[OrderKey, ...]:
    return tuple(OrderKey(subject=Subject.DAY, which=day.isoformat()) for day in days)


def month_keys(days: Iterable[date]) -> tuple[OrderKey, ...]:
    """The pages of the months in which these days lie."""
    return tuple(OrderKey(subject=Subject.MONTH, which=month) for month in sorted({f"{day:%Y-%m}" for day in days}))


def older_key(shelf: Shelf, number: int) -> OrderKey:
    return OrderKey(subject=Subject.OLDER, which=f"{shelf}:{number}")


def filed_key(story_id: int) -> OrderKey:
    return OrderKey(subject=Subject.FILED, which=str(story_id))


def keys_beside(shelf: Shelf) -> tuple[OrderKey, ...]:
    """What leads to the closed pages of a shelf: its newest page, and the front of a section."""
    match shelf.kind:
        case Kind.SECTION:
            return (*archive_keys([shelf.number]), front_key(shelf.number))
        case Kind.TOPIC:
            return topic_keys([shelf.number])
        case Kind.AUTHOR:
            return author_keys([shelf.number])
        case Kind.DAY:
            return (*day_keys([shelf.day]), NEWEST_DAY)


def paper_page_keys(page_ids: Iterable[int]) -> tuple[OrderKey, ...]:
    """The paper's own pages of these numbers."""
    return tuple(OrderKey(subject=Subject.PAPER_PAGE, which=str(page_id)) for page_id in page_ids)


def popular_key(name: str) -> OrderKey:
    return OrderKey(subject=Subject.POPULAR, which=name)


def popular_page_keys(names: Iterable[str]) -> tuple[OrderKey, ...]:
    """The pages on which these lists stand; those of sections and the one beside stories have none of their own."""
    changed = set(names)
    return tuple(key for key in POPULAR_PAGES if key.which in changed)


def keys_around(section_ids: tuple[int, ...]) -> tuple[OrderKey, ...]:
    """Every list and front that may name a story standing in these sections."""
    latest = (LATEST_OF_ALL, *(latest_key(section_id) for section_id in section_ids))
    popular = (POPULAR_OF_ALL, *(popular_key(str(section_id)) for section_id in section_ids))
    return (*latest, *popular, HOME_FRONT, *(front_key(section_id) for section_id in section_ids))
