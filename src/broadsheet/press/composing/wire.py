"""
The paper's own wire: what it reports itself, as ninjs documents in one JSON file, for other newsrooms to take.

Agencies' copy and pictures are not in it: they are theirs to sell. A page like a feed, whose list is that of the
stories that changed last; what was taken back stands after it as documents that say so, since whoever took a story
must hear that it was killed, and a list never names such a story (decision 027).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import Fragment, ListSlot, Page, PieceSlot, Role, Shape, StoryList
from broadsheet.formats.portable import (
    PortableBlock,
    PortableByline,
    PortableCorrection,
    PortablePicture,
    PortableSection,
    PortableStory,
    PortableTopic,
    Standing,
    write_wire_item,
)
from broadsheet.formats.syndication import portable_html
from broadsheet.formats.wording import printable
from broadsheet.look import bodies
from broadsheet.look import pages as look
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.entries import standing_alone
from broadsheet.press.composing.feeds import OPEN
from broadsheet.press.composing.plates import Plates, page_piece
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import address_of, guid_of

WIRE_PATH = "/ninjs.json"
WIRE_LIST = "list/wire"
CANCELED_PIECE = "wire/canceled"
WIRE_LASTS = timedelta(days=7)  # since a story was published or changed
MOST_ITEMS = 50
_GRACE = timedelta(days=1)  # the list may be older than an entry that is pressed anew


@dataclass(frozen=True, slots=True, kw_only=True)
class CanceledStory:
    """A story of the paper's own that readers had and have no longer."""

    guid: str
    path: str
    published_at: datetime
    canceled_at: datetime


def wire(story_ids: tuple[int, ...], *, canceled: Iterable[CanceledStory], edition: Edition) -> Plates:
    """`story_ids` are those that changed last, the newest change first."""
    said = {
        "title": printable(edition.paper),
        "description": _("Original reporting from %(paper)s, for other newsrooms")
        % {"paper": printable(edition.paper)},
        "language": edition.language,
        "url": edition.whole_address(WIRE_PATH),
    }
    items = ListSlot(
        role=Role.LATEST,
        list_name="feed",
        shape=Shape.NINJS,
        limit=MOST_ITEMS,
        sources=(WIRE_LIST,),
        item_opening="",
        item_closing="",
        between=",",
    )
    opening = json.dumps(said, ensure_ascii=False, separators=(",", ":"))[:-1]
    parts = (f'{opening},"items":[', items, '],"canceled":[', PieceSlot(name=CANCELED_PIECE), "]}\n")
    notices = ",".join(_notice(story, edition=edition) for story in canceled)
    return Plates(
        pieces={
            page_piece(WIRE_PATH): Page(parts=parts, headers=(("content-type", "application/json"), *OPEN)),
            WIRE_LIST: StoryList(story_ids=story_ids),
            CANCELED_PIECE: Fragment(html=notices),
        }
    )


def wire_item(story: StoryPage, view: look.StoryView, *, edition: Edition) -> str:
    """The document of a story; empty where it is an agency's, or the wire names it no longer."""
    changed = view.changed_at
    is_own = story.source_credit.casefold() in {"", edition.paper.casefold()}
    if view.origin is not None or not is_own or changed < edition.now - WIRE_LASTS - _GRACE:
        return ""
    path = address_of(story)
    url = edition.whole_address(path)
    blocks = standing_alone(_own(view.body))
    html = portable_html(render_to_string("press/wire_body.html", {"blocks": blocks}), base=url)
    lead = view.lead_picture if view.lead_picture and view.lead_picture.is_own else None
    told = PortableStory(
        uri=guid_of(story),
        standing=Standing.LIVE,
        address=path,
        url=url,
        created_at=view.published_at,
        changed_at=changed,
        language=edition.language,
        sections=tuple(PortableSection(name=section.name, address=section.url) for section in view.trail),
        headline=view.headline,
        kicker=view.kicker,
        standfirst=view.standfirst,
        bylines=tuple(PortableByline(name=byline.name) for byline in view.bylines),
        dateline=view.dateline,
        source_credit=view.source_credit or edition.paper,
        topics=tuple(
            PortableTopic(name=topic.name, slug=topic.slug, mediatopic=topic.mediatopic) for topic in story.topics.all()
        ),
        urgency=story.urgency,
        lead_picture=_picture(lead, edition=edition) if lead else None,
        body=(PortableBlock(kind="text", value=html),) if html else (),
        pictures=tuple(_picture(picture, edition=edition) for picture in _pictures(blocks)),
        corrections=tuple(PortableCorrection(note=one.note, made_at=one.made_at) for one in view.corrections),
    )
    return write_wire_item(told)


def _notice(story: CanceledStory, *, edition: Edition) -> str:
    told = PortableStory(
        uri=story.guid,
        standing=Standing.WITHDRAWN,
        address=story.path,
        url=edition.whole_address(story.path),
        created_at=story.published_at,
        changed_at=story.canceled_at,
        language=edition.language,
    )
    return write_wire_item(told)


def _own(body: Iterable[bodies.BodyBlock]) -> Iterator[bodies.BodyBlock]:
    """The body without agencies' pictures."""
    for block in body:
        match block:
            case bodies.PictureBlock(picture=picture) if not picture.is_own:
                continue
            case bodies.GalleryBlock(pictures=pictures):
                own = tuple(picture for picture in pictures if picture.is_own)
                if own:
                    yield replace(block, pictures=own)
            case _:
                yield block


def _pictures(body: Iterable[bodies.BodyBlock]) -> Iterator[bodies.PictureView]:
    for block in body:
        match block:
            case bodies.PictureBlock(picture=picture):
                yield picture
            case bodies.GalleryBlock(pictures=pictures):
                yield from pictures


def _picture(picture: bodies.PictureView, *, edition: Edition) -> PortablePicture:
    """Its largest file that every browser reads; a file's address holds for good, so that it names the picture."""
    largest = picture.largest
    url = edition.whole_address(largest.url)
    return PortablePicture(
        uri=url,
        file=url,
        media_type="image/jpeg",
        width=largest.width,
        height=picture.height_at(largest.width),
        size=0,
        caption=picture.caption,
        credit=picture.credit,
        alt_text=picture.alt,
    )
