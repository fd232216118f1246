"""
Pins and bans of Related Stories, once all stories that they name are here.

As with blocks (`completing`), whatever waits is written down, and who worked on a story meanwhile has the last word.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from wagtail.models import ReferenceIndex, Revision

from broadsheet.importing.completing import ABSENT, numbers_of_stories, untouched_revisions
from broadsheet.importing.models import UnfinishedPicks
from broadsheet.importing.report import Report
from broadsheet.press.actions import order
from broadsheet.press.orders import Priority, story_key
from broadsheet.stories.locking import lock_pages
from broadsheet.stories.models import RelatedBan, RelatedPin, StoryPage
from broadsheet.stories.panels import MOST_BANS, MOST_PINS

_AT_ONCE = 50  # stories, a transaction


def finish_picks(*, archive: str, report: Report, now: datetime) -> None:
    """Pin and ban what waits for it; stories that are not here are told."""
    waiting = UnfinishedPicks.objects.filter(archive=archive).order_by("pk")
    while rows := list(waiting[:_AT_ONCE]):
        _finish(rows, archive=archive, report=report, now=now)


@transaction.atomic
def _finish(rows: Sequence[UnfinishedPicks], *, archive: str, report: Report, now: datetime) -> None:
    pages = [row.page_id for row in rows]
    lock_pages(pages)
    stories = {story.pk: story for story in StoryPage.objects.filter(pk__in=pages)}
    untouched = untouched_revisions(pages)
    numbers = numbers_of_stories({uri for row in rows for uri in [*row.pinned, *row.banned]}, archive=archive)
    for row in rows:
        story = stories.get(row.page_id)
        if story is not None and story.pk in untouched:
            _pick(story, untouched[story.pk], row, numbers)
            for uri in dict.fromkeys([*row.pinned, *row.banned]):
                if uri not in numbers:
                    report.remark(ABSENT, story=story.title, detail=uri)
    UnfinishedPicks.objects.filter(pk__in=[row.pk for row in rows]).delete()
    order([story_key(story.pk) for story in stories.values() if story.live], Priority.MASS, now=now)


def _pick(story: StoryPage, revision: Revision, row: UnfinishedPicks, numbers: Mapping[str, int]) -> None:
    banned = _others(row.banned, numbers, but={story.pk})[:MOST_BANS]
    pinned = _others(row.pinned, numbers, but={story.pk, *banned})[:MOST_PINS]
    RelatedBan.objects.bulk_create(RelatedBan(story=story, other_id=number) for number in banned)
    RelatedPin.objects.bulk_create(
        RelatedPin(story=story, other_id=number, sort_order=place) for place, number in enumerate(pinned)
    )
    fresh = StoryPage.objects.get(pk=story.pk)  # the relations of the one in hand were read before
    ReferenceIndex.create_or_update_for_object(fresh)
    told = fresh.serializable_data()
    revision.content = {
        **revision.content, "related_pins": told["related_pins"], "related_bans": told["related_bans"],
    }  # fmt: skip
    revision.save(update_fields=["content"])


def _others(uris: Iterable[str], numbers: Mapping[str, int], *, but: set[int]) -> list[int]:
    """Each once, in their order."""
    return [number for number in dict.fromkeys(map(numbers.get, uris)) if number is not None and number not in but]
