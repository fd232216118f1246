"""Reads of people and their rights."""

from django.contrib.auth.models import Permission

from broadsheet.accounts.models import User
from broadsheet.accounts.rights import RIGHTS
from broadsheet.accounts.roles import Role


def administrators() -> tuple[str, ...]:
    """The user names of everybody who may give rights and is not shut out."""
    people = User.objects.filter(is_active=True, groups__name=Role.ADMINISTRATOR.value).order_by("username", "pk")
    return tuple(people.values_list("username", flat=True).distinct())


def superusers() -> tuple[str, ...]:
    """The user names of everybody whom no right stops."""
    people = User.objects.filter(is_active=True, is_superuser=True).order_by("username", "pk")
    return tuple(people.values_list("username", flat=True))


def missing_rights() -> dict[Role, tuple[str, ...]]:
    """What each role should have and its group has not; roles that lack nothing are left out. One query a role."""
    return {role: lacking for role in Role if (lacking := tuple(sorted(set(RIGHTS[role]) - rights_of(role))))}


def rights_of(role: Role) -> frozenset[str]:
    """What the role's group may do anywhere, as "app.codename"."""
    held = Permission.objects.filter(group__name=role.value).order_by("pk")
    return frozenset(f"{app}.{name}" for app, name in held.values_list("content_type__app_label", "codename"))
