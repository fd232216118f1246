"""
Which part of a picture cards show: the part that an editor chose, else the largest one around the focal point.

Every card is 3 by 2 (look, 60-fronts.css); a story shows its picture whole. Pure: sizes in, rectangles out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from broadsheet.media.errors import MediaError

CARD_RATIO = 3 / 2
_NEAR_ENOUGH = 0.01  # of the ratio: less than a pixel's row on a phone
LEAST_WIDTH = 120  # pixels of the original that a card is cut from


class CropError(MediaError):
    """A part of a picture that no card can be cut from; the text says why, fit to show to an editor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a picture in pixels of its original."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    def as_list(self) -> list[int]:
        return [self.left, self.top, self.width, self.height]


def card_part(
    *, size: tuple[int, int], focus: tuple[float, float] | None = None, chosen: Sequence[int] | None = None
) -> Part | None:
    """
    The part that cards are cut from, or None where the browser's own cut from the middle of the whole is as good.

    `focus` is the middle of what matters most, `chosen` an editor's own part.
    """
    if chosen:
        left, top, width, height = chosen
        return Part(left=left, top=top, width=width, height=height)
    if focus is None or not all(size) or abs(size[0] / size[1] - CARD_RATIO) < CARD_RATIO * _NEAR_ENOUGH:
        return None
    return largest_around(size=size, focus=focus)


def largest_around(*, size: tuple[int, int], focus: tuple[float, float]) -> Part:
    """The largest part of a card's shape inside the picture whose middle is as near to `focus` as it can be."""
    across, down = size
    width = min(across, round(down * CARD_RATIO))
    height = min(down, round(width / CARD_RATIO))
    left = round(min(max(focus[0] - width / 2, 0), across - width))
    top = round(min(max(focus[1] - height / 2, 0), down - height))
    return Part(left=left, top=top, width=width, height=height)


def checked_part(value: Any, *, size: tuple[int, int]) -> Part:
    """
    An editor's part, given as left, top, width and height.

    :raises CropError: if it is no four numbers, not inside the picture, too small or not of a card's shape
    """
    if not isinstance(value, list) or len(value) != 4 or not all(type(number) is int for number in value):  # noqa: PLR2004
        raise CropError(_("The part for cards cannot be read. Choose it again, or take it off."))
    part = Part(left=value[0], top=value[1], width=value[2], height=value[3])
    if part.width < min(LEAST_WIDTH, size[0]):
        raise CropError(_("The part for cards is too small: it needs %(least)d pixels across."), least=LEAST_WIDTH)
    if min(part.left, part.top) < 0 or part.right > size[0] or part.bottom > size[1]:
        raise CropError(_("The part for cards reaches beyond the picture. Choose it again, or take it off."))
    if abs(part.width - part.height * CARD_RATIO) > 2:  # noqa: PLR2004  pixels of rounding
        raise CropError(_("The part for cards is not 3 by 2. Choose it again, or take it off."))
    return part
