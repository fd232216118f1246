"""What waits for one person: approvals, changes asked for, comments that nobody has resolved, drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, IntegerField, OuterRef, Q, TextChoices
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.models import Page, Revision, TaskState, WorkflowState

from broadsheet.accounts.models import User
from broadsheet.desk.notices import address_of, open_threads_of
from broadsheet.stories.models import SectionPage, StoryPage

_MOST_THREADS = 50  # of the newest comments, told by story


class Why(TextChoices):
    """In the order in which they are shown: what keeps others waiting comes first."""

    APPROVE = "approve", pgettext_lazy("waiting", "Approve")
    CHANGES = "changes", pgettext_lazy("waiting", "Changes asked for")
    COMMENT = "comment", pgettext_lazy("waiting", "Comment")
    DRAFT = "draft", pgettext_lazy("waiting", "Draft")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do. `who` is somebody else who had a hand in it, `said` their words."""

    why: Why
    headline: str
    section: str
    url: str
    at: datetime | None
    who: str = ""
    said: str = ""

    @property
    def about(self) -> str:
        """The line under the headline, without the moment."""
        by = {
            Why.APPROVE: _("submitted by %(who)s"),
            Why.CHANGES: _("asked by %(who)s"),
            Why.COMMENT: pgettext("comment", "from %(who)s"),
            Why.DRAFT: "",
        }[self.why]
        return " · ".join(filter(None, [self.section, by % {"who": self.who} if by and self.who else ""]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    tasks: tuple[Task, ...]
    is_cut: bool


def waiting_for(person: User, *, limit_each: int) -> Waiting:
    """At most so many of each kind; whether there are more."""
    sections = dict(SectionPage.objects.values_list("path", "title"))
    kinds = [
        _approvals(person, sections=sections, limit=limit_each + 1),
        _changes_asked(person, sections=sections, limit=limit_each + 1),
        _comments(person, sections=sections)[: limit_each + 1],
        _drafts(person, sections=sections, limit=limit_each + 1),
    ]
    return Waiting(
        tasks=tuple(task for tasks in kinds for task in tasks[:limit_each]),
        is_cut=any(len(tasks) > limit_each for tasks in kinds),
    )


def _approvals(person: User, *, sections: Mapping[str, str], limit: int) -> list[Task]:
    """The longest waiting first; not what somebody asked for themselves while others may decide."""
    states = TaskState.objects.reviewable_by(person).select_related("workflow_state__requested_by")
    states = list(states.order_by("started_at", "pk")[:limit])
    pages = _pages_of(state.workflow_state for state in states)
    return [
        Task(
            why=Why.APPROVE,
            headline=page.get_admin_display_title(),
            section=_section_of(page, sections),
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            at=state.started_at,
            who=_name(state.workflow_state.requested_by),
        )
        for state in states
        if (page := pages.get(int(state.workflow_state.object_id)))
    ]


def _changes_asked(person: User, *, sections: Mapping[str, str], limit: int) -> list[Task]:
    mine = Page.objects.filter(owner=person, pk=Cast(OuterRef("object_id"), IntegerField()))
    states = WorkflowState.objects.filter(
        Exists(mine) | Q(requested_by=person),
        base_content_type=ContentType.objects.get_for_model(Page),
        status=WorkflowState.STATUS_NEEDS_CHANGES,
    ).select_related("current_task_state__finished_by")
    states = list(states.order_by("-current_task_state__finished_at", "-pk")[:limit])
    pages = _pages_of(states)
    return [
        Task(
            why=Why.CHANGES,
            headline=page.get_admin_display_title(),
            section=_section_of(page, sections),
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            at=last.finished_at if last else None,
            who=_name(last.finished_by) if last else "",
            said=last.comment if last else "",
        )
        for state in states
        if (page := pages.get(int(state.object_id))) and page.permissions_for_user(person).can_edit()
        for last in [state.current_task_state]
    ]


def _comments(person: User, *, sections: Mapping[str, str]) -> list[Task]:
    """Of each story the newest word that nobody has resolved."""
    notices = open_threads_of(person, limit=_MOST_THREADS)
    newest = {notice.story_id: notice for notice in reversed(notices)}
    stories = StoryPage.objects.in_bulk(newest)
    return [
        Task(
            why=Why.COMMENT,
            headline=story.get_admin_display_title(),
            section=_section_of(story, sections),
            url=address_of(notice),
            at=notice.made_at,
            who=_name(notice.actor),
            said=notice.text,
        )
        for notice in sorted(newest.values(), key=lambda notice: notice.made_at, reverse=True)
        if (story := stories.get(notice.story_id)) and story.permissions_for_user(person).can_edit()
    ]


def _drafts(person: User, *, sections: Mapping[str, str], limit: int) -> list[Task]:
    """What somebody began and nobody else has to act on: neither scheduled nor in a workflow."""
    kind = ContentType.objects.get_for_model(StoryPage)
    in_workflow = WorkflowState.objects.active().filter(content_type=kind).values_list("object_id", flat=True)
    scheduled = Revision.objects.filter(content_type=kind, approved_go_live_at__isnull=False)
    elsewhere = {int(pk) for pk in [*in_workflow, *scheduled.values_list("object_id", flat=True)]}
    drafts = StoryPage.objects.filter(owner=person, withdrawn_at__isnull=True)
    drafts = drafts.filter(Q(live=False) | Q(has_unpublished_changes=True)).exclude(pk__in=elsewhere)
    drafts = drafts.filter(latest_revision__isnull=False).order_by("-latest_revision_created_at", "-pk")
    return [
        Task(
            why=Why.DRAFT,
            headline=story.get_admin_display_title(),
            section=_section_of(story, sections),
            url=reverse("wagtailadmin_pages:edit", args=[story.pk]),
            at=story.latest_revision_created_at,
        )
        for story in drafts[:limit]
    ]


def _pages_of(states: object) -> dict[int, Page]:
    pages: dict[int, Page] = Page.objects.in_bulk([int(state.object_id) for state in states])  # type: ignore[attr-defined]
    return pages


def _section_of(page: Page, sections: Mapping[str, str]) -> str:
    return sections.get(page.path[: -Page.steplen], "")


def _name(person: User | None) -> str:
    return person.display_name if person else ""
