"""Reads for the board and the calendar: what was worked on today, and what is to come."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from broadsheet.accounts.models import User
from broadsheet.desk.agenda import Entry, agenda
from broadsheet.desk.board import Column, Standing, Ticket, column_of
from broadsheet.stories.models import Correction, SectionPage, StoryPage
from broadsheet.stories.queries import held_stories, scheduled_stories
from broadsheet.stories.visibility import may_see
from broadsheet.wire.queries import embargoes_ending

MOST_TICKETS = 300
MOST_ENTRIES = 500
SCHEDULED_AHEAD = timedelta(hours=36)
_OPEN = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
_HOLD_NO_SECRET = frozenset({Column.PUBLISHED, Column.UPDATED, Column.CORRECTED, Column.WITHDRAWN})


def tickets_of(person: User, *, midnight: datetime, now: datetime, section: SectionPage | None = None) -> list[Ticket]:
    """
    The stories that were worked on since midnight, wait for somebody or go out soon; those most lately edited first.

    What readers do not know of is shown to those alone who may edit it.
    """
    states, names = _workflow_states(), dict(SectionPage.objects.values_list("path", "title"))
    tickets = []
    for story in _stories(states.keys(), midnight=midnight, now=now, section=section):
        may_edit = story.permissions_for_user(person).can_edit()
        name = names.get(story.path[: -StoryPage.steplen], "")
        ticket = _ticket(story, section=name, state=states.get(story.pk, ""), midnight=midnight, may_edit=may_edit)
        if ticket is not None and (may_edit or (ticket.column in _HOLD_NO_SECRET and may_see(story, person))):
            tickets.append(ticket)
    return tickets


def entries_between(start: datetime, end: datetime, *, person: User) -> list[Entry]:
    """
    What happens by itself after `start` and up to `end`, the next first: schedules, and embargoes that end.

    A story that goes out is known to those alone who may edit it.
    """
    scheduled = scheduled_stories(after=start, until=end, limit=MOST_ENTRIES)
    held = held_stories(after=start, until=end, limit=MOST_ENTRIES)
    return agenda(
        scheduled=[each for each in scheduled if each.story.permissions_for_user(person).can_edit()],
        held=[story for story in held if story.permissions_for_user(person).can_edit()],
        items=embargoes_ending(after=start, until=end, limit=MOST_ENTRIES),
    )


def _workflow_states() -> dict[int, str]:
    """The state of each story that waits for an approval, or for its reporter."""
    kind = ContentType.objects.get_for_model(StoryPage)
    open_states = WorkflowState.objects.filter(content_type=kind, status__in=_OPEN).order_by("pk")
    return {int(pk): status for pk, status in open_states.values_list("object_id", "status")}


def _stories(
    waiting: Iterable[int], *, midnight: datetime, now: datetime, section: SectionPage | None
) -> Iterable[StoryPage]:
    kind = ContentType.objects.get_for_model(StoryPage)
    coming = Revision.objects.filter(content_type=kind, approved_go_live_at__lte=now + SCHEDULED_AHEAD)
    scheduled = {int(pk): at for pk, at in coming.values_list("object_id", "approved_go_live_at")}
    ofs_today = Q(latest_revision_created_at__gte=midnight) | Q(first_published_at__gte=midnight)
    ofs_today |= Q(updated_at__gte=midnight) | Q(withdrawn_at__gte=midnight)
    stories = StoryPage.objects.filter(ofs_today | Q(pk__in=[*waiting, *scheduled]))
    if section is not None:
        stories = stories.filter(path__startswith=section.path)
    newest = Correction.objects.filter(story=OuterRef("pk"), made_at__gte=midnight).order_by().values("story")
    stories = stories.annotate(corrected_at=Subquery(newest.annotate(at=Max("made_at")).values("at")))
    stories = stories.select_related("owner").order_by("-latest_revision_created_at", "-pk")
    for story in stories[:MOST_TICKETS]:
        story.goes_out_at = scheduled.get(story.pk)
        yield story


def _ticket(story: StoryPage, *, section: str, state: str, midnight: datetime, may_edit: bool) -> Ticket | None:
    def of_today(moment: datetime | None) -> datetime | None:
        return moment if moment is not None and moment >= midnight else None

    standing = Standing(
        is_live=story.live,
        has_newer_draft=story.has_unpublished_changes,
        edited_at=story.latest_revision_created_at,
        is_submitted=state == WorkflowState.STATUS_IN_PROGRESS,
        are_changes_asked=state == WorkflowState.STATUS_NEEDS_CHANGES,
        goes_out_at=story.goes_out_at,
        published_at=of_today(story.first_published_at),
        updated_at=of_today(story.updated_at),
        corrected_at=story.corrected_at,
        withdrawn_at=of_today(story.withdrawn_at),
    )
    reached = column_of(standing)
    if reached is None:
        return None
    owner: User | None = story.owner
    return Ticket(
        headline=story.get_admin_display_title() if may_edit else story.title,
        section=section,
        who=owner.display_name if owner else _("the wire"),
        column=reached[0],
        at=reached[1],
        url=reverse("wagtailadmin_pages:edit", args=[story.pk]) if may_edit else "",
        note=_("Changes of a published story") if story.live and story.has_unpublished_changes else "",
    )
