"""The clerk's steps for stories: what is due goes out, what is over goes off; one failing never stops the others."""

from datetime import datetime

import structlog
from django.db import transaction
from django.utils import translation
from wagtail.models import Revision

from broadsheet.contracts.steps import Step
from broadsheet.stories.actions import expire_due_story, publish_due_revision
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import due_revisions, expired_stories
from broadsheet.stories.signals import schedule_refused

log = structlog.get_logger()
# What was said of a revision last, so that one that stays refused is not told of every second.
_said: dict[int, str] = {}


def publish_due(now: datetime) -> bool:
    """
    Publish every due revision, each in its own transaction; one that is refused stays due and is tried again.

    All due ones are tried in one run: a batch that stopped at the first fifty would never come past fifty refused.
    """
    for revision in due_revisions(now):
        try:
            with translation.override("en"):  # why it is refused is kept, for people of any language
                publish_due_revision(revision, now=now)
            _said.pop(revision.pk, None)
        except PublishRefusedError as error:
            if _say(revision.pk, "due_story_refused", story_id=revision.object_id, reasons=error.reasons):
                _tell_refusal(revision, reasons=error.reasons, now=now)
        except Exception as error:  # noqa: BLE001  whatever ails one story, the next one goes out
            _say(revision.pk, "due_story_failed", story_id=revision.object_id, error=repr(error))
    return False


def expire_over(now: datetime) -> bool:
    """Take expired stories off the site, each in its own transaction."""
    for story in expired_stories(now):
        try:
            expire_due_story(story, now=now)
        except Exception as error:  # noqa: BLE001  whatever ails one story, the next one goes off
            _say(-story.pk, "expired_story_failed", story_id=story.pk, error=repr(error))
    return False


def _say(key: int, event: str, **fields: object) -> bool:
    """Log what was not said of it last; whether it was news."""
    text = repr(fields)
    if _said.get(key) == text:
        return False
    _said[key] = text
    log.warning(event, **fields)
    return True


def _tell_refusal(revision: Revision, *, reasons: tuple[str, ...], now: datetime) -> None:
    """In a transaction of its own: that of the publishing is rolled back. After a restart it is told once more."""
    story = StoryPage.objects.filter(pk=revision.object_id).first()
    if story is not None:
        with transaction.atomic():
            schedule_refused.send(sender=StoryPage, story=story, revision_id=revision.pk, reasons=reasons, now=now)


STEPS = (
    Step(name="stories.publish_due", run=publish_due, every=0.5),
    Step(name="stories.expire", run=expire_over, every=5.0),
)
