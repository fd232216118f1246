"""Writes of Popular."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from broadsheet.contracts.audience import PopularList
from broadsheet.popular.models import Ranking
from broadsheet.popular.signals import popular_changed


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
