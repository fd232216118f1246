"""What a feed and its items say, whatever format says it. Every address is whole (https://…), every time aware."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFormat:
    """A format as the web knows it: the name of its file, its media type, and what readers call it."""

    file: str
    media_type: str
    name: str
    content_type: str  # the media type with what a server says beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFacts:
    """
    What a feed says of itself.

    `guid` names the feed for good, wherever it stands. `front_url` is the page that it belongs to, `url` its own.
    """

    guid: str
    paper: str
    title: str
    description: str
    language: str
    front_url: str
    url: str
    icon_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPicture:
    url: str
    media_type: str
    width: int
    height: int
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """
    A story, whole: `html` is all that its page says, fit for another's pages (`portable_html`).

    `guid` names it for good, however often it is moved or corrected. `credit` says whose words these are.
    """

    guid: str
    url: str
    title: str
    summary: str
    html: str
    published_at: datetime
    changed_at: datetime
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    credit: str = ""
    picture: FeedPicture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """
    What stands around the items of a feed, and `between` two of them.

    A format that must say when the feed last changed has that moment between `opening` and `head`; in the others
    `opening` is empty.
    """

    head: str
    closing: str
    opening: str = ""
    between: str = ""
