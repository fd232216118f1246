"""Cutting a part out of a picture as one of Wagtail's image operations: "cut-LEFT-TOP-WIDTH-HEIGHT"."""

from typing import Any

from wagtail.images.image_operations import ImageTransform, TransformOperation
from wagtail.images.rect import Rect

from broadsheet.media.cropping import Part


class CutOperation(TransformOperation):
    def construct(self, left: str, top: str, width: str, height: str) -> None:
        self.part = Part(left=int(left), top=int(top), width=int(width), height=int(height))

    def run(self, transform: ImageTransform, image: Any) -> ImageTransform:  # noqa: ARG002  Wagtail's signature
        return transform.crop(Rect(self.part.left, self.part.top, self.part.right, self.part.bottom))


def cut_of(part: Part) -> str:
    """The operation that cuts that part, as a filter's spec names it."""
    return f"cut-{part.left}-{part.top}-{part.width}-{part.height}"
