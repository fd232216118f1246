"""Motifs of stage, screen, page and museum."""

import math

from broadsheet.demo.drawing import figures, scenery, vessels
from broadsheet.demo.drawing.printing import COOL, DARK, KEY, PAPER, WARM, WIDTH, Sheet, tint


def stage(sheet: Sheet) -> None:
    sheet.box(0, 0, WIDTH, 1067, KEY)
    sheet.polygon(((800, -80), (420, 840), (1180, 840)), tint(WARM, 0.35))
    sheet.box(0, 830, WIDTH, 240, DARK)
    sheet.oval(800, 850, 390, 62, tint(WARM, 0.5))
    figures.person(sheet, 790, 850, 330)
    sheet.polygon(((860, 850), (872, 720), (944, 720), (956, 850), (944, 850), (936, 770), (880, 770), (872, 850)), KEY)
    sheet.box(932, 640, 14, 90, KEY)
    for side in (-1, 1):
        for fold in range(6):
            x = 800 + side * (800 - fold * 62)
            sweep = 800 + side * (700 - fold * 66)
            sheet.polygon(
                ((x, 0), (x - side * 64, 0), (sweep - side * 36, 880), (sweep + side * 36, 880)),
                WARM if fold % 2 else (120, 255, 0),
            )
    for swag in range(8):
        sheet.oval(100 + swag * 200, 0, 112, 120, WARM if swag % 2 else (120, 255, 0))
    sheet.box(0, 880, WIDTH, 190, KEY)
    for lamp in range(9):
        sheet.disc(130 + lamp * 168, 880, 26, PAPER)
    figures.crowd(sheet, 1120, number=13, height=150, tone=DARK)


def gallery(sheet: Sheet) -> None:
    sheet.box(0, 0, WIDTH, 1067, WARM)
    sheet.box(0, 840, WIDTH, 230, tint(WARM, 0.45))
    sheet.box(0, 820, WIDTH, 24, PAPER)
    sheet.box(330, 110, 940, 580, PAPER)
    sheet.box(365, 145, 870, 510, KEY)
    sheet.box(365, 416, 870, 239, COOL)
    sheet.box(365, 400, 870, 16, DARK)
    for lamp in range(6):
        x = 440 + lamp * 144
        sheet.disc(x, 330, 30, (120, 170, 0))
        sheet.disc(x, 330, 14, WARM)
        for ripple in range(6):
            sheet.rounded(x - 12 - ripple * 2, 470 + ripple * 28, 24 + ripple * 4, 7, radius=3, tone=WARM)
    for x in (470, 720, 990):
        vessels.trawler(sheet, x, 545, 170, hull=DARK)
    sheet.box(1300, 560, 90, 54, PAPER)
    for x, height in ((500, 560), (800, 620), (1130, 540)):
        figures.person(sheet, x + sheet.chance.uniform(-30, 30), 1080, height, tone=KEY)
    figures.person(sheet, 905, 1075, 330, tone=DARK)


def cinema(sheet: Sheet) -> None:
    sheet.box(0, 0, WIDTH, 1067, KEY)
    sheet.box(160, 110, 1280, 560, PAPER)
    sheet.box(160, 440, 1280, 230, COOL)
    scenery.sun(sheet, 1130, 420, 100)
    sheet.box(160, 440, 1280, 230, COOL)
    vessels.ferry(sheet, 470, 530, 560)
    for wave in range(8):
        scenery.crest_at(sheet, 200 + wave * 150, 560 + wave % 3 * 34, 90, thickness=8, tone=PAPER)
    for row in range(3):
        level = 850 + row * 100
        for seat in range(9 - row):
            x = 60 + seat * (185 + row * 24) + row * 40
            sheet.rounded(x, level - 60, 140 + row * 10, 240, radius=30, tone=WARM if row % 2 else (130, 255, 0))
            if sheet.chance.random() < 0.8:
                sheet.disc(x + 70, level - 84, 44 + row * 4, KEY if row else DARK)
                sheet.rounded(x + 30, level - 50, 84, 60, radius=26, tone=KEY if row else DARK)
    for side in (0, 1500):
        for fold in range(3):
            sheet.box(side + fold * 34, 0, 30, 800, WARM)


def cellist(sheet: Sheet) -> None:
    sheet.box(0, 0, WIDTH, 1067, DARK)
    for depth, tone in enumerate(((190, 0, 210), (110, 60, 150), tint(WARM, 0.75))):
        for arch in range(3):
            width = 470 - depth * 60
            x = 800 + (arch - 1) * 540
            sheet.disc(x, 440 + depth * 24, width / 2, tone)
            sheet.box(x - width / 2, 440 + depth * 24, width, 460 - depth * 24, tone)
    sheet.box(0, 890, WIDTH, 180, KEY)
    for _ in range(18):
        scenery.crest_at(
            sheet,
            sheet.chance.uniform(0, 1500),
            sheet.chance.uniform(920, 1050),
            sheet.chance.uniform(60, 190),
            thickness=7,
            tone=WARM,
        )
    sheet.box(650, 830, 120, 22, KEY)
    for leg in (660, 750):
        sheet.box(leg, 840, 12, 110, KEY)
    figures.limbs(sheet, 710, 810, 300, ((0, 0), (0.42, -0.02), (0.44, 0.42)), ((0, 0.04), (0.2, 0.12), (0.14, 0.44)))
    sheet.polygon(((660, 830), (770, 830), (790, 560), (720, 510), (650, 560)), KEY)
    sheet.disc(745, 450, 56, KEY)
    sheet.oval(850, 800, 82, 100, WARM)
    sheet.oval(838, 680, 60, 72, WARM)
    sheet.stroke(((836, 650), (800, 430)), KEY, width=17)
    sheet.stroke(((856, 890), (866, 950)), KEY, width=8)
    sheet.stroke(((766, 580), (850, 540), (812, 480)), KEY, width=30)
    sheet.stroke(((690, 600), (730, 730), (850, 750)), KEY, width=32)
    sheet.stroke(((740, 770), (1010, 716)), PAPER, width=7)


def books(sheet: Sheet) -> None:
    sheet.box(0, 0, WIDTH, 1067, tint(COOL, 0.55))
    for shelf in range(4):
        level = 240 + shelf * 220
        sheet.box(0, level, WIDTH, 22, KEY)
        x = sheet.chance.uniform(0, 30)
        while x < WIDTH:
            width, height = sheet.chance.uniform(26, 66), sheet.chance.uniform(120, 190)
            tone = sheet.chance.choice((WARM, KEY, PAPER, COOL, (150, 0, 255), tint(WARM, 0.5)))
            sheet.box(x, level - height, width, height, tone)
            sheet.box(x, level - height + 24, width, 9, PAPER if tone != PAPER else WARM)
            sheet.box(x, level - 40, width, 7, PAPER if tone != PAPER else KEY)
            x += width + (4 if sheet.chance.random() < 0.92 else 60)
    for side in (0, 150):
        sheet.stroke(((1130 + side, 1067), (1230 + side, 0)), KEY, width=18)
    for rung in range(9):
        x = 1140 + rung * 11
        sheet.stroke(((x, 990 - rung * 118), (x + 150, 990 - rung * 118)), KEY, width=15)
    sheet.box(0, 930, WIDTH, 140, KEY)
    sheet.polygon(
        ((330, 950), (560, 900), (590, 930), (620, 900), (850, 950), (620, 1000), (590, 1020), (560, 1000)), PAPER
    )
    for line in range(4):
        sheet.stroke(((400 + line * 16, 948 + line * 9), (550, 918 + line * 18)), COOL, width=5)
        sheet.stroke(((640, 918 + line * 18), (780 - line * 16, 948 + line * 9)), COOL, width=5)
    sheet.stroke(((210, 960), (210, 700)), WARM, width=14)
    sheet.polygon(
        [(210 + 120 * math.cos(math.radians(a)), 720 + 120 * math.sin(math.radians(a))) for a in range(180, 361, 12)],
        WARM,
    )
    sheet.rounded(130, 945, 160, 26, radius=12, tone=WARM)
