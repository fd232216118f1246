"""A story with all that belongs to it, apart from any database."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Standing(StrEnum):
    """How it stands; the words of ninjs' `pubStatus`."""

    LIVE = "usable"
    DRAFT = "withheld"  # never published, or unpublished
    WITHDRAWN = "canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableSection:
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableTopic:
    """`mediatopic` is IPTC's code where it has one; `slug` names it in the newsroom."""

    name: str
    slug: str
    mediatopic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortablePicture:
    """A picture and its file beside the document."""

    uri: str
    file: str
    media_type: str
    width: int
    height: int
    size: int
    title: str = ""
    caption: str = ""
    credit: str = ""
    alt_text: str = ""
    usage_terms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableBlock:
    """A block of the body: its kind, and its value as JSON knows values."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableCorrection:
    """A public note; `kind` is the newsroom's word for it: correction, clarification, update, style."""

    note: str
    made_at: datetime
    kind: str = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableStory:
    """
    A story. `uri` names it for good; `address` is its path on its site, `url` that with the site before it.

    A withdrawn one has its identity, its addresses and its notice, and no words.
    """

    uri: str
    standing: Standing
    address: str
    url: str
    created_at: datetime
    changed_at: datetime
    language: str = ""
    sections: tuple[PortableSection, ...] = ()
    formerly: tuple[str, ...] = ()
    headline: str = ""
    kicker: str = ""
    standfirst: str = ""
    bylines: tuple[str, ...] = ()
    dateline: str = ""
    source_credit: str = ""
    topics: tuple[PortableTopic, ...] = ()
    urgency: int = 5
    lead_picture: PortablePicture | None = None
    lead_caption: str = ""
    body: tuple[PortableBlock, ...] = ()
    pictures: tuple[PortablePicture, ...] = ()  # of the body
    corrections: tuple[PortableCorrection, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    embargoed_until: datetime | None = None
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_notice: str = ""
    in_popular: bool = True
    in_latest: bool = True
    shows_lists: bool = True
    search_title: str = ""
    search_description: str = ""
