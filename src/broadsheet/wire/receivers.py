"""What the wire's list does when a story that holds an item's words changes; inside the transaction of the change."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from django.db.models.signals import post_delete, pre_delete
from django.utils import timezone

from broadsheet.stories.models import SectionPage, StoryPage
from broadsheet.stories.signals import section_moved, story_copied, story_moved, story_published, story_withdrawn
from broadsheet.wire.copying import copy_uses
from broadsheet.wire.listed import file_anew, keep_marks_of
from broadsheet.wire.models import Use


def connect() -> None:
    """Called once, when the apps are ready."""
    story_published.connect(on_story_changed, dispatch_uid="wire")
    story_withdrawn.connect(on_story_changed, dispatch_uid="wire")
    story_copied.connect(on_story_copied, dispatch_uid="wire")
    story_moved.connect(on_story_moved, dispatch_uid="wire")
    section_moved.connect(on_section_moved, dispatch_uid="wire")
    pre_delete.connect(remember_items, sender=StoryPage, dispatch_uid="wire_story_deleted")
    post_delete.connect(on_story_deleted, sender=StoryPage, dispatch_uid="wire_story_deleted")


def on_story_changed(story: StoryPage, now: datetime, **_: Any) -> None:
    keep_marks_of(items_of(story), now=now)


def on_story_copied(story: StoryPage, original: StoryPage, now: datetime, **_: Any) -> None:
    copy_uses(original, copy=story, now=now)


def on_story_moved(story: StoryPage, **_: Any) -> None:
    keep_marks_of(items_of(story), now=timezone.now())


def on_section_moved(section: SectionPage, left: AbstractSet[int], entered: AbstractSet[int], **_: Any) -> None:
    if left or entered:  # a new name leaves it where it was
        file_anew(Use.objects.filter(story__path__startswith=section.path), left=left, entered=entered)


def remember_items(instance: StoryPage, **_: Any) -> None:
    """Once it is gone its uses name it no longer."""
    instance.items_before = items_of(instance)


def on_story_deleted(instance: StoryPage, **_: Any) -> None:
    keep_marks_of(instance.__dict__.pop("items_before", []), now=timezone.now())


def items_of(story: StoryPage) -> list[int]:
    return list(Use.objects.filter(story_id=story.pk).order_by("pk").values_list("item_id", flat=True))
