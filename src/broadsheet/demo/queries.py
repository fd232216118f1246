"""What became of the agencies' copy, in one query each."""

from collections.abc import Collection

from django.db.models import Prefetch

from broadsheet.demo.timetable import Sighting
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import address_of
from broadsheet.wire.models import Use, WireItem


def sightings(guids: Collection[str]) -> dict[str, Sighting]:
    """The items of these guids that have come in, by guid."""
    uses = Use.objects.filter(story__isnull=False).select_related("story").order_by("pk")
    items = WireItem.objects.filter(guid__in=guids).prefetch_related(Prefetch("uses", uses, to_attr="shown_uses"))
    return {item.guid: _sighting(item) for item in items.order_by("pk")}


def live_agency_stories(guids: Collection[str]) -> list[Sighting]:
    """Those of these items whose story readers can open, by headline."""
    live = [sighting for sighting in sightings(guids).values() if sighting.is_live]
    return sorted(live, key=lambda sighting: (sighting.headline, sighting.guid))


def sighting_of_story(story_id: int, guids: Collection[str]) -> Sighting | None:
    """The item of these guids that a story was made of."""
    guid = Use.objects.filter(story_id=story_id, item__guid__in=guids).values_list("item__guid", flat=True).first()
    return sightings([guid]).get(guid) if guid else None


def _sighting(item: WireItem) -> Sighting:
    shown: list[Use] = item.shown_uses  # type: ignore[attr-defined]  # prefetched above
    story: StoryPage | None = shown[0].story if shown else None
    return Sighting(
        guid=item.guid,
        headline=story.title if story else str(item),
        is_killed=item.killed_at is not None,
        embargoed_until=item.embargoed_until,
        story_id=story.pk if story else None,
        address=address_of(story) if story and story.first_published_at else "",
        is_live=bool(story and story.live and story.withdrawn_at is None),
    )
