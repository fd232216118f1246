"""How long raw copy is kept: agencies' licences set limits (DESIGN section 3)."""

from datetime import datetime, timedelta

import structlog

from broadsheet.wire.models import Delivery

log = structlog.get_logger(__name__)

KEPT_FOR = timedelta(days=30)
FORGOTTEN_A_STEP = 500


def forget_old_copy(now: datetime) -> bool:
    """Empty the bytes of deliveries past their time whose items no story uses; whether more wait."""
    old = Delivery.objects.filter(received_at__lt=now - KEPT_FOR).exclude(packed=b"")
    unused = old.exclude(revisions__item__uses__story__isnull=False).order_by("received_at", "pk")
    waiting = list(unused.values_list("pk", flat=True)[: FORGOTTEN_A_STEP + 1])
    forgotten = Delivery.objects.filter(pk__in=waiting[:FORGOTTEN_A_STEP]).update(packed=b"")
    if forgotten:
        log.info("wire_copy_forgotten", deliveries=forgotten)
    return len(waiting) > FORGOTTEN_A_STEP
