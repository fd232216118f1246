"""The most read stories for the newsroom's home: with their readers, and how they moved within the hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.encoding import iri_to_uri

from broadsheet.accounts.models import User
from broadsheet.desk.audience_wording import moved_words
from broadsheet.environment import places
from broadsheet.popular.queries import ReadStory, kept_out, most_read
from broadsheet.popular.wording import hours_in_words
from broadsheet.stories.models import SectionPage, StoryPage
from broadsheet.stories.queries import address_of
from broadsheet.stories.visibility import may_work_on

_OLD = timedelta(minutes=5)  # the clerk counts every minute


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """A story in the ranks; `url` is its editor, or readers' page for who may not edit it."""

    read: ReadStory
    headline: str
    section: str
    url: str

    @property
    def moved(self) -> str:
        return moved_words(self.read)


def read_lines(*, person: User, now: datetime, limit: int) -> dict[str, Any]:
    """The ranks with all that their template says; four queries, and what the person's rights take."""
    ranks = most_read()
    if ranks is None:
        return {"lines": [], "ranks": None}
    stories = StoryPage.objects.filter(live=True).in_bulk([read.story_id for read in ranks.stories[:limit]])
    sections = dict(SectionPage.objects.values_list("path", "title"))
    lines = [
        ReadLine(
            read=read,
            headline=story.title,
            section=sections.get(story.path[: -StoryPage.steplen], ""),
            url=where_to_open(story, person=person),
        )
        for read in ranks.stories[:limit]
        if (story := stories.get(read.story_id))
    ]
    return {
        "lines": lines,
        "ranks": ranks,
        "window": hours_in_words(ranks.window_hours),
        "is_old": now - ranks.made_at > _OLD,
        "kept_out": kept_out(),
    }


def where_to_open(story: StoryPage, *, person: User) -> str:
    """The address of a live story's editor, or of readers' page for who may not edit it."""
    # Of what is neither theirs nor in a section of theirs, Wagtail asks the database once a story for a workflow.
    if may_work_on(story, person) and story.permissions_for_user(person).can_edit():
        address: str = reverse("wagtailadmin_pages:edit", args=[story.pk])
        return address
    return f"{places.site_url()}{iri_to_uri(address_of(story))}"
