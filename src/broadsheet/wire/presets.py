"""Filters that people keep: their own and the newsroom's."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from broadsheet.accounts.models import User
from broadsheet.wire.models import Preset, PresetCare

MOST_PRESETS = 40  # somebody's own
LONGEST_NAME = 60
TAKEN_BACK_FOR = timedelta(days=1)


class PresetError(Exception):
    """A preset that cannot be kept so; the text is fit to show."""


class NotYoursError(PresetError):
    """Somebody else's preset, or a shared one that only chiefs change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPreset:
    """A preset as one person has it."""

    preset: Preset
    is_default: bool
    seen: int


def may_share(person: User) -> bool:
    return person.has_perm("broadsheet_wire.change_preset")


def presets_of(person: User) -> list[KeptPreset]:
    """Somebody's own and the shared presets, in the order that they gave them; those without one last."""
    cares = {care.preset_id: care for care in PresetCare.objects.filter(person=person)}
    presets = _open_to(person).order_by("pk")
    kept = [
        (cares[preset.pk].position if preset.pk in cares else None, preset.pk, _kept(preset, cares.get(preset.pk)))
        for preset in presets
    ]
    kept.sort(key=lambda one: (one[0] is None, one[0] or 0, one[1]))
    return [one[2] for one in kept]


def find_preset(key: int, *, person: User) -> Preset | None:
    """The preset of that key, if they may open it."""
    return _open_to(person).filter(pk=key).first()


def keep_preset(person: User, *, name: str, asked: str, is_shared: bool = False) -> Preset:
    """
    Keep a filter under a name; one of the same name and owner is replaced.

    :raises PresetError: if it has no name, or there are too many
    :raises NotYoursError: if it is to be shared and they may not
    """
    name = _name(name)
    if is_shared and not may_share(person):
        raise NotYoursError(_("Only chiefs share presets with the newsroom."))
    owner = None if is_shared else person
    known = Preset.objects.filter(owner=owner, name=name, deleted_at__isnull=True).first()
    if known is not None:
        known.asked = asked
        known.save(update_fields=["asked"])
        return known
    if Preset.objects.filter(owner=owner, deleted_at__isnull=True).count() >= MOST_PRESETS:
        raise PresetError(_("There are %(most)d presets already; delete one first.") % {"most": MOST_PRESETS})
    return Preset.objects.create(name=name, asked=asked, owner=owner, made_by=person)


def rename_preset(preset: Preset, *, name: str, by: User) -> None:
    """
    :raises PresetError: if the name is empty or taken
    :raises NotYoursError: if it is not theirs to change
    """
    _check(preset, by=by)
    preset.name = _name(name)
    _save(preset, fields=["name"])


def share_preset(preset: Preset, *, by: User) -> None:
    """
    Give one's own preset to the whole newsroom.

    :raises PresetError: if a shared one has its name
    :raises NotYoursError: if it is not theirs, or they may not share
    """
    _check(preset, by=by)
    if not may_share(by):
        raise NotYoursError(_("Only chiefs share presets with the newsroom."))
    preset.owner = None
    _save(preset, fields=["owner"])


def delete_preset(preset: Preset, *, by: User, now: datetime) -> None:
    """
    Take a preset away; for a day it can be taken back.

    :raises NotYoursError: if it is not theirs to change
    """
    _check(preset, by=by)
    Preset.objects.filter(deleted_at__lt=now - TAKEN_BACK_FOR).delete()
    preset.deleted_at = now
    preset.save(update_fields=["deleted_at"])
    PresetCare.objects.filter(preset=preset, is_default=True).update(is_default=False)


def take_back(preset: Preset, *, by: User) -> None:
    """
    Undo a deletion.

    :raises PresetError: if its name was given away meanwhile
    :raises NotYoursError: if it is not theirs to change
    """
    _check(preset, by=by)
    preset.deleted_at = None
    _save(preset, fields=["deleted_at"])


@transaction.atomic
def open_with(preset: Preset | None, *, person: User) -> None:
    """Open the list with a preset from now on; with all wires where it is None."""
    PresetCare.objects.filter(person=person, is_default=True).update(is_default=False)
    if preset is not None:
        PresetCare.objects.update_or_create(person=person, preset=preset, defaults={"is_default": True})


@transaction.atomic
def move_preset(preset: Preset, *, person: User, steps: int) -> None:
    """Move a preset in somebody's own order, up (negative) or down."""
    order = [kept.preset.pk for kept in presets_of(person)]
    if preset.pk not in order:
        return
    place = order.index(preset.pk)
    order.insert(max(0, min(place + steps, len(order) - 1)), order.pop(place))
    for position, key in enumerate(order):
        PresetCare.objects.update_or_create(person=person, preset_id=key, defaults={"position": position})


def note_seen(preset: Preset, *, person: User, place: int) -> None:
    """Remember the newest item that somebody was shown in a preset; never an older one than before."""
    changed = PresetCare.objects.filter(person=person, preset=preset, seen__lt=place).update(seen=place)
    if not changed:
        PresetCare.objects.get_or_create(person=person, preset=preset, defaults={"seen": place})


def _open_to(person: User) -> QuerySet[Preset]:
    return Preset.objects.filter(Q(owner=person) | Q(owner__isnull=True), deleted_at__isnull=True)


def _kept(preset: Preset, care: PresetCare | None) -> KeptPreset:
    return KeptPreset(preset=preset, is_default=bool(care and care.is_default), seen=care.seen if care else 0)


def may_change(preset: Preset, *, person: User) -> bool:
    return may_share(person) if preset.is_shared else preset.owner_id == person.pk


def _check(preset: Preset, *, by: User) -> None:
    if not may_change(preset, person=by):
        raise NotYoursError(
            _("Only chiefs change the newsroom's presets.") if preset.is_shared else _("It is not yours.")
        )


def _name(name: str) -> str:
    words = " ".join(name.split())
    if not words:
        raise PresetError(_("Give the preset a name."))
    if len(words) > LONGEST_NAME:
        raise PresetError(_("Give it a shorter name: at most %(most)d letters.") % {"most": LONGEST_NAME})
    return words


def _save(preset: Preset, *, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            preset.save(update_fields=fields)
    except IntegrityError as error:
        raise PresetError(_("There is a preset “%(name)s” already.") % {"name": preset.name}) from error
