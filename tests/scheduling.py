"""A schedule as the newsroom's form leaves it, at any moment: Wagtail asks the machine's clock."""

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from broadsheet.accounts.models import User
from broadsheet.stories.forms import hold_for_embargo
from broadsheet.stories.models import StoryPage


@transaction.atomic
def schedule_story(story: StoryPage, *, at: datetime, by: User | None, now: datetime) -> None:
    """Let the newest revision go out by itself then, or at the end of its embargo if that is later."""
    draft = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.go_live_at = at
    hold_for_embargo(draft, now=now)
    draft.publishing_at = now
    if not draft.live:
        draft.save()
    revision = draft.save_revision(user=by, log_action=True)
    story.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    revision.approved_go_live_at = draft.go_live_at
    revision.save(update_fields=["approved_go_live_at"])
    log(instance=draft, action="wagtail.publish.schedule", user=by, revision=revision)
    story.refresh_from_db()
