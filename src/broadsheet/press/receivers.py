"""What the press does on news from below: one order each, inside the transaction that made the news."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils import timezone

from broadsheet.fronts.models import FrontPin
from broadsheet.media.models import Picture
from broadsheet.media.signals import picture_changed, picture_files_made, picture_killed
from broadsheet.popular.signals import popular_changed
from broadsheet.press import actions
from broadsheet.press.orders import Priority, popular_key, story_key
from broadsheet.related.signals import related_changed
from broadsheet.stories.models import Author, HomePage, SectionPage, StoryPage, Topic
from broadsheet.stories.signals import section_changed, story_moved, story_published, story_withdrawn, versions_changed


def connect() -> None:
    """Called once, when the apps are ready."""
    story_published.connect(on_story_published, dispatch_uid="press")
    story_withdrawn.connect(on_story_withdrawn, dispatch_uid="press")
    story_moved.connect(on_story_moved, dispatch_uid="press")
    versions_changed.connect(on_versions_changed, dispatch_uid="press")
    section_changed.connect(on_section_changed, dispatch_uid="press")
    picture_changed.connect(on_picture_changed, dispatch_uid="press")
    picture_killed.connect(on_picture_killed, dispatch_uid="press")
    picture_files_made.connect(on_picture_files_made, dispatch_uid="press")
    pre_delete.connect(on_picture_deleted, sender=Picture, dispatch_uid="press")
    popular_changed.connect(on_popular_changed, dispatch_uid="press")
    related_changed.connect(on_related_changed, dispatch_uid="press")
    for named in (Topic, Author):
        post_save.connect(on_name_saved, sender=named, dispatch_uid="press")
    for signal in (post_save, post_delete):
        signal.connect(on_pin_changed, sender=FrontPin, dispatch_uid="press")


def on_story_published(story: StoryPage, now: datetime, **_: Any) -> None:
    actions.order_story(story, Priority.PUBLISH, now=now)


def on_story_withdrawn(story: StoryPage, now: datetime, **_: Any) -> None:
    actions.order_story(story, Priority.KILL, now=now)


def on_story_moved(story: StoryPage, old_path: str, **_: Any) -> None:
    actions.order_moved_story(story, old_path=old_path, now=timezone.now())


def on_versions_changed(story: StoryPage, is_urgent: bool, now: datetime, **_: Any) -> None:
    actions.order_history(story, Priority.KILL if is_urgent else Priority.LISTS, now=now)


def on_section_changed(section: SectionPage | HomePage, now: datetime, **_: Any) -> None:
    actions.order_section(section, now=now)


def on_picture_changed(picture: Picture, **_: Any) -> None:
    actions.order_stories_with(picture, Priority.PUBLISH, now=timezone.now())


def on_picture_killed(picture: Picture, now: datetime, **_: Any) -> None:
    actions.order_stories_with(picture, Priority.KILL, now=now)


def on_picture_files_made(picture: Picture, **_: Any) -> None:
    actions.order_stories_with(picture, Priority.LISTS, now=timezone.now())


def on_picture_deleted(instance: Picture, **_: Any) -> None:
    actions.order_stories_with(instance, Priority.PUBLISH, now=timezone.now())


def on_popular_changed(names: tuple[str, ...], now: datetime, **_: Any) -> None:
    actions.order([popular_key(name) for name in names], Priority.LISTS, now=now)


def on_related_changed(story_ids: tuple[int, ...], is_news: bool, now: datetime, **_: Any) -> None:
    priority = Priority.LISTS if is_news else Priority.MASS
    actions.order([story_key(story_id) for story_id in story_ids], priority, now=now)


def on_name_saved(instance: Topic | Author, created: bool, raw: bool = False, **_: Any) -> None:
    if not created and not raw:
        actions.order_stories_naming(instance, now=timezone.now())


def on_pin_changed(instance: FrontPin, **_: Any) -> None:
    actions.order_front(instance.front_id, now=timezone.now())
