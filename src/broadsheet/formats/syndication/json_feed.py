"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
from collections.abc import Mapping

from broadsheet.formats.syndication.markup import rfc_3339
from broadsheet.formats.syndication.values import FeedFacts, FeedFormat, FeedItem, Frame
from broadsheet.formats.wording import printable

JSON_FEED = FeedFormat(
    file="feed.json", media_type="application/feed+json", name="JSON", content_type="application/feed+json"
)


def json_frame(facts: FeedFacts) -> Frame:
    """The feed, an object whose last member holds the items."""
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": facts.title,
        "description": facts.description,
        "home_page_url": facts.front_url,
        "feed_url": facts.url,
        "icon": facts.icon_url,
        "language": facts.language,
        "authors": [{"name": facts.paper}],
    }
    return Frame(head=f'{_text(said)[:-1]},"items":[', closing="]}\n", between=",")


def json_item(item: FeedItem) -> str:
    """The story as an item; what its format has no member for stands in an object of our own, as it allows."""
    said = {
        "id": item.guid,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "image": item.picture.url if item.picture else "",
        "date_published": rfc_3339(item.published_at),
        "date_modified": rfc_3339(item.changed_at),
        "authors": [{"name": name} for name in item.authors],
        "tags": list(item.categories),
        "_broadsheet": {"credit": item.credit} if item.credit else {},
    }
    known = {name: value for name, value in said.items() if value}
    return _text({**known, "content_html": item.html})  # every item must have it, a headline alone too


def _text(said: Mapping[str, object]) -> str:
    return json.dumps(_printable(said), ensure_ascii=False, separators=(",", ":"))


def _printable(value: object) -> object:
    """The value without control characters in any of its texts: JSON could write them, but no page can show them."""
    match value:
        case str():
            return printable(value)
        case list():
            return [_printable(entry) for entry in value]
        case dict():
            return {name: _printable(entry) for name, entry in value.items()}
        case _:
            return value
