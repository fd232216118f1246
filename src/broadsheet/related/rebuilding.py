"""
How far a new index is, for somebody who watches.

Whoever watches may be killed at any moment: the orders are rows, and whoever works them off goes on.
"""

from collections.abc import Callable

from django.db.models import Count, Q

from broadsheet.related.models import IndexOrder, Stage

STEPS_A_STORY = 2  # indexed, then related


def steps_left() -> int:
    """How much of what was ordered for the archive is to be done; what failed is tried later, and not waited for."""
    waiting = IndexOrder.objects.filter(attempts=0).aggregate(
        fill=Count("pk", filter=Q(stage=Stage.FILL)), relate=Count("pk", filter=Q(stage=Stage.RELATE))
    )
    return int(STEPS_A_STORY * waiting["fill"] + waiting["relate"])


def watch(*, total: int, told: Callable[[int], None], go_on: Callable[[], bool]) -> None:
    """
    Tell how many of `total` steps are done until all are, or `go_on` says that there is nothing more to do.

    `go_on` works off some of them, or waits while another process does.
    """
    while left := steps_left():
        told(max(0, total - left))
        if not go_on():
            return
    told(total)
