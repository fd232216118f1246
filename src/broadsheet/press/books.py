"""
What the press keeps of what it pressed: addresses, sitemaps, pages of the archive, how many stories a day has.

Kept before the pieces are written, each with the orders that follow from it in one transaction: whatever dies then, the
orders are there, and giving them twice presses the same pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from broadsheet.press.actions import order
from broadsheet.press.composing.plates import BegunPage, Notes, Plates
from broadsheet.press.models import KnownAddress, KnownAuthor, KnownDay, KnownTopic, PageStart, Sitemap
from broadsheet.press.orders import (
    NEWEST_DAY,
    SITEMAP_INDEX,
    TOPIC_INDEX,
    OrderKey,
    Priority,
    day_keys,
    keys_beside,
    month_keys,
    older_key,
)
from broadsheet.press.shelf import Kind, Shelf
from broadsheet.press.sitemaps import known_sitemaps
from broadsheet.press.topics import unknown_authors, unknown_topics


def keep_books(batch: Sequence[Plates], *, now: datetime) -> None:
    """Note what these plates come with; a story of no news to the archive costs no query."""
    topics = {path: topic_id for plates in batch for path, topic_id in plates.topics.items()}
    know_topics(topics)
    know_authors({path: author_id for plates in batch for path, author_id in plates.authors.items()})
    for plates in batch:
        if plates.notes != Notes():
            _keep(plates.notes, topics=plates.topics, now=now)


def know_addresses(addresses: Iterable[KnownAddress]) -> None:
    """Remember where pages are about to be pressed. An address given to another page belongs to that from now on."""
    KnownAddress.objects.bulk_create(
        addresses, update_conflicts=True, unique_fields=["path"], update_fields=["page_id", "is_story"]
    )


def know_topics(addresses: Mapping[str, int]) -> None:
    """The same for the pages of topics; nothing is written where all are known."""
    if unknown := unknown_topics(addresses):
        KnownTopic.objects.bulk_create(
            (KnownTopic(path=path, topic_id=topic_id) for path, topic_id in sorted(unknown.items())),
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["topic_id"],
        )


@transaction.atomic
def know_sitemaps(standing: Mapping[str, bool], *, changed: AbstractSet[str], now: datetime) -> None:
    """
    Remember which of these sitemaps are there, and that those `changed` did now; their index follows.

    Before they are written: were the press killed in between, the same would be found changed again.
    """
    known = known_sitemaps(standing.keys())
    gone = [name for name in known if not standing[name]]
    written = [
        name for name, is_there in sorted(standing.items()) if is_there and (name in changed or name not in known)
    ]
    if gone:
        Sitemap.objects.filter(name__in=gone).delete()
    Sitemap.objects.bulk_create(
        (Sitemap(name=name, changed_at=now) for name in written),
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["changed_at"],
    )
    if gone or written:
        order([SITEMAP_INDEX], Priority.SITEMAPS, now=now)


def know_authors(addresses: Mapping[str, int]) -> None:
    """The same for the pages of authors."""
    if unknown := unknown_authors(addresses):
        KnownAuthor.objects.bulk_create(
            (KnownAuthor(path=path, author_id=author_id) for path, author_id in sorted(unknown.items())),
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["author_id"],
        )


@transaction.atomic
def _keep(notes: Notes, *, topics: Mapping[str, int], now: datetime) -> None:
    keys = [
        *notes.orders,
        *_begin(notes.begun),
        *(key for shelf in notes.ended for key in _end(shelf)),
        *(key for shelf, number in notes.reopened.items() for key in _reopen(shelf, number)),
        *_count_days(notes.days),
        *_list_topics(notes.about, paths={topic_id: path for path, topic_id in topics.items()}),
    ]
    order(keys, Priority.ARCHIVE, now=now)


def _begin(pages: Sequence[BegunPage]) -> Iterable[OrderKey]:
    """The one before each is closed, and the one before those leads to it by its number from now on."""
    if not pages:
        return []
    PageStart.objects.bulk_create(
        (
            PageStart(shelf=str(page.shelf), number=page.number, at=page.start.at, story_id=page.start.story_id)
            for page in pages
        ),
        update_conflicts=True,
        unique_fields=["shelf", "number"],
        update_fields=["at", "story_id"],
    )
    shelf, first, last = pages[0].shelf, pages[0].number, pages[-1].number
    closed = (older_key(shelf, number) for number in range(max(first - 2, 1), last))
    return [*closed, *keys_beside(shelf)]


def _reopen(shelf: Shelf, number: int) -> Iterable[OrderKey]:
    """Pages after that one are laid out anew; what stands there is as it was until each is pressed."""
    PageStart.objects.filter(shelf=str(shelf), number__gt=number).delete()
    return keys_beside(shelf)


def _end(shelf: Shelf) -> Iterable[OrderKey]:
    """Nothing is on it any more: each page becomes a notice; should it come back, it is laid out from its beginning."""
    pages = PageStart.objects.filter(shelf=str(shelf))
    top = pages.aggregate(top=Max("number"))["top"] or 0
    pages.delete()
    return [older_key(shelf, number) for number in range(1, top + (shelf.kind is Kind.SECTION))]


def _count_days(days: Mapping[date, int]) -> Iterable[OrderKey]:
    """Months say how many stories their days have; days lead to those beside them that have some."""
    keys: list[OrderKey] = []
    for day, count in days.items():
        known = KnownDay.objects.filter(day=day).values_list("stories", flat=True).first()
        if known == count:
            continue
        KnownDay.objects.update_or_create(day=day, defaults={"stories": count})
        keys += [*month_keys([day]), NEWEST_DAY]
        if not known or not count:
            keys += _around(day)
    return keys


def _around(day: date) -> Iterable[OrderKey]:
    """What leads to a day that got its first story, or lost its last; the first of a month is in every month's list."""
    days = KnownDay.objects.filter(stories__gt=0)
    earlier, later = days.filter(day__lt=day).order_by("-day").first(), days.filter(day__gt=day).order_by("day").first()
    beside = [known.day for known in (earlier, later) if known is not None]
    has_company = any((other.year, other.month) == (day.year, day.month) for other in beside)
    others = () if has_company else month_keys(days.values_list("day", flat=True))
    return [*day_keys(beside), *others]


def _list_topics(about: Mapping[int, int], *, paths: Mapping[int, str]) -> Iterable[OrderKey]:
    """The index of topics is pressed where one comes, goes or moves, not with each story."""
    keys: list[OrderKey] = []
    for topic_id, count in about.items():
        known = dict(KnownTopic.objects.filter(topic_id=topic_id).values_list("path", "stories"))
        wanted = {path: count if path == paths.get(topic_id) else 0 for path in known}
        changed = [path for path in known if known[path] != wanted[path]]
        for path in changed:
            KnownTopic.objects.filter(path=path).update(stories=wanted[path])
        if any(bool(known[path]) != bool(wanted[path]) for path in changed):
            keys.append(TOPIC_INDEX)
    return keys
