"""The clerk's steps for stories: what is due goes out, what is over goes off; one failing never stops the others."""

from datetime import datetime

import structlog

from broadsheet.contracts.steps import Step
from broadsheet.stories.actions import expire_story, publish_due_revision
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.queries import due_revisions, expired_stories

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
            publish_due_revision(revision, now=now)
            _said.pop(revision.pk, None)
        except PublishRefusedError as error:
            _say(revision.pk, "due_story_refused", story_id=revision.object_id, reasons=error.reasons)
        except Exception as error:  # noqa: BLE001  whatever ails one story, the next one goes out
            _say(revision.pk, "due_story_failed", story_id=revision.object_id, error=repr(error))
    return False


def expire_over(now: datetime) -> bool:
    """Take expired stories off the site, each in its own transaction."""
    for story in expired_stories(now):
        try:
            expire_story(story, now=now)
        except Exception as error:  # noqa: BLE001  whatever ails one story, the next one goes off
            _say(-story.pk, "expired_story_failed", story_id=story.pk, error=repr(error))
    return False


def _say(key: int, event: str, **fields: object) -> None:
    text = repr(fields)
    if _said.get(key) != text:
        _said[key] = text
        log.warning(event, **fields)


STEPS = (
    Step(name="stories.publish_due", run=publish_due, every=0.5),
    Step(name="stories.expire", run=expire_over, every=5.0),
)
