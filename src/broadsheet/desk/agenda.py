"""What happens by itself in the next hours, in one list: schedules, and embargoes that end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import ScheduledStory
from broadsheet.wire.models import WireItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that will happen."""

    at: datetime
    title: str
    event: str
    url: str


def agenda(
    *,
    scheduled: Sequence[ScheduledStory],
    held: Sequence[StoryPage],
    items: Sequence[WireItem],
) -> list[Entry]:
    """All entries, the next first; a story that goes out by itself when its embargo ends stands once."""
    by_schedule = {entry.story.pk for entry in scheduled}
    entries = [_of_story(entry.story, at=entry.at, event=_("Goes out")) for entry in scheduled]
    entries += [
        _of_story(story, at=story.embargoed_until, event=_("Embargo ends; nobody has scheduled it"))
        for story in held
        if story.embargoed_until is not None and story.pk not in by_schedule
    ]
    entries += [
        Entry(
            at=item.embargoed_until,
            title=str(item),
            event=_("Embargo of %(agency)s ends") % {"agency": item.source.name},
            url=reverse("broadsheet_wire:item", args=[item.pk]),
        )
        for item in items
        if item.embargoed_until is not None
    ]
    return sorted(entries, key=lambda entry: (entry.at, entry.title))


def _of_story(story: StoryPage, *, at: datetime, event: str) -> Entry:
    url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    return Entry(at=at, title=story.get_admin_display_title(), event=event, url=url)
