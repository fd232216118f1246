"""What the press does on news from below: one order each, inside the transaction that made the news."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.utils import timezone

from broadsheet.fronts.signals import front_arranged
from broadsheet.media.models import AttachedDocument, Picture, Recording
from broadsheet.media.signals import (
    document_changed,
    picture_changed,
    picture_files_made,
    picture_killed,
    recording_changed,
    recording_killed,
)
from broadsheet.popular.signals import popular_changed
from broadsheet.press import actions
from broadsheet.press.orders import POPULARITY, Priority, popular_key, popular_page_keys, story_key
from broadsheet.press.shelf import Kind, shelf_of
from broadsheet.related.signals import events_changed, related_changed
from broadsheet.stories.identity import IdentityFacts
from broadsheet.stories.models import Author, Byline, EmbedSite, HomePage, SectionPage, StoryPage, Topic
from broadsheet.stories.signals import (
    embed_site_changed,
    identity_changed,
    paper_page_changed,
    section_changed,
    section_moved,
    story_moved,
    story_published,
    story_withdrawn,
    versions_changed,
)


def connect() -> None:
    """Called once, when the apps are ready."""
    story_published.connect(on_story_published, dispatch_uid="press")
    story_withdrawn.connect(on_story_withdrawn, dispatch_uid="press")
    story_moved.connect(on_story_moved, dispatch_uid="press")
    versions_changed.connect(on_versions_changed, dispatch_uid="press")
    section_moved.connect(on_section_moved, dispatch_uid="press")
    section_changed.connect(on_section_changed, dispatch_uid="press")
    picture_changed.connect(on_picture_changed, dispatch_uid="press")
    picture_killed.connect(on_picture_killed, dispatch_uid="press")
    picture_files_made.connect(on_picture_files_made, dispatch_uid="press")
    recording_changed.connect(on_recording_changed, dispatch_uid="press")
    recording_killed.connect(on_recording_killed, dispatch_uid="press")
    document_changed.connect(on_document_changed, dispatch_uid="press")
    identity_changed.connect(on_identity_changed, dispatch_uid="press")
    paper_page_changed.connect(on_paper_page_changed, dispatch_uid="press")
    embed_site_changed.connect(on_embed_site_changed, dispatch_uid="press")
    for shown in (Picture, Recording, AttachedDocument):
        pre_delete.connect(on_shown_deleted, sender=shown, dispatch_uid="press")
    popular_changed.connect(on_popular_changed, dispatch_uid="press")
    related_changed.connect(on_related_changed, dispatch_uid="press")
    for named in (Topic, Author):
        pre_save.connect(on_name_saving, sender=named, dispatch_uid="press")
        post_save.connect(on_name_saved, sender=named, dispatch_uid="press")
        pre_delete.connect(on_name_deleted, sender=named, dispatch_uid="press")
    for before in (pre_save, pre_delete):
        before.connect(on_byline_changing, sender=Byline, dispatch_uid="press")
    m2m_changed.connect(on_topics_changed, sender=StoryPage.topics.through, dispatch_uid="press")
    front_arranged.connect(on_front_arranged, dispatch_uid="press")
    events_changed.connect(on_events_changed, dispatch_uid="press")


def on_story_published(story: StoryPage, now: datetime, went_live: bool = False, **_: Any) -> None:
    actions.order_story(story, Priority.PUBLISH, now=now)
    if went_live:
        actions.order_neighbours(story, now=now)


def on_story_withdrawn(story: StoryPage, now: datetime, **_: Any) -> None:
    actions.order_story(story, Priority.KILL, now=now)
    actions.order_neighbours(story, now=now)


def on_story_moved(story: StoryPage, old_path: str, **_: Any) -> None:
    actions.order_moved_story(story, old_path=old_path, now=timezone.now())


def on_versions_changed(story: StoryPage, is_urgent: bool, now: datetime, **_: Any) -> None:
    actions.order_history(story, Priority.KILL if is_urgent else Priority.LISTS, now=now)


def on_section_moved(left: AbstractSet[int], **_: Any) -> None:
    actions.order_after_move(left, now=timezone.now())


def on_section_changed(section: SectionPage | HomePage, now: datetime, **_: Any) -> None:
    actions.order_section(section, now=now)


def on_picture_changed(picture: Picture, **_: Any) -> None:
    actions.order_stories_with(picture, Priority.PUBLISH, now=timezone.now())


def on_picture_killed(picture: Picture, now: datetime, **_: Any) -> None:
    actions.order_stories_with(picture, Priority.KILL, now=now)


def on_picture_files_made(picture: Picture, **_: Any) -> None:
    actions.order_stories_with(picture, Priority.LISTS, now=timezone.now())


def on_recording_changed(recording: Recording, **_: Any) -> None:
    actions.order_stories_with(recording, Priority.PUBLISH, now=timezone.now())


def on_recording_killed(recording: Recording, now: datetime, **_: Any) -> None:
    actions.order_stories_with(recording, Priority.KILL, now=now)


def on_document_changed(document: AttachedDocument, **_: Any) -> None:
    actions.order_stories_with(document, Priority.PUBLISH, now=timezone.now())


def on_embed_site_changed(site: EmbedSite, now: datetime, **_: Any) -> None:
    actions.order_stories_embedding(site, now=now)


def on_identity_changed(before: IdentityFacts, after: IdentityFacts, now: datetime, **_: Any) -> None:
    actions.order_identity(before, after, now=now)


def on_paper_page_changed(page_id: int, now: datetime, **_: Any) -> None:
    actions.order_paper_page(page_id, now=now)


def on_shown_deleted(instance: Picture | Recording | AttachedDocument, **_: Any) -> None:
    actions.order_stories_with(instance, Priority.PUBLISH, now=timezone.now())


def on_popular_changed(names: tuple[str, ...], now: datetime, **_: Any) -> None:
    lists = [popular_key(name) for name in names]
    actions.order([*lists, *popular_page_keys(names), POPULARITY], Priority.LISTS, now=now)


def on_related_changed(story_ids: tuple[int, ...], is_news: bool, now: datetime, **_: Any) -> None:
    priority = Priority.LISTS if is_news else Priority.MASS
    actions.order([story_key(story_id) for story_id in story_ids], priority, now=now)


def on_name_saving(instance: Topic | Author, raw: bool = False, **_: Any) -> None:
    """What stories say of an author is less than the author's page does: a longer biography presses that page alone."""
    before = None if raw or instance.pk is None else type(instance).objects.filter(pk=instance.pk).first()
    instance.__dict__["stands_in_stories"] = before is not None and _said(before) != _said(instance)


def on_name_saved(instance: Topic | Author, created: bool, raw: bool = False, **_: Any) -> None:
    if created or raw:
        return
    now = timezone.now()
    if instance.__dict__.pop("stands_in_stories", True):
        actions.order_stories_naming(instance, now=now)
        actions.order_archive_of(instance, now=now)
    _order_pages_of(instance, Priority.LISTS, now=now)


def on_name_deleted(instance: Topic | Author, **_: Any) -> None:
    now = timezone.now()
    if isinstance(instance, Topic):
        actions.order_stories_naming(instance, now=now)
    actions.order_archive_of(instance, now=now)
    _order_pages_of(instance, Priority.PUBLISH, now=now)


def on_topics_changed(instance: StoryPage | Topic, action: str, pk_set: set[int] | None, **_: Any) -> None:
    """Topics came to a story or left it; the story's own publication orders only those that it has by then."""
    if not action.startswith("post_"):
        return
    if isinstance(instance, Topic):
        actions.order_topics([instance.pk], Priority.LISTS, now=timezone.now())
        actions.order_archive_of(instance, now=timezone.now())
    elif instance.live:
        actions.order_topics(pk_set or (), Priority.LISTS, now=timezone.now())
        shelves = [shelf_of(Kind.TOPIC, topic_id) for topic_id in pk_set or ()]
        actions.order_left(instance, shelves, now=timezone.now())


def on_byline_changing(instance: Byline, raw: bool = False, **_: Any) -> None:
    """An author is about to leave a story; the story's own publication orders only those that it has by then."""
    before = None if raw or instance.pk is None else _byline_of_author(instance.pk)
    if before is not None and before.author_id is not None and before.story.live:
        actions.order_authors([before.author_id], Priority.LISTS, now=timezone.now())
        actions.order_left(before.story, [shelf_of(Kind.AUTHOR, before.author_id)], now=timezone.now())


def _said(named: Topic | Author) -> tuple[str, ...]:
    """What pages of stories say of it."""
    own = (named.name, named.slug)
    return (*own, named.role) if isinstance(named, Author) else own


def _order_pages_of(named: Topic | Author, priority: Priority, *, now: datetime) -> None:
    if isinstance(named, Topic):
        actions.order_topics([named.pk], priority, now=now)
    else:
        actions.order_authors([named.pk], priority, now=now)


def _byline_of_author(number: int) -> Byline | None:
    """As the database has it."""
    byline: Byline | None = Byline.objects.select_related("story").defer("story__body").filter(pk=number).first()
    return byline


def on_front_arranged(page_id: int, now: datetime, **_: Any) -> None:
    actions.order_front(page_id, now=now)


def on_events_changed(story_ids: tuple[int, ...], now: datetime, **_: Any) -> None:
    actions.order_fronts_of(story_ids, now=now)
