"""Writes of Popular."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from broadsheet.contracts.audience import PopularList
from broadsheet.popular.audience import Audience, told
from broadsheet.popular.models import AudienceSheet, Ranking, Reading
from broadsheet.popular.rising import StoryReaders
from broadsheet.popular.signals import popular_changed

SLOT_SECONDS = 600
KEPT = timedelta(hours=3)  # one hour is compared with, and a clerk may have been away for a while


def store_rankings(lists: Mapping[str, PopularList], *, gone: frozenset[str] = frozenset(), now: datetime) -> None:
    """Replace these lists, drop those of sections that are gone, and tell who presses them."""
    with transaction.atomic():
        Ranking.objects.filter(name__in=gone).delete()
        Ranking.objects.bulk_create(
            [_row_of(name, ranking) for name, ranking in sorted(lists.items())],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["story_ids", "window_hours", "half_life_hours", "counted_readers", "dropped", "made_at"],
        )
        popular_changed.send(sender=Ranking, names=tuple(sorted(set(lists) | gone)), now=now)


@transaction.atomic
def keep_reading(lines: Sequence[StoryReaders], *, window_hours: int, now: datetime) -> None:
    """Keep what was read until now as that of its ten minutes, and drop what nobody compares with any more."""
    Reading.objects.filter(made_at__lt=now - KEPT).delete()
    kept = [[line.story_id, line.readers, line.last_hour] for line in lines]
    Reading.objects.update_or_create(
        slot=int(now.timestamp()) // SLOT_SECONDS,
        defaults={"made_at": now, "window_hours": window_hours, "lines": kept},
    )


def keep_audience(audience: Audience) -> None:
    """Put it in place of the one before."""
    AudienceSheet.objects.update_or_create(
        pk=AudienceSheet.ONLY, defaults={"made_at": audience.made_at, "told": told(audience)}
    )


def _row_of(name: str, ranking: PopularList) -> Ranking:
    return Ranking(
        name=name,
        story_ids=list(ranking.story_ids),
        window_hours=ranking.window_hours,
        half_life_hours=ranking.half_life_hours,
        counted_readers=ranking.counted_readers,
        dropped=dict(ranking.dropped),
        made_at=ranking.made_at,
    )
