"""RSS 2.0 (rssboard.org/rss-specification) as the RSS Board's profile wants it (rssboard.org/rss-profile)."""

from datetime import UTC
from email.utils import format_datetime
from html import escape

from broadsheet.formats.syndication.markup import (
    DECLARATION,
    EXTENSIONS,
    element,
    marked,
    media_content,
    rfc_3339,
    start_tag,
    worded,
)
from broadsheet.formats.syndication.values import FeedFacts, FeedFormat, FeedItem, Frame

RSS = FeedFormat(
    file="feed.xml", media_type="application/rss+xml", name="RSS", content_type="application/rss+xml; charset=utf-8"
)

_ROOT = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    **EXTENSIONS,
}
_MINUTES_TO_LIVE = "10"  # a corrected or killed story must not stand in a reader for an hour because we said so
_ICON_SIDE = "144"  # pixels, the most that RSS allows; readers show it smaller


def rss_frame(facts: FeedFacts) -> Frame:
    """The channel. It says no lastBuildDate, which is optional: it is joined when it is asked for."""
    shown = worded("title", facts.title) + worded("link", facts.front_url)
    image = worded("url", facts.icon_url) + shown + worded("width", _ICON_SIDE) + worded("height", _ICON_SIDE)
    own = {"rel": "self", "type": RSS.media_type, "href": facts.url}
    said = (
        shown,
        worded("description", _as_html(facts.description)),
        worded("language", facts.language),
        worded("ttl", _MINUTES_TO_LIVE),
        element("image", image),
        element("atom:link", attributes=own),
    )
    return Frame(
        head=f"{DECLARATION}{start_tag('rss', _ROOT)}<channel>{''.join(said)}",
        closing="</channel></rss>\n",
    )


def rss_item(item: FeedItem) -> str:
    """
    The story as an item.

    RSS knows no later change of an item, so `atom:updated` says it. `author` would have to be a mail address, and
    `source` the address of another feed: names stand in Dublin Core instead.
    """
    published = format_datetime(item.published_at.astimezone(UTC), usegmt=True)
    said = (
        worded("title", item.title),
        worded("link", item.url),
        worded("guid", item.guid, attributes={"isPermaLink": "false"}),
        worded("pubDate", published),
        worded("atom:updated", rfc_3339(item.changed_at)),
        *(worded("dc:creator", name) for name in item.authors),
        worded("dc:publisher", item.credit),
        *(worded("category", name) for name in item.categories),
        worded("description", _as_html(item.summary)),
        marked("content:encoded", item.html),
        media_content(item.picture),
    )
    return element("item", "".join(said))


def _as_html(text: str) -> str:
    """A description is HTML, so that words with angle brackets must say that they are words."""
    return escape(text, quote=False)
