"""Motifs of the sea and the harbour."""

import math

from broadsheet.demo.drawing import figures, scenery, vessels
from broadsheet.demo.drawing.printing import COOL, DARK, HEIGHT, KEY, PAPER, WARM, WIDTH, Sheet, tint


def ferry_sea(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(WARM, 0.75), bottom=PAPER, horizon=640)
    scenery.sun(sheet, sheet.chance.uniform(1050, 1350), 610, 150)
    scenery.flat_cloud(sheet, sheet.chance.uniform(100, 500), 210, 420)
    scenery.flat_cloud(sheet, sheet.chance.uniform(800, 1100), 130, 300)
    scenery.ridge(sheet, 640, height=60, tone=tint(COOL, 0.7), waves=1.3)
    scenery.sea(sheet, 660, tone=COOL)
    vessels.ferry(sheet, sheet.chance.uniform(250, 420), 810, 900)
    for offset in range(4):
        scenery.crest_at(sheet, 330 + offset * 250, 812 + offset % 2 * 14, 260, thickness=16, tone=PAPER)
    scenery.gulls(sheet, number=7, top=250, bottom=480)


def ferry_berth(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.55), bottom=PAPER, horizon=700)
    scenery.sun(sheet, sheet.chance.uniform(150, 380), 240, 100, tone=tint(WARM, 0.85))
    scenery.skyline(sheet, 640, tone=tint(COOL, 0.8), height=110)
    scenery.sea(sheet, 640, tone=COOL, rows=5)
    vessels.ferry(sheet, 560, 840, 1250)
    vessels.ferry(sheet, -520, 850, 980, hull=DARK)
    sheet.box(0, 880, WIDTH, 190, tint(KEY, 0.62))
    sheet.box(0, 868, WIDTH, 16, KEY)
    for bollard in range(5):
        x = 130 + bollard * 330
        sheet.rounded(x, 838, 46, 44, radius=10, tone=KEY)
        sheet.stroke(((x + 20, 846), (x + 120, 790)), PAPER, width=5)
    figures.person(sheet, sheet.chance.uniform(760, 900), 1010, 190, tone=KEY)
    scenery.gulls(sheet, number=4, top=120, bottom=330)


def picket(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.65), bottom=PAPER, horizon=700)
    vessels.ferry(sheet, 120, 800, 1700, hull=tint(KEY, 0.78), funnel=WARM)
    sheet.box(0, 792, WIDTH, 300, tint(WARM, 0.5))
    sheet.box(0, 786, WIDTH, 12, KEY)
    for place in range(7):
        x = 130 + place * 222 + sheet.chance.uniform(-24, 24)
        if place in {1, 3, 4, 6}:
            tone = (PAPER, WARM, PAPER)[place % 3]
            figures.placard(sheet, x + 52, 800, 170, tone=tone)
            figures.limbs(sheet, x, 800, 300, ((0.12, 0.1), (0.34, 0.22), (0.2, -0.3)))
        figures.person(sheet, x, 1230, sheet.chance.uniform(560, 610))


def storm_coast(sheet: Sheet) -> None:
    _storm_sky(sheet)
    vessels.lighthouse(sheet, 1240, 700, 430)
    sheet.polygon(((960, 720), (1600, 660), (1600, 900), (920, 900)), tint(KEY, 0.8))
    scenery.sea(sheet, 800, tone=COOL, rows=4)
    _burst(sheet, 800, 840, 420)
    sheet.polygon(((0, 1067), (0, 930), (520, 880), (700, 830), (1600, 800), (1600, 1067)), DARK)
    for block in range(9):
        x = 40 + block * 180
        sheet.stroke(((x, 1060), (x + 24, 905 - block * 8)), tint(COOL, 0.6), width=6)
    scenery.rain(sheet, number=110)


def storm_sea(sheet: Sheet) -> None:
    _storm_sky(sheet)
    for row in range(4):
        level = 610 + row * 130
        tone = (tint(COOL, 0.6), COOL, (120, 0, 255), DARK)[row]
        _swell(sheet, level, tone, size=70 + row * 22)
        if row == 1:
            vessels.trawler(sheet, sheet.chance.uniform(600, 760), 812, 340)
    scenery.rain(sheet, number=130, slant=0.5)


def lighthouse(sheet: Sheet) -> None:
    sheet.fade(0, 760, (255, 0, 120), tint(COOL, 0.8))
    for left, right in (((0, 120), (0, 330)), ((1600, 210), (1600, 470))):
        sheet.polygon(((1020, 306), left, right), tint(WARM, 0.42))
    _stars(sheet, number=55, bottom=480)
    scenery.sea(sheet, 760, tone=(200, 0, 255), crest=tint(COOL, 0.4))
    sheet.polygon(((640, 1067), (760, 880), (880, 810), (1190, 800), (1400, 900), (1600, 940), (1600, 1067)), KEY)
    vessels.lighthouse(sheet, 1020, 815, 580)
    scenery.house(sheet, 1130, 828, 120, 70, wall=PAPER, roof=WARM)
    vessels.yacht(sheet, 300, 830, 70, sail=PAPER, lean=0.05)


def cranes(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.75), bottom=tint(WARM, 0.2), horizon=700)
    scenery.sun(sheet, 330, 420, 130, tone=tint(WARM, 0.8))
    scenery.flat_cloud(sheet, 700, 150, 360)
    scenery.ridge(sheet, 690, height=40, tone=tint(COOL, 0.65))
    for x, height in ((520, 520), (880, 640), (1260, 760)):
        vessels.crane(sheet, x, 800, height, tone=WARM if x != 880 else KEY)
    vessels.cargo_ship(sheet, -260, 850, 1080)
    tones = (WARM, KEY, COOL, PAPER, DARK)
    for column in range(6):
        for row in range(sheet.chance.randrange(1, 4)):
            x, y = 880 + column * 122, 800 - 52 * (row + 1)
            sheet.box(x, y, 116, 48, sheet.chance.choice(tones))
            for rib in range(5):
                sheet.box(x + 14 + rib * 21, y + 8, 5, 32, tint(KEY, 0.5))
    sheet.box(840, 800, 800, 60, KEY)
    scenery.sea(sheet, 850, tone=COOL, rows=5)


def container_ship(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(WARM, 0.6), bottom=PAPER, horizon=650)
    scenery.sun(sheet, 430, 380, 170)
    scenery.clouds(sheet, number=3, top=130, bottom=260)
    scenery.ridge(sheet, 660, height=50, tone=tint(COOL, 0.6))
    scenery.sea(sheet, 660, tone=COOL)
    vessels.cargo_ship(sheet, 160, 830, 1230)
    sheet.polygon(((1330, 1067), (1380, 850), (1600, 830), (1600, 1067)), KEY)
    vessels.lighthouse(sheet, 1480, 850, 330)
    scenery.gulls(sheet, number=6, top=180, bottom=420)


def fishing_harbour(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.5), bottom=PAPER, horizon=600)
    scenery.ridge(sheet, 330, height=110, tone=tint(COOL, 0.75), waves=1.0)
    scenery.street(sheet, 620, size=1.15)
    sheet.box(0, 620, WIDTH, 36, KEY)
    scenery.sea(sheet, 656, tone=COOL)
    for place, (x, y, length) in enumerate(
        ((40, 800, 430), (560, 820, 480), (1090, 800, 440), (260, 980, 620), (930, 1000, 640))
    ):
        vessels.trawler(sheet, x, y, length, hull=(WARM, DARK, PAPER)[place % 3])
        scenery.crest_at(sheet, x + 20, y + 6, length, thickness=14, tone=PAPER)
    scenery.gulls(sheet, number=8, top=80, bottom=330)


def night_harbour(sheet: Sheet) -> None:
    sheet.fade(0, 560, KEY, (255, 0, 170))
    scenery.skyline(sheet, 560, tone=KEY, height=150)
    sheet.box(0, 560, WIDTH, 510, DARK)
    for lamp in range(6):
        x = 150 + lamp * 262
        for ripple in range(13):
            width = 26 + ripple * 4 * sheet.chance.uniform(0.6, 1.3)
            sheet.rounded(x - width / 2, 640 + ripple * 30, width, 9, radius=4, tone=WARM)
        sheet.stroke(((x, 610), (x, 420)), KEY, width=9)
        sheet.disc(x, 412, 60, (150, 120, 90))
        sheet.disc(x, 412, 26, WARM)
    sheet.box(0, 590, WIDTH, 34, KEY)
    figures.person(sheet, 1060, 596, 150, tone=PAPER)
    for x, y, length in ((90, 800, 380), (640, 880, 470), (1150, 790, 360)):
        vessels.trawler(sheet, x, y, length, hull=KEY)
    scenery.sun(sheet, 1330, 170, 60, tone=PAPER)
    sheet.disc(1305, 158, 56, (255, 0, 40))


def turbines(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.65), bottom=tint(WARM, 0.25), horizon=740)
    scenery.sun(sheet, sheet.chance.uniform(420, 1180), 690, 240, tone=tint(WARM, 0.9))
    scenery.clouds(sheet, number=3, top=120, bottom=330)
    scenery.sea(sheet, 740, tone=COOL)
    for row, (count, height) in enumerate(((9, 170), (6, 330), (3, 640))):
        for place in range(count):
            x = WIDTH * (place + 0.5 + (row % 2) * 0.16) / count + sheet.chance.uniform(-20, 20)
            _turbine(sheet, x, 745 + row * row * 60, height)
    scenery.gulls(sheet, number=4, top=300, bottom=520)


def regatta(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.6), bottom=PAPER, horizon=560)
    scenery.clouds(sheet, number=4, top=120, bottom=280)
    scenery.ridge(sheet, 540, height=90, tone=(60, 0, 190), waves=1.2)
    vessels.lighthouse(sheet, 1330, 530, 230)
    scenery.sea(sheet, 560, tone=COOL)
    tones = (WARM, KEY, PAPER, WARM, tint(WARM, 0.5))
    for place in range(7):
        vessels.yacht(sheet, 130 + place * 225, 600 + place % 3 * 12, 75, sail=tones[place % 5])
    for place, (x, y, size) in enumerate(((330, 740, 220), (930, 780, 260), (1380, 860, 320), (600, 1000, 450))):
        vessels.yacht(sheet, x, y, size, sail=tones[(place + 3) % 4], lean=0.24)
        scenery.crest_at(sheet, x - size * 0.7, y + 8, size * 1.4, thickness=size * 0.07, tone=PAPER)


def whale(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(WARM, 0.65), bottom=PAPER, horizon=600)
    scenery.sun(sheet, 1180, 470, 190)
    vessels.cargo_ship(sheet, 190, 605, 260)
    scenery.sea(sheet, 600, tone=COOL)
    sheet.polygon(
        (
            (690, 960), (740, 760), (745, 600), (700, 500), (600, 440), (470, 430), (390, 470), (500, 340),
            (660, 330), (770, 400), (800, 470), (830, 400), (940, 330), (1100, 340), (1210, 470), (1130, 430),
            (1000, 440), (900, 500), (855, 600), (870, 760), (940, 960),
        ),
        KEY,
    )  # fmt: skip
    for drop in range(26):
        x = 620 + drop * 16
        sheet.disc(x, sheet.chance.uniform(700, 880), sheet.chance.uniform(4, 13), PAPER)
    for offset in range(3):
        scenery.crest_at(sheet, 540 - offset * 80, 930 + offset * 34, 580 + offset * 140, thickness=34, tone=PAPER)
    scenery.gulls(sheet, number=5, top=140, bottom=330)


def albatross(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.7), bottom=tint(WARM, 0.2), horizon=760)
    scenery.sun(sheet, 790, 500, 270)
    for row in range(3):
        _swell(sheet, 780 + row * 100, (tint(COOL, 0.65), COOL, DARK)[row], size=34 + row * 12)
    sheet.polygon(
        ((150, 300), (420, 318), (640, 400), (780, 470), (900, 462), (1090, 330), (1450, 200), (1200, 390), (960, 545),
         (1010, 590), (930, 580), (800, 590), (690, 560), (560, 480), (380, 378)),
        PAPER,
    )  # fmt: skip
    sheet.polygon(((150, 300), (420, 318), (640, 400), (700, 430), (560, 432), (380, 366)), KEY)
    sheet.polygon(((1450, 200), (1090, 330), (940, 438), (1010, 440), (1200, 352)), KEY)
    sheet.oval(700, 566, 66, 42, PAPER)
    sheet.polygon(((646, 560), (568, 592), (590, 602), (660, 592)), WARM)
    sheet.disc(676, 558, 7, KEY)


def deep_sea(sheet: Sheet) -> None:
    sheet.fade(0, HEIGHT, (90, 0, 255), DARK)
    sheet.polygon(((640, 470), (1500, 1067), (420, 1067)), tint(WARM, 0.45))
    floor = scenery.ridge(sheet, 900, height=40, tone=KEY, waves=1.5)
    for _ in range(60):
        x, y = floor[sheet.chance.randrange(len(floor))]
        size = sheet.chance.uniform(12, 40)
        lit = 500 < x < 1350
        sheet.oval(x, y + sheet.chance.uniform(0, 150), size, size * 0.72, WARM if lit else tint(COOL, 0.9))
    sheet.rounded(420, 300, 400, 210, radius=100, tone=WARM)
    sheet.disc(720, 405, 84, PAPER)
    sheet.disc(720, 405, 62, COOL)
    sheet.box(510, 250, 110, 60, WARM)
    sheet.polygon(((430, 405), (330, 330), (330, 480)), KEY)
    sheet.rounded(450, 520, 330, 26, radius=12, tone=KEY)
    for _ in range(34):
        sheet.disc(sheet.chance.uniform(60, 1540), sheet.chance.uniform(40, 780), sheet.chance.uniform(2, 9), PAPER)
    for fish in range(5):
        x, y = 1060 + fish * 90, 230 + sheet.chance.uniform(-70, 90)
        sheet.oval(x, y, 34, 13, PAPER)
        sheet.polygon(((x + 28, y), (x + 54, y - 14), (x + 54, y + 14)), PAPER)


def fog(sheet: Sheet) -> None:
    sheet.fade(0, HEIGHT, tint(COOL, 0.7), tint(COOL, 0.25))
    vessels.cargo_ship(sheet, 130, 700, 560)
    sheet.polygon(((760, 1067), (900, 800), (1320, 770), (1600, 800), (1600, 1067)), KEY)
    scenery.house(sheet, 980, 800, 150, 150, wall=WARM, roof=KEY)
    sheet.polygon(((985, 710), (880, 670), (880, 770)), KEY)
    for ring in range(4):
        sheet.arc(890, 720, 120 + ring * 90, start=150, end=210, tone=KEY, width=9)
    sheet.stroke(((1240, 790), (1240, 520)), KEY, width=12)
    sheet.disc(1240, 505, 34, WARM)
    for bank in range(7):
        x, y = sheet.chance.uniform(-200, 1000), 190 + bank * 125
        sheet.rounded(x, y, sheet.chance.uniform(500, 900), 58, radius=29, tone=PAPER)
    figures.person(sheet, 1400, 800, 170)


def _storm_sky(sheet: Sheet) -> None:
    sheet.fade(0, 800, (235, 0, 190), tint(COOL, 0.35))
    for row in range(4):
        for _ in range(5):
            x, y = sheet.chance.uniform(-150, 1500), 90 + row * 95 + sheet.chance.uniform(-30, 30)
            tone = ((235, 0, 200), (170, 0, 220), (95, 0, 200), tint(COOL, 0.6))[row]
            scenery.flat_cloud(sheet, x, y, sheet.chance.uniform(380, 620), tone=tone)


def _burst(sheet: Sheet, x: float, y: float, size: float) -> None:
    """A wave that breaks upwards."""
    for ring, tone in enumerate((COOL, PAPER, tint(COOL, 0.45), PAPER)):
        for arm in range(15):
            lean = (arm - 7) / 7
            reach = size * (1.15 - abs(lean) * 0.5) * (1 - ring * 0.16) * sheet.chance.uniform(0.72, 1.05)
            tip_x, tip_y = x + lean * size * 1.05, y - reach
            sheet.polygon(
                ((x + lean * size * 0.5 - 44, y + 40), (tip_x, tip_y), (x + lean * size * 0.5 + 44, y + 40)), tone
            )
            sheet.disc(tip_x, tip_y, sheet.chance.uniform(7, 24), tone)
    for _ in range(40):
        sheet.disc(
            x + sheet.chance.gauss(0, size * 0.7),
            y - sheet.chance.uniform(0.2, 1.35) * size,
            sheet.chance.uniform(3, 10),
            PAPER,
        )


def _swell(sheet: Sheet, level: float, tone: tuple[int, int, int], *, size: float) -> None:
    """A row of pointed waves that lean to the right."""
    x, points = -size * sheet.chance.uniform(1, 4), []
    while x < WIDTH + size * 4:
        span = size * sheet.chance.uniform(3.0, 4.2)
        points += [
            (x, level),
            (x + span * 0.32, level - size * 0.45),
            (x + span * 0.62, level - size),
            (x + span * 0.78, level - size * 0.7),
            (x + span * 0.86, level - size * 0.1),
        ]
        x += span
    sheet.polygon([*points, (WIDTH + 400, HEIGHT), (-400, HEIGHT)], tone)
    for index in range(2, len(points), 5):
        tip_x, tip_y = points[index]
        sheet.polygon(
            (
                (tip_x, tip_y),
                (tip_x - size * 0.75, tip_y + size * 0.5),
                (tip_x - size * 0.1, tip_y + size * 0.3),
                (tip_x + size * 0.45, tip_y + size * 0.32),
            ),
            PAPER,
        )


def _stars(sheet: Sheet, *, number: int, bottom: float) -> None:
    for _ in range(number):
        sheet.disc(sheet.chance.uniform(0, WIDTH), sheet.chance.uniform(0, bottom), sheet.chance.uniform(1.5, 4), PAPER)


def _turbine(sheet: Sheet, x: float, y: float, height: float) -> None:
    width, turn = height * 0.022, sheet.chance.uniform(0, 120)
    hub = y - height * 0.66
    sheet.polygon(((x - width, y), (x + width, y), (x + width * 0.5, hub), (x - width * 0.5, hub)), PAPER)
    for blade in range(3):
        angle = math.radians(turn + blade * 120)
        tip = (x + height * 0.36 * math.sin(angle), hub - height * 0.36 * math.cos(angle))
        side = (x + height * 0.09 * math.sin(angle + 0.24), hub - height * 0.09 * math.cos(angle + 0.24))
        sheet.polygon(((x, hub), side, tip), PAPER)
    sheet.disc(x, hub, width * 1.3, KEY)
