"""What somebody must know of a picture before using it, in a few words each."""

from datetime import datetime

from django.utils import timezone

from broadsheet.media.models import Picture


def remarks_on(picture: Picture, *, now: datetime) -> tuple[str, ...]:
    """What somebody must know before choosing it, the gravest first."""
    found = ["Killed"] if picture.killed_at is not None else []
    end = picture.usage_ends_at
    if end is not None:
        day = f"{timezone.localtime(end):%d %B %Y, %H:%M}"
        found.append(f"Right ended {day}" if end <= now else f"Until {day}")
    if not picture.credit.strip():
        found.append("No credit")
    if not picture.description.strip():
        found.append("No alt text")
    return tuple(found)
