"""
Writes: each one transaction, telling the other slices from inside it (signals).

`by` is the person who acts and is asked for the right to; None is Broadsheet itself (a wire, a schedule). The story
handed in is refreshed, so that it may be used afterwards.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from broadsheet.accounts.models import User
from broadsheet.media.models import Picture
from broadsheet.stories.bodies import blocks_from_html
from broadsheet.stories.changes import tell_withdrawal
from broadsheet.stories.guards import PublishRefusedError, check_guards
from broadsheet.stories.locking import lock_pages, locked_page
from broadsheet.stories.models import ChangeKind, Correction, HomePage, SectionPage, StoryPage, Topic
from broadsheet.stories.rights import found_workflow as found_workflow  # noqa: PLC0414  among the actions for callers
from broadsheet.stories.rights import give_section as give_section  # noqa: PLC0414  among the actions for callers
from broadsheet.stories.rights import grant_section as grant_section  # noqa: PLC0414  among the actions for callers
from broadsheet.stories.slugs import free_name, free_slug
from broadsheet.stories.words import StoryWords, apply_words, one_line

NOTED = frozenset({ChangeKind.CORRECTION, ChangeKind.CLARIFICATION})  # never without a word to readers


class StoriesError(Exception):
    """Something that cannot be done with a story; its text is fit to show to an editor."""


class NotLiveError(StoriesError):
    """Only a story that readers can open can be corrected."""


class AlreadyWithdrawnError(StoriesError):
    """The story was withdrawn before; its notice stands."""


class NotWithdrawnError(StoriesError):
    """Only a withdrawn story can be taken back."""


class EmptyNoteError(StoriesError):
    """A correction, a withdrawal or a return needs its words."""


@transaction.atomic
def make_section(
    parent: Page, *, title: str, slug: str = "", description: str = "", now: datetime | None = None
) -> SectionPage:
    """A live section under the home or under another section."""
    place = locked_page(parent).specific
    section = SectionPage(
        title=title,
        slug=slug or free_slug(title, under=place, fallback="section"),
        description=description,
        show_in_menus=True,
        first_published_at=now,
        last_published_at=now,
    )
    place.add_child(instance=section)
    return section


@transaction.atomic
def draft_story(
    section: SectionPage,
    *,
    headline: str,
    standfirst: str = "",
    kicker: str = "",
    bylines: Sequence[str] = (),
    dateline: str = "",
    source_credit: str = "",
    body_html: str = "",
    lead_picture: Picture | None = None,
    lead_caption: str = "",
    topics: Sequence[Topic] = (),
    urgency: int = 5,
    embargoed_until: datetime | None = None,
    owner: User | None,
    now: datetime,
) -> StoryPage:
    """
    Make an unpublished story with its first revision.

    :raises UnusableBodyError: if the body's HTML breaks a cap of DESIGN section 9
    """
    place = locked_page(section)
    story = StoryPage(live=False, owner=owner, slug=free_slug(headline, under=place, fallback="story"))
    words = StoryWords(
        headline=headline,
        kicker=kicker,
        standfirst=standfirst,
        bylines=bylines,
        dateline=dateline,
        source_credit=source_credit,
        body_html=body_html,
        lead_picture=lead_picture,
        lead_caption=lead_caption,
        topics=topics,
        urgency=urgency,
        embargoed_until=embargoed_until,
    )
    apply_words(story, words)
    story.publishing_at = now
    place.add_child(instance=story)
    story.save_revision(user=owner, log_action=True)
    return story


@transaction.atomic
def revise_story(story: StoryPage, *, changes: StoryWords, by: User | None, now: datetime) -> Revision:
    """
    Put new words on the newest draft: a new revision, which readers see when it is published.

    :raises UnusableBodyError: if the body's HTML breaks a cap of DESIGN section 9
    """
    draft = locked_page(story).get_latest_revision_as_object()
    draft.publishing_at = now
    apply_words(draft, changes)
    if not draft.live:
        draft.save()
    revision = draft.save_revision(user=by, log_action=True)
    story.refresh_from_db()
    return revision


@transaction.atomic
def add_to_body(story: StoryPage, *, body_html: str, by: User | None, now: datetime) -> Revision:
    """
    Put more text at the end of the newest draft; what stands there stays as it is.

    :raises UnusableBodyError: if the HTML breaks a cap of DESIGN section 9
    """
    draft = locked_page(story).get_latest_revision_as_object()
    draft.publishing_at = now
    for block in blocks_from_html(body_html):
        draft.body.append(block)
    if not draft.live:
        draft.save()
    revision = draft.save_revision(user=by, log_action=True)
    story.refresh_from_db()
    return revision


@transaction.atomic
def publish_story(story: StoryPage, *, by: User | None, now: datetime) -> None:
    """
    Publish the newest revision.

    :raises PublishRefusedError: if guards refuse, with all their reasons
    :raises PermissionDenied: if `by` may not publish here
    """
    _publish(locked_page(story), by=by, now=now)
    story.refresh_from_db()


@transaction.atomic
def publish_due_revision(revision: Revision, *, now: datetime) -> None:
    """
    Publish one scheduled revision whose time has come, unless its schedule was taken off or moved since it was read.

    :raises PublishRefusedError: if guards still refuse; the revision stays scheduled
    """
    lock_pages([int(revision.object_id)])
    due = Revision.objects.filter(pk=revision.pk, approved_go_live_at__lte=now).first()
    if due is None:
        return
    story = StoryPage.objects.get(pk=due.object_id)
    publish_revision(story, due, by=None, now=now, log_action="wagtail.publish.scheduled")


@transaction.atomic
def expire_due_story(story: StoryPage, *, now: datetime) -> None:
    """Take a story off the site whose time is over, unless an editor gave it more since it was read."""
    lock_pages([story.pk])
    if StoryPage.objects.filter(pk=story.pk, live=True, expire_at__lte=now).exists():
        expire_story(story, now=now)


@transaction.atomic
def expire_story(story: StoryPage, *, now: datetime) -> None:
    """Take a story off the site for now; not a withdrawal, it says nothing against the story."""
    current = locked_page(story)
    current.publishing_at = now
    UnpublishPageAction(current, set_expired=True, log_action="wagtail.unpublish.scheduled").execute()
    story.refresh_from_db()


@transaction.atomic
def correct_story(
    story: StoryPage,
    *,
    note: str,
    kind: ChangeKind = ChangeKind.CORRECTION,
    by: User | None,
    now: datetime,
) -> Correction | None:
    """
    Publish the newest revision as a change of that kind, with a public note on what it puts right.

    An update and a change of style may go without a note; then there is no correction to give.

    :raises NotLiveError: if readers cannot open the story
    :raises EmptyNoteError: if a correction or a clarification says nothing
    :raises PublishRefusedError: if guards refuse
    :raises PermissionDenied: if `by` may not publish here
    """
    current = locked_page(story)
    if not current.live:
        raise NotLiveError(_("Only a published story can be corrected; this one is not."))
    words = note_of(note, _("Say what was corrected.")) if kind in NOTED or note.strip() else ""
    correction = None
    if words:
        correction = Correction.objects.create(story=current, kind=kind, note=words, made_at=now, made_by=by)
    log(instance=current, action="broadsheet.correct", user=by, data={"kind": kind.value, "note": words})
    _publish(current, by=by, now=now, kind=kind)
    if correction is not None:
        correction.version = current.versions.filter(published_at=now).order_by("number").last()
        correction.save(update_fields=["version"])
    story.refresh_from_db()
    return correction


@transaction.atomic
def withdraw_story(story: StoryPage, *, notice: str, by: User | None, now: datetime) -> None:
    """
    Take a story from readers for good, saying why; a draft, too, so that no schedule brings it out.

    A lock does not stop it: a kill cannot wait for somebody to finish editing.

    :raises AlreadyWithdrawnError: if it was withdrawn before
    :raises EmptyNoteError: if the notice says nothing
    :raises PermissionDenied: if `by` may not publish here
    """
    current = locked_page(story)
    _require_publisher(current, by)
    if current.withdrawn_at is not None:
        raise AlreadyWithdrawnError(_("This story was withdrawn already."))
    current.withdrawn_notice = note_of(notice, _("Say why the story is withdrawn."))
    current.withdrawn_at = current.publishing_at = now
    current.save(update_fields=["withdrawn_at", "withdrawn_notice"], clean=False)
    if current.live:
        UnpublishPageAction(current, user=by).execute(skip_permission_checks=True)
    else:
        tell_withdrawal(current, now=now)
    current.revisions.update(approved_go_live_at=None)
    log(instance=current, action="broadsheet.withdraw", user=by, data={"notice": current.withdrawn_notice})
    if workflow_state := current.current_workflow_state:
        workflow_state.cancel(user=by)
    story.refresh_from_db()


@transaction.atomic
def restore_story(story: StoryPage, *, reason: str, by: User, now: datetime) -> None:
    """
    Take a withdrawal back and publish the newest revision: a chief's decision, kept in the story's history.

    :raises NotWithdrawnError: if it was not withdrawn
    :raises EmptyNoteError: if no reason is given
    :raises PublishRefusedError: if guards refuse (a killed wire item among them)
    :raises PermissionDenied: if `by` may not publish everywhere
    """
    current = locked_page(story)
    if not may_restore(by, current):
        raise PermissionDenied("Only a chief may publish a withdrawn story again.")
    if current.withdrawn_at is None:
        raise NotWithdrawnError(_("This story was not withdrawn."))
    words = note_of(reason, _("Say why the story returns."))
    current.withdrawn_at, current.withdrawn_notice, current.updated_at = None, "", now
    current.publishing_at = now
    current.save(update_fields=["withdrawn_at", "withdrawn_notice", "updated_at"], clean=False)
    log(instance=current, action="broadsheet.restore", user=by, data={"reason": words})
    _publish(locked_page(current), by=by, now=now)
    story.refresh_from_db()


@transaction.atomic
def know_topic(name: str, *, mediatopic: str = "") -> Topic:
    """The topic of that IPTC code or name, made if nobody knew it."""
    words = one_line(name, longest=120)
    known = Topic.objects.filter(mediatopic=mediatopic).first() if mediatopic else None
    known = known or Topic.objects.filter(name__iexact=words).order_by("pk").first()
    if known is not None:
        return known
    base = slugify(words)[:100] or "topic"
    taken = set(Topic.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return Topic.objects.create(name=words, slug=free_name(base, taken), mediatopic=mediatopic)


def may_restore(person: User, story: StoryPage) -> bool:
    """Whether somebody may take withdrawals back: who may publish on the whole site, chiefs and administrators."""
    home = HomePage.objects.ancestor_of(story).first()
    return home is not None and home.permissions_for_user(person).can_publish()


def note_of(text: str, way_out: str) -> str:
    """
    What somebody wrote for others, without the space around it.

    :raises EmptyNoteError: with `way_out` as its text, if that says nothing
    """
    if not text.strip():
        raise EmptyNoteError(way_out)
    return text.strip()


def _require_publisher(story: StoryPage, by: User | None) -> None:
    if by is not None and not story.permissions_for_user(by).can_publish():
        raise PermissionDenied("You may not publish in this section.")


def _publish(story: StoryPage, *, by: User | None, now: datetime, kind: ChangeKind | None = None) -> None:
    revision = story.get_latest_revision() or story.save_revision(user=by)
    publish_revision(story, revision, by=by, now=now, kind=kind)


def publish_revision(
    story: StoryPage,
    revision: Revision,
    *,
    by: User | None,
    now: datetime,
    kind: ChangeKind | None = None,
    log_action: bool | str = True,
) -> None:
    """
    Wagtail's own publishing of a locked story, told the moment: its clock is not asked whether the story is due.

    :raises PermissionDenied: if `by` may not publish here
    :raises PublishRefusedError: if guards refuse, or the revision is scheduled for later
    """
    _require_publisher(story, by)
    action = PublishPageRevisionAction(revision, user=by, log_action=log_action)
    draft: StoryPage = action.object
    if draft.go_live_at is not None and draft.go_live_at > now:
        time = date_format(draft.go_live_at, pgettext("date", "d F Y, H:i T"))
        raise PublishRefusedError((_("Scheduled for %(time)s; take the schedule off first.") % {"time": time},))
    check_guards(draft, now=now)
    draft.go_live_at = None  # it has come; what Wagtail's clock says must not schedule it again
    draft.publishing_at = now
    draft.publishing_as = kind
    draft.first_published_at = draft.first_published_at or now
    action.execute(skip_permission_checks=True)
