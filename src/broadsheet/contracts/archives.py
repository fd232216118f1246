"""What an archive of another system says: stories as they stood there, neutral of the system that exported them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from broadsheet.contracts.news import ItemPicture


class Standing(StrEnum):
    """How a story stood in its old system."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"  # also what waits for review
    PRIVATE = "private"  # published to some only: to editors, to members, to who pays
    PROTECTED = "protected"  # published behind a password


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A place in the old system's own order; `slug` is its name in addresses."""

    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that could not be kept as it was: `what` is short and the same each time, so that it can be counted."""

    what: str
    detail: str = ""


# A passage of HTML that is NOT yet safe to show (the stories slice cleans it at its door), or a picture between two.
Part = str | ItemPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedStory:
    """
    One story as an archive holds it. Times are aware, in UTC.

    `key` names it for good inside its archive. `addresses` are those that readers may know it by, as paths on the old
    site with their slashes, "/?p=12" among them. `is_page` is what stood outside the run of news ("About us").
    """

    key: str
    standing: Standing
    headline: str
    is_page: bool = False
    slug: str = ""
    standfirst: str = ""
    parts: tuple[Part, ...] = ()
    lead_picture: ItemPicture | None = None
    lead_caption: str = ""
    bylines: tuple[str, ...] = ()
    dateline: str = ""
    source_credit: str = ""
    categories: tuple[Category, ...] = ()
    topics: tuple[str, ...] = ()
    urgency: int | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    embargoed_until: datetime | None = None
    addresses: tuple[str, ...] = ()
    comments: int = 0
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """
    What a first look through an archive found.

    `identity` names the archive for good: the same site exported twice is one archive. `left_out` counts what is no
    story, by the old system's own word.
    """

    identity: str
    title: str
    stories: int
    categories: Mapping[str, int] = field(default_factory=dict)  # name: stories in it
    left_out: Mapping[str, int] = field(default_factory=dict)


Told = Callable[[int], None]  # hears how many bytes, files or the like are done; never more than `Archive.size`


class Archive(Protocol):
    """An export, read as often as asked, in bounded memory whatever its size."""

    size: int

    def survey(self, *, told: Told) -> Survey:
        """
        Look through the whole of it. Comes before `stories`.

        :raises ArchiveError: if it is no such archive, or is damaged
        """
        ...

    def stories(self, *, told: Told) -> Iterator[ArchivedStory]:
        """
        Every story, in the archive's order.

        :raises ArchiveError: where it is damaged; what stands before that has been given
        """
        ...


class ArchiveError(ValueError):
    """An archive that cannot be read; its text names what is wrong and the way out, fit to show to an editor."""
