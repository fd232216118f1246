"""A story with all that belongs to it, apart from any database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from broadsheet.contracts.archives import Box

ABOUT = "broadsheet.export"  # no .json: whoever reads a folder for stories shall not take it for one


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
    """
    A picture and its file beside the document.

    `focal_point` is its centre x, centre y, width and height, `card_crop` left, top, width and height, in pixels.
    """

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
    usage_ends_at: datetime | None = None
    focal_point: Box | None = None
    card_crop: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableDocument:
    """A document that readers can download, and its file beside this one; `name` is what their copy is called."""

    uri: str
    file: str
    media_type: str
    size: int
    name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableRecording:
    """
    A film or a sound and its file; `captions` is a file in WebVTT beside it, `poster` the uri of a picture.

    `seconds`, `width` and `height` are 0 where nobody knows.
    """

    uri: str
    file: str
    media_type: str
    size: int
    title: str = ""
    credit: str = ""
    usage_terms: str = ""
    transcript: str = ""
    captions: str = ""
    captions_language: str = ""
    poster: str = ""
    seconds: int = 0
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableAuthor:
    """Somebody with a page and perhaps a portrait; told once an export, in the file that `ABOUT` names."""

    name: str
    slug: str
    description: str = ""
    role: str = ""
    email: str = ""
    links: str = ""
    portrait: PortablePicture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableBlock:
    """A block of the body: its kind, and its value as JSON knows values."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableCorrection:
    """
    A public note; `kind` is the newsroom's word for it: correction, clarification, update, style.

    `version` is the number of the version that came with it.
    """

    note: str
    made_at: datetime
    kind: str = "correction"
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableVersion:
    """
    Words that readers saw, part by part as (kind of block, line) pairs: {"headline": [["p", "Rain falls"]], …}.

    `withheld` is "withdrawn" or "legal" of one that is shown no longer; its words are not told.
    """

    number: int
    published_at: datetime
    kind: str
    words: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableByline:
    """A name of the byline; `author` names the author's page where there is one."""

    name: str
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableStory:
    """
    A story. `uri` names it for good; `address` is its path on its site, `url` that with the site before it.

    A withdrawn one has its identity, its addresses and its notice, and no words. `pinned` are the uris of the stories
    that stand first in its Related Stories, in order, `banned` of those that never do.
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
    bylines: tuple[PortableByline, ...] = ()
    dateline: str = ""
    source_credit: str = ""
    topics: tuple[PortableTopic, ...] = ()
    urgency: int = 5
    lead_picture: PortablePicture | None = None
    lead_caption: str = ""
    body: tuple[PortableBlock, ...] = ()
    pictures: tuple[PortablePicture, ...] = ()  # of the body
    documents: tuple[PortableDocument, ...] = ()
    recordings: tuple[PortableRecording, ...] = ()
    corrections: tuple[PortableCorrection, ...] = ()
    versions: tuple[PortableVersion, ...] = ()
    goes_out_at: datetime | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    embargoed_until: datetime | None = None
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_notice: str = ""
    in_popular: bool = True
    in_latest: bool = True
    shows_lists: bool = True
    pinned: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    search_title: str = ""
    search_description: str = ""
