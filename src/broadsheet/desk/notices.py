"""Reads of notices, and what their person does with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from broadsheet.accounts.models import User
from broadsheet.desk.models import Notice
from broadsheet.desk.wording import Told, told_text
from broadsheet.stories.models import StoryPage

KEPT = timedelta(days=90)
MOST_COUNTED = 99
_SWEPT_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A notice as its person may see it now; `url` is empty where the story is not theirs to open any more."""

    notice: Notice
    told: Told
    url: str


def notices_of(person: User, *, unread_alone: bool = False) -> QuerySet[Notice]:
    """Somebody's notices, the newest first."""
    notices = Notice.objects.filter(person=person).select_related("actor").order_by("-made_at", "-pk")
    return notices.filter(read_at__isnull=True) if unread_alone else notices


def unread_count(person: User) -> int:
    """How many somebody has not read, counted up to one more than is shown."""
    return Notice.objects.filter(person=person, read_at__isnull=True)[: MOST_COUNTED + 1].count()


def lines_of(notices: Sequence[Notice], *, person: User) -> list[NoticeLine]:
    """Notices in words, as far as `person` may work on their stories now; one query for all the stories."""
    stories = StoryPage.objects.in_bulk({notice.story_id for notice in notices})
    return [_line(notice, story=stories.get(notice.story_id), person=person) for notice in notices]


def told_of(notice: Notice, *, story: StoryPage | None, person: User) -> Told:
    """A notice in words; who may not work on the story reads neither its headline nor what was said of it."""
    may_know = story is not None and story.permissions_for_user(person).can_edit()
    return Told(
        event=Notice.Event(notice.event),
        who=notice.actor.display_name if notice.actor else "",
        headline=story.get_admin_display_title() if story is not None and may_know else "",
        text=told_text(notice) if may_know else "",
    )


def address_of(notice: Notice) -> str:
    """Where what it tells of is seen."""
    edit: str = reverse("wagtailadmin_pages:edit", args=[notice.story_id])
    return f"{edit}?comment={notice.comment_id}" if notice.comment_id else edit


def open_threads_of(person: User, *, limit: int) -> list[Notice]:
    """The newest notices of comments to somebody that nobody has resolved."""
    open_ones = Notice.objects.filter(person=person, comment__isnull=False, comment__resolved_at__isnull=True)
    return list(open_ones.select_related("actor").order_by("-made_at", "-pk")[:limit])


def mark_story_read(person: User, *, story_id: int, now: datetime) -> None:
    """Whoever opens a story has seen what there was to see of it."""
    Notice.objects.filter(person=person, story_id=story_id, read_at__isnull=True).update(read_at=now)


def mark_all_read(person: User, *, up_to: int, now: datetime) -> int:
    """All of somebody's that stood there when they looked, whatever came since; give how many were unread."""
    return Notice.objects.filter(person=person, pk__lte=up_to, read_at__isnull=True).update(read_at=now)


def sweep_notices(now: datetime) -> bool:
    """Drop a batch of what is older than is kept; whether more waits."""
    with transaction.atomic():
        old = list(Notice.objects.filter(made_at__lt=now - KEPT).order_by("made_at")[:_SWEPT_AT_ONCE].values_list("pk"))
        Notice.objects.filter(pk__in=[pk for (pk,) in old]).delete()
    return len(old) == _SWEPT_AT_ONCE


def _line(notice: Notice, *, story: StoryPage | None, person: User) -> NoticeLine:
    told = told_of(notice, story=story, person=person)
    return NoticeLine(notice=notice, told=told, url=address_of(notice) if told.headline else "")
