"""A story as it stands in feeds: everything that its page says, in each feed's format."""

from dataclasses import replace
from datetime import datetime

from django.template.loader import render_to_string

from broadsheet.contracts.pieces import Card, Shape
from broadsheet.formats.syndication import FeedItem, FeedPicture, atom_entry, json_item, portable_html, rss_item
from broadsheet.look import pages as look
from broadsheet.press.composing.edition import Edition

_WRITERS = {Shape.RSS: rss_item, Shape.ATOM: atom_entry, Shape.JSON: json_item}


def story_entry(view: look.StoryView, *, path: str, guid: str, edition: Edition) -> Card:
    """The story in every format; `guid` outlives its address, its words and the site's host name."""
    item = _item(view, url=edition.whole_address(path), guid=guid, edition=edition)
    return Card(
        story_id=view.story_id,
        url=path,
        published_at=item.published_at,
        shapes={shape: write(item) for shape, write in _WRITERS.items()},
        changed_at=item.changed_at,
    )


def _item(view: look.StoryView, *, url: str, guid: str, edition: Edition) -> FeedItem:
    return FeedItem(
        guid=guid,
        url=url,
        title=view.headline,
        summary=view.standfirst,
        html=_html(view, url=url),
        published_at=view.published_at,
        changed_at=_changed_at(view),
        authors=tuple(byline.name for byline in view.bylines),
        categories=_categories(view),
        credit=view.source_credit,
        picture=_picture(view.lead_picture, edition=edition),
    )


def _html(view: look.StoryView, *, url: str) -> str:
    # A story named inside the body may be killed any day, and nothing would take its link out of this entry.
    body = tuple(block for block in view.body if not isinstance(block, look.LinkBlock))
    return portable_html(render_to_string("press/entry.html", {"story": replace(view, body=body)}), base=url)


def _categories(view: look.StoryView) -> tuple[str, ...]:
    """Its sections and topics, each once: the newsroom may name both alike."""
    names = (*(section.name for section in view.trail), *(topic.name for topic in view.topics))
    return tuple(dict.fromkeys(names))


def _changed_at(view: look.StoryView) -> datetime:
    changes = (view.updated_at, *(correction.made_at for correction in view.corrections))
    return max([view.published_at, *(change for change in changes if change is not None)])


def _picture(picture: look.PictureView | None, *, edition: Edition) -> FeedPicture | None:
    if picture is None:
        return None
    return FeedPicture(
        url=edition.whole_address(picture.url),
        media_type="image/jpeg",  # a view's own address is that of the file for every browser
        width=picture.width,
        height=picture.height,
        caption=picture.caption,
        credit=picture.credit,
    )
