"""Figures of readers as the clerk would keep them."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from broadsheet.contracts.audience import Source
from broadsheet.popular.actions import keep_audience
from broadsheet.popular.audience import LINE_POINTS, Audience, Crowd
from broadsheet.stories.models import SectionPage, StoryPage


def crowd_of(now: int, *, sources: Mapping[Source, int] | None = None) -> Crowd:
    """A crowd of so many within ten minutes, twice as many within the hour, ten times within the day."""
    line = (*[0] * (LINE_POINTS - 2), 8 * now, 2 * now)
    return Crowd(now=now, hour=2 * now, day=10 * now, line=line, sources=sources or {Source.FRONT: 2 * now})


def keep_crowds(
    stories: Mapping[StoryPage, Crowd],
    *,
    sections: Mapping[SectionPage, Crowd] | None = None,
    everyone: Crowd | None = None,
    dropped: Mapping[str, int] | None = None,
    unhashed_views: int = 0,
    made_at: datetime | None = None,
) -> None:
    keep_audience(
        Audience(
            made_at=made_at or timezone.now(),
            everyone=everyone or crowd_of(sum(crowd.now for crowd in stories.values())),
            stories=tuple((story.pk, crowd) for story, crowd in stories.items()),
            sections=tuple((section.pk, crowd) for section, crowd in (sections or {}).items()),
            dropped=dropped or {},
            unhashed_views=unhashed_views,
        )
    )
