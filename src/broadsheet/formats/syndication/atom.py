"""Atom 1.0 (RFC 4287), pictures in Media RSS."""

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

ATOM = FeedFormat(
    file="atom.xml", media_type="application/atom+xml", name="Atom", content_type="application/atom+xml; charset=utf-8"
)


def atom_frame(facts: FeedFacts) -> Frame:
    """The feed. The paper is the author of whatever names nobody, as every entry must have one."""
    root = {"xmlns": "http://www.w3.org/2005/Atom", **EXTENSIONS, "xml:lang": facts.language}
    said = (
        worded("id", facts.guid),
        worded("title", facts.title),
        worded("subtitle", facts.description),
        _link("self", facts.url, media_type=ATOM.media_type),
        _link("alternate", facts.front_url, media_type="text/html"),
        element("author", worded("name", facts.paper)),
        worded("icon", facts.icon_url),
    )
    return Frame(
        opening=f"{DECLARATION}{start_tag('feed', root)}<updated>",
        head=f"</updated>{''.join(said)}",
        closing="</feed>\n",
    )


def atom_entry(item: FeedItem) -> str:
    """The story as an entry."""
    said = (
        worded("id", item.guid),
        worded("title", item.title),
        _link("alternate", item.url, media_type="text/html"),
        worded("published", rfc_3339(item.published_at)),
        worded("updated", rfc_3339(item.changed_at)),
        *(element("author", worded("name", name)) for name in item.authors),
        worded("dc:publisher", item.credit),
        *(element("category", attributes={"term": name}) for name in item.categories),
        worded("summary", item.summary),
        marked("content", item.html, attributes={"type": "html"}),
        media_content(item.picture),
    )
    return element("entry", "".join(said))


def _link(relation: str, url: str, *, media_type: str) -> str:
    return element("link", attributes={"rel": relation, "type": media_type, "href": url})
