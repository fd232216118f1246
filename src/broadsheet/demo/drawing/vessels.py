"""Ships, boats and what stands at a harbour."""

from broadsheet.demo.drawing.printing import COOL, DARK, KEY, PAPER, WARM, Point, Sheet, Tone


def ferry(sheet: Sheet, x: float, y: float, length: float, *, hull: Tone = KEY, funnel: Tone = WARM) -> None:
    """A passenger ship going left, waterline on `y`."""
    unit = length / 100
    _shape(sheet, x, y, unit, ((0, -11), (100, -10), (97, 0), (6, 0)), hull)
    _shape(sheet, x, y, unit, ((4, -13), (100, -13), (100, -10), (1, -10.8)), WARM)
    for deck, (left, right) in enumerate(((8, 97), (14, 93), (24, 80))):
        top = -13 - 5 * (deck + 1)
        _shape(sheet, x, y, unit, ((left + 2, top), (right, top), (right, top + 5.2), (left, top + 5.2)), PAPER)
        pitch = 4.2
        for window in range(int((right - left - 8) / pitch)):
            at = left + 5 + window * pitch
            _shape(
                sheet, x, y, unit, ((at, top + 1.6), (at + 2.2, top + 1.6), (at + 2.2, top + 3.6), (at, top + 3.6)), KEY
            )
        _shape(sheet, x, y, unit, ((left, top + 4.9), (right, top + 4.9), (right, top + 5.4), (left, top + 5.4)), COOL)
    _shape(sheet, x, y, unit, ((28, -32), (37, -32), (38, -28), (26, -28)), KEY)
    _shape(sheet, x, y, unit, ((62, -40), (72, -40), (74, -28), (60, -28)), funnel)
    _shape(sheet, x, y, unit, ((61.4, -36), (73, -36), (73.3, -33.6), (61.2, -33.6)), PAPER)
    sheet.stroke(((x + 32 * unit, y - 32 * unit), (x + 32 * unit, y - 42 * unit)), KEY, width=max(2.0, unit * 0.6))


def cargo_ship(sheet: Sheet, x: float, y: float, length: float, *, hull: Tone = DARK) -> None:
    """A container ship going left, waterline on `y`."""
    unit = length / 100
    tones = (WARM, KEY, COOL, PAPER, (90, 0, 255))
    for column in range(17):
        stack = sheet.chance.randrange(3, 7) if column % 6 else sheet.chance.randrange(2, 4)
        for row in range(stack):
            left, top = 10 + column * 4.2, -9 - (row + 1) * 2.6
            corners = ((left, top), (left + 4, top), (left + 4, top + 2.4), (left, top + 2.4))
            _shape(sheet, x, y, unit, corners, sheet.chance.choice(tones))
    _shape(sheet, x, y, unit, ((83, -32), (92, -32), (92, -9), (83, -9)), PAPER)
    for deck in range(5):
        _shape(
            sheet,
            x,
            y,
            unit,
            ((83, -30 + deck * 4), (92, -30 + deck * 4), (92, -28.6 + deck * 4), (83, -28.6 + deck * 4)),
            KEY,
        )
    _shape(sheet, x, y, unit, ((93, -36), (97, -36), (97, -9), (93, -9)), WARM)
    _shape(sheet, x, y, unit, ((0, -12), (9, -9.5), (100, -9.5), (98, 0), (5, 0)), hull)
    _shape(sheet, x, y, unit, ((4.2, -1.8), (98.4, -1.8), (98, 0), (5, 0)), WARM)


def trawler(sheet: Sheet, x: float, y: float, length: float, *, hull: Tone = WARM) -> None:
    """A fishing boat going left, waterline on `y`."""
    unit = length / 100
    _shape(sheet, x, y, unit, ((0, -30), (12, -22), (92, -18), (98, -22), (94, 0), (14, 0)), hull)
    _shape(sheet, x, y, unit, ((8, -5), (96, -5), (94, 0), (14, 0)), KEY)
    _shape(sheet, x, y, unit, ((24, -46), (48, -46), (50, -20), (24, -22)), PAPER)
    _shape(sheet, x, y, unit, ((21, -50), (52, -50), (52, -46), (21, -46)), KEY)
    for window in (27, 35, 42):
        _shape(sheet, x, y, unit, ((window, -42), (window + 5, -42), (window + 5, -34), (window, -34)), KEY)
    for line in (((60, -20), (60, -88)), ((60, -84), (94, -30)), ((60, -86), (4, -30)), ((60, -60), (84, -78))):
        sheet.stroke([(x + a * unit, y + b * unit) for a, b in line], KEY, width=max(2.0, unit * 1.6))


def yacht(sheet: Sheet, x: float, y: float, size: float, *, sail: Tone, lean: float = 0.18) -> None:
    """A sailing boat heeling to the right, waterline on `y`."""

    def heeled(across: float, up: float) -> Point:
        return (x + (across + up * lean) * size, y - (up - abs(across) * 0.04) * size)

    sheet.polygon((heeled(-0.42, 0.1), heeled(0.46, 0.08), heeled(0.3, -0.03), heeled(-0.3, -0.03)), KEY)
    sheet.polygon((heeled(-0.03, 1.5), heeled(-0.04, 0.2), heeled(-0.62, 0.17), heeled(-0.4, 0.7)), sail)
    sheet.polygon((heeled(0.02, 1.36), heeled(0.2, 0.7), heeled(0.48, 0.16), heeled(0.02, 0.2)), PAPER)
    sheet.stroke((heeled(0, 0.1), heeled(0, 1.52)), KEY, width=max(2.0, size * 0.025))


def crane(sheet: Sheet, x: float, y: float, height: float, *, tone: Tone = WARM) -> None:
    """A quayside container crane standing on `y`, its boom out to the left."""
    unit, thick = height / 100, max(4.0, height * 0.028)
    for line in (
        ((0, 0), (4, -58)), ((34, 0), (30, -58)), ((0, -22), (34, -22)), ((4, -58), (30, -58)),
        ((1, -24), (31, -56)), ((-62, -62), (56, -62)), ((14, -60), (17, -98)), ((22, -60), (17, -98)),
    ):  # fmt: skip
        sheet.stroke([(x + a * unit, y + b * unit) for a, b in line], tone, width=thick)
    for end in (-60, -26, 52):
        sheet.stroke(((x + 17 * unit, y - 98 * unit), (x + end * unit, y - 62 * unit)), tone, width=thick * 0.4)
    sheet.box(x + 36 * unit, y - 72 * unit, 16 * unit, 10 * unit, KEY)
    trolley = sheet.chance.uniform(-52, -20)
    for side in (-3, 3):
        sheet.stroke(
            ((x + (trolley + side) * unit, y - 62 * unit), (x + (trolley + side) * unit, y - 44 * unit)), KEY, width=2.5
        )
    sheet.box(x + (trolley - 7) * unit, y - 44 * unit, 14 * unit, 6 * unit, COOL)


def lighthouse(sheet: Sheet, x: float, y: float, height: float, *, stripe: Tone = WARM) -> None:
    """A banded tower standing on `y`."""
    base, top = height * 0.13, height * 0.085

    def half(share: float) -> float:
        return base + (top - base) * share

    for band in range(5):
        low, high = band / 5, (band + 1) / 5
        sheet.polygon(
            (
                (x - half(low), y - height * 0.8 * low),
                (x + half(low), y - height * 0.8 * low),
                (x + half(high), y - height * 0.8 * high),
                (x - half(high), y - height * 0.8 * high),
            ),
            PAPER if band % 2 else stripe,
        )
    sheet.polygon(
        ((x + half(0) * 0.35, y), (x + half(0), y), (x + top, y - height * 0.8), (x + top * 0.35, y - height * 0.8)),
        (130, 90, 60),
    )
    sheet.box(x - top * 1.5, y - height * 0.82, top * 3, height * 0.025, KEY)
    sheet.box(x - top * 0.7, y - height * 0.92, top * 1.4, height * 0.1, PAPER)
    sheet.box(x - top * 0.12, y - height * 0.92, top * 0.24, height * 0.1, KEY)
    sheet.polygon(((x - top, y - height * 0.92), (x, y - height), (x + top, y - height * 0.92)), KEY)


def _shape(  # noqa: PLR0917  a place, a scale, an outline and its tone, a hundred times above
    sheet: Sheet, x: float, y: float, unit: float, corners: tuple[Point, ...], tone: Tone
) -> None:
    sheet.polygon([(x + across * unit, y + down * unit) for across, down in corners], tone)
