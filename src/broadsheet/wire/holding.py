"""
Holds what settling items may write before it is read: first items, then the pages of their stories (decision 031).

On SQLite nothing is asked.
"""

from collections.abc import Collection, Iterable, Iterator

from django.db import connection
from django.db.models import Q

from broadsheet.stories.locking import lock_pages
from broadsheet.wire.models import Route, Source, Use, WireItem


def hold_stories_of(item: WireItem) -> None:
    """The stories that hold the words of an item, of its takes, or of what it is a take of; that item is held too."""
    if item.part_of_id is not None:
        hold_items([item.part_of_id])
    lock_pages(_stories_of([item.pk]))


def hold_for_delivery(source: Source, *, guids: Collection[str]) -> None:
    """
    What a delivery of several items may write: an order that the first one gives is held until the last is settled.

    The sections, too, that routes make stories in.
    """
    if len(guids) > 1:
        named = WireItem.objects.filter(source=source, guid__in=guids)
        hold_items(_items_and_wholes(named.values_list("pk", "part_of_id")))
        lock_pages(_pages_of_delivery(source, guids=guids))


def hold_items(numbers: Iterable[int]) -> None:
    """These items, by their numbers: nobody kills or changes one until the transaction ends."""
    if connection.features.has_select_for_update:
        items = WireItem.objects.select_for_update(of=("self",)).filter(pk__in=set(numbers)).order_by("pk")
        list(items.values_list("pk", flat=True))


def _items_and_wholes(pairs: Iterable[tuple[int, int | None]]) -> Iterator[int]:
    for number, whole in pairs:
        yield number
        if whole is not None:
            yield whole


def _pages_of_delivery(source: Source, *, guids: Collection[str]) -> Iterator[int]:
    yield from Route.objects.filter(source=source, enabled=True).values_list("section_id", flat=True)
    yield from _stories_of(WireItem.objects.filter(source=source, guid__in=guids).values_list("pk", flat=True))


def _stories_of(numbers: Iterable[int]) -> Iterator[int]:
    asked = set(numbers)
    wholes = Q(pk__in=WireItem.objects.filter(pk__in=asked, part_of__isnull=False).values("part_of"))
    near = WireItem.objects.filter(wholes | Q(part_of__in=asked)).values_list("pk", flat=True)
    held = Use.objects.filter(item__in={*asked, *near}, story__isnull=False, freed_at__isnull=True)
    yield from held.values_list("story_id", flat=True)
