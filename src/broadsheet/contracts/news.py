"""What a wire says: one neutral item, whatever format it came in."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LARGEST_FILE = 20_000_000  # bytes of one wire file; the largest of 900 real ones measured has 600,000


class Status(StrEnum):
    """IPTC pubstatus (NewsML-G2 section 6.4, ninjs `pubstatus`)."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class Kind(StrEnum):
    """What an item is made of; only TEXT can become a story by itself."""

    TEXT = "text"
    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    GRAPHIC = "graphic"
    PACKAGE = "package"
    EVENT = "event"
    OTHER = "other"


class Signal(StrEnum):
    """What an item asks the desk to do beyond showing it (DESIGN section 3, the signal table)."""

    KILL = "kill"
    WITHHOLD = "withhold"
    CORRECTION = "correction"
    UPDATE = "update"
    ADD = "add"
    REPEAT = "repeat"
    ADVISORY = "advisory"
    TEST = "test"
    FLASH = "flash"
    BULLETIN = "bulletin"
    URGENT = "urgent"
    ALERT = "alert"  # headline only: a body follows


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """
    One thing that an item is about.

    `scheme` is an address or a known short name ("mediatopic" for IPTC Media Topics), `code` the code inside it
    ("20000065" for a Media Topic, without prefix), `relevance` 0 to 100 where the wire gave one.
    """

    name: str
    scheme: str = ""
    code: str = ""
    relevance: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """
    One file of a picture: `href` as the wire wrote it (an address, or a name beside the wire file).

    A picture that came inside the item itself (an attachment, base64) has its bytes in `embedded`, and an href of
    "embedded:" and the SHA-256 of the bytes. They are never kept with an item's facts: the delivery has them.
    """

    href: str
    embedded: bytes = field(default=b"", repr=False)
    mimetype: str = ""
    width: int | None = None  # pixels
    height: int | None = None
    size: int | None = None  # bytes
    purpose: str = ""  # the wire's own word for the rendition: "highRes", "thumbnail", "baseImage"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPicture:
    """A picture named in an item. Caption, credit and alt text are three things; none stands in for another."""

    guid: str = ""
    headline: str = ""
    caption: str = ""
    credit: str = ""
    alt_text: str = ""
    usage_terms: str = ""
    renditions: tuple[Rendition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another item that this one names: the part of a package, an earlier version, the story that a take adds to."""

    guid: str
    rel: str = ""  # "member", "evolvedFrom", "seeAlso", "idref" …
    headline: str = ""
    role: str = ""  # of a package's member, its group's: "main", "sidebar"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """
    One revision of one item as a wire sent it, parsed, judged by nobody yet.

    Times are aware, in UTC. `body_html` is the wire's own markup brought down to paragraphs, headings, lists, quotes,
    tables and links; it is NOT yet safe to show: the stories slice cleans it at its door.
    """

    guid: str  # stable over all revisions (DESIGN section 3, the identity table)
    format: str  # "ninjs", "newsml-g2", "nitf" …
    version: int = 1
    version_created_at: datetime | None = None
    first_created_at: datetime | None = None
    status: Status = Status.USABLE
    kind: Kind = Kind.TEXT
    embargoed_until: datetime | None = None
    unreadable_embargo: str = ""  # the wire's own words where an embargo was meant but its second cannot be told
    expires_at: datetime | None = None
    language: str = ""  # BCP 47
    urgency: int | None = None  # 1 (flash) to 9, as IPTC counts
    slug: str = ""  # slugline, keyword line
    headline: str = ""
    standfirst: str = ""  # abstract, description
    bylines: tuple[str, ...] = ()
    dateline: str = ""
    credit: str = ""  # whom the page must name: "Associated Press"
    copyright_notice: str = ""
    usage_terms: str = ""
    refused_uses: tuple[str, ...] = ()  # what machine-readable terms forbid here, each in plain words for the desk
    editors_note: str = ""  # never published
    body_html: str = ""
    pictures: tuple[ItemPicture, ...] = ()
    subjects: tuple[Subject, ...] = ()
    places: tuple[str, ...] = ()
    signals: frozenset[Signal] = frozenset()
    links: tuple[Link, ...] = ()
    canonical_url: str = ""
    warnings: tuple[str, ...] = field(default=())  # what was read leniently, in plain words


class WireFormatError(ValueError):
    """
    Bytes that no reader can make a NewsItem of.

    Its text names what is wrong and where, fit to show to an editor; the cause is chained.
    """


class EmptyFeedError(WireFormatError):
    """A feed that is in order and holds nothing: no news, and nothing that anybody has to look at."""
