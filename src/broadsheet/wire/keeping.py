"""How long agencies' copy is kept: their licences set limits (DESIGN section 3)."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from broadsheet.wire.listed import keep_words
from broadsheet.wire.models import Delivery, Revision, Use, WireChange, WireItem

log = structlog.get_logger(__name__)

KEPT_FOR = timedelta(days=30)
FORGOTTEN_A_STEP = 500
REVISIONS_A_STEP = 100  # each is rewritten, and the ruling one's words in the index
COPY = ("body_html", "standfirst")  # of a revision's facts; what remains tells the desk what there was


def forget_old_copy(now: datetime) -> bool:
    """
    Forget the copy that is past its time and that no story holds; whether more waits.

    What an item says stays in three places: the bytes that came, the revision read from them, and the index of words.
    """
    before = now - KEPT_FOR
    return any([_empty_deliveries(before), _empty_revisions(before, now=now), _empty_uses(before)])


def _empty_deliveries(before: datetime) -> bool:
    old = Delivery.objects.filter(received_at__lt=before).exclude(packed=b"")
    unused = old.exclude(revisions__item__uses__story__isnull=False).order_by("received_at", "pk")
    waiting = list(unused.values_list("pk", flat=True)[: FORGOTTEN_A_STEP + 1])
    forgotten = Delivery.objects.filter(pk__in=waiting[:FORGOTTEN_A_STEP]).update(packed=b"")
    if forgotten:
        log.info("wire_copy_forgotten", deliveries=forgotten)
    return len(waiting) > FORGOTTEN_A_STEP


@transaction.atomic
def _empty_revisions(before: datetime, *, now: datetime) -> bool:
    """Locks the items first: nobody may make a story of what is being forgotten."""
    old = Revision.objects.filter(received_at__lt=before, forgotten_at__isnull=True)
    waiting = list(_unused(old).order_by("received_at", "pk").values_list("pk", "item_id")[: REVISIONS_A_STEP + 1])
    if not waiting:
        return False
    doomed = waiting[:REVISIONS_A_STEP]
    items = WireItem.objects.select_for_update(of=("self",)).filter(pk__in={item for _, item in doomed}).order_by("pk")
    locked = {item.pk: item for item in items}
    revisions = list(_unused(Revision.objects.filter(pk__in=[pk for pk, _ in doomed])).order_by("pk"))
    for revision in revisions:
        revision.facts = {**revision.facts, **dict.fromkeys(COPY, "")}
        revision.forgotten_at = now
    Revision.objects.bulk_update(revisions, ["facts", "forgotten_at"])
    for revision in revisions:
        item = locked[revision.item_id]
        if item.current_id == revision.pk:
            item.current = revision
            keep_words(item)
    log.info("wire_revisions_forgotten", revisions=len(revisions))
    return len(waiting) > REVISIONS_A_STEP


def _unused(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    return revisions.filter(~Exists(Use.objects.filter(item=OuterRef("item"), story__isnull=False)))


def _empty_uses(before: datetime) -> bool:
    """A use outlives its story, but not what both said."""
    old = Use.objects.filter(story__isnull=True, made_at__lt=before).exclude(taken_words={})
    waiting = list(old.order_by("pk").values_list("pk", flat=True)[: FORGOTTEN_A_STEP + 1])
    doomed = waiting[:FORGOTTEN_A_STEP]
    if doomed:
        with transaction.atomic():
            WireChange.objects.filter(use__in=doomed).update(before={}, after={})
            Use.objects.filter(pk__in=doomed, story__isnull=True).update(taken_words={})
    return len(waiting) > FORGOTTEN_A_STEP
