"""What the press reads for sitemaps: which addresses stand in each, and which sitemaps there are."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from broadsheet.formats.sitemaps import MOST_NEWS
from broadsheet.press.composing import sitemaps
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.plates import Plates
from broadsheet.press.composing.sitemaps import MappedStory, StandingSitemap
from broadsheet.press.models import Sitemap
from broadsheet.press.orders import NUMBERS_A_SITEMAP, SITEMAP_INDEX, SITEMAP_NEWS, SITEMAP_SECTIONS, Mapped, OrderKey
from broadsheet.press.topics import authors_with_pages
from broadsheet.stories.addresses import AUTHORS_PATH, TOPICS_PATH, address_in, author_address, topic_address
from broadsheet.stories.models import Correction, StoryPage, Topic

_Link = StoryPage.topics.through


def sitemap(key: OrderKey, *, edition: Edition) -> Plates:
    """
    The sitemap of that key as the database stands now.

    :raises OrderKeyError: if there is none of that name
    """
    if key == SITEMAP_INDEX:
        return sitemaps.index_of_sitemaps(standing_sitemaps(), edition=edition)
    if key == SITEMAP_NEWS:
        return sitemaps.news_sitemap(newest_stories(since=edition.now - sitemaps.NEWS_LASTS), edition=edition)
    if key == SITEMAP_SECTIONS:
        return sitemaps.sections_sitemap(edition=edition)
    mapped, number = key.sitemap
    if mapped is Mapped.STORIES:
        return sitemaps.stories_sitemap(key.which, stories_mapped(number), edition=edition)
    if mapped is Mapped.AUTHORS:
        paths = authors_mapped(number) if edition.has_own(AUTHORS_PATH) else ()
    else:
        paths = topics_mapped(number) if edition.has_own(TOPICS_PATH) else ()
    return sitemaps.paths_sitemap(key.which, paths, edition=edition)


def stories_mapped(number: int) -> Sequence[MappedStory]:
    """The stories of that thousand numbers that readers can open, the newest number first; two queries."""
    numbers = _numbers(number)
    stories = _open_stories().filter(pk__gte=numbers.start, pk__lt=numbers.stop).order_by("-pk")
    corrections = Correction.objects.filter(story_id__gte=numbers.start, story_id__lt=numbers.stop)
    corrected = dict(corrections.order_by("made_at", "pk").values_list("story_id", "made_at"))
    return _mapped(stories, corrected=corrected)


def newest_stories(*, since: datetime) -> Sequence[MappedStory]:
    """Those first published after that moment, the newest first, as many as are news."""
    return _mapped(
        _open_stories().filter(first_published_at__gt=since).order_by("-first_published_at", "-pk")[:MOST_NEWS]
    )


def topics_mapped(number: int) -> Sequence[str]:
    """The addresses of the topics of that thousand numbers that have a page."""
    numbers = _numbers(number)
    stories = _Link.objects.filter(topic_id=OuterRef("pk"), storypage__live=True, storypage__withdrawn_at=None)
    topics = Topic.objects.filter(Exists(stories.filter(storypage__in_latest=True)))
    topics = topics.filter(pk__gte=numbers.start, pk__lt=numbers.stop).order_by("-pk")
    return [topic_address(slug) for slug in topics.values_list("slug", flat=True)]


def authors_mapped(number: int) -> Sequence[str]:
    """The same of authors."""
    numbers = _numbers(number)
    authors = authors_with_pages().filter(pk__gte=numbers.start, pk__lt=numbers.stop).order_by("-pk")
    return [author_address(slug) for slug in authors.values_list("slug", flat=True)]


def standing_sitemaps() -> Sequence[StandingSitemap]:
    """Every sitemap that there is, those that changed last first: a reader of the index may stop at what it knows."""
    rows = Sitemap.objects.order_by("-changed_at", "name").values_list("name", "changed_at")
    return [StandingSitemap(name=name, changed_at=changed_at) for name, changed_at in rows]


def known_sitemaps(names: Collection[str]) -> frozenset[str]:
    """Those of the sitemaps that there are."""
    return frozenset(Sitemap.objects.filter(name__in=names).values_list("name", flat=True)) if names else frozenset()


def every_sitemap() -> Sequence[str]:
    """The names of all sitemaps of stories, topics and authors that there are, also where all of these are gone."""
    names = Sitemap.objects.order_by("name").values_list("name", flat=True)
    return [name for name in names if name.partition("-")[0] in set(Mapped)]


def _open_stories() -> Any:
    return StoryPage.objects.filter(live=True, withdrawn_at=None)


def _mapped(stories: Any, *, corrected: dict[int, datetime] | None = None) -> Sequence[MappedStory]:
    rows = stories.values_list("pk", "url_path", "title", "first_published_at", "last_published_at", "updated_at")
    return [
        MappedStory(
            story_id=pk,
            path=address_in(place),
            headline=title,
            published_at=first or last,
            changed_at=max(filter(None, (first or last, updated, (corrected or {}).get(pk)))),
        )
        for pk, place, title, first, last, updated in rows
        if first or last
    ]


def _numbers(number: int) -> range:
    return range(number * NUMBERS_A_SITEMAP, (number + 1) * NUMBERS_A_SITEMAP)
