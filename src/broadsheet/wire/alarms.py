"""Raising an alarm and acknowledging it."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext, override

from broadsheet.accounts.journal import tell
from broadsheet.stories.models import StoryPage
from broadsheet.wire.models import Acknowledgement, Alarm, Source, WireItem
from broadsheet.wire.sentences import KEPT_IN


class AlreadyAcknowledgedError(Exception):
    """Somebody saw to this alarm before."""


class NotAcknowledgedError(Exception):
    """Nobody has seen to this alarm, or somebody took it back before."""


def raise_alarm(item: WireItem, *, kind: Alarm.Kind, text: str, now: datetime, story: StoryPage | None = None) -> Alarm:
    """Raise an alarm on the ruling revision of an item, once however often this is called."""
    alarm, _ = Alarm.objects.get_or_create(
        item=item, kind=kind, revision=item.current, story=story, defaults={"text": text, "made_at": now}
    )
    return alarm


def raise_source_alarm(source: Source, *, kind: Alarm.Kind, text: str, now: datetime) -> Alarm:
    """Raise an alarm on a source; while one of its kind is open there is no second."""
    alarm, _ = Alarm.objects.get_or_create(
        source=source, kind=kind, acknowledged_at=None, defaults={"text": text, "made_at": now}
    )
    return alarm


def end_source_alarm(source: Source, *, kind: Alarm.Kind, text: str, now: datetime) -> None:
    """Take an alarm off the desk since its cause is gone: nobody acknowledged it, and its text says what happened."""
    opened = Alarm.objects.filter(source=source, kind=kind, acknowledged_at__isnull=True)
    opened.update(acknowledged_at=now, text=Concat(F("text"), Value(f" {text}")))


@transaction.atomic
def acknowledge(alarm: Alarm, *, by: AbstractBaseUser, now: datetime, note: str = "") -> None:
    """
    Take an alarm off the desk; it stays in the history under this name.

    :raises AlreadyAcknowledgedError: if somebody did so before
    """
    changed = Alarm.objects.filter(pk=alarm.pk, acknowledged_at__isnull=True).update(
        acknowledged_at=now, acknowledged_by=by
    )
    if not changed:
        raise AlreadyAcknowledgedError(gettext("Somebody acknowledged this alarm already."))
    Acknowledgement.objects.create(alarm=alarm, made_at=now, made_by_id=by.pk, note=note[:500])
    _tell(alarm, "broadsheet.acknowledged", by=by, note=note)


@transaction.atomic
def acknowledge_all(alarms: QuerySet[Alarm], *, by: AbstractBaseUser, now: datetime, note: str = "") -> int:
    """Take all of these that are still open off the desk; give how many were."""
    opened = list(alarms.filter(acknowledged_at__isnull=True).select_for_update(of=("self",)).order_by("pk"))
    for alarm in opened:
        acknowledge(alarm, by=by, now=now, note=note)
    return len(opened)


@transaction.atomic
def take_back_acknowledgement(alarm: Alarm, *, by: AbstractBaseUser, now: datetime) -> None:
    """
    Put an alarm back on the desk; that it was acknowledged, and by whom, stays in its history.

    :raises NotAcknowledgedError: if it stands there already
    """
    changed = Alarm.objects.filter(pk=alarm.pk, acknowledged_at__isnull=False).update(
        acknowledged_at=None, acknowledged_by=None
    )
    if not changed:
        raise NotAcknowledgedError(gettext("This alarm is open already."))
    alarm.acknowledgements.filter(undone_at__isnull=True).update(undone_at=now, undone_by_id=by.pk)
    _tell(alarm, "broadsheet.alarm_reopened", by=by)


def _tell(alarm: Alarm, action: str, *, by: AbstractBaseUser, note: str = "") -> None:
    about: WireItem | Source | Alarm = alarm.item or alarm.source or alarm
    with override(KEPT_IN):
        tell(about, action, by=by, reason=note[:500], changes=[("alarm", "", alarm.get_kind_display())])
