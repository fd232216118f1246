"""Fronts as values: which stories stand where. The press renders them; nothing here knows of HTML."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from broadsheet.fronts.choosing import Arrangement, FrontStory, Pin, Place, arrange
from broadsheet.fronts.models import FrontPin
from broadsheet.stories.models import StoryPage

# Three half-lives and more of a busy day; what is older than these stands in the lists that fill a front up.
_POOL = 240
_HOME_HALF_LIFE = timedelta(hours=6)
_SECTION_HALF_LIFE = timedelta(hours=18)  # a section has fewer stories, so each may stand longer


def home_front(home_id: int, *, now: datetime) -> Arrangement:
    """What stands on the paper's front."""
    return arrange(front_stories(""), pins=pins_of(home_id, now=now), now=now, half_life=_HOME_HALF_LIFE)


def section_front(section_id: int, *, place: str, now: datetime) -> Arrangement:
    """What stands on a section's front; `place` is the section's place in the page tree."""
    return arrange(front_stories(place), pins=pins_of(section_id, now=now), now=now, half_life=_SECTION_HALF_LIFE)


def front_stories(place: str) -> Sequence[FrontStory]:
    """The newest live stories below a place in the page tree that may stand on fronts."""
    stories = StoryPage.objects.filter(live=True, withdrawn_at=None, in_latest=True, first_published_at__isnull=False)
    if place:
        stories = stories.filter(path__startswith=place)
    rows = stories.order_by("-first_published_at", "-pk").values_list(
        "pk", "first_published_at", "urgency", "source_credit", "lead_picture_id", "path"
    )
    return [
        FrontStory(
            story_id=pk,
            published_at=published_at,
            urgency=urgency,
            is_own=not source_credit,
            has_picture=picture_id is not None,
            place=path,
        )
        for pk, published_at, urgency, source_credit, picture_id, path in rows[:_POOL]
    ]


def pins_of(page_id: int, *, now: datetime) -> Sequence[Pin]:
    """The pins of a front that have not run out, in their order; those of stories not live wait unseen."""
    pins = FrontPin.objects.filter(
        Q(until=None) | Q(until__gt=now), front_id=page_id, story__live=True, story__withdrawn_at=None
    )
    rows = pins.order_by("place", "position", "pk").values_list("story_id", "place")
    return [Pin(story_id=story_id, place=Place(place)) for story_id, place in rows]
