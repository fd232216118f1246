"""An editor settles what the wire and the newsroom both changed, or what waited: field by field, in one transaction."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from broadsheet.accounts.models import User
from broadsheet.stories.actions import correct_story, publish_story, revise_story
from broadsheet.stories.locking import lock_pages
from broadsheet.stories.models import StoryPage
from broadsheet.wire.actions import NotForUseError, WireError, refusal
from broadsheet.wire.changes import keep_change
from broadsheet.wire.lifecycle import settle
from broadsheet.wire.meeting import WRITTEN_HERE, Meeting, meeting_of
from broadsheet.wire.merging import FIELD_NAMES
from broadsheet.wire.models import Alarm, Use, WireItem
from broadsheet.wire.queries import standing_verdict
from broadsheet.wire.uses import changes_from, kept_words, story_words

_SETTLED_ALARMS = (Alarm.Kind.CONFLICT, Alarm.Kind.UPDATE_WAITS)


class MovedMeanwhileError(WireError):
    """The story or the item changed since the comparison was shown."""


class UnsettledError(WireError):
    """An answer is missing or cannot be used."""


class NobodysStoryError(WireError):
    """The story is gone, withdrawn or locked by somebody else."""


class Choice(StrEnum):
    THEIRS = "theirs"
    OURS = "ours"
    EDIT = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an editor chose for one field; `value` is what they wrote where they chose to edit."""

    choice: Choice
    value: str = ""


@transaction.atomic
def settle_use(
    use: Use, *, answers: Mapping[str, Answer], token: str, publish: bool, note: str = "", by: User, now: datetime
) -> StoryPage:
    """
    Put the answers into the story's newest draft and close what waited; publish it, with a note as a correction.

    An answer to edit a field that has no line of its own (text, picture, topics) keeps ours, to be edited in the
    story's form.

    :raises MovedMeanwhileError: if the item or the story is not as it was when `token` was given
    :raises UnsettledError: if a field has no answer, or one that cannot be used
    :raises NotForUseError: if the item is killed, withheld or for the desk only
    :raises NobodysStoryError: if the story is withdrawn, or locked by somebody else
    :raises PublishRefusedError: if it should be published and guards refuse; nothing is changed then
    :raises PermissionDenied: if `by` may not edit the story, or not publish it
    """
    locked, story = locked_use(use)
    require_editor(story, by)
    verdict = standing_verdict(locked.item, now=now)
    if verdict.kind.is_unusable:
        raise NotForUseError(refusal(verdict))
    meeting = meeting_of(locked, story=story, now=now)
    if token != meeting.token:
        raise MovedMeanwhileError(_("The item or the story has changed since. This is how they stand now."))
    _check_answers(meeting, answers)
    chosen = {field.name: answers[field.name] for field in meeting.fields}
    taken = frozenset(name for name, answer in chosen.items() if answer.choice is Choice.THEIRS)
    before = kept_words(story)
    written = {
        name: _written(name, answer.value)
        for name, answer in chosen.items()
        if answer.choice is Choice.EDIT and name in WRITTEN_HERE
    }
    if taken or written:
        changes = replace(changes_from(meeting.words, fields=taken), **written)
        revise_story(story, changes=changes, by=by, now=now)
    if publish:
        _publish(story, note=note, by=by, now=now)
    keep_change(locked, fields={*taken, *written}, before=before, by=by, now=now)
    _remember(locked, meeting=meeting, taken=taken, kept=frozenset(chosen) - taken)
    close_alarms(locked, by=by, now=now)
    log(instance=story, action="broadsheet.wire_settle", user=by)
    return story


@transaction.atomic
def set_following(use: Use, *, follows: bool, by: User, now: datetime) -> None:
    """
    Let a story follow its item, or leave it as it is from now on; one that follows again is brought up to date.

    :raises NobodysStoryError: if the story is withdrawn, or locked by somebody else
    :raises PermissionDenied: if `by` may not edit the story
    """
    locked, story = locked_use(use)
    require_editor(story, by)
    if locked.follows_wire == follows:
        return
    locked.follows_wire = follows
    locked.save(update_fields=["follows_wire"])
    log(instance=story, action="broadsheet.wire_follow" if follows else "broadsheet.wire_leave", user=by)
    if follows:
        settle(locked.item, now=now)
        locked.refresh_from_db()
        if locked.taken_id == locked.item.current_id and not locked.conflicts:
            close_alarms(locked, by=by, now=now)


def locked_use(use: Use) -> tuple[Use, StoryPage]:
    """
    The use with its item and its story, held in the order in which the clerk holds them, and as they stand then.

    :raises NobodysStoryError: if the story was deleted
    """
    item = WireItem.objects.select_for_update(of=("self",)).select_related("source", "current").get(pk=use.item_id)
    lock_pages([use.story_id] if use.story_id is not None else [])
    story = StoryPage.objects.filter(pk=use.story_id).first()
    locked = Use.objects.select_for_update(of=("self",)).select_related("taken").get(pk=use.pk)
    if story is None:
        raise NobodysStoryError(_("The story was deleted."))
    locked.item, locked.story = item, story
    return locked, story


def require_editor(story: StoryPage, by: User) -> None:
    """
    Let nobody past who may not change the story's words now.

    :raises NobodysStoryError: if the story is withdrawn, or locked by somebody else
    :raises PermissionDenied: if `by` may not edit it
    """
    rights = story.permissions_for_user(by)
    if not rights.can_edit():
        raise PermissionDenied(_("You may not edit this story."))
    if story.withdrawn_at is not None:
        raise NobodysStoryError(_("The story is withdrawn; nothing of it can be changed."))
    if rights.page_locked():
        raise NobodysStoryError(_("Somebody has locked the story, or it waits for an approval."))


def close_alarms(use: Use, *, by: User, now: datetime) -> None:
    """Acknowledge, in this name, the alarms that asked for what was done."""
    rung = Alarm.objects.filter(item=use.item, story=use.story, kind__in=_SETTLED_ALARMS, acknowledged_at__isnull=True)
    rung.update(acknowledged_at=now, acknowledged_by=by)


def _check_answers(meeting: Meeting, answers: Mapping[str, Answer]) -> None:
    missing = [_(FIELD_NAMES[field.name]) for field in meeting.fields if field.name not in answers]
    if missing:
        raise UnsettledError(_("Choose theirs, ours or edit for: %(fields)s.") % {"fields": ", ".join(missing)})


def _written(name: str, text: str) -> Any:
    words = text.strip()
    if name == "bylines":
        return [part.strip() for part in re.split(r"[,\n]", words) if part.strip()]
    if name == "urgency":
        if words not in set("123456789"):
            raise UnsettledError(_("The urgency is a number from 1 to 9."))
        return int(words)
    if name == "headline" and not words:
        raise UnsettledError(_("A story needs a headline."))
    return words


def _publish(story: StoryPage, *, note: str, by: User, now: datetime) -> None:
    if note.strip() and story.live:
        correct_story(story, note=note, by=by, now=now)
    else:
        publish_story(story, by=by, now=now)


def _remember(use: Use, *, meeting: Meeting, taken: frozenset[str], kept: frozenset[str]) -> None:
    """Both sides as they stand: what was taken goes on following the wire, what was kept is the newsroom's own."""
    before, after = use.taken_words.get("story", {}), story_words(use.story) if use.story else {}
    use.taken_words = {
        "wire": meeting.words,
        "story": {name: after[name] if name in taken else before.get(name) for name in after},
    }
    use.taken = use.item.current
    use.conflicts = []
    use.own_fields = sorted({*use.own_fields, *kept} - taken)
    use.save(update_fields=["taken_words", "taken", "conflicts", "own_fields"])
