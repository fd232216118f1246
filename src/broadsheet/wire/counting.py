"""How much a source brought, hour by hour."""

from datetime import UTC, datetime, timedelta

from django.db.models import F

from broadsheet.wire.models import Source, SourceHour

KEPT_WEEKS = 9  # one more than the usual rate looks back


def count(source: Source, *, now: datetime, items: int = 0, unread: int = 0, repeats: int = 0) -> None:
    """Add to the count of this hour; part of the caller's transaction."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    more = {"items": F("items") + items, "unread": F("unread") + unread, "repeats": F("repeats") + repeats}
    if SourceHour.objects.filter(source=source, hour=hour).update(**more):
        return
    row, made = SourceHour.objects.get_or_create(
        source=source, hour=hour, defaults={"items": items, "unread": unread, "repeats": repeats}
    )
    if not made:
        SourceHour.objects.filter(pk=row.pk).update(**more)


def forget_old_counts(now: datetime) -> bool:
    """Delete the counts that no comparison looks back to."""
    SourceHour.objects.filter(hour__lt=now - timedelta(weeks=KEPT_WEEKS)).delete()
    return False
