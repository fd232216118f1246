"""
How an archive is laid out: on shelves whose pages are counted from the oldest story.

A page begins at a story and ends where the next one begins. The newest page is open: it grows to twice its length, then
its older half is closed and a new one begins. So a new story changes the newest page alone, whatever lies below it, and
a number, once readers know it, keeps its stories (decision 023).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

PAGES_AT_ONCE = 50  # closed by one order: 1,500 stories, some 250 ms of pages to press after it


class ShelfError(ValueError):
    """A text that names no shelf."""


class Kind(StrEnum):
    """What a shelf holds the stories of."""

    SECTION = "section"
    TOPIC = "topic"
    AUTHOR = "author"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The stories of one section, topic, author or day; `which` is an id, or the day ("2026-11-28")."""

    kind: Kind
    which: str

    def __str__(self) -> str:
        return f"{self.kind}-{self.which}"

    @property
    def length(self) -> int:
        """How many stories a closed page holds; a day's are lines."""
        return 100 if self.kind is Kind.DAY else 30

    @property
    def number(self) -> int:
        """
        The id of what it is of.

        :raises ShelfError: if that is a day
        """
        if self.kind is Kind.DAY:
            raise ShelfError(f"the shelf {self} has no id")
        return int(self.which)

    @property
    def day(self) -> date:
        """:raises ShelfError: if it is none of a day"""
        if self.kind is not Kind.DAY:
            raise ShelfError(f"the shelf {self} is not of a day")
        return date.fromisoformat(self.which)


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where a story stands on every shelf: by its first publication."""

    at: datetime
    story_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """
    A shelf as it is: `top` is the number of its open page, 0 where none was begun, `since` where that one begins.

    `newest` are up to twice a page's length of its stories, the newest first.
    """

    shelf: Shelf
    top: int
    since: Spot | None
    newest: Sequence[Spot]

    @property
    def open_page(self) -> Sequence[Spot]:
        """The stories of the open page, the newest first."""
        return [spot for spot in self.newest if self.since is None or spot >= self.since]

    @property
    def is_full(self) -> bool:
        return len(self.open_page) >= 2 * self.shelf.length

    @property
    def shown(self) -> Sequence[Spot]:
        """As above; where stories left it so that few are left, older ones fill it up."""
        return self.newest[: max(len(self.open_page), self.shelf.length)]


def shelf_of(kind: Kind, which: int | date) -> Shelf:
    return Shelf(kind=kind, which=which.isoformat() if isinstance(which, date) else str(which))


def read_shelf(text: str) -> Shelf:
    """
    Give the shelf that `str()` of one wrote.

    :raises ShelfError: if it names none
    """
    kind, _, which = text.partition("-")
    try:
        shelf = Shelf(kind=Kind(kind), which=which)
        _ = shelf.day if shelf.kind is Kind.DAY else shelf.number
    except ValueError as error:
        raise ShelfError(f"{text!r} is no shelf of the archive") from error
    return shelf


def begun_pages(standing: Standing, stories: Sequence[Spot]) -> Sequence[tuple[int, Spot]]:
    """
    The pages to begin, by number, such that the open one is left at least as long as a closed one.

    `stories` are those from where the open page begins, the oldest first.
    """
    length = standing.shelf.length
    first = max(standing.top, 1) + 1
    starts = stories[length : len(stories) - length + 1 : length]
    return list(enumerate(starts, start=first))


def bounds_of(day: date, *, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a day begins there, and when the next one does."""
    following = day + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone), datetime(
        following.year, following.month, following.day, tzinfo=zone
    )
