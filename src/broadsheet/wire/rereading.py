"""Reading all of a source's quarantine again after a fix, a few files at a time, whoever dies in between."""

from datetime import datetime

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from broadsheet.accounts.journal import tell
from broadsheet.accounts.models import User
from broadsheet.wire.actions import WireError, read_again
from broadsheet.wire.models import Delivery, Rereading, Source
from broadsheet.wire.pictures import PictureFinder, pictures_of

log = structlog.get_logger(__name__)

READ_A_STEP = 10


class NothingToReadError(WireError):
    """There is nothing in quarantine."""


class AlreadyReadingError(WireError):
    """The clerk is at it."""


def begin_rereading(source: Source, *, by: User | None, now: datetime) -> Rereading:
    """
    Have the clerk read everything of a source that is in quarantine now.

    :raises NothingToReadError: if there is nothing
    :raises AlreadyReadingError: if that was asked before and is not finished
    """
    waiting = _unread(source)
    last = waiting.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        raise NothingToReadError(_("Nothing of this source is in quarantine."))
    try:
        with transaction.atomic():
            reading = Rereading.objects.create(
                source=source, asked_at=now, asked_by=by, last_delivery=last, total=waiting.count()
            )
            tell(source, "broadsheet.read_again", by=by, changes=[("files", "", str(reading.total))])
            return reading
    except IntegrityError as error:
        raise AlreadyReadingError(_("Its quarantine is being read again already.")) from error


def reread_some(now: datetime) -> bool:
    """Read a few files of the oldest rereading; whether more wait."""
    reading = Rereading.objects.filter(finished_at__isnull=True).select_related("source").order_by("pk").first()
    if reading is None:
        return False
    reread(reading, most=READ_A_STEP, now=now)
    return True


def reread(reading: Rereading, *, most: int, now: datetime) -> Rereading:
    """Read up to `most` files of a rereading, and finish it where no more are left."""
    waiting = _unread(reading.source).filter(pk__gt=reading.position, pk__lte=reading.last_delivery)
    deliveries = list(waiting.select_related("source").order_by("pk")[:most])
    for delivery in deliveries:
        is_read = _read(delivery, find_picture=pictures_of(reading.source), now=now)
        Rereading.objects.filter(pk=reading.pk, position__lt=delivery.pk).update(
            position=delivery.pk, read=F("read") + int(is_read), unread=F("unread") + int(not is_read)
        )
    if len(deliveries) < most:
        Rereading.objects.filter(pk=reading.pk, finished_at__isnull=True).update(finished_at=now)
    reading.refresh_from_db()
    return reading


def _read(delivery: Delivery, *, find_picture: PictureFinder, now: datetime) -> bool:
    try:
        return not read_again(delivery, now=now, find_picture=find_picture).error
    except WireError:
        return False


def _unread(source: Source) -> QuerySet[Delivery]:
    return Delivery.objects.filter(source=source).exclude(error="")
