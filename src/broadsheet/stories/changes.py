"""
What happened to a page when it was saved, told to the other slices from inside the same transaction.

Wagtail's own signals come too late for an outbox: `page_published` is sent after the save's transaction and
`page_slug_changed` on commit (Wagtail 8.0.1, actions/publish_page_revision.py, models/pages.py), and imports save
pages without any. So a story's row before a save is compared with the story after it.
"""

import json
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from broadsheet.stories.addresses import address_in
from broadsheet.stories.anatomy import plain_value
from broadsheet.stories.signals import (
    paper_page_changed,
    section_changed,
    section_moved,
    story_moved,
    story_published,
    story_withdrawn,
)

if TYPE_CHECKING:
    from broadsheet.stories.models import HomePage, SectionPage, StoryPage

# What readers read: a change here moves `updated_at`. The body counts too, without the ids of its blocks.
WORDS = ("title", "kicker", "standfirst", "dateline", "source_credit", "lead_caption", "lead_picture_id")
# What else changes a story's pressed pieces or the lists that it stands in.
MARKS = ("live_revision_id", "last_published_at", "in_popular", "in_latest", "shows_lists", "urgency", "url_path")
TOLD_FIELDS = frozenset({*WORDS, *MARKS, "body", "live", "lead_picture", "live_revision", "slug"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a story stands at one moment."""

    live: bool
    url_path: str
    was_published: bool
    revision_id: int | None
    words: tuple[object, ...]
    marks: tuple[object, ...]


def standing_of(story: "StoryPage") -> Standing:
    return Standing(
        live=story.live,
        url_path=story.url_path,
        was_published=story.first_published_at is not None,
        revision_id=story.live_revision_id,
        words=(*(getattr(story, name) for name in WORDS), _body_words(story)),
        marks=tuple(getattr(story, name) for name in MARKS),
    )


def _body_words(story: "StoryPage") -> tuple[str, ...]:
    blocks = story.body.get_prep_value()
    return tuple(json.dumps([block["type"], plain_value(block)], sort_keys=True, default=str) for block in blocks)


def goes_out(before: Standing | None, after: Standing) -> bool:
    """Whether this save lets words out: the story goes live, or its live words become others."""
    if not after.live:
        return False
    return before is None or not before.live or (before.revision_id, before.words) != (after.revision_id, after.words)


def has_new_words(before: Standing | None, after: Standing) -> bool:
    """Whether the words of a story that was live and stays live are others now."""
    return before is not None and before.live and after.live and before.words != after.words


def tell_story(story: "StoryPage", *, before: Standing | None, after: Standing, now: datetime) -> None:
    """Send what the difference means: moved, withdrawn, published."""
    if before is not None and before.url_path != after.url_path:
        tell_move(story, old=before.url_path, new=after.url_path)
    if before is not None and before.live and not after.live:
        tell_withdrawal(story, now=now)
    if goes_out(before, after) or (after.live and before is not None and before.marks != after.marks):
        first = before is None or not before.was_published
        went_live = before is None or not before.live
        story_published.send(sender=type(story), story=story, first=first, went_live=went_live, now=now)


def tell_withdrawal(story: "StoryPage", *, now: datetime) -> None:
    story_withdrawn.send(sender=type(story), story=story, now=now)


def tell_move(story: "StoryPage", *, old: str, new: str) -> None:
    """Say that a story's address changed; given as `url_path`, told as readers' addresses."""
    story_moved.send(sender=type(story), story=story, old_path=address_in(old), new_path=address_in(new))


def tell_section_move(section: "SectionPage", *, left: AbstractSet[int], entered: AbstractSet[int]) -> None:
    """Say once that all below a section moved: told of story by story, a section of thousands took minutes."""
    section_moved.send(sender=type(section), section=section, left=left, entered=entered)


def tell_section(section: "SectionPage | HomePage", *, now: datetime) -> None:
    section_changed.send(sender=type(section), section=section, now=now)


def tell_paper_page(page_id: int, *, now: datetime) -> None:
    # At the top it would be a circle: the models tell of themselves through here.
    from broadsheet.stories.models import PaperPage

    paper_page_changed.send(sender=PaperPage, page_id=page_id, now=now)
