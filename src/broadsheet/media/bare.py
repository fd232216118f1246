"""Wagtail's filters applied in the darkroom, their output without what a camera wrote into the original."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import AbstractImage, Filter, SourceImageIOError

from broadsheet.media.darkroom import DarkroomError, darkroom
from broadsheet.media.developing import TELLTALE, PictureError


class LeaveOutMetadata(FilterOperation):
    """Runs last, on a picture decoded in this process; the darkroom does the same. Colour profiles stay."""

    def construct(self) -> None:
        """Take no arguments."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:  # noqa: ARG002  Wagtail's signature
        for name in TELLTALE:
            willow.image.info.pop(name, None)
        return willow


class BareFilter(Filter):
    """A filter like any other whose decoding happens in a child process and whose output carries no metadata."""

    @property
    def filter_operations(self) -> list[FilterOperation]:
        """The operations named in the spec, then our own."""
        return [*super().filter_operations, LeaveOutMetadata("bare")]

    @contextmanager
    def get_willow_image(self, image: AbstractImage, source: Any = None) -> Iterator[Any]:
        """
        What Wagtail's filter works on: Willow's image, here or in the darkroom.

        :raises SourceImageIOError: if the original is gone or cannot be decoded
        """
        if darkroom.here:
            with super().get_willow_image(image, source) as opened:
                yield opened
            return
        try:
            with darkroom.opened(_bytes_of(image, source)) as opened:
                yield opened
        except (PictureError, DarkroomError) as error:
            raise SourceImageIOError(f"{image.file.name}: {error}") from error


def _bytes_of(image: AbstractImage, source: Any) -> bytes:
    if source is not None:
        source.seek(0)
        return bytes(source.read())
    with image.open_file() as file:
        return bytes(file.read())
