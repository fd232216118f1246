"""Which stories stand before and after one in its own section, by when they were first published."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from broadsheet.stories.models import SectionPage, StoryPage
from broadsheet.stories.page_indexes import SECTION_OF_A_PAGE

# A page shows the nearest on either side that no list of it names; its lists take fifteen at most.
REACH = 12
_SPOTS_AT_ONCE = 60  # four values a side and spot; SQLite takes 999 in its oldest builds


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionSpot:
    """Where a story stands, or stood: `place` is its section's in the page tree."""

    story_id: int
    place: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The stories on either side, the nearest first."""

    earlier: tuple[int, ...] = ()
    later: tuple[int, ...] = ()

    @property
    def nearest(self) -> tuple[int, ...]:
        return (*self.earlier[:1], *self.later[:1])


def spot_of(story: StoryPage) -> SectionSpot | None:
    """Where it stands; None as long as it was never published."""
    at = story.first_published_at
    return SectionSpot(story_id=story.pk, place=story.path[: -StoryPage.steplen], published_at=at) if at else None


def spots_in(section_ids: Collection[int], *, story: StoryPage) -> Sequence[SectionSpot]:
    """The spots of a story in sections, whether or not it stands there."""
    places = SectionPage.objects.filter(pk__in=section_ids).order_by("path").values_list("path", flat=True)
    at = story.first_published_at
    return [SectionSpot(story_id=story.pk, place=place, published_at=at) for place in places] if at else []


def neighbours_of(spots: Iterable[SectionSpot]) -> Mapping[int, Neighbours]:
    """
    Those of each spot's story that may stand in Latest Stories; one query for sixty spots.

    Each side is a walk of twelve rows along an index: a section of 50,000 stories costs no more than one of ten.
    """
    wanted, found = list(spots), dict[int, Neighbours]()
    for start in range(0, len(wanted), _SPOTS_AT_ONCE):
        found.update(_neighbours_of(wanted[start : start + _SPOTS_AT_ONCE]))
    return found


def _neighbours_of(spots: Sequence[SectionSpot]) -> Mapping[int, Neighbours]:
    sides = " UNION ALL ".join([_side("<", "DESC", 0), _side(">", "ASC", 1)] * len(spots))
    values: list[Any] = []
    for spot in spots:
        at = connection.ops.adapt_datetimefield_value(spot.published_at)
        values += [spot.story_id, spot.place, at, spot.story_id] * 2
    stories = StoryPage._meta.db_table  # noqa: SLF001  Django's documented door to a model's table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT found.asked, found.is_later, found.id FROM ({sides}) AS found"  # noqa: S608
            f" JOIN {stories} AS story ON story.page_ptr_id = found.id"
            " WHERE story.in_latest AND story.withdrawn_at IS NULL ORDER BY found.first_published_at, found.id",
            values,
        )
        rows = cursor.fetchall()
    return {
        spot.story_id: Neighbours(
            earlier=tuple(number for asked, is_later, number in rows if asked == spot.story_id and not is_later)[::-1],
            later=tuple(number for asked, is_later, number in rows if asked == spot.story_id and is_later),
        )
        for spot in spots
    }


def _side(compared: str, order: str, is_later: int) -> str:
    return (
        f"SELECT * FROM (SELECT CAST(%s AS bigint) AS asked, {is_later} AS is_later, id, first_published_at"  # noqa: S608
        f" FROM wagtailcore_page WHERE {SECTION_OF_A_PAGE} = %s AND live"
        f" AND (first_published_at, id) {compared} (%s, %s)"
        f" ORDER BY first_published_at {order}, id {order} LIMIT {REACH}) AS side"
    )
