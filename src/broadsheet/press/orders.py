"""
Names of press orders: what to press anew, never what to write into it.

A key names a subject ("story:12"), and pressing asks the database how that subject stands then. So an order may be
given twice, late, or after the fact, and the pieces come out right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Priority(IntEnum):
    """Lower goes first. A kill never waits behind a re-press of the archive."""

    KILL = 0
    PUBLISH = 10
    LISTS = 20
    MASS = 90


class Subject(StrEnum):
    """What an order is about: the word before the colon of its key."""

    WITHDRAWN = "withdrawn"
    STORY = "story"  # its page, its card, and whatever stands at its former addresses
    HISTORY = "history"  # the versions of a story, wherever they stand or stood
    CORRECTIONS = "corrections"  # the newest with their feeds, or those of a year
    FRONT = "front"  # of home or a section, and whatever stands at its former addresses
    LATEST = "latest"
    POPULAR = "popular"
    SHELL = "shell"
    MISSING = "missing"  # the page for addresses where nothing is
    SEARCH = "search"  # the pages of a search, and which sections it can be held to
    RELEASE = "release"  # the mark of what the paper was pressed with


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
        The id of the page it is about.

        :raises OrderKeyError: if it names none
        """
        if not self.which.isascii() or not self.which.isdecimal():
            raise OrderKeyError(f"the press order {self} names no page by its id")
        return int(self.which)


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
CORRECTIONS = OrderKey(subject=Subject.CORRECTIONS)
RELEASE = OrderKey(subject=Subject.RELEASE)
HOME_FRONT = OrderKey(subject=Subject.FRONT, which=HOME)
LATEST_OF_ALL = OrderKey(subject=Subject.LATEST, which=ALL)
POPULAR_OF_ALL = OrderKey(subject=Subject.POPULAR, which=ALL)


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


def popular_key(name: str) -> OrderKey:
    return OrderKey(subject=Subject.POPULAR, which=name)


def keys_around(section_ids: tuple[int, ...]) -> tuple[OrderKey, ...]:
    """Every list and front that may name a story standing in these sections."""
    latest = (LATEST_OF_ALL, *(latest_key(section_id) for section_id in section_ids))
    popular = (POPULAR_OF_ALL, *(popular_key(str(section_id)) for section_id in section_ids))
    return (*latest, *popular, HOME_FRONT, *(front_key(section_id) for section_id in section_ids))
