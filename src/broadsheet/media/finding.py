"""What pictures are looked for by, apart from words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ENDING_WITHIN = timedelta(days=30)


class Shape(StrEnum):
    ACROSS = "across"
    UPRIGHT = "upright"
    SQUARE = "square"


class Lack(StrEnum):
    ALT_TEXT = "alt_text"
    CREDIT = "credit"


class Right(StrEnum):
    ENDED = "ended"
    ENDING = "ending"


SHAPES = ((Shape.ACROSS, _("Wider than tall")), (Shape.UPRIGHT, _("Taller than wide")), (Shape.SQUARE, _("Square")))
LACKS = ((Lack.ALT_TEXT, _("Without alt text")), (Lack.CREDIT, _("Without credit")))
RIGHTS = ((Right.ENDED, _("Right to use has ended")), (Right.ENDING, _("Ends within 30 days")))

_OF_SHAPE = {
    Shape.ACROSS: Q(width__gt=F("height")),
    Shape.UPRIGHT: Q(width__lt=F("height")),
    Shape.SQUARE: Q(width=F("height")),
}
_LACKING = {Lack.ALT_TEXT: Q(description=""), Lack.CREDIT: Q(credit="")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What pictures shall be; whatever is left out may be anything."""

    credit: str = ""
    shape: Shape | None = None
    lack: Lack | None = None
    right: Right | None = None


def is_wanted(wanted: Wanted, *, now: datetime) -> Q:
    """The condition that pictures of that kind meet."""
    condition = Q()
    if wanted.credit:
        condition &= Q(credit__icontains=wanted.credit)
    if wanted.shape:
        condition &= _OF_SHAPE[wanted.shape]
    if wanted.lack:
        condition &= _LACKING[wanted.lack]
    if wanted.right is Right.ENDED:
        condition &= Q(usage_ends_at__lte=now)
    elif wanted.right is Right.ENDING:
        condition &= Q(usage_ends_at__gt=now, usage_ends_at__lte=now + ENDING_WITHIN)
    return condition
