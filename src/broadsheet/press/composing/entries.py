"""A story as it stands in feeds and in text alone: everything that its page says, in each format."""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from django.template.loader import render_to_string

from broadsheet.contracts.pieces import Card, Shape
from broadsheet.formats.syndication import FeedItem, FeedPicture, atom_entry, json_item, portable_html, rss_item
from broadsheet.look import bodies
from broadsheet.look import pages as look
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.text_only import text_article

_FIRST_PARAGRAPH = re.compile(r"\s*<p(?:\s[^>]*)?>")
_WRITERS = {Shape.RSS: rss_item, Shape.ATOM: atom_entry, Shape.JSON: json_item}


def story_entry(view: look.StoryView, *, path: str, guid: str, edition: Edition, wire_item: str = "") -> Card:
    """
    The story in every format; `guid` outlives its address, its words and the site's host name.

    `wire_item` is what other newsrooms take of it, empty where it is not passed on.
    """
    url = edition.whole_address(path)
    item = _item(view, url=url, guid=guid, edition=edition)
    text = text_article(view, html=item.html, url=url, edition=edition)
    return Card(
        story_id=view.story_id,
        url=path,
        published_at=item.published_at,
        shapes={
            **{shape: write(item) for shape, write in _WRITERS.items()},
            Shape.TEXT: text,
            **({Shape.NINJS: wire_item} if wire_item else {}),
        },
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
        changed_at=view.changed_at,
        authors=tuple(byline.name for byline in view.bylines),
        categories=_categories(view),
        credit=view.source_credit,
        picture=_picture(view.lead_picture, edition=edition),
    )


def _html(view: look.StoryView, *, url: str) -> str:
    # A story named inside the body may be killed any day, and nothing would take its link out of this entry.
    story = _run_in(replace(view, body=standing_alone(view.body)))
    return portable_html(render_to_string("press/entry.html", {"story": story, "in_entry": True}), base=url)


def _run_in(view: look.StoryView) -> look.StoryView:
    """The same with its dateline before the first words, as papers print it, where the body begins with words."""
    if not view.dateline or not view.body:
        return view
    first, *others = view.body
    if not isinstance(first, bodies.TextBlock) or not _FIRST_PARAGRAPH.match(first.html):
        return view
    place = f"{escape(view.dateline)} – "  # noqa: RUF001  a dash as printers set it
    opened = _FIRST_PARAGRAPH.sub(lambda found: found[0] + place, first.html, count=1)
    return replace(view, dateline="", body=(replace(first, html=opened), *others))


def standing_alone(body: Iterable[bodies.BodyBlock]) -> tuple[bodies.BodyBlock, ...]:
    """What of a body can stand elsewhere, where nothing can be loaded in place: what is of another site is a link."""
    return tuple(
        replace(block, frame_url="") if isinstance(block, bodies.EmbedBlock) else block
        for block in body
        if not isinstance(block, bodies.LinkBlock)
    )


def _categories(view: look.StoryView) -> tuple[str, ...]:
    """Its sections and topics, each once: the newsroom may name both alike."""
    names = (*(section.name for section in view.trail), *(topic.name for topic in view.topics))
    return tuple(dict.fromkeys(names))


def _picture(picture: bodies.PictureView | None, *, edition: Edition) -> FeedPicture | None:
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
