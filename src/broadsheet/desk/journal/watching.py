"""
What is written down when a row is made, changed or deleted, whichever screen or command did it.

Only the named fields are looked at: a source that notes its last look every minute leaves no entry, and asks nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from broadsheet.accounts.journal import differences, tell
from broadsheet.accounts.models import User
from broadsheet.stories.models import AgencyCredit, Identity, SocialAccount, ThirdParty
from broadsheet.wire.models import AlarmRules, Preset, Route, Source

SECRET = ("kept secret", "another, kept secret")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A kind of row, the fields that matter with their names, and those whose values are never told."""

    model: type[Model]
    fields: tuple[str, ...]
    secrets: tuple[str, ...] = ()
    named: Callable[[Any], str] = str
    names: Mapping[str, str] = field(default_factory=dict)

    def name_of(self, attribute: str) -> str:
        known = self.names.get(attribute)
        return known or attribute.replace("_", " ")


WATCHED = (
    Watched(
        model=Source,
        fields=("name", "slug", "kind", "folder", "address", "user", "interval", "credit", "enabled", "archived_at",
                "hourly_cap", "allowed_terms", "quiet_after", "order_by"),
        secrets=("token_digest", "locked_secret"),
        names={"enabled": "switched on", "token_digest": "push token", "archived_at": "archived",
               "locked_secret": "password or token"},
    ),
    Watched(
        model=Route,
        fields=("source_id", "section_id", "mode", "enabled", "topics", "kinds", "languages", "least_urgency",
                "hours_from", "hours_to", "in_latest"),
        names={"enabled": "switched on", "source_id": "source", "section_id": "section"},
    ),
    Watched(
        model=Preset,
        fields=("name", "asked", "owner_id", "deleted_at"),
        names={"owner_id": "owner (nothing: shared with everybody)"},
    ),
    Watched(
        model=AlarmRules,
        fields=("emails", "webhook", "kinds"),
        secrets=("webhook_turn",),
        named=lambda _: "Who is told of alarms",
        names={"webhook_turn": "secret of the webhook"},
    ),
    Watched(
        model=User,
        fields=("username", "email", "first_name", "last_name", "is_active", "is_superuser"),
        secrets=("password",),
        named=lambda person: str(person.get_username()),
    ),
    Watched(model=Group, fields=("name",)),
    Watched(
        model=Identity,
        fields=("motto", "logo_id", "dark_logo_id", "accent", "dark_accent", "imprint", "contact", "menu_order"),
        names={"logo_id": "logo", "dark_logo_id": "logo on dark pages", "accent": "accent colour",
               "dark_accent": "accent colour on dark pages", "contact": "contact address",
               "menu_order": "sections in the menu, by number"},
    ),
    Watched(model=SocialAccount, fields=("name", "address")),
    Watched(model=ThirdParty, fields=("name", "host", "scripts", "connections", "pictures", "frames", "script")),
    Watched(
        model=AgencyCredit,
        fields=("told", "written", "address"),
        names={"told": "agency", "written": "credit as readers see it", "address": "links to"},
    ),
)  # fmt: skip


def connect() -> None:
    for watched in WATCHED:
        _watch(watched)
    for model in (GroupPagePermission, GroupCollectionPermission):
        post_save.connect(_right_given, sender=model, dispatch_uid=f"journal_given_{model.__name__}")
        post_delete.connect(_right_taken, sender=model, dispatch_uid=f"journal_taken_{model.__name__}")


def _watch(watched: Watched) -> None:
    looked_at = {*watched.fields, *watched.secrets}

    def remember(instance: Model, raw: bool = False, update_fields: Any = None, **_: Any) -> None:
        if raw or instance.pk is None or (update_fields is not None and not looked_at.intersection(update_fields)):
            return
        rows = watched.model._default_manager.filter(pk=instance.pk)  # noqa: SLF001  every model has it
        instance.__dict__["_journal_before"] = rows.values(*looked_at).first()

    def compare(instance: Model, created: bool, raw: bool = False, **_: Any) -> None:
        before = instance.__dict__.pop("_journal_before", None)
        if raw:
            return
        if created or before is None:
            if created:
                tell(instance, "broadsheet.made", title=watched.named(instance))
            return
        if changes := _changes(watched, before, instance):
            tell(instance, "broadsheet.changed", title=watched.named(instance), changes=changes)

    def gone(instance: Model, **_: Any) -> None:
        tell(instance, "broadsheet.deleted", title=watched.named(instance))

    name = watched.model.__name__
    pre_save.connect(remember, sender=watched.model, weak=False, dispatch_uid=f"journal_remember_{name}")
    post_save.connect(compare, sender=watched.model, weak=False, dispatch_uid=f"journal_compare_{name}")
    post_delete.connect(gone, sender=watched.model, weak=False, dispatch_uid=f"journal_gone_{name}")


def _changes(watched: Watched, before: Mapping[str, Any], instance: Model) -> list[tuple[str, str, str]]:
    after = {name: getattr(instance, name) for name in before}
    told = differences(before, after, names={name: watched.name_of(name) for name in watched.fields})
    secret = [name for name in watched.secrets if before[name] != after[name]]
    return [*told, *((watched.name_of(name), *SECRET) for name in secret)]


def _right_given(instance: Any, created: bool, raw: bool = False, **_: Any) -> None:
    if created and not raw:
        tell(instance.group, "broadsheet.rights_changed", changes=[("right", "nothing", _right(instance))])


def _right_taken(instance: Any, **_: Any) -> None:
    group = Group.objects.filter(pk=instance.group_id).first()
    if group is not None:
        tell(group, "broadsheet.rights_changed", changes=[("right", _right(instance), "nothing")])


def _right(given: Any) -> str:
    where = given.page.title if isinstance(given, GroupPagePermission) else given.collection.name
    return f"{given.permission.name} in {where}"
