"""Motifs of the country, the weather over it and the world abroad."""

import math
from itertools import pairwise

from broadsheet.demo.drawing import figures, scenery, vessels
from broadsheet.demo.drawing.printing import COOL, DARK, KEY, PAPER, WARM, WIDTH, Sheet, tint


def hills(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(WARM, 0.65), bottom=PAPER, horizon=700)
    scenery.sun(sheet, 1180, 330, 130)
    for row, tone in enumerate((tint(COOL, 0.35), tint(COOL, 0.6), COOL, (120, 0, 255), KEY)):
        outline = scenery.ridge(sheet, 470 + row * 125, height=120 - row * 10, tone=tone, waves=1.2 + row * 0.2)
        if row == 3:
            for place in range(10, 78, 9):
                x, y = outline[place]
                scenery.tree(sheet, x, y + 8, sheet.chance.uniform(70, 120), tone=KEY)
    scenery.gull(sheet, 560, 260, 170)
    scenery.gull(sheet, 850, 170, 60)


def mountains(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.85), bottom=PAPER, horizon=700)
    scenery.clouds(sheet, number=3, top=130, bottom=260)
    for x, y, width in ((250, 330, 760), (1320, 290, 860), (820, 170, 1020)):
        scenery.peak(sheet, x, y, foot=740, width=width, tone=COOL, snow=PAPER)
    scenery.ridge(sheet, 730, height=40, tone=WARM, waves=1.3)
    scenery.ridge(sheet, 830, height=46, tone=tint(WARM, 0.6), waves=0.8)
    sheet.polygon(
        ((760, 850), (800, 850), (700, 920), (900, 985), (720, 1067), (380, 1067), (640, 985), (560, 915)), COOL
    )
    for x in (1050, 1130, 1230):
        _llama(sheet, x, 960, sheet.chance.uniform(90, 120))


def volcano(sheet: Sheet) -> None:
    sheet.fade(0, 810, KEY, tint(WARM, 0.8))
    for puff in range(15):
        share = puff / 14
        x, y = 800 + 330 * share**1.5 + sheet.chance.uniform(-30, 30), 370 - 330 * share
        sheet.disc(x, y, 55 + 130 * share, (190, 0, 90) if puff % 2 else (130, 0, 60))
    sheet.polygon(((120, 800), (690, 380), (740, 400), (800, 385), (870, 402), (920, 380), (1500, 800)), KEY)
    for path in (
        ((740, 400), (700, 520), (760, 620), (650, 800)),
        ((850, 400), (900, 530), (860, 640), (1010, 800)),
        ((800, 395), (810, 560), (830, 700)),
    ):
        sheet.stroke(path, WARM, width=26)
    for _ in range(38):
        x, y = 800 + sheet.chance.gauss(0, 120), 380 - abs(sheet.chance.gauss(0, 110))
        sheet.disc(x, y, sheet.chance.uniform(3, 9), WARM)
    scenery.sea(sheet, 800, tone=DARK, crest=WARM, rows=5)
    scenery.street(sheet, 880, left=1180, right=1500, size=0.5)
    sheet.polygon(((1100, 940), (1180, 878), (1600, 870), (1600, 1067), (1000, 1067)), KEY)


def windmill(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.6), bottom=PAPER, horizon=640)
    scenery.clouds(sheet, number=4, top=110, bottom=300)
    sheet.polygon(((0, 640), (500, 600), (1600, 600), (1600, 700), (0, 720)), COOL)
    scenery.house(sheet, 230, 640, 150, 90, wall=WARM, roof=KEY)
    sheet.polygon(((1000, 620), (1200, 620), (1160, 330), (1040, 330)), KEY)
    sheet.polygon(((1030, 334), (1100, 258), (1170, 334)), WARM)
    sheet.box(1080, 540, 44, 80, PAPER)
    for blade in range(4):
        angle = math.radians(24 + blade * 90)
        tip = (1100 + 290 * math.cos(angle), 330 + 290 * math.sin(angle))
        side = (tip[0] - 62 * math.sin(angle), tip[1] + 62 * math.cos(angle))
        near = (1100 + 70 * math.cos(angle), 330 + 70 * math.sin(angle))
        near_side = (near[0] - 62 * math.sin(angle), near[1] + 62 * math.cos(angle))
        sheet.polygon((near, tip, side, near_side), WARM)
        sheet.stroke(((1100, 330), tip), KEY, width=11)
    scenery.sea(sheet, 700, tone=tint(COOL, 0.6), rows=7)
    for x, y in ((210, 860), (380, 900), (560, 850), (760, 940), (1240, 880), (1390, 930)):
        _goose(sheet, x, y, 42)
    for post in range(9):
        sheet.box(60 + post * 190, 720 + post * 6, 10, 60, KEY)
    scenery.gulls(sheet, number=9, top=150, bottom=330)


def pylons(sheet: Sheet) -> None:
    sheet.fade(0, 760, (225, 0, 180), tint(COOL, 0.4))
    for row in range(3):
        for _ in range(4):
            tone = ((220, 0, 190), (150, 0, 200), (80, 0, 180))[row]
            scenery.flat_cloud(
                sheet, sheet.chance.uniform(-150, 1400), 90 + row * 110, sheet.chance.uniform(380, 620), tone=tone
            )
    sheet.polygon(((1080, 200), (980, 420), (1060, 420), (1000, 640), (1180, 370), (1090, 370), (1160, 200)), WARM)
    scenery.ridge(sheet, 730, height=70, tone=COOL)
    tops = []
    for x, y, height in ((180, 830, 300), (520, 850, 430), (1010, 900, 590)):
        _pylon(sheet, x, y, height, lean=0.06)
        tops.append((x, y, height))
    tops.append((1750, 960, 800))
    for (x, y, height), (next_x, next_y, next_height) in pairwise(tops):
        for side in (-0.22, 0.22):
            start, end = (
                (x + side * height, y - height * 0.74),
                (next_x + side * next_height, next_y - next_height * 0.74),
            )
            sheet.stroke([_sagged(start, end, share / 12) for share in range(13)], KEY, width=4)
    scenery.ridge(sheet, 900, height=50, tone=KEY)
    scenery.house(sheet, 1320, 905, 130, 90, wall=DARK, roof=DARK)
    scenery.rain(sheet, number=190, slant=0.5)


def palms(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(WARM, 0.8), bottom=PAPER, horizon=600)
    scenery.sun(sheet, 420, 420, 130)
    scenery.flat_cloud(sheet, 300, 180, 330)
    scenery.peak(sheet, 960, 260, foot=620, width=900, tone=COOL)
    scenery.sea(sheet, 610, tone=COOL, rows=5)
    sheet.polygon(((0, 860), (500, 800), (1600, 880), (1600, 1067), (0, 1067)), tint(WARM, 0.4))
    for x, y, length, tone in ((380, 900, 440, KEY), (900, 960, 500, WARM)):
        sheet.polygon(((x, y - 50), (x + length, y - 60), (x + length * 0.9, y), (x + length * 0.12, y)), tone)
        sheet.stroke(((x + length * 0.1, y + 46), (x + length * 0.95, y + 40)), KEY, width=16)
        for beam in (0.3, 0.7):
            sheet.stroke(((x + length * beam, y - 40), (x + length * beam, y + 44)), KEY, width=10)
    for x, y, height in ((1350, 1000, 760), (1180, 930, 560), (150, 1010, 680)):
        _palm(sheet, x, y, height)


def torii(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.8), bottom=tint(WARM, 0.25), horizon=660)
    scenery.sun(sheet, 800, 420, 210, tone=tint(WARM, 0.85))
    scenery.ridge(sheet, 590, height=120, tone=tint(COOL, 0.7), waves=1.1)
    scenery.ridge(sheet, 630, height=70, tone=(110, 0, 255), waves=1.7)
    scenery.sea(sheet, 660, tone=COOL)
    for x in (560, 980):
        sheet.polygon(((x - 26, 860), (x + 26, 860), (x + 18, 380), (x - 18, 380)), WARM)
        scenery.crest_at(sheet, x - 80, 862, 160, thickness=16, tone=PAPER)
    sheet.box(500, 450, 540, 34, WARM)
    sheet.polygon(((420, 330), (770, 356), (1120, 330), (1104, 396), (436, 396)), KEY)
    vessels.trawler(sheet, 1130, 800, 260, hull=PAPER)
    sheet.stroke(((1290, 1067), (1460, 820), (1620, 700)), KEY, width=26)
    for _ in range(26):
        sheet.disc(
            1430 + sheet.chance.gauss(0, 120), 800 + sheet.chance.gauss(0, 90), sheet.chance.uniform(22, 50), KEY
        )


def small_plane(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.7), bottom=PAPER, horizon=760)
    scenery.sun(sheet, 300, 300, 110)
    scenery.clouds(sheet, number=3, top=160, bottom=420)
    scenery.sea(sheet, 740, tone=COOL)
    for x, y, across in ((280, 800, 240), (1240, 780, 330), (820, 930, 380)):
        sheet.polygon(
            (
                (x - across, y),
                (x - across * 0.5, y - across * 0.28),
                (x + across * 0.1, y - across * 0.2),
                (x + across * 0.5, y - across * 0.36),
                (x + across, y),
            ),
            KEY,
        )
        scenery.crest_at(sheet, x - across * 1.1, y + 4, across * 2.2, thickness=16, tone=PAPER)
    sheet.polygon(((480, 470), (620, 410), (980, 400), (1130, 440), (1160, 478), (1080, 510), (640, 510)), PAPER)
    sheet.polygon(((480, 480), (640, 486), (1150, 486), (1080, 512), (640, 512)), WARM)
    sheet.polygon(((470, 476), (420, 320), (500, 320), (590, 440)), WARM)
    sheet.polygon(((690, 400), (1010, 392), (1050, 366), (660, 366)), KEY)
    for window in range(6):
        sheet.rounded(700 + window * 58, 424, 36, 36, radius=8, tone=KEY)
    sheet.polygon(((1060, 420), (1110, 440), (1060, 452)), KEY)
    sheet.oval(1010, 386, 60, 20, PAPER)
    sheet.oval(1074, 386, 8, 74, KEY)
    for wheel in (760, 1060):
        sheet.stroke(((wheel, 505), (wheel, 550)), KEY, width=9)
        sheet.disc(wheel, 556, 19, KEY)


def factory(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(WARM, 0.7), bottom=PAPER, horizon=760)
    scenery.sun(sheet, 320, 330, 140)
    sheet.polygon(((1145, 760), (1255, 760), (1232, 150), (1168, 150)), KEY)
    sheet.box(1160, 190, 80, 26, WARM)
    sheet.box(1158, 240, 84, 26, PAPER)
    sheet.box(440, 540, 900, 240, COOL)
    for roof in range(6):
        x = 440 + roof * 150
        sheet.polygon(((x, 540), (x, 440), (x + 150, 540)), KEY)
        sheet.polygon(((x + 10, 536), (x + 10, 468), (x + 60, 502), (x + 60, 536)), WARM)
    for window in range(9):
        sheet.box(470 + window * 96, 590, 56, 80, WARM if window % 3 else PAPER)
    sheet.box(440, 720, 900, 60, KEY)
    scenery.street(sheet, 900, size=0.85)
    sheet.box(0, 898, WIDTH, 170, KEY)
    for x in (330, 700, 1270):
        figures.person(sheet, x, 1030, 150, tone=PAPER, stride=0.6)
    scenery.gulls(sheet, number=6, top=130, bottom=380)


def umbrellas(sheet: Sheet) -> None:
    sheet.fade(0, 800, (110, 0, 200), tint(COOL, 0.4))
    scenery.street(sheet, 800, size=1.7)
    sheet.box(0, 800, WIDTH, 270, tint(KEY, 0.75))
    for place in range(6):
        x, tone = 190 + place * 245, (WARM, PAPER, COOL, WARM, KEY, PAPER)[place]
        figures.person(sheet, x, 1030, 370, tone=KEY)
        sheet.stroke(((x + 60, 860), (x + 60, 620)), KEY, width=9)
        figures.limbs(sheet, x, 1030, 370, ((0.1, -0.7), (0.22, -0.55), (0.16, -0.46)))
        if place == 4:
            sheet.polygon(
                ((x - 60, 480), (x + 60, 640), (x + 180, 480), (x + 110, 520), (x + 60, 500), (x + 10, 520)), WARM
            )
            continue
        points = [
            (x + 60 + 150 * math.cos(math.radians(a)), 670 + 120 * math.sin(math.radians(a)))
            for a in range(180, 361, 10)
        ]
        sheet.polygon([*points, (x + 160, 652), (x + 110, 672), (x + 60, 652), (x + 10, 672), (x - 40, 652)], tone)
    scenery.rain(sheet, number=190)


def _pylon(sheet: Sheet, x: float, y: float, height: float, *, lean: float) -> None:
    width = max(5.0, height * 0.014)

    def at(across: float, up: float) -> tuple[float, float]:
        return (x + (across + up * lean) * height, y - up * height)

    for side in (-1, 1):
        sheet.stroke((at(side * 0.13, 0), at(side * 0.035, 0.6), at(0, 1)), KEY, width=width)
    for up in (0.6, 0.74, 0.88):
        reach = 0.26 - (up - 0.6) * 0.3
        sheet.stroke((at(-reach, up), at(reach, up)), KEY, width=width)
    for low in range(4):
        up = low * 0.15
        spread, above = 0.13 - 0.095 * up / 0.6, 0.13 - 0.095 * (up + 0.15) / 0.6
        sheet.stroke((at(-spread, up), at(above, up + 0.15)), KEY, width=width * 0.7)
        sheet.stroke((at(spread, up), at(-above, up + 0.15)), KEY, width=width * 0.7)


def _sagged(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
    sag = 70 * math.sin(math.pi * share)
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share + sag)


def _palm(sheet: Sheet, x: float, y: float, height: float) -> None:
    bend = sheet.chance.choice((-1, 1)) * height * 0.14
    top = (x + bend, y - height)
    sheet.stroke(
        ((x, y), (x + bend * 0.25, y - height * 0.4), (x + bend * 0.6, y - height * 0.75), top),
        KEY,
        width=height * 0.035,
    )
    for angle in (-170, -140, -100, -60, -25, 10, 160):
        turn = math.radians(angle)
        reach = height * 0.36
        tip = (top[0] + reach * math.cos(turn), top[1] + reach * math.sin(turn) * 0.6 + height * 0.12)
        middle = (top[0] + reach * 0.55 * math.cos(turn), top[1] + reach * 0.55 * math.sin(turn) - height * 0.06)
        sheet.polygon((top, (middle[0], middle[1] - height * 0.03), tip, (middle[0], middle[1] + height * 0.045)), KEY)
    for nut in (-14, 12):
        sheet.disc(top[0] + nut, top[1] + 16, 14, WARM)


def _goose(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.oval(x, y, size, size * 0.42, KEY)
    sheet.stroke(((x - size * 0.7, y), (x - size * 0.85, y - size * 0.8)), KEY, width=size * 0.2)
    sheet.disc(x - size * 0.92, y - size * 0.84, size * 0.19, KEY)
    sheet.polygon(
        ((x - size * 1.05, y - size * 0.9), (x - size * 1.45, y - size * 0.76), (x - size * 1.02, y - size * 0.74)),
        WARM,
    )
    sheet.oval(x + size * 0.1, y + size * 0.1, size * 0.6, size * 0.2, PAPER)


def _llama(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.oval(x, y - size * 0.55, size * 0.42, size * 0.22, KEY)
    for leg in (-0.3, -0.16, 0.18, 0.32):
        sheet.stroke(((x + leg * size, y - size * 0.5), (x + leg * size, y)), KEY, width=size * 0.09)
    sheet.stroke(((x - size * 0.34, y - size * 0.6), (x - size * 0.42, y - size * 1.15)), KEY, width=size * 0.15)
    sheet.oval(x - size * 0.5, y - size * 1.17, size * 0.15, size * 0.08, KEY)
    sheet.box(x - size * 0.1, y - size * 0.8, size * 0.3, size * 0.34, WARM)
