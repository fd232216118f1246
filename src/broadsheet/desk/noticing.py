"""
Writing notices, in the transaction of what they tell of.

Whoever did something is not told of it. The same event told again changes nothing, so that whoever writes may be run
again; what comes again and again (an agency's versions) is one row that becomes unread anew.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q
from wagtail.models import Comment, PageSubscription
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.users.models import UserProfile

from broadsheet.accounts.models import User
from broadsheet.desk.models import MailChoice, Notice
from broadsheet.stories.models import StoryPage

_MOST_TOLD = 200  # a newsroom has 2 to 200 people
_LONGEST_TEXT = 2_000
_NAMED = re.compile(r"(?<![\w.])@([\w.+-]+)")


class Again(StrEnum):
    """What the same event does to the notice of it that is there already."""

    NOTHING = "nothing"
    REWORDS = "rewords"  # a better account of what was written a moment ago
    RENEWS = "renews"  # it is news once more


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What people are to be told; `key` is the same for the same event."""

    event: Notice.Event
    story: StoryPage
    key: str
    now: datetime
    actor: User | None = None
    text: str = ""
    comment: Comment | None = None
    again: Again = Again.NOTHING


def tell(news: News, *, people: Iterable[User]) -> None:
    """Write a notice to each of these who may work on the story."""
    told = [person for person in people if _may_know(person, news)][:_MOST_TOLD]
    if not told:
        return
    by_mail = wanting_mail(told, event=news.event)
    rows = [_row(news, person=person, by_mail=person.pk in by_mail) for person in told]
    if news.again is Again.NOTHING:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        return
    fields = ["event", "text", "actor", "comment"]
    if news.again is Again.RENEWS:
        fields += ["made_at", "read_at", "mail_due_at", "mail_tries"]
    Notice.objects.bulk_create(rows, update_conflicts=True, unique_fields=["person", "key"], update_fields=fields)


def settle(*, key: str, now: datetime) -> None:
    """What was asked of several people is answered: nobody else has to look at it any more, nor is mailed."""
    Notice.objects.filter(key=key, read_at__isnull=True).update(read_at=now, mail_due_at=None)


def people_of(story: StoryPage) -> list[User]:
    """Whose story it is: who began it, and whose names stand over it."""
    people = User.objects.filter(is_active=True)
    mine = people.filter(Q(pk=story.owner_id) | Q(author__bylines__story_id=story.pk))
    return list(mine.order_by("pk").distinct())


def approvers_of(story: StoryPage) -> list[User]:
    """Who may let it out."""
    people = PagePermissionPolicy(StoryPage).users_with_permission_for_instance("publish", story)
    return list(people.filter(is_active=True).order_by("pk")[:_MOST_TOLD])


def people_of_thread(comment: Comment, *, story: StoryPage) -> list[User]:
    """Who hears of a comment: whose story it is, who spoke in the thread, and who asked Wagtail to be told."""
    asked = PageSubscription.objects.filter(page_id=story.pk, comment_notifications=True).values("user_id")
    in_thread = Q(pk=comment.user_id) | Q(comment_replies__comment_id=comment.pk) | Q(pk__in=asked)
    others = User.objects.filter(is_active=True).filter(in_thread).order_by("pk").distinct()[:_MOST_TOLD]
    return list({person.pk: person for person in [*people_of(story), *others]}.values())


def named_in(text: str) -> list[User]:
    """Who is named in a text as @user-name; a full stop after a name is the sentence's."""
    names = {name.rstrip(".-+").lower() for name in _NAMED.findall(text)}
    if not names:
        return []
    wanted = Q()
    for name in sorted(names)[:20]:
        wanted |= Q(username__iexact=name)
    return list(User.objects.filter(wanted, is_active=True).order_by("pk")[:20])


def wanting_mail(people: Iterable[User], *, event: Notice.Event) -> frozenset[int]:
    """Those of these who hear of such an event by mail, too; whoever chose nothing hears of what is usual."""
    with_address = {person.pk for person in people if person.email}
    if event in _ASKED_BY_WAGTAIL:
        refused = UserProfile.objects.filter(user_id__in=with_address, **{_ASKED_BY_WAGTAIL[event]: False})
        return frozenset(with_address - set(refused.values_list("user_id", flat=True)))
    name = _ASKED_HERE[event]
    chosen = dict(MailChoice.objects.filter(person_id__in=with_address).values_list("person_id", name))
    usual = getattr(MailChoice(), name)
    return frozenset(pk for pk in with_address if chosen.get(pk, usual))


_Event = Notice.Event
_ASKED_BY_WAGTAIL = {
    _Event.SUBMITTED: "submitted_notifications",
    _Event.APPROVED: "approved_notifications",
    _Event.PUBLISHED: "approved_notifications",
    _Event.CHANGES_ASKED: "rejected_notifications",
    _Event.COMMENTED: "updated_comments_notifications",
    _Event.MENTIONED: "updated_comments_notifications",
}
_ASKED_HERE = {
    _Event.WENT_OUT: "schedules",
    _Event.REFUSED: "schedules",
    _Event.CORRECTED: "changes",
    _Event.WITHDRAWN: "changes",
    _Event.TAKEN_OFF: "changes",
    _Event.WIRE_CHANGED: "wire",
    _Event.WIRE_WAITS: "wire",
}


def _may_know(person: User, news: News) -> bool:
    is_actor = news.actor is not None and person.pk == news.actor.pk
    return not is_actor and bool(news.story.permissions_for_user(person).can_edit())


def _row(news: News, *, person: User, by_mail: bool) -> Notice:
    return Notice(
        person=person,
        event=news.event,
        story=news.story,
        comment=news.comment,
        actor=news.actor,
        text=news.text.strip()[:_LONGEST_TEXT],
        key=news.key,
        made_at=news.now,
        mail_due_at=news.now if by_mail else None,
    )
