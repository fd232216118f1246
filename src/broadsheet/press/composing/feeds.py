"""
The feeds of the paper, of each section and topic: pages that hold one list, of entries instead of cards.

They stand beside their front and live as long: where it moves they move, where it is closed they are gone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import ChangedSlot, ListSlot, Page, Part, Piece, Redirect, Role, Shape
from broadsheet.formats.syndication import (
    ATOM,
    JSON_FEED,
    RSS,
    FeedFacts,
    FeedFormat,
    FeedItem,
    Frame,
    atom_entry,
    atom_frame,
    json_frame,
    json_item,
    rss_frame,
    rss_item,
)
from broadsheet.formats.syndication.markup import rfc_3339
from broadsheet.look.assets import asset_url
from broadsheet.look.pages import FeedLink
from broadsheet.press.composing.edition import Edition, SectionFacts
from broadsheet.press.composing.gone import gone_page
from broadsheet.press.composing.plates import page_piece

# Full texts: thirty are some 100 KB and a day of a busy section. The lists name twice as many, so that none runs short.
MOST_ENTRIES = 30
# Web readers fetch feeds from pages of their own. Nothing is in them that is not public, and no cookie decides.
OPEN = (("access-control-allow-origin", "*"), ("cross-origin-resource-policy", "cross-origin"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What feeds are of: the paper, a section or a topic, its front at `path`, and the list of its newest stories."""

    guid: str
    title: str
    description: str
    path: str
    newest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Press:
    """A format, the shape of its entries, and what writes its frame."""

    format: FeedFormat
    shape: Shape
    frame: Callable[[FeedFacts], Frame]
    item: Callable[[FeedItem], str]


_PRESSES = (
    _Press(format=RSS, shape=Shape.RSS, frame=rss_frame, item=rss_item),
    _Press(format=ATOM, shape=Shape.ATOM, frame=atom_frame, item=atom_entry),
    _Press(format=JSON_FEED, shape=Shape.JSON, frame=json_frame, item=json_item),
)


def paper_channel(edition: Edition) -> Channel:
    return Channel(
        guid=edition.guid,
        title=edition.paper,
        description=_described(edition.paper),
        path="/",
        newest="list/latest/all",
    )


def section_channel(section: SectionFacts, *, edition: Edition) -> Channel:
    title = f"{section.name} · {edition.paper}"
    return Channel(
        guid=section.guid,
        title=title,
        description=section.description or _described(title),
        path=section.path,
        newest=f"list/latest/{section.page_id}",
    )


def feed_links(channel: Channel) -> tuple[FeedLink, ...]:
    """The feeds by the names and addresses that readers find them by."""
    return tuple(
        FeedLink(
            name=press.format.name,
            title=f"{channel.title} ({press.format.name})",
            url=f"{channel.path}{press.format.file}",
            content_type=press.format.media_type,
        )
        for press in _PRESSES
    )


def feed_pages(channel: Channel, *, edition: Edition) -> dict[str, Piece]:
    return {
        page_piece(f"{channel.path}{press.format.file}"): _feed_page(press, channel, edition=edition)
        for press in _PRESSES
    }


def standing_feeds(
    channel: Channel, *, items: Sequence[FeedItem], changed_at: datetime, edition: Edition
) -> dict[str, Piece]:
    """Feeds of items that are no stories: written out whole, since no list names them."""
    pieces: dict[str, Piece] = {}
    for press in _PRESSES:
        frame = press.frame(_facts(press.format, channel, edition=edition))
        opening = f"{frame.opening}{rfc_3339(changed_at)}" if frame.opening else ""
        text = f"{opening}{frame.head}{frame.between.join(press.item(item) for item in items)}{frame.closing}"
        headers = (("content-type", press.format.content_type), *OPEN)
        pieces[page_piece(f"{channel.path}{press.format.file}")] = Page(parts=(text,), headers=headers)
    return pieces


def beside(paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """For each address of a front those of its feeds, with their files' names: ("/world/feed.xml", "feed.xml")."""
    return tuple((f"{path}{press.format.file}", press.format.file) for path in paths for press in _PRESSES)


def moved_with_feeds(path: str, *, former: Sequence[str]) -> dict[str, Piece]:
    """What stands at the addresses that a front had before, and at those of its feeds."""
    fronts: dict[str, Piece] = {page_piece(old): Redirect(location=path) for old in former}
    return {**fronts, **{page_piece(old): Redirect(location=f"{path}{file}") for old, file in beside(former)}}


def gone_with_feeds(*, edition: Edition, former: Sequence[str]) -> dict[str, Piece]:
    """A plain notice wherever a front and its feeds stood that are no longer there."""
    return {page_piece(path): gone_page(edition=edition) for path in (*former, *(feed for feed, _ in beside(former)))}


def _feed_page(press: _Press, channel: Channel, *, edition: Edition) -> Page:
    frame = press.frame(_facts(press.format, channel, edition=edition))
    changed: tuple[Part, ...] = (frame.opening, ChangedSlot()) if frame.opening else ()
    entries = ListSlot(
        role=Role.LATEST,
        list_name="feed",
        shape=press.shape,
        limit=MOST_ENTRIES,
        sources=(channel.newest,),
        item_opening="",
        item_closing="",
        between=frame.between,
    )
    return Page(
        parts=(*changed, frame.head, entries, frame.closing),
        headers=(("content-type", press.format.content_type), *OPEN),
    )


def _facts(kind: FeedFormat, channel: Channel, *, edition: Edition) -> FeedFacts:
    return FeedFacts(
        guid=channel.guid,
        paper=edition.paper,
        title=channel.title,
        description=channel.description,
        language=edition.language,
        front_url=edition.whole_address(channel.path),
        url=edition.whole_address(f"{channel.path}{kind.file}"),
        icon_url=edition.whole_address(asset_url("icon-180.png")),
    )


def _described(title: str) -> str:
    return _("The latest stories from %(title)s") % {"title": title}
