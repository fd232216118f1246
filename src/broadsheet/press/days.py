"""What the press reads of days: which have stories, how many, and which lie beside one."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models.functions import TruncDate

from broadsheet.environment import site
from broadsheet.press.composing.days import DayFacts
from broadsheet.press.models import KnownDay
from broadsheet.press.shelf import Standing
from broadsheet.press.shelves import count_on
from broadsheet.stories.models import StoryPage


def day_facts(day: date, *, standing: Standing) -> DayFacts:
    """The day with those beside it; three queries at most."""
    others = KnownDay.objects.filter(stories__gt=0)
    earlier = others.filter(day__lt=day).order_by("-day").values_list("day", flat=True).first()
    later = others.filter(day__gt=day).order_by("day").values_list("day", flat=True).first()
    all_are_known = len(standing.newest) < 2 * standing.shelf.length
    count = len(standing.newest) if all_are_known else count_on(standing.shelf)
    return DayFacts(day=day, count=count, earlier=earlier, later=later)


def newest_day() -> date | None:
    """The newest day that has stories."""
    days = KnownDay.objects.filter(stories__gt=0).order_by("-day")
    return days.values_list("day", flat=True).first()


def is_known_day(day: date) -> bool:
    """Whether its page may stand in the store."""
    return KnownDay.objects.filter(day=day).exists()


def day_counts() -> Mapping[date, int]:
    """How many stories each day has that has any: some 4,000 rows for ten years."""
    return dict(KnownDay.objects.filter(stories__gt=0).order_by("day").values_list("day", "stories"))


def every_month() -> Sequence[date]:
    """The first of each month that has stories, the newest month first."""
    return list(KnownDay.objects.filter(stories__gt=0).dates("day", "month", order="DESC"))


def every_day() -> frozenset[date]:
    """The days on which any live story was first published, and those that readers know from before."""
    stories = StoryPage.objects.filter(live=True, first_published_at__isnull=False).order_by()
    days = stories.annotate(on_day=TruncDate("first_published_at", tzinfo=site.zone()))
    return frozenset(days.values_list("on_day", flat=True).distinct()).union(
        KnownDay.objects.values_list("day", flat=True)
    )
