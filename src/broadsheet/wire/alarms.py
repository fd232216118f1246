"""Raising an alarm and acknowledging it."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from broadsheet.stories.models import StoryPage
from broadsheet.wire.models import Alarm, WireItem


class AlreadyAcknowledgedError(Exception):
    """Somebody saw to this alarm before."""


def raise_alarm(item: WireItem, *, kind: Alarm.Kind, text: str, now: datetime, story: StoryPage | None = None) -> Alarm:
    """Raise an alarm on the ruling revision of an item, once however often this is called."""
    alarm, _ = Alarm.objects.get_or_create(
        item=item, kind=kind, revision=item.current, story=story, defaults={"text": text, "made_at": now}
    )
    return alarm


def acknowledge(alarm: Alarm, *, by: AbstractBaseUser, now: datetime) -> None:
    """
    Take an alarm off the desk; it stays in the history under this name.

    :raises AlreadyAcknowledgedError: if somebody did so before
    """
    changed = Alarm.objects.filter(pk=alarm.pk, acknowledged_at__isnull=True).update(
        acknowledged_at=now, acknowledged_by=by
    )
    if not changed:
        raise AlreadyAcknowledgedError("Somebody acknowledged this alarm already.")
