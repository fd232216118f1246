"""What the press reads of the archive: which stories stand on a shelf, and where its pages begin."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Max, Q, QuerySet
from wagtail.models import Page, PageQuerySet

from broadsheet.environment import site
from broadsheet.press.models import PageStart
from broadsheet.press.orders import OrderKey, older_key
from broadsheet.press.queries import sections_around
from broadsheet.press.shelf import (
    PAGES_AT_ONCE,
    Kind,
    Shelf,
    Spot,
    Standing,
    begun_pages,
    bounds_of,
    read_shelf,
    shelf_of,
)
from broadsheet.stories.models import Byline, SectionPage, StoryPage

_Link = StoryPage.topics.through
_FEW = 500  # so many rows are read as quickly as the index is walked
_Windows = tuple[tuple[int, int | None], ...]
_WINDOWS: _Windows = ((0, 2_000), (2_000, 10_000), (10_000, 50_000), (50_000, 250_000), (250_000, None))
_ONE: _Windows = ((0, 250_000),)  # a number, for what has none is put into the query around it and not read first


def standing_of(shelf: Shelf) -> Standing:
    """The shelf as it is now; four queries at most where it is not of a topic or author of many stories."""
    last = PageStart.objects.filter(shelf=str(shelf)).order_by("-number").first()
    return Standing(
        shelf=shelf,
        top=last.number if last else 0,
        since=last.spot if last and last.number > 1 else None,
        newest=newest_on(shelf, limit=2 * shelf.length),
    )


def newest_on(shelf: Shelf, *, limit: int) -> Sequence[Spot]:
    """
    The newest live stories of a shelf that may stand in Latest Stories, newest first.

    Of a topic of many stories the newest pages of all are asked first, by their index alone: reading and sorting all
    its rows took seconds where a topic had 44,000.
    """
    pages = Page.objects.filter(first_published_at__isnull=False).order_by("-first_published_at", "-pk")
    return _first(shelf, pages, order=("-first_published_at", "-pk"), limit=limit)


def stories_between(shelf: Shelf, start: Spot | None, end: Spot | None, *, limit: int) -> Sequence[Spot]:
    """The same from one spot on, up to before another, the oldest first."""
    pages = _between(Page.objects.filter(first_published_at__isnull=False), start, end)
    return _first(shelf, pages.order_by("first_published_at", "pk"), order=("first_published_at", "pk"), limit=limit,
                  start=start, end=end)  # fmt: skip


def count_on(shelf: Shelf) -> int:
    """How many stories stand there: of a day, a few milliseconds for ten thousand."""
    count: int = _stories_on(shelf).count()
    return count


def pages_to_begin(standing: Standing) -> Sequence[tuple[int, Spot]]:
    """Which pages are to be begun where the open one is full; so many at once that no order takes long."""
    if not standing.is_full:
        return []
    most = (PAGES_AT_ONCE + 1) * standing.shelf.length
    return begun_pages(standing, stories_between(standing.shelf, standing.since, None, limit=most))


def stretch_of(shelf: Shelf, number: int) -> tuple[Spot | None, Spot | None] | None:
    """Where a closed page begins and where it ends; None where there is no such page, or it is still open."""
    starts = PageStart.objects.filter(shelf=str(shelf), number__in=(number, number + 1)).order_by("number")
    found = {start.number: start.spot for start in starts}
    if number + 1 not in found or (number > 1 and number not in found):
        return None
    return (found[number] if number > 1 else None), found[number + 1]


def top_of(shelf: Shelf) -> int:
    """The number of the open page, 0 where none was begun."""
    top: int | None = PageStart.objects.filter(shelf=str(shelf)).aggregate(top=Max("number"))["top"]
    return top or 0


def numbered_pages(shelves: Sequence[Shelf] | None = None) -> tuple[OrderKey, ...]:
    """
    The orders for every page of these shelves, or of all, that has an address by its number; one query.

    The open page of a section is among them: it may stand where the section was before.
    """
    starts = PageStart.objects.order_by("shelf")
    if shelves is not None:
        starts = starts.filter(shelf__in=[str(shelf) for shelf in shelves])
    tops = starts.values_list("shelf").annotate(top=Max("number"))
    return tuple(older_key(read_shelf(name), number) for name, top in tops for number in range(1, top + 1))


def has_closed_pages() -> bool:
    """Whether there is an archive yet."""
    return PageStart.objects.filter(number__gt=1).exists()


def pages_with(story: StoryPage, shelves: Sequence[Shelf]) -> tuple[OrderKey, ...]:
    """The orders for the closed pages of these shelves that a story stands on, or would; one query."""
    if story.first_published_at is None or not shelves:
        return ()
    names = {str(shelf): shelf for shelf in shelves}
    before = Q(at__lt=story.first_published_at) | Q(at=story.first_published_at, story_id__lte=story.pk)
    rows = PageStart.objects.filter(shelf__in=names).order_by("shelf").values("shelf")
    found = [(row["shelf"], row["begun"] or 1, row["top"])
             for row in rows.annotate(top=Max("number"), begun=Max("number", filter=before))]  # fmt: skip
    return tuple(older_key(names[name], begun) for name, begun, top in found if begun < top)


def shelves_of(story: StoryPage) -> Sequence[Shelf]:
    """Every shelf that a story stands on by what the database says of it; three queries."""
    shelves = [shelf_of(Kind.SECTION, section_id) for section_id in sections_around(story.path)]
    shelves += [shelf_of(Kind.TOPIC, topic_id) for topic_id in topics_of(story)]
    shelves += [shelf_of(Kind.AUTHOR, author_id) for author_id in authors_of(story)]
    if story.first_published_at is not None:
        shelves.append(shelf_of(Kind.DAY, story.first_published_at.astimezone(site.zone()).date()))
    return shelves


def topics_of(story: StoryPage) -> Sequence[int]:
    """The ids of the topics that a story has in the database, whatever was put on it in memory."""
    return list(_Link.objects.filter(storypage_id=story.pk).order_by("topic_id").values_list("topic_id", flat=True))


def authors_of(story: StoryPage) -> Sequence[int]:
    """The same of the authors in its bylines."""
    bylines = Byline.objects.filter(story_id=story.pk, author__isnull=False).order_by("author_id")
    return list(bylines.values_list("author_id", flat=True).distinct())


def _first(
    shelf: Shelf,
    pages: PageQuerySet,
    *,
    order: tuple[str, str],
    limit: int,
    start: Spot | None = None,
    end: Spot | None = None,
) -> Sequence[Spot]:
    """The first of a shelf's stories, in the order of `pages`, which are all that they may be among."""
    found: list[Spot] = []
    for stories in _windows(shelf, pages, windows=_ONE if end else _WINDOWS):
        some = _between(stories, start, end).order_by(*order).values_list("first_published_at", "pk")
        found += [Spot(at, pk) for at, pk in some[: limit - len(found)]]
        if len(found) >= limit:
            break
    return found


def _windows(shelf: Shelf, pages: PageQuerySet, *, windows: _Windows) -> Iterator[PageQuerySet]:
    """The shelf's stories at once, or those of a topic or author of many in the order in which pages came."""
    links, column = _links(shelf)
    if links is None or links.count() <= _FEW:
        yield _stories_on(shelf)
        return
    for start, end in windows:
        window = pages.values("pk")[start:end]
        yield _open_stories().filter(pk__in=links.filter(**{f"{column}__in": window}).values(column))


def _stories_on(shelf: Shelf) -> PageQuerySet:
    links, column = _links(shelf)
    if links is not None:
        return _open_stories().filter(pk__in=links.values(column))
    if shelf.kind is Kind.DAY:
        start, end = bounds_of(shelf.day, zone=site.zone())
        return _open_stories().filter(first_published_at__gte=start, first_published_at__lt=end)
    place = SectionPage.objects.filter(pk=shelf.number).values_list("path", flat=True).first()
    return _open_stories().filter(path__startswith=place) if place else StoryPage.objects.none()


def _links(shelf: Shelf) -> "tuple[QuerySet[Any] | None, str]":
    """The rows that tie stories to a topic or an author, and their column with the story's number."""
    if shelf.kind is Kind.TOPIC:
        return _Link.objects.filter(topic_id=shelf.number), "storypage_id"
    if shelf.kind is Kind.AUTHOR:
        return Byline.objects.filter(author_id=shelf.number).order_by(), "story_id"
    return None, ""


def _open_stories() -> PageQuerySet:
    return StoryPage.objects.filter(live=True, withdrawn_at=None, in_latest=True, first_published_at__isnull=False)


def _between(pages: PageQuerySet, start: Spot | None, end: Spot | None) -> PageQuerySet:
    # Said so that the index of the times is walked in one stretch; a pair of times and numbers is not, with an "or".
    if start is not None:
        pages = pages.filter(first_published_at__gte=start.at).exclude(
            first_published_at=start.at, pk__lt=start.story_id
        )
    if end is not None:
        pages = pages.filter(first_published_at__lte=end.at).exclude(first_published_at=end.at, pk__gte=end.story_id)
    return pages
