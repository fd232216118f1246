"""What an archive of another system says: stories as they stood there, neutral of the system that exported them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from broadsheet.contracts.news import ItemPicture


class Standing(StrEnum):
    """How a story stood in its old system."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"  # also what waits for review
    PRIVATE = "private"  # published to some only: to editors, to members, to who pays
    PROTECTED = "protected"  # published behind a password
    UNPUBLISHED = "unpublished"  # readers had it once, and nothing was said against it
    WITHDRAWN = "withdrawn"  # taken back, with a notice in its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """
    A place in the old system's own order; `slug` is its name in addresses.

    `address` is where it stood there ("/world/europe/"), of a system in which stories stand in one place only: such a
    category says where a story belongs, and never what it is about.
    """

    name: str
    slug: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that could not be kept as it was: `what` is short and the same each time, so that it can be counted."""

    what: str
    detail: str = ""


Box = tuple[int, int, int, int]  # a part of a picture in pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPicture(ItemPicture):
    """
    A picture and what an editor settled about it.

    `focal_point` is centre x, centre y, width, height, as Wagtail counts; `card_crop` left, top, width, height.
    """

    usage_ends_at: datetime | None = None
    focal_point: Box | None = None
    card_crop: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedDocument:
    """A document for readers: `uri` names it for good, `file` is it in the media folder, `name` was it on its site."""

    uri: str
    file: str
    name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedRecording:
    """A film or a sound, as a document; `captions` names a file in WebVTT. `seconds` is 0 where nobody said."""

    uri: str
    file: str
    title: str = ""
    credit: str = ""
    usage_terms: str = ""
    transcript: str = ""
    captions: str = ""
    captions_language: str = ""
    poster: ItemPicture | None = None
    seconds: int = 0


Attachment = ItemPicture | ArchivedDocument | ArchivedRecording


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedBlock:
    """A block of the body as a Broadsheet exported it, NOT yet checked; `attached` is what it names, by its uri."""

    kind: str
    value: Any
    attached: Mapping[str, Attachment] = field(default_factory=dict)


# A passage of HTML that is NOT yet safe to show (the stories slice cleans it at its door), or what stands between two.
Part = str | ItemPicture | ArchivedBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedVersion:
    """Words that readers saw once (`stories.versions.words_of`); `withheld` says why they are shown no longer."""

    number: int
    published_at: datetime
    kind: str
    words: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCorrection:
    """A public note; `version` is the number of the one that came with it."""

    note: str
    made_at: datetime
    kind: str
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """
    What only a Broadsheet tells of its stories. A story that has them is brought back as it was: what is empty, was so.

    `guid` is its name for good ("urn:uuid:…"), `changed_at` when somebody last worked on it. `guests` are the names of
    its byline that have no author's page. `mediatopics` are IPTC's codes of topics, by the topic's name. `pinned` and
    `banned` are the names for good of other stories: those that stand first in its Related Stories, and never do.
    """

    guid: str
    changed_at: datetime
    kicker: str = ""
    guests: frozenset[str] = frozenset()
    mediatopics: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[ArchivedCorrection, ...] = ()
    versions: tuple[ArchivedVersion, ...] = ()
    in_popular: bool = True
    in_latest: bool = True
    shows_lists: bool = True
    pinned: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    search_title: str = ""
    search_description: str = ""
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedAuthor:
    """Somebody with a page in the old system."""

    name: str
    slug: str = ""
    description: str = ""
    role: str = ""
    email: str = ""
    links: str = ""
    portrait: ItemPicture | None = None


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
    particulars: Particulars | None = None
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
    authors: tuple[ArchivedAuthor, ...] = ()  # of whom more is known than the name in their bylines
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
