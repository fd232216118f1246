"""Who is put into which group, and what a group may do anywhere: rows between two others."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import m2m_changed

from broadsheet.accounts.journal import tell
from broadsheet.accounts.models import User

_PUT, _TAKEN, _CLEARING = "post_add", "post_remove", "pre_clear"


def connect() -> None:
    m2m_changed.connect(_groups_of_people, sender=User.groups.through, dispatch_uid="journal_groups")
    m2m_changed.connect(_rights_of_groups, sender=Group.permissions.through, dispatch_uid="journal_permissions")


def _groups_of_people(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any) -> None:
    """The entry is the person's, from whichever side it was done."""
    if action == _CLEARING:
        others = instance.user_set.all() if reverse else instance.groups.all()
    elif action in {_PUT, _TAKEN}:
        others = (User if reverse else Group).objects.filter(pk__in=pk_set or ())
    else:
        return
    pairs = [(one, instance) if reverse else (instance, one) for one in others.order_by("pk")]
    for person, group in pairs:
        change = ("group", "nothing", group.name) if action == _PUT else ("group", group.name, "nothing")
        tell(person, "broadsheet.groups_changed", title=person.get_username(), changes=[change])


def _rights_of_groups(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any) -> None:
    if reverse or action not in {_PUT, _TAKEN, _CLEARING} or (action != _CLEARING and not pk_set):
        return
    rights = instance.permissions.all() if action == _CLEARING else Permission.objects.filter(pk__in=pk_set or ())
    if names := _names(rights):
        change = ("rights", "nothing", names) if action == _PUT else ("rights", names, "nothing")
        tell(instance, "broadsheet.rights_changed", changes=[change])


def _names(rights: Iterable[Permission]) -> str:
    return ", ".join(sorted(right.name for right in rights))
