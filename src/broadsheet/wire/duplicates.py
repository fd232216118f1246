"""What another agency's copy tells readers already."""

from datetime import datetime, timedelta

from broadsheet.contracts.news import NewsItem
from broadsheet.wire.likeness import Sketch, is_near_duplicate, sketch_of
from broadsheet.wire.models import Fingerprint, Use, WireItem

LOOKS_BACK = timedelta(hours=48)
_MOST_COMPARED = 2_000  # live stories of other agencies, the newest first: 10 ms


def keep_fingerprint(item: WireItem, *, news: NewsItem) -> None:
    """Let an item be compared by its ruling text; part of the caller's transaction."""
    sketch = sketch_of(news.body_html)
    if sketch is None:
        Fingerprint.objects.filter(item=item).delete()
    else:
        kept = Fingerprint(item=item, sketch=sketch.to_bytes())
        Fingerprint.objects.bulk_create([kept], update_conflicts=True, unique_fields=["item"], update_fields=["sketch"])


def live_duplicate_of(item: WireItem, *, news: NewsItem, now: datetime) -> str:
    """The agency and headline of a live story by another source that tells the same; "" where there is none."""
    sketch = sketch_of(news.body_html)
    if sketch is None:
        return ""
    uses = Use.objects.filter(story__live=True, story__first_published_at__gte=now - LOOKS_BACK)
    others = uses.exclude(item__source_id=item.source_id).filter(item__fingerprint__isnull=False)
    rows = others.order_by("-story__first_published_at", "-pk").values_list(
        "item__source__name", "story__title", "item__fingerprint__sketch"
    )
    for agency, title, kept in rows[:_MOST_COMPARED]:
        if is_near_duplicate(sketch, Sketch.from_bytes(bytes(kept))):
            return f"{agency}: “{title}”"
    return ""
