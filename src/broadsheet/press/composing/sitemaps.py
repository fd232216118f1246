"""
Sitemaps as pages: what search engines are told of every address that readers may open.

They come in parts of a thousand numbers each, so that one story costs one part, however many stories there are. What
speaks of a story stands in a slot of its own: a withdrawn one is out at once, and one is news no longer by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.contracts.pieces import Mention, MentionSlot, Page, Part
from broadsheet.formats.sitemaps import (
    CLOSING,
    MOST_ENTRIES,
    NEWS_OPENING,
    OPENING,
    NewsEntry,
    SitemapEntry,
    news_entry,
    sitemap_entry,
    sitemap_index,
)
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.machines import NEWS_SITEMAP_PATH, SITEMAP_PATH
from broadsheet.press.composing.plates import Plates, page_piece
from broadsheet.stories.addresses import AUTHORS_PATH, CORRECTIONS_PATH, LATEST_PATH, POPULAR_PATHS, TOPICS_PATH

NEWS_LASTS = timedelta(hours=48)
_XML = (("content-type", "application/xml; charset=utf-8"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedStory:
    """A story that readers can open; `changed_at` is when its words or its corrections last changed."""

    story_id: int
    path: str
    headline: str
    published_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingSitemap:
    """A sitemap that is there, for the index."""

    name: str
    changed_at: datetime


def sitemap_path(name: str) -> str:
    """Beside the front page: a sitemap further down may not speak of what lies above it."""
    return f"/sitemap-{name}.xml"


def stories_sitemap(name: str, stories: Sequence[MappedStory], *, edition: Edition) -> Plates:
    mentions = (Mention(story_id=story.story_id, text=_line(story, edition=edition)) for story in stories)
    return _sitemap(name, (MentionSlot(mentions=tuple(mentions)),) if stories else ())


def paths_sitemap(name: str, paths: Iterable[str], *, edition: Edition) -> Plates:
    """Pages whose lists change all day: nobody says when they last did."""
    lines = [sitemap_entry(SitemapEntry(address=edition.whole_address(path))) for path in paths]
    return _sitemap(name, ("".join(lines[:MOST_ENTRIES]),) if lines else ())


def sections_sitemap(*, edition: Edition) -> Plates:
    """The front pages, what readers read most, the indexes, and the paper's own pages that its footer names."""
    fronts, own = (one.path for one in edition.sections), (page.url for page in edition.footer_pages)
    indexes = (path for path in (TOPICS_PATH, AUTHORS_PATH) if edition.has_own(path))
    return paths_sitemap("sections", ("/", *fronts, *POPULAR_PATHS, *indexes, *own), edition=edition)


def months_sitemap(months: Iterable[str], *, edition: Edition) -> Plates:
    """The newest day and the months, which lead to every other day; nobody says when a list of days last changed."""
    return paths_sitemap("latest", (LATEST_PATH, *months), edition=edition)


def corrections_sitemap(years: Iterable[int], *, edition: Edition) -> Plates:
    paths = (CORRECTIONS_PATH, *(f"{CORRECTIONS_PATH}{year}/" for year in years))
    return paths_sitemap("corrections", paths, edition=edition)


def news_sitemap(stories: Sequence[MappedStory], *, edition: Edition) -> Plates:
    """What was first published within two days; each leaves by itself, also where nobody presses."""
    mentions = (
        Mention(story_id=story.story_id, text=_news(story, edition=edition), until=story.published_at + NEWS_LASTS)
        for story in stories
    )
    page = Page(parts=(NEWS_OPENING, MentionSlot(mentions=tuple(mentions)), CLOSING), headers=_XML)
    return Plates(pieces={page_piece(NEWS_SITEMAP_PATH): page})


def index_of_sitemaps(standing: Sequence[StandingSitemap], *, edition: Edition) -> Plates:
    entries = (
        SitemapEntry(address=edition.whole_address(sitemap_path(one.name)), changed_at=one.changed_at)
        for one in standing[:MOST_ENTRIES]
    )
    return Plates(pieces={page_piece(SITEMAP_PATH): Page(parts=(sitemap_index(entries),), headers=_XML)})


def _sitemap(name: str, parts: tuple[Part, ...]) -> Plates:
    """One without an address is not there: the protocol has none that is empty."""
    piece = page_piece(sitemap_path(name))
    if not parts:
        return Plates(removed=frozenset({piece}), sitemaps={name: False})
    return Plates(pieces={piece: Page(parts=(OPENING, *parts, CLOSING), headers=_XML)}, sitemaps={name: True})


def _line(story: MappedStory, *, edition: Edition) -> str:
    return sitemap_entry(SitemapEntry(address=edition.whole_address(story.path), changed_at=story.changed_at))


def _news(story: MappedStory, *, edition: Edition) -> str:
    return news_entry(
        NewsEntry(
            address=edition.whole_address(story.path),
            paper=edition.paper,
            language=edition.language,
            published_at=story.published_at,
            headline=story.headline,
        )
    )
