"""Motifs of the town: power, money, and ways across it."""

import math

from broadsheet.demo.drawing import figures, scenery, vessels
from broadsheet.demo.drawing.printing import COOL, DARK, KEY, PAPER, WARM, WIDTH, Sheet, tint


def parliament(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(WARM, 0.65), bottom=PAPER, horizon=760)
    scenery.clouds(sheet, number=4, top=130, bottom=330)
    points = [
        (800 + 190 * math.cos(math.radians(a)), 400 + 200 * math.sin(math.radians(a))) for a in range(180, 361, 6)
    ]
    sheet.polygon(points, COOL)
    sheet.box(600, 398, 400, 40, KEY)
    sheet.box(780, 140, 40, 70, KEY)
    sheet.stroke(((800, 150), (800, 60)), KEY, width=8)
    sheet.polygon(((804, 62), (890, 84), (804, 108)), WARM)
    sheet.box(620, 436, 360, 80, PAPER)
    sheet.box(190, 510, 1220, 270, PAPER)
    sheet.polygon(((520, 510), (800, 430), (1080, 510)), WARM)
    sheet.box(170, 500, 1260, 26, KEY)
    for column in range(15):
        x = 222 + column * 82
        if not 520 < x < 1060:
            sheet.box(x, 570, 40, 90, COOL)
            sheet.box(x, 690, 40, 70, COOL)
    for column in range(7):
        sheet.box(540 + column * 84, 530, 34, 250, tint(KEY, 0.85))
    for step in range(6):
        sheet.box(330 - step * 46, 780 + step * 34, 940 + step * 92, 34, tint(KEY, 0.9 if step % 2 else 0.55))
    sheet.box(0, 980, WIDTH, 100, KEY)
    for _ in range(9):
        figures.person(
            sheet, sheet.chance.uniform(260, 1340), sheet.chance.uniform(900, 1040), 120, tone=PAPER, stride=0.5
        )


def podium(sheet: Sheet) -> None:
    sheet.box(0, 0, WIDTH, 1067, tint(COOL, 0.8))
    for window in range(3):
        x = 120 + window * 500
        sheet.box(x, 90, 360, 690, PAPER)
        sheet.fade_box(x + 18, 108, 324, 654, first=tint(WARM, 0.85), last=tint(WARM, 0.15))
        sheet.box(x + 172, 90, 16, 690, PAPER)
        sheet.box(x, 360, 360, 16, PAPER)
    sheet.box(0, 800, WIDTH, 270, DARK)
    figures.person(sheet, 800, 1180, 900, tone=KEY)
    sheet.polygon(((640, 760), (960, 760), (1000, 720), (600, 720)), WARM)
    sheet.polygon(((650, 760), (950, 760), (900, 1067), (700, 1067)), PAPER)
    sheet.disc(800, 880, 60, COOL)
    for x, lean in ((720, -40), (790, 6), (860, 44)):
        sheet.stroke(((x, 720), (x + lean * 0.5, 640)), KEY, width=9)
        sheet.rounded(x + lean * 0.5 - 17, 580, 34, 70, radius=16, tone=KEY if lean != 6 else WARM)
    figures.crowd(sheet, 1100, number=9, height=170, tone=KEY, left=-60, right=620)
    figures.crowd(sheet, 1100, number=9, height=170, tone=KEY, left=980, right=1660)


def debate(sheet: Sheet) -> None:
    sheet.box(0, 0, 800, 1067, WARM)
    sheet.box(800, 0, 800, 1067, COOL)
    for x, tone in ((400, tint(WARM, 0.55)), (1200, tint(COOL, 0.5))):
        sheet.polygon(((x, -60), (x - 350, 900), (x + 350, 900)), tone)
    sheet.box(0, 900, WIDTH, 170, KEY)
    for x, side in ((430, 1), (1170, -1)):
        sheet.disc(x + 10 * side, 390, 62, KEY)
        sheet.polygon([(x + a * side, b) for a, b in ((40, 420), (104, 436), (60, 456))], KEY)
        sheet.polygon(
            ((x - 45, 450), (x + 45, 450), (x + 120, 510), (x + 105, 900), (x - 105, 900), (x - 120, 510)), KEY
        )
        raised = sheet.chance.choice((-70, 30))
        sheet.stroke(((x + 90 * side, 540), (x + 190 * side, 600), (x + 250 * side, 530 + raised)), KEY, width=46)
        desk = x + 160 * side
        sheet.polygon(((desk - 130, 640), (desk + 130, 640), (desk + 90, 900), (desk - 90, 900)), PAPER)
        sheet.box(desk - 150, 624, 300, 26, KEY)
        sheet.stroke(((desk + 60 * side, 624), (desk + 30 * side, 556)), KEY, width=9)
    figures.crowd(sheet, 1100, number=17, height=130, tone=DARK)


def ballot(sheet: Sheet) -> None:
    sheet.box(0, 0, WIDTH, 1067, WARM)
    for ray in range(14):
        start, end = math.radians(180 + ray * 13.6), math.radians(180 + ray * 13.6 + 6.8)
        sheet.polygon(
            (
                (800, 600),
                (800 + 1300 * math.cos(start), 600 + 1300 * math.sin(start)),
                (800 + 1300 * math.cos(end), 600 + 1300 * math.sin(end)),
            ),
            tint(WARM, 0.7),
        )
    sheet.polygon(((600, 300), (980, 220), (1010, 560), (640, 590)), PAPER)
    for line in range(4):
        sheet.stroke(((690, 330 + line * 52), (930, 282 + line * 56)), COOL, width=12)
    sheet.stroke(((660, 322), (676, 350), (700, 300)), KEY, width=11)
    sheet.polygon(
        (
            (1000, 250),
            (1200, 180),
            (1700, -40),
            (1700, 240),
            (1240, 400),
            (1060, 450),
            (880, 430),
            (870, 390),
            (1010, 370),
        ),
        KEY,
    )
    sheet.polygon(((1360, 122), (1500, 60), (1560, 260), (1420, 322)), PAPER)
    sheet.box(400, 560, 800, 90, KEY)
    sheet.box(560, 588, 480, 24, DARK)
    sheet.box(430, 650, 740, 420, COOL)
    for plank in range(4):
        sheet.box(430, 750 + plank * 100, 740, 8, KEY)
    sheet.rounded(720, 770, 160, 150, radius=22, tone=KEY)
    sheet.disc(800, 826, 24, WARM)
    sheet.box(790, 830, 20, 60, WARM)


def bank(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.7), bottom=PAPER, horizon=800)
    scenery.sun(sheet, 1330, 250, 110)
    scenery.skyline(sheet, 800, tone=tint(COOL, 0.6), height=260)
    sheet.polygon(((300, 420), (800, 190), (1300, 420)), WARM)
    sheet.disc(800, 340, 56, PAPER)
    sheet.disc(800, 340, 36, KEY)
    sheet.box(290, 415, 1020, 60, PAPER)
    sheet.box(330, 475, 940, 340, DARK)
    for column in range(6):
        x = 352 + column * 172
        sheet.box(x - 12, 470, 90, 24, PAPER)
        sheet.box(x, 490, 66, 320, PAPER)
        sheet.box(x + 46, 490, 20, 320, tint(COOL, 0.7))
    for step in range(3):
        sheet.box(270 - step * 34, 808 + step * 30, 1060 + step * 68, 30, (PAPER, tint(COOL, 0.6), PAPER)[step])
    sheet.box(0, 896, WIDTH, 180, KEY)
    for x in (90, 240, 1400, 1540):
        scenery.tree(sheet, x, 910, sheet.chance.uniform(420, 520), tone=KEY, bare=True)
    for x in (560, 980, 1100):
        figures.person(sheet, x, 1050, 140, tone=PAPER, stride=0.7)


def chart(sheet: Sheet) -> None:
    _columns(sheet, [0.92, 0.95, 0.86, 0.8, 0.82, 0.7, 0.64, 0.55, 0.5, 0.4], line=True)


def bars(sheet: Sheet) -> None:
    _columns(sheet, [0.9, 0.84, 0.4, 0.27, 0.36], line=False)


def tram(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(WARM, 0.5), bottom=PAPER, horizon=800)
    scenery.clouds(sheet, number=3, top=80, bottom=170)
    scenery.street(sheet, 830, size=1.9)
    sheet.box(0, 820, WIDTH, 250, tint(KEY, 0.7))
    for rail in (960, 1000):
        sheet.box(0, rail, WIDTH, 9, PAPER)
    for wire in (250, 268):
        sheet.stroke(((0, wire), (1600, wire - 20)), KEY, width=5)
    sheet.stroke(((800, 470), (900, 370), (800, 262)), KEY, width=9)
    left = sheet.chance.uniform(260, 380)
    sheet.rounded(left, 480, 920, 450, radius=44, tone=WARM)
    sheet.box(left, 720, 920, 34, PAPER)
    sheet.rounded(left - 10, 466, 940, 40, radius=18, tone=KEY)
    for window in range(6):
        x = left + 40 + window * 144
        sheet.rounded(x, 540, 118, 150, radius=12, tone=PAPER if window not in {1, 4} else tint(COOL, 0.8))
        if window not in {1, 4}:
            sheet.disc(x + 60, 620, 28, KEY)
            sheet.rounded(x + 22, 642, 76, 48, radius=18, tone=KEY)
        else:
            sheet.rounded(x, 540, 118, 370, radius=12, tone=tint(COOL, 0.8))
            sheet.box(x + 56, 540, 7, 370, KEY)
    for wheel in (190, 330, 600, 740):
        sheet.disc(left + wheel, 934, 40, KEY)
        sheet.disc(left + wheel, 934, 15, PAPER)
    figures.person(sheet, 1420, 1020, 260, tone=KEY)
    figures.person(sheet, 130, 1010, 240, tone=KEY, stride=0.6)


def bridge(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.6), bottom=tint(WARM, 0.3), horizon=720)
    scenery.sun(sheet, 800, 560, 190)
    scenery.skyline(sheet, 700, tone=COOL, height=170)
    scenery.sea(sheet, 690, tone=COOL)
    deck, towers = 640, (380, 1220)
    spans = ((-460, 380), (380, 1220), (1220, 2060))
    for left, right in spans:
        points = [(left + (right - left) * s / 24, 590 - 340 * (2 * s / 24 - 1) ** 2) for s in range(25)]
        sheet.stroke(points, KEY, width=12)
        for x, y in points[1:-1]:
            sheet.stroke(((x, y), (x, deck)), KEY, width=4)
    for tower in towers:
        for side in (-36, 22):
            sheet.box(tower + side, 220, 22, 640, WARM)
        for beam in (240, 400, 560):
            sheet.box(tower - 36, beam, 80, 22, WARM)
        sheet.box(tower - 70, 840, 146, 60, KEY)
    sheet.box(0, deck, WIDTH, 30, KEY)
    for _ in range(9):
        x, tone = sheet.chance.uniform(20, 1540), sheet.chance.choice((PAPER, WARM, COOL))
        sheet.rounded(x, deck - 24, sheet.chance.choice((40, 40, 90)), 24, radius=7, tone=tone)
    vessels.trawler(sheet, 700, 900, 260)
    scenery.gulls(sheet, number=5, top=120, bottom=330)


def portrait(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(WARM, 0.75), bottom=PAPER, horizon=760)
    scenery.sun(sheet, 900, 500, 330)
    scenery.ridge(sheet, 740, height=50, tone=tint(COOL, 0.7), waves=1.6)
    scenery.sea(sheet, 760, tone=COOL, rows=6)
    scenery.gulls(sheet, number=5, top=160, bottom=420)
    figures.bust(sheet, 940, 1075, 520)


def _columns(sheet: Sheet, heights: list[float], *, line: bool) -> None:
    sheet.box(0, 0, WIDTH, 1067, PAPER)
    for rule in range(7):
        sheet.box(120, 180 + rule * 120, 1360, 4, tint(COOL, 0.8))
    pitch = 1320 / len(heights)
    tops = []
    for place, height in enumerate(heights):
        x, tall = 150 + place * pitch, height * 700
        tone = COOL if line else (WARM, KEY, COOL, DARK, tint(COOL, 0.6))[place]
        sheet.box(x, 900 - tall, pitch * 0.72, tall, tone)
        tops.append((x + pitch * 0.36, 840 - tall))
    sheet.box(120, 900, 1360, 14, KEY)
    if line:
        sheet.stroke(tops, WARM, width=18)
        for x, y in tops:
            sheet.disc(x, y, 22, WARM)
            sheet.disc(x, y, 9, PAPER)
    for place in range(len(heights)):
        sheet.rounded(150 + place * pitch, 940, pitch * 0.5, 14, radius=7, tone=KEY)
