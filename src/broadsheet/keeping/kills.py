"""What was taken back so far: asked before and after, so that no backup brings back what was killed meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from broadsheet.media.models import Picture, Recording
from broadsheet.stories.models import StoryPage
from broadsheet.wire.models import KillReceipt


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """Two of them are the same if nothing was taken back in between."""

    pictures: tuple[int, datetime | None]
    recordings: tuple[int, datetime | None]
    stories: tuple[int, datetime | None]
    receipts: tuple[int, int | None]


def taken_back() -> TakenBack:
    """Everything that was taken back until now; four queries."""
    pictures = Picture.objects.filter(killed_at__isnull=False).aggregate(count=Count("pk"), newest=Max("killed_at"))
    recordings = Recording.objects.filter(killed_at__isnull=False).aggregate(count=Count("pk"), newest=Max("killed_at"))
    stories = StoryPage.objects.filter(withdrawn_at__isnull=False).aggregate(
        count=Count("pk"), newest=Max("withdrawn_at")
    )
    receipts = KillReceipt.objects.aggregate(count=Count("pk"), newest=Max("pk"))
    return TakenBack(
        pictures=(pictures["count"], pictures["newest"]),
        recordings=(recordings["count"], recordings["newest"]),
        stories=(stories["count"], stories["newest"]),
        receipts=(receipts["count"], receipts["newest"]),
    )
