"""Takes out of renditions what a camera wrote into the original: place, device, owner."""

from typing import Any

from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter

TELLTALE = ("exif", "xmp", "photoshop", "comment", "XML:com.adobe.xmp")


class LeaveOutMetadata(FilterOperation):
    """Runs last, on the decoded picture; colour profiles stay."""

    def construct(self) -> None:
        """Take no arguments."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:  # noqa: ARG002  Wagtail's signature
        for name in TELLTALE:
            willow.image.info.pop(name, None)
        return willow


class BareFilter(Filter):
    """A filter like any other whose output carries no metadata."""

    @property
    def filter_operations(self) -> list[FilterOperation]:
        """The operations named in the spec, then our own."""
        return [*super().filter_operations, LeaveOutMetadata("bare")]
