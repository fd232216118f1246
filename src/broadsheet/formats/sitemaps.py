"""Sitemaps (sitemaps.org/protocol.html), their index, and the one of what is new (Google News sitemaps)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from broadsheet.formats.syndication.markup import DECLARATION, element, rfc_3339, start_tag, worded

MOST_ENTRIES = 50_000  # of a sitemap, and of an index of them
MOST_NEWS = 1_000
_NAMESPACE = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_NEWS_NAMESPACE = {**_NAMESPACE, "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9"}
# The format wants ISO 639 alone, but for Chinese, which it tells apart by how it is written.
_CHINESE = {"zh-hant": "zh-tw", "zh-tw": "zh-tw", "zh-hk": "zh-tw", "zh-mo": "zh-tw"}

OPENING = f"{DECLARATION}{start_tag('urlset', _NAMESPACE)}\n"
NEWS_OPENING = f"{DECLARATION}{start_tag('urlset', _NEWS_NAMESPACE)}\n"
CLOSING = "</urlset>\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    """A page, or a sitemap in an index, by its whole address; `changed_at` where somebody knows it."""

    address: str
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsEntry:
    """A story that is new; `language` is the paper's, a tag such as "en-gb"."""

    address: str
    paper: str
    language: str
    published_at: datetime
    headline: str


def sitemap_entry(entry: SitemapEntry) -> str:
    """A line of a sitemap."""
    return element("url", _said(entry)) + "\n"


def news_entry(entry: NewsEntry) -> str:
    """A line of the sitemap of what is new."""
    publication = worded("news:name", entry.paper) + worded("news:language", _news_language(entry.language))
    said = (
        element("news:publication", publication),
        worded("news:publication_date", rfc_3339(entry.published_at)),
        worded("news:title", entry.headline),
    )
    return element("url", worded("loc", entry.address) + element("news:news", "".join(said))) + "\n"


def sitemap_index(entries: Iterable[SitemapEntry]) -> str:
    """The index of sitemaps, whole."""
    inside = "".join(element("sitemap", _said(entry)) + "\n" for entry in entries)
    return f"{DECLARATION}{start_tag('sitemapindex', _NAMESPACE)}\n{inside}</sitemapindex>\n"


def _said(entry: SitemapEntry) -> str:
    changed = rfc_3339(entry.changed_at) if entry.changed_at else ""
    return worded("loc", entry.address) + worded("lastmod", changed)


def _news_language(tag: str) -> str:
    parts = tag.lower().split("-")
    if parts[0] != "zh":
        return parts[0]
    return _CHINESE.get("-".join(parts[:2]), "zh-cn")
