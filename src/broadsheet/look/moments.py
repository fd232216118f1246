"""Moments as machines read them on a page: in its elements, its Open Graph and its JSON-LD."""

from datetime import datetime


def to_the_second(moment: datetime) -> str:
    """
    A whole second in ISO 8601 with its offset.

    HTML allows three digits of a fraction at most (its "valid time string"); clocks and databases give six.
    """
    return moment.isoformat(timespec="seconds")
