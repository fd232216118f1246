"""What most pictures share: sky, sun, clouds, sea, hills, roofs, birds, rain."""

import math
from collections.abc import Sequence

from broadsheet.demo.drawing.printing import (
    COOL,
    DARK,
    HEIGHT,
    KEY,
    PAPER,
    WARM,
    WIDTH,
    Point,
    Sheet,
    Tone,
    tint,
)

_PALE = tint(COOL, 0.75)


def sky(sheet: Sheet, *, top: Tone = _PALE, bottom: Tone = PAPER, horizon: float = HEIGHT) -> None:
    sheet.fade(0, horizon, top, bottom)


def sun(sheet: Sheet, x: float, y: float, radius: float, *, tone: Tone = WARM) -> None:
    sheet.disc(x, y, radius, tone)


def clouds(sheet: Sheet, *, number: int, top: float, bottom: float, tone: Tone = PAPER) -> None:
    for place in range(number):
        x = WIDTH * (place + sheet.chance.uniform(0, 0.6)) / number - 60
        flat_cloud(sheet, x, sheet.chance.uniform(top, bottom), sheet.chance.uniform(190, 360), tone=tone)


def flat_cloud(sheet: Sheet, x: float, y: float, length: float, *, tone: Tone = PAPER) -> None:
    """Three bars with round ends, one upon the other."""
    height = length * 0.11
    for row, (start, share) in enumerate(((0.0, 1.0), (0.16, 0.62), (0.34, 0.3))):
        left = x + length * (start + sheet.chance.uniform(-0.05, 0.05))
        sheet.rounded(left, y - row * height * 0.92, length * share, height, radius=height / 2, tone=tone)


def sea(sheet: Sheet, y: float, *, tone: Tone = COOL, crest: Tone = PAPER, rows: int = 9) -> None:
    """Water from `y` down, with crests that grow towards the reader."""
    sheet.box(0, y, WIDTH, HEIGHT - y, tone)
    for row in range(rows):
        nearness = (row + 0.6) / rows
        level = y + (HEIGHT - y) * nearness**1.6
        for _ in range(round(9 - 4 * nearness)):
            x, length = sheet.chance.uniform(-40, WIDTH), (30 + 150 * nearness) * sheet.chance.uniform(0.5, 1.3)
            crest_at(sheet, x, level + sheet.chance.uniform(-6, 6), length, thickness=2.5 + 6 * nearness, tone=crest)


def crest_at(sheet: Sheet, x: float, y: float, length: float, *, thickness: float, tone: Tone) -> None:
    """A lens-shaped gleam on water."""
    upper = [(x + length * share, y - thickness * math.sin(math.pi * share) / 2) for share in _shares(10)]
    lower = [(x + length * share, y + thickness * math.sin(math.pi * share) / 2) for share in reversed(_shares(10))]
    sheet.polygon([*upper, *lower], tone)


def ridge(
    sheet: Sheet, y: float, *, height: float, tone: Tone, waves: float = 2.0, base: float = HEIGHT
) -> Sequence[Point]:
    """A line of rounded hills whose feet stand at `base`; gives its outline from left to right."""
    phases = [sheet.chance.uniform(0, 2 * math.pi) for _ in range(3)]
    outline = []
    for step in range(81):
        share = step / 80
        swing = sum(
            math.sin(2 * math.pi * share * waves * part + phase) / part
            for part, phase in zip((1.0, 2.3, 4.1), phases, strict=True)
        )
        outline.append((WIDTH * share, y - height * swing / 2.2))
    sheet.polygon([*outline, (WIDTH, base), (0, base)], tone)
    return outline


def peak(sheet: Sheet, x: float, y: float, *, foot: float, width: float, tone: Tone, snow: Tone | None = None) -> None:
    """A pointed mountain with its top at (x, y), its right side in shadow."""
    left, right = x - width * 0.5, x + width * 0.55
    sheet.polygon(((left, foot), (x, y), (right, foot)), tone)
    knee = (x + width * 0.06, y + (foot - y) * 0.45)
    sheet.polygon(((x, y), right_of := (right, foot), (x - width * 0.04, foot), knee), _darker(tone))
    if snow is not None:
        drop = (foot - y) * 0.3
        sheet.polygon(
            (
                (x, y),
                (x + (right_of[0] - x) * 0.3, y + drop),
                (x + width * 0.06, y + drop * 0.75),
                (x, y + drop * 1.15),
                (x - width * 0.06, y + drop * 0.8),
                (x + (left - x) * 0.3, y + drop),
            ),
            snow,
        )


def house(sheet: Sheet, x: float, y: float, width: float, height: float, *, wall: Tone, roof: Tone) -> None:
    """A gabled house standing on `y`, with lit windows."""
    sheet.box(x, y - height, width, height, wall)
    sheet.polygon(
        ((x - width * 0.06, y - height), (x + width / 2, y - height - width * 0.55), (x + width * 1.06, y - height)),
        roof,
    )
    rows = max(1, round(height / 75))
    for row in range(rows):
        for column in (0.2, 0.58):
            if sheet.chance.random() < 0.8:
                sheet.box(x + width * column, y - height + 18 + row * 70, width * 0.2, 34, _window(sheet, wall))


def street(sheet: Sheet, y: float, *, left: float = 0, right: float = WIDTH, size: float = 1.0) -> None:
    """A row of gabled houses from left to right, in alternating colours."""
    walls = (tint(WARM, 0.9), PAPER, tint(COOL, 0.9), (70, 0, 255), tint(WARM, 0.45))
    x, number = left, sheet.chance.randrange(5)
    while x < right:
        width, height = sheet.chance.uniform(85, 130) * size, sheet.chance.uniform(130, 260) * size
        house(sheet, x, y, width, height, wall=walls[number % 5], roof=KEY if number % 2 else DARK)
        x, number = x + width + 4, number + 1


def skyline(sheet: Sheet, y: float, *, tone: Tone, height: float = 120) -> None:
    """Roofs and towers of a city far away."""
    x = -10.0
    while x < WIDTH:
        width, tall = sheet.chance.uniform(34, 90), sheet.chance.uniform(0.35, 1.0) * height
        sheet.box(x, y - tall, width + 1, tall, tone)
        if sheet.chance.random() < 0.45:
            sheet.polygon(((x, y - tall), (x + width / 2, y - tall - width * 0.6), (x + width, y - tall)), tone)
        x += width


def gulls(sheet: Sheet, *, number: int, top: float, bottom: float, tone: Tone = KEY) -> None:
    for _ in range(number):
        gull(
            sheet,
            sheet.chance.uniform(120, WIDTH - 120),
            sheet.chance.uniform(top, bottom),
            sheet.chance.uniform(14, 34),
            tone=tone,
        )


def gull(sheet: Sheet, x: float, y: float, span: float, *, tone: Tone = KEY) -> None:
    sheet.polygon(
        (
            (x - span, y - span * 0.34),
            (x - span * 0.35, y - span * 0.36),
            (x, y),
            (x + span * 0.35, y - span * 0.4),
            (x + span, y - span * 0.3),
            (x + span * 0.36, y - span * 0.22),
            (x, y + span * 0.18),
            (x - span * 0.36, y - span * 0.2),
        ),
        tone,
    )


def rain(sheet: Sheet, *, number: int = 170, tone: Tone = PAPER, slant: float = 0.32, top: float = 0) -> None:
    for _ in range(number):
        x, y = sheet.chance.uniform(-100, WIDTH + 200), sheet.chance.uniform(top, HEIGHT)
        length = sheet.chance.uniform(30, 90)
        sheet.stroke(((x, y), (x - length * slant, y + length)), tone, width=2.5)


def tree(sheet: Sheet, x: float, y: float, height: float, *, tone: Tone, bare: bool = False) -> None:
    """A tree standing on `y`; a bare one is all twigs."""
    sheet.stroke(((x, y), (x, y - height * 0.6)), KEY if bare else tone, width=height * 0.06)
    if not bare:
        sheet.oval(x, y - height * 0.66, height * 0.26, height * 0.34, tone)
        return
    for angle in (-0.9, -0.5, -0.15, 0.2, 0.55, 0.95):
        start = y - height * sheet.chance.uniform(0.35, 0.6)
        reach = height * sheet.chance.uniform(0.3, 0.42)
        sheet.stroke(
            ((x, start), (x + reach * math.sin(angle), start - reach * math.cos(angle))), KEY, width=height * 0.03
        )


def _shares(steps: int) -> list[float]:
    return [step / steps for step in range(steps + 1)]


def _darker(tone: Tone) -> Tone:
    return (min(255, tone[0] + 90), tone[1], tone[2])


def _window(sheet: Sheet, wall: Tone) -> Tone:
    if wall == PAPER:
        return KEY
    return PAPER if sheet.chance.random() < 0.7 else KEY
