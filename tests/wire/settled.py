"""What editors do between the wire and a story, and how both stand then."""

from datetime import timedelta
from typing import Any

from broadsheet.accounts.models import User
from broadsheet.stories.actions import publish_story, revise_story
from broadsheet.stories.models import StoryPage
from broadsheet.stories.words import StoryWords
from broadsheet.wire.meeting import Meeting, meeting_of
from broadsheet.wire.models import Alarm, Use, WireChange, WireItem
from broadsheet.wire.settling import (
    Answer,
    Choice,
    settle_use,
)
from broadsheet.wire.undoing import undo_change, undoing_of
from wire.newsroom import NOON, story_of

LONGER = "<p>Rain fell on the harbour of Port Merrin all day and all night.</p><p>Ferries stayed in.</p>"
THEIRS, OURS = Answer(choice=Choice.THEIRS), Answer(choice=Choice.OURS)


def edit(item: WireItem, *, by: User, publish: bool = True, now: Any = NOON, **words: Any) -> None:
    story = story_of(item)
    revise_story(story, changes=StoryWords(**words), by=by, now=now)
    if publish:
        publish_story(story, by=by, now=now)


def use_of(item: WireItem) -> Use:
    return Use.objects.select_related("item__source", "item__current", "story", "taken").get(item=item)


def meeting(item: WireItem) -> Meeting:
    return meeting_of(use_of(item), story=story_of(item), now=NOON)


def settle(
    item: WireItem, *, by: User, publish: bool = False, token: str = "", note: str = "", **answers: Answer
) -> None:
    settle_use(
        use_of(item),
        answers=answers,
        token=token or meeting(item).token,
        publish=publish,
        note=note,
        by=by,
        now=NOON + timedelta(minutes=30),
    )


def undo(change: WireChange, *, by: User, publish: bool = False) -> WireChange:
    story = StoryPage.objects.get(pk=change.use.story_id)
    token = undoing_of(change, story=story).token
    return undo_change(change, token=token, publish=publish, by=by, now=NOON + timedelta(minutes=40))


def draft_of(item: WireItem) -> StoryPage:
    draft: StoryPage = story_of(item).get_latest_revision_as_object()
    return draft


def open_alarms(kind: str) -> int:
    return Alarm.objects.filter(kind=kind, acknowledged_at=None).count()
