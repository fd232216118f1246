"""Reads of media."""

from datetime import datetime

from django.db.models import Q, QuerySet

from broadsheet.media.models import PictureRendition, WantedFiles


def next_wanted_files(now: datetime) -> WantedFiles | None:
    """The newest picture that waits for its smaller files and may be tried now; killed ones wait for nothing."""
    due = WantedFiles.objects.filter(Q(not_before=None) | Q(not_before__lte=now), picture__killed_at=None)
    return due.select_related("picture").order_by("attempts", "-picture_id", "pk").first()


def doomed_renditions() -> QuerySet[PictureRendition]:
    """Files of killed pictures that are still to be deleted."""
    doomed: QuerySet[PictureRendition] = PictureRendition.objects.filter(image__killed_at__isnull=False)
    return doomed.order_by("pk")
