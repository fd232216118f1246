"""Reads of media."""

from datetime import datetime

from django.db.models import Q

from broadsheet.media.models import WantedFiles


def next_wanted_files(now: datetime) -> WantedFiles | None:
    """The newest picture that waits for its smaller files and may be tried now; killed ones wait for nothing."""
    due = WantedFiles.objects.filter(Q(not_before=None) | Q(not_before__lte=now), picture__killed_at=None)
    return due.select_related("picture").order_by("attempts", "-picture_id", "pk").first()
