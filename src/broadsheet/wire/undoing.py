"""Putting back what the wire changed in a story; an undo is a change too, and can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from broadsheet.accounts.models import User
from broadsheet.stories.actions import publish_story, revise_story
from broadsheet.stories.models import StoryPage
from broadsheet.wire.actions import WireError
from broadsheet.wire.changes import keep_change
from broadsheet.wire.merging import FIELD_NAMES, FIELDS
from broadsheet.wire.models import Use, WireChange
from broadsheet.wire.settling import MovedMeanwhileError, locked_use, require_editor
from broadsheet.wire.uses import comparable, kept_words, story_words, words_put_back


class NothingToUndoError(WireError):
    """The change was undone before, or nothing of it stands any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """What undoing a change would do: `back` are fields put back, `changed_since` those that others changed."""

    back: tuple[str, ...]
    changed_since: tuple[str, ...]
    token: str

    @property
    def stays(self) -> str:
        """The fields that stay as they are, as an editor calls them."""
        return ", ".join(_(FIELD_NAMES[name]) for name in self.changed_since)


def undoing_of(change: WireChange, *, story: StoryPage) -> Undoing:
    """What undoing a change would do now; changes nothing."""
    return _undoing(change, kept=kept_words(story), story=story)


@transaction.atomic
def undo_change(change: WireChange, *, token: str, publish: bool, by: User, now: datetime) -> WireChange:
    """
    Put the words from before a change back on the newest draft, as far as they still stand as it left them.

    The fields are the newsroom's own from then on; undoing the undo lets them follow the wire again.

    :raises NothingToUndoError: if it was undone before, or all its fields were changed since
    :raises MovedMeanwhileError: if the story is not as it was when `token` was given
    :raises NobodysStoryError: if the story is withdrawn, or locked by somebody else
    :raises PublishRefusedError: if it should be published and guards refuse; nothing is changed then
    :raises PermissionDenied: if `by` may not edit the story, or not publish it
    """
    use, story = locked_use(change.use)
    require_editor(story, by)
    if WireChange.objects.filter(undoes=change).exists():
        raise NothingToUndoError(_("This change was undone already."))
    words = kept_words(story)
    undoing = _undoing(change, kept=words, story=story)
    if token != undoing.token:
        raise MovedMeanwhileError(_("The story has changed since. This is how it stands now."))
    if not undoing.back:
        raise NothingToUndoError(_("Everything in this change was changed again since; there is nothing to put back."))
    back = {name: change.before[name] for name in undoing.back}
    revise_story(story, changes=words_put_back(back), by=by, now=now)
    if publish:
        publish_story(story, by=by, now=now)
    undo = keep_change(use, fields=undoing.back, before=words, by=by, undoes=change, now=now)
    if undo is None:
        raise NothingToUndoError(_("The story says this already."))
    _remember(use, fields=undoing.back, is_undone_undo=change.undoes_id is not None)
    log(instance=story, action="broadsheet.wire_undo", user=by, data={"fields": list(undoing.back)})
    return undo


def _undoing(change: WireChange, *, kept: Mapping[str, Any], story: StoryPage) -> Undoing:
    left, stands = comparable(change.after), comparable(dict(kept))
    named = [name for name in FIELDS if name in left]
    return Undoing(
        back=tuple(name for name in named if left[name] == stands[name]),
        changed_since=tuple(name for name in named if left[name] != stands[name]),
        token=str(story.latest_revision_id),
    )


def _remember(use: Use, *, fields: tuple[str, ...], is_undone_undo: bool) -> None:
    own = set(use.own_fields)
    if is_undone_undo and use.story is not None:
        own -= set(fields)
        after = story_words(use.story)
        use.taken_words["story"] = {**use.taken_words["story"], **{name: after[name] for name in fields}}
    else:
        own |= set(fields)
    use.own_fields = sorted(own)
    use.save(update_fields=["own_fields", "taken_words"])
