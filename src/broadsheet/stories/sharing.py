"""Giving a story to others to read before it is published: chosen by whoever may edit it, kept in its history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from wagtail.log_actions import log

from broadsheet.accounts.models import User
from broadsheet.stories.locking import lock_pages
from broadsheet.stories.models import StoryPage
from broadsheet.stories.shares import Share

_One = TypeVar("_One")
EVERYBODY = gettext_noop("the whole newsroom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Who may read a story before it is published, beside those who may edit it."""

    everybody: bool = False
    groups: Sequence[Group] = ()
    people: Sequence[User] = ()

    def names(self) -> list[str]:
        """What they are called in a story's history, the whole newsroom first."""
        groups = sorted(group.name for group in self.groups)
        people = sorted(person.display_name for person in self.people)
        return [*([EVERYBODY] if self.everybody else []), *groups, *people]


def readers_of(story: StoryPage) -> Readers:
    shares = list(story.shares.select_related("group", "person").order_by("pk"))
    return Readers(
        everybody=any(share.group is None and share.person is None for share in shares),
        groups=[share.group for share in shares if share.group is not None],
        people=[share.person for share in shares if share.person is not None],
    )


@transaction.atomic
def share_story(story: StoryPage, *, readers: Readers, by: User) -> bool:
    """
    Let exactly these read the story before it is published; whether that is a change.

    :raises PermissionDenied: if `by` may not edit the story
    """
    if not story.permissions_for_user(by).can_edit():
        raise PermissionDenied("You may not edit this story.")
    lock_pages([story.pk])
    before, after = readers_of(story).names(), readers.names()
    if before == after:
        return False
    story.shares.all().delete()
    Share.objects.bulk_create(_rows(story, readers))
    log(story, "broadsheet.share", user=by, data={"before": before, "after": after})
    return True


def sharing_in_words(story: StoryPage) -> str:
    """Who else may read it: "the whole newsroom", or names; empty where nobody."""
    return in_words(readers_of(story).names())


def in_words(names: Iterable[str]) -> str:
    """Names as a history keeps them, for whoever reads it now."""
    return ", ".join(gettext(name) if name == EVERYBODY else name for name in names)


def _rows(story: StoryPage, readers: Readers) -> Iterable[Share]:
    if readers.everybody:
        yield Share(story=story)
    yield from (Share(story=story, group=group) for group in _once(readers.groups))
    yield from (Share(story=story, person=person) for person in _once(readers.people))


def _once(several: Sequence[_One]) -> Iterable[_One]:
    return dict.fromkeys(several)
