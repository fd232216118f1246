"""
Putting another picture in the place of one, story by story: one transaction each, so that a process that dies has
changed whole stories only, and whoever begins again finds what is left.

What readers see is published again with the very words that are out; changes that wait stay what they are, with the
other picture in them, and go on waiting.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.locks import ScheduledForPublishLock
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState

from broadsheet.accounts.models import User
from broadsheet.media.models import Picture
from broadsheet.stories.actions import StoriesError, publish_revision
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.locking import locked_page
from broadsheet.stories.models import ChangeKind, StoryPage
from broadsheet.stories.picturing import with_other_picture
from broadsheet.stories.showing import PictureUse


class LeftError(StoriesError):
    """A story in which the picture stays; the text says why, fit to show to an editor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A story in which the picture still stands, and why."""

    story: StoryPage
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What became of a helping of stories."""

    done: tuple[StoryPage, ...]
    left: tuple[Left, ...]


def replace_everywhere(
    old: Picture, *, new: Picture, uses: Iterable[PictureUse], by: User, now: Callable[[], datetime]
) -> Replaced:
    """Replace it in each of these stories; one that refuses is named and holds up no other."""
    done, left = [], []
    for use in uses:
        try:
            replace_picture(use.story, old=old, new=new, by=by, now=now())
            done.append(use.story)
        except (LeftError, PublishRefusedError) as error:
            left.append(Left(story=use.story, why=str(error)))
        except PermissionDenied:
            left.append(Left(story=use.story, why=_("You may not publish in its section.")))
    return Replaced(done=tuple(done), left=tuple(left))


@transaction.atomic
def replace_picture(story: StoryPage, *, old: Picture, new: Picture, by: User, now: datetime) -> None:
    """
    Put the new picture wherever the old one stands in a story: before readers, in its draft and in what is scheduled.

    :raises PermissionDenied: if `by` may not publish there
    :raises LeftError: if the story is locked, or live with a change that waits for approval: publishing would end that
    :raises PublishRefusedError: if a guard refuses, as for a new picture without credit
    """
    current = locked_page(story)
    rights = current.permissions_for_user(by)
    if not rights.can_publish():
        raise PermissionDenied
    lock = current.get_lock()
    if lock is not None and not isinstance(lock, ScheduledForPublishLock) and lock.for_user(by):
        raise LeftError(_("It is locked; ask who locked it, or unlock it."))
    if current.live and current.current_workflow_state is not None:
        raise LeftError(_("A change of it waits for approval; approve it or send it back first."))
    waiting = _waiting_revisions(current)
    is_changed = current.live and swap(current, old=old, new=new)
    if is_changed:
        _publish_as_it_is(current, by=by, now=now)
    swapped = [swap(draft, old=old, new=new) for _revision, draft in waiting]
    if is_changed or any(swapped):
        for revision, draft in waiting:
            _put_back(revision, draft, by=by, now=now)
    log(
        instance=current,
        action="broadsheet.replace_picture",
        user=by,
        data={"old": old.pk, "old_title": old.title, "new": new.pk, "new_title": new.title},
    )
    story.refresh_from_db()


def swap(story: StoryPage, *, old: Picture, new: Picture) -> bool:
    """Put the new picture in the old one's place on a story in memory; whether it stood there."""
    is_lead = story.lead_picture_id == old.pk
    if is_lead:
        story.lead_picture = new
    body = with_other_picture(story.body, old=old.pk, new=new.pk)
    if body is not None:
        story.body = body
    return is_lead or body is not None


def _waiting_revisions(story: StoryPage) -> list[tuple[Revision, StoryPage]]:
    """What waits behind the story or is its draft, the oldest first: the newest revision stays the newest."""
    wanted = {story.latest_revision_id} if not story.live or story.has_unpublished_changes else set()
    wanted |= set(story.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", flat=True))
    revisions = story.revisions.filter(pk__in=wanted - {None}).order_by("created_at", "pk")
    return [(revision, revision.as_object()) for revision in revisions]


def _publish_as_it_is(story: StoryPage, *, by: User, now: datetime) -> None:
    """The row holds the words that are out; a schedule that waits behind it is none of theirs."""
    story.go_live_at = None
    story.publishing_at = now
    revision = story.save_revision(user=by, log_action=True, clean=False)
    publish_revision(story, revision, by=by, now=now, kind=ChangeKind.STYLE)


def _put_back(revision: Revision, draft: StoryPage, *, by: User, now: datetime) -> None:
    """The change that waited as the newest revision again, with its schedule and where a workflow had it."""
    draft.refresh_from_db(fields=["live", "live_revision", "latest_revision", "last_published_at"])
    draft.publishing_at = now
    if not draft.live:
        draft.save(clean=False)
    again = draft.save_revision(user=revision.user or by, log_action=True, clean=False)
    if revision.approved_go_live_at is not None:
        draft.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
        draft.revisions.filter(pk=again.pk).update(approved_go_live_at=revision.approved_go_live_at)
    TaskState.objects.filter(revision=revision, status=TaskState.STATUS_IN_PROGRESS).update(revision=again)
