"""
A sheet of paper and three inks: shapes go on as coverages, and come out as a small newspaper's colour print.

A tone says how much of each ink covers a shape, (key, warm, cool), 0 to 255. The key ink is a dark blue; the other two
come from the palette. Solid inks print flat, anything between prints as a halftone, and the plates sit a little off
one another, as they do on a real press.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1067
OVERSAMPLING = 2  # drawn twice as large, then reduced: smooth edges

Tone = tuple[int, int, int]
Point = tuple[float, float]
Coverage = NDArray[np.float32]

PAPER: Tone = (0, 0, 0)
KEY: Tone = (255, 0, 0)
WARM: Tone = (0, 255, 0)
COOL: Tone = (0, 0, 255)
DARK: Tone = (255, 0, 255)

_KEY_INK = (27, 42, 73)
_PAPER = (247, 240, 225)
_CELL = 12.0  # pixels from dot to dot
_ANGLES = (0.785, 0.262, 1.309)  # 45, 15 and 75 degrees, as printers set them to avoid moiré
_OFFSETS = ((0, 0), (2, -1), (-1, 2))  # pixels that each plate is off


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    warm: tuple[int, int, int]
    cool: tuple[int, int, int]


DAY = Palette(warm=(232, 92, 58), cool=(112, 178, 178))
DUSK = Palette(warm=(240, 128, 62), cool=(146, 160, 196))
STORM = Palette(warm=(222, 104, 70), cool=(104, 146, 164))
MEADOW = Palette(warm=(236, 158, 54), cool=(118, 172, 140))


def tint(tone: Tone, share: float) -> Tone:
    """A tone with that share of its inks."""
    return (round(tone[0] * share), round(tone[1] * share), round(tone[2] * share))


class Sheet:
    """What a motif draws on, in points of 1600 by 1067. Later shapes cover earlier ones."""

    def __init__(self, *, palette: Palette, seed: int) -> None:
        self.palette = palette
        self.chance = random.Random(seed)  # noqa: S311  pictures, not secrets
        size = (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)
        self._plates = Image.new("RGB", size, PAPER)
        self._draw = ImageDraw.Draw(self._plates)

    def polygon(self, points: Sequence[Point], tone: Tone) -> None:
        self._draw.polygon([_scaled(point) for point in points], fill=tone)

    def box(self, x: float, y: float, width: float, height: float, tone: Tone) -> None:
        self.polygon(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), tone)

    def rounded(self, x: float, y: float, width: float, height: float, *, radius: float, tone: Tone) -> None:
        corners = [_scaled((x, y)), _scaled((x + width, y + height))]
        self._draw.rounded_rectangle(corners, radius=radius * OVERSAMPLING, fill=tone)

    def disc(self, x: float, y: float, radius: float, tone: Tone) -> None:
        self.oval(x, y, radius, radius, tone)

    def oval(self, x: float, y: float, across: float, up: float, tone: Tone) -> None:
        corners = [_scaled((x - across, y - up)), _scaled((x + across, y + up))]
        self._draw.ellipse(corners, fill=tone)

    def stroke(self, points: Sequence[Point], tone: Tone, *, width: float) -> None:
        """A line with round joints and ends."""
        scaled = [_scaled(point) for point in points]
        self._draw.line(scaled, fill=tone, width=round(width * OVERSAMPLING), joint="curve")
        radius = width * OVERSAMPLING / 2
        if width > 3:
            for x, y in (scaled[0], scaled[-1]):
                self._draw.ellipse([(x - radius, y - radius), (x + radius, y + radius)], fill=tone)

    def arc(self, x: float, y: float, radius: float, *, start: float, end: float, tone: Tone, width: float) -> None:
        """Part of a circle, angles in degrees clockwise from three o'clock."""
        steps = max(4, round(abs(end - start) / 4))
        angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
        points = [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]
        self.stroke(points, tone, width=width)

    def fade(self, top: float, bottom: float, first: Tone, last: Tone) -> None:
        """A band over the whole width that runs from one tone to another."""
        for row in range(round(top * OVERSAMPLING), round(bottom * OVERSAMPLING)):
            mixed = _mixed(first, last, (row / OVERSAMPLING - top) / (bottom - top))
            self._draw.line([(0, row), (WIDTH * OVERSAMPLING, row)], fill=mixed)

    def fade_box(self, x: float, y: float, width: float, height: float, *, first: Tone, last: Tone) -> None:
        """A box that runs from one tone at its top to another at its foot."""
        steps = round(height / 3)
        for step in range(steps):
            mixed = _mixed(first, last, step / steps)
            self.box(x, y + height * step / steps, width, height / steps + 1, mixed)

    def printed(self) -> Image.Image:
        """The finished print."""
        plates: Coverage = np.asarray(self._plates.reduce(OVERSAMPLING), dtype=np.float32) / np.float32(255)
        inks = (_KEY_INK, self.palette.warm, self.palette.cool)
        sheet = np.empty((HEIGHT, WIDTH, 3), dtype=np.float32)
        sheet[:] = _PAPER
        for number, ink in enumerate(inks):
            plate: Coverage = _halftone(plates[:, :, number], angle=_ANGLES[number])
            plate = np.roll(plate, _OFFSETS[number], axis=(1, 0))
            absorbed = (1 - np.asarray(ink, dtype=np.float32) / 255) * 0.97
            sheet *= 1 - plate[:, :, None] * absorbed
        return Image.fromarray(sheet.astype(np.uint8), "RGB")


Motif = Callable[[Sheet], None]


def _mixed(first: Tone, last: Tone, share: float) -> Tone:
    key, warm, cool = (round(a + (b - a) * share) for a, b in zip(first, last, strict=True))
    return (key, warm, cool)


def _scaled(point: Point) -> Point:
    return (point[0] * OVERSAMPLING, point[1] * OVERSAMPLING)


def _halftone(coverage: Coverage, *, angle: float) -> Coverage:
    # Sharpened 2.6 times around the threshold: dots with soft edges, solids untouched.
    dots: Coverage = np.clip((coverage - _screen(angle)) * 2.6 + 0.5, 0, 1) * (coverage > 0.02)
    return dots


@cache
def _screen(angle: float) -> Coverage:
    """A threshold for each pixel, from 0.1 to 0.9, equally often each, in a grid of dots turned by that angle."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    across = (columns * math.cos(angle) + rows * math.sin(angle)) * (2 * math.pi / _CELL)
    down = (rows * math.cos(angle) - columns * math.sin(angle)) * (2 * math.pi / _CELL)
    wave = (np.cos(across) + np.cos(down)) / 2
    levels = np.sort(wave[::7, ::7].ravel())
    rank = np.searchsorted(levels, wave) / len(levels)
    thresholds: Coverage = (0.12 + 0.76 * rank).astype(np.float32)
    return thresholds
