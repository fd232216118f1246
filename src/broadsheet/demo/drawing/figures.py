"""People as silhouettes: few lines, a clear gesture."""

import math
from collections.abc import Sequence

from broadsheet.demo.drawing.printing import KEY, PAPER, WARM, Point, Sheet, Tone


def person(sheet: Sheet, x: float, y: float, height: float, *, tone: Tone = KEY, stride: float = 0.0) -> None:
    """Somebody standing with the feet on `y`; `stride` from -1 to 1 sets the legs apart."""
    head = height * 0.085
    sheet.disc(x, y - height + head, head, tone)
    sheet.polygon(
        (
            (x - height * 0.055, y - height * 0.82),
            (x + height * 0.055, y - height * 0.82),
            (x + height * 0.135, y - height * 0.76),
            (x + height * 0.12, y - height * 0.36),
            (x - height * 0.12, y - height * 0.36),
            (x - height * 0.135, y - height * 0.76),
        ),
        tone,
    )
    swing = height * 0.16 * stride
    for side in (-1, 1):
        foot = x + side * height * 0.06 + side * swing
        sheet.stroke(((x + side * height * 0.055, y - height * 0.4), (foot, y - 4)), tone, width=height * 0.09)


def limbs(sheet: Sheet, x: float, y: float, size: float, *lines: Sequence[Point], tone: Tone = KEY) -> None:
    """Arms and legs of a figure in motion, as lines in units of its size around (x, y)."""
    for line in lines:
        points = [(x + across * size, y + down * size) for across, down in line]
        sheet.stroke(points, tone, width=size * 0.1)


def bust(sheet: Sheet, x: float, y: float, size: float, *, tone: Tone = KEY) -> None:
    """Head and shoulders in profile, looking to the left, hair tied back; `y` is the lower edge."""
    face = (
        (0.10, -1.62), (-0.14, -1.60), (-0.30, -1.50), (-0.36, -1.36), (-0.36, -1.24), (-0.47, -1.08),
        (-0.37, -1.04), (-0.40, -0.96), (-0.35, -0.92), (-0.38, -0.85), (-0.33, -0.76), (-0.20, -0.72),
        (-0.11, -0.74), (-0.12, -0.52), (-0.42, -0.40), (-0.70, -0.24), (-0.80, 0.02), (0.92, 0.02),
        (0.86, -0.26), (0.62, -0.42), (0.36, -0.52), (0.28, -0.80), (0.38, -1.06), (0.40, -1.32), (0.28, -1.54),
    )  # fmt: skip
    sheet.polygon([(x + across * size, y + down * size) for across, down in face], tone)
    sheet.disc(x + size * 0.5, y - size * 1.22, size * 0.16, tone)


def placard(sheet: Sheet, x: float, y: float, size: float, *, tone: Tone, lines: int = 2) -> None:
    """A board on a stick, held from below at (x, y), with words that nobody can read."""
    lean = sheet.chance.uniform(-0.14, 0.14)
    corners = ((-0.55, -1.75), (0.55, -1.75), (0.55, -1.0), (-0.55, -1.0))
    sheet.stroke(((x, y), _turned(x, y, (0, -1.1), size, lean)), KEY, width=size * 0.07)
    sheet.polygon([_turned(x, y, corner, size, lean) for corner in corners], tone)
    for line in range(lines):
        level = -1.58 + 0.24 * line
        ends = [_turned(x, y, (side, level), size, lean) for side in (-0.4, sheet.chance.uniform(0.1, 0.4))]
        sheet.stroke(ends, KEY if tone == PAPER else PAPER, width=size * 0.09)


def crowd(
    sheet: Sheet, y: float, *, number: int, height: float, tone: Tone = KEY, left: float = 0, right: float = 1600
) -> None:
    """Heads and shoulders side by side."""
    for place in range(number):
        x = left + (right - left) * (place + 0.5) / number + sheet.chance.uniform(-14, 14)
        tall = height * sheet.chance.uniform(0.86, 1.1)
        sheet.disc(x, y - tall, height * 0.2, tone)
        sheet.rounded(x - height * 0.33, y - tall * 0.8, height * 0.66, tall, radius=height * 0.28, tone=tone)


def rider(sheet: Sheet, x: float, y: float, size: float, *, shirt: Tone = WARM) -> None:
    """A racing cyclist going right, wheels on `y`."""
    wheel = size * 0.33
    for hub in (-0.5, 0.5):
        sheet.arc(x + hub * size, y - wheel, wheel, start=0, end=360, tone=KEY, width=size * 0.035)
    saddle, bar, crank = (
        (x - size * 0.26, y - size * 0.86),
        (x + size * 0.4, y - size * 0.86),
        (x - size * 0.04, y - wheel),
    )
    for line in (
        ((x - size * 0.5, y - wheel), crank, bar, saddle, crank),
        ((x + size * 0.5, y - wheel), bar),
        ((x - size * 0.5, y - wheel), saddle),
    ):
        sheet.stroke(line, KEY, width=size * 0.04)
    hip, shoulder = (x - size * 0.26, y - size * 0.98), (x + size * 0.22, y - size * 1.3)
    sheet.stroke((hip, (x + size * 0.1, y - size * 0.68), (x - size * 0.02, y - size * 0.2)), KEY, width=size * 0.13)
    sheet.stroke((hip, shoulder), shirt, width=size * 0.26)
    sheet.stroke((shoulder, (x + size * 0.3, y - size * 1.0), bar), KEY, width=size * 0.08)
    sheet.disc(x + size * 0.42, y - size * 1.43, size * 0.13, KEY)


def _turned(x: float, y: float, point: Point, size: float, lean: float) -> Point:
    across, down = point
    return (
        x + size * (across * math.cos(lean) - down * math.sin(lean)),
        y + size * (across * math.sin(lean) + down * math.cos(lean)),
    )
