"""What the database knows of looks: who is due, where the next one goes on, how the last one went."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet

from broadsheet.contracts.fetching import Fetched, FetchOrder
from broadsheet.wire.fetching.pauses import pause_after_failure, pause_after_success
from broadsheet.wire.models import Source
from broadsheet.wire.models.sources import FETCHED_KINDS

log = structlog.get_logger(__name__)

_MOST_TROUBLES = 5


def due_sources(now: datetime) -> QuerySet[Source]:
    """Enabled sources whose next look has come, the longest overdue first."""
    due = Source.objects.filter(Q(next_look_at__isnull=True) | Q(next_look_at__lte=now), enabled=True)
    return due.filter(kind__in=FETCHED_KINDS).order_by(F("next_look_at").asc(nulls_first=True), "pk")


def still_wanted(pk: int, *, order: FetchOrder) -> Source | None:
    """The source as it stands, or None where it was switched off, or is no longer the one that was asked."""
    source = Source.objects.filter(pk=pk, enabled=True).first()
    if source is None or (source.address, source.user) != (order.address, order.user):
        return None
    return source if source.cursor == order.cursor else None


def keep_look(
    source: Source, *, order: FetchOrder, fetched: Fetched, is_more: bool, chance: float, now: datetime
) -> None:
    """Keep the cursor of a look whose documents are all committed, and when the next one comes."""
    pause = 0.0 if is_more else pause_after_success(interval=source.interval, asked=fetched.pause, chance=chance)
    changes: dict[str, object] = {
        "cursor": fetched.cursor,
        "last_look_at": now,
        "next_look_at": now + timedelta(seconds=pause),
        "failures": 0,
    }
    if fetched.troubles:
        told = fetched.troubles[:_MOST_TROUBLES]
        more = len(fetched.troubles) - len(told)
        changes["last_error"] = "\n".join((*told, f"… and {more} more") if more else told)[:4000]
        changes["last_error_at"] = now
    # The address as it was asked: a source that was changed this moment must not be given another's cursor.
    Source.objects.filter(pk=source.pk, address=order.address, cursor=order.cursor).update(**changes)


def keep_failure(pk: int, *, order: FetchOrder | None, error: str, chance: float, now: datetime) -> None:
    """Tell on a source that a look failed, and let it wait, longer each time; its cursor stays."""
    with transaction.atomic():
        source = Source.objects.select_for_update().filter(pk=pk, enabled=True).first()
        if source is None or (order is not None and source.address != order.address):
            return
        failures = source.failures + 1
        pause = pause_after_failure(interval=source.interval, failures=failures, chance=chance)
        source.failures, source.next_look_at = failures, now + timedelta(seconds=pause)
        source.last_error, source.last_error_at = error[:4000], now
        source.save(update_fields=["failures", "next_look_at", "last_error", "last_error_at"])
    log.warning("wire_look_failed", source=source.slug, error=error[:500], times=failures, pause=round(pause))
