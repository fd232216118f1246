"""Writes: the roles of a newsroom and the people in them."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission

from broadsheet.accounts.journal import tell
from broadsheet.accounts.models import User
from broadsheet.accounts.rights import COLLECTION_RIGHTS, RIGHTS
from broadsheet.accounts.roles import Role
from broadsheet.accounts.sessions import end_sessions


class AccountsError(Exception):
    """Somebody who cannot be made; the text says why and the way out."""


@transaction.atomic
def found_roles() -> dict[Role, Group]:
    """Make the four groups with their rights on everything but pages; run again, it brings them up to date."""
    groups = {role: Group.objects.get_or_create(name=role.value)[0] for role in Role}
    for role, group in groups.items():
        group.permissions.set(_permissions(RIGHTS[role]))
        _grant_files(group, _permissions(COLLECTION_RIGHTS[role]))
    _drop_wagtails_own_groups()
    return groups


@transaction.atomic
def make_person(
    username: str,
    *,
    name: str,
    email: str,
    password: str,
    role: Role,
    sections: Sequence[str] = (),
) -> User:
    """
    Make somebody who can sign in, with a role; `sections` names those that a section editor edits.

    :raises AccountsError: if the name is taken, the password too weak, name or address of no usable form, or sections
        are given to another role
    """
    if sections and role is not Role.SECTION_EDITOR:
        raise AccountsError(f"only section editors are given sections; {role.value} have rights of their own")
    if User.objects.filter(username__iexact=username).exists():
        raise AccountsError(f"there is somebody with the user name {username!r} already")
    first, _, last = name.strip().rpartition(" ")
    person = User(username=username, email=email, first_name=first or last, last_name=last if first else "")
    _set_password(person, password)
    _check(person)
    person.save()
    person.groups.add(*_groups_of(role, sections))
    return person


@transaction.atomic
def give_password(person: User, *, password: str) -> None:
    """
    Give somebody another password; all their sessions end with the old one.

    :raises AccountsError: if the password is too weak
    """
    _set_password(person, password)
    person.save(update_fields=["password"])
    end_sessions(person)
    tell(person, "broadsheet.password_given")


def section_group(title: str) -> Group:
    """The group that edits one section: "Section editors: World"; what it may do is granted by stories."""
    group, made = Group.objects.get_or_create(name=section_group_name(title))
    if made:
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def section_group_name(title: str) -> str:
    return f"{Role.SECTION_EDITOR.value}: {title}"[:150]


def _groups_of(role: Role, sections: Iterable[str]) -> list[Group]:
    found = Group.objects.filter(name=role.value).first()
    if found is None:
        raise AccountsError("the roles are not founded yet: call found_roles() first")
    return [found, *(section_group(title) for title in sections)]


def _set_password(person: User, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise AccountsError(" ".join(error.messages)) from error
    person.set_password(password)


def _check(person: User) -> None:
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as error:
        raise AccountsError(
            "; ".join(f"{name}: {' '.join(words)}" for name, words in error.message_dict.items())
        ) from error


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = dict.fromkeys(names)
    found = {f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")}
    if missing := [name for name in wanted if name not in found]:
        raise AccountsError(f"no such permission: {', '.join(missing)}; run the migrations first")
    return [found[name] for name in wanted]


def _grant_files(group: Group, permissions: Iterable[Permission]) -> None:
    root = Collection.get_first_root_node()
    for permission in permissions:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _drop_wagtails_own_groups() -> None:
    """Wagtail's migrations make "Editors" and "Moderators" with rights on every page; nobody may be left in them."""
    for group in Group.objects.filter(name__in=["Editors", "Moderators"]):
        if not group.user_set.exists():
            group.delete()
