"""Reads of media."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from broadsheet.media.finding import ENDING_WITHIN
from broadsheet.media.models import AttachedDocument, Picture, PictureRendition, Recording, WantedFiles

_FAILING_FROM = 3  # attempts; one or two are an encoder that was stopped with its clerk


def next_wanted_files(now: datetime) -> WantedFiles | None:
    """The newest picture that waits for its smaller files and may be tried now; killed ones wait for nothing."""
    due = WantedFiles.objects.filter(Q(not_before=None) | Q(not_before__lte=now), picture__killed_at=None)
    return due.select_related("picture").order_by("attempts", "-picture_id", "pk").first()


def doomed_renditions() -> QuerySet[PictureRendition]:
    """Files of killed pictures that are still to be deleted."""
    doomed: QuerySet[PictureRendition] = PictureRendition.objects.filter(image__killed_at__isnull=False)
    return doomed.order_by("pk")


def claimed_files() -> Iterator[str]:
    """Every file that should lie in the media folder, by its name there; never all in memory at once."""
    for files in (
        Picture.objects.order_by("pk"),
        PictureRendition.objects.filter(image__killed_at__isnull=True).order_by("pk"),
        AttachedDocument.objects.order_by("pk"),
        Recording.objects.order_by("pk"),
    ):
        yield from files.values_list("file", flat=True).iterator(chunk_size=1000)
    captioned = Recording.objects.exclude(captions="").order_by("pk")
    yield from captioned.values_list("captions", flat=True).iterator(chunk_size=1000)


def claimed_among(names: Collection[str]) -> set[str]:
    """Those of these names of readers' files that a row knows; for pictures' files and recordings."""
    renditions = PictureRendition.objects.filter(file__in=names).values_list("file", flat=True)
    recordings = Recording.objects.filter(file__in=names).values_list("file", flat=True)
    captions = Recording.objects.filter(captions__in=names).values_list("captions", flat=True)
    return {*renditions, *recordings, *captions}


def failing_pictures() -> list[int]:
    """Pictures whose smaller files could not be made in several tries, the oldest first."""
    failing = WantedFiles.objects.filter(attempts__gte=_FAILING_FROM, picture__killed_at=None)
    return list(failing.order_by("pk").values_list("picture_id", flat=True)[:1000])


def ending_pictures(now: datetime) -> QuerySet[Picture]:
    """Pictures whose right to use ends within thirty days or is over, the last to end first; killed ones left out."""
    ending: QuerySet[Picture] = Picture.objects.filter(killed_at__isnull=True, usage_ends_at__lte=now + ENDING_WITHIN)
    return ending.order_by("-usage_ends_at", "-pk")
