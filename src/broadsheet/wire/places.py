"""
Where an item stands in the list, as one whole number: pure.

Newer is greater, no two items share one, and it can be told from the item alone: the milliseconds since 2020 at which
it last moved, then the low bits of its key. So one key orders the list, pages it, bounds a span of time and numbers the
rows of the full-text index, and none of them ever sorts.
"""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
# 41 bits of milliseconds last until 2089; keys come again after 4 million, within the same millisecond never.
_KEY_BITS = 22
_MILLISECOND = timedelta(milliseconds=1)
LAST_PLACE = 2**63 - 1


def place_of(moment: datetime, *, key: int) -> int:
    """The place of the item with that key that moved at that moment."""
    return first_place(moment) | (key & ((1 << _KEY_BITS) - 1))


def first_place(moment: datetime) -> int:
    """The lowest place of that millisecond: every item from then on stands at it or above."""
    return max((moment - _EPOCH) // _MILLISECOND, 0) << _KEY_BITS


def moment_of(place: int) -> datetime:
    """The millisecond in which an item of that place moved."""
    return _EPOCH + (place >> _KEY_BITS) * _MILLISECOND
