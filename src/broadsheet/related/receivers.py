"""What Related Stories do on news from below: one order each, inside the transaction that made the news."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone

from broadsheet.related import actions
from broadsheet.related.models import Stage
from broadsheet.related.queries import stories_about
from broadsheet.stories.models import StoryPage, Topic
from broadsheet.stories.signals import story_published, story_withdrawn


def connect() -> None:
    """Called once, when the apps are ready."""
    story_published.connect(on_story_changed, dispatch_uid="related")
    story_withdrawn.connect(on_story_changed, dispatch_uid="related")
    post_save.connect(on_topic_saved, sender=Topic, dispatch_uid="related")


def on_story_changed(story: StoryPage, now: datetime, **_: Any) -> None:
    actions.order([story.pk], now=now)


def on_topic_saved(instance: Topic, created: bool, raw: bool = False, **_: Any) -> None:
    """A topic's name stands in the index, and in the reasons that readers are told."""
    if not created and not raw:
        actions.order(stories_about(instance), stage=Stage.FILL, now=timezone.now())
