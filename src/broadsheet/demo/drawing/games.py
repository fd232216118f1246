"""Motifs of sport."""

from broadsheet.demo.drawing import figures, scenery
from broadsheet.demo.drawing.printing import COOL, DARK, KEY, PAPER, WARM, WIDTH, Sheet, tint


def stadium(sheet: Sheet) -> None:
    sheet.fade(0, 700, (235, 0, 150), tint(WARM, 0.75))
    for x, lean in ((230, 1), (520, 1), (1080, -1), (1370, -1)):
        sheet.polygon(((x, 190), (x + lean * 240, 720), (x + lean * 560, 720)), tint(WARM, 0.28))
        sheet.stroke(((x, 700), (x, 190)), KEY, width=15)
        sheet.box(x - 70, 130, 140, 76, KEY)
        for lamp in range(6):
            sheet.disc(x - 46 + lamp % 3 * 46, 152 + lamp // 3 * 34, 13, PAPER)
    sheet.polygon(((120, 760), (240, 520), (1360, 520), (1480, 760)), KEY)
    sheet.polygon(((180, 530), (260, 450), (1340, 450), (1420, 530)), WARM)
    for row in range(5):
        for seat in range(64):
            if sheet.chance.random() < 0.8:
                tone = sheet.chance.choice((PAPER, WARM, COOL, PAPER))
                sheet.disc(270 + row * -14 + seat * (17 + row * 0.45), 568 + row * 32, 6, tone)
    sheet.box(0, 700, WIDTH, 370, KEY)
    sheet.polygon(((120, 760), (1480, 760), (1600, 900), (0, 900)), COOL)
    for stripe in range(5):
        left = 120 + stripe * 272
        sheet.polygon(
            ((left, 760), (left + 136, 760), (left * 1.176 - 141 + 160, 900), (left * 1.176 - 141, 900)), (60, 0, 255)
        )
    scenery.street(sheet, 1067, size=0.72)


def striker(sheet: Sheet) -> None:
    sheet.fade(0, 820, KEY, (150, 0, 210))
    for x in (180, 1420):
        sheet.polygon(((x, 90), (800 - (800 - x) * 0.55, 860), (800 + (800 - x) * 0.25, 860)), (110, 0, 120))
        sheet.box(x - 80, 50, 160, 84, PAPER)
    figures.crowd(sheet, 830, number=30, height=90, tone=KEY)
    sheet.box(0, 800, WIDTH, 280, COOL)
    for stripe in range(4):
        sheet.polygon(
            ((stripe * 430, 800), (stripe * 430 + 210, 800), (stripe * 480 + 160, 1067), (stripe * 480 - 90, 1067)),
            (60, 0, 255),
        )
    sheet.disc(1150, 420, 62, PAPER)
    for x, y in ((1150, 420), (1110, 386), (1192, 392), (1124, 462), (1180, 460)):
        sheet.disc(x, y, 14, KEY)
    x, y, size = 730, 640, 420
    figures.limbs(
        sheet, x, y, size * 0.95, ((-0.1, 0.1), (0.4, 0.0), (0.82, -0.34)), ((0.8, -0.34), (0.95, -0.45)), tone=PAPER
    )
    figures.limbs(
        sheet, x, y, size * 0.95, ((-0.12, 0.1), (-0.2, 0.5), (-0.52, 0.78)), ((-0.52, 0.78), (-0.6, 0.7)), tone=PAPER
    )
    figures.limbs(
        sheet,
        x,
        y,
        size * 0.8,
        ((-0.25, -0.6), (-0.66, -0.5), (-0.9, -0.8)),
        ((-0.2, -0.62), (0.3, -0.72), (0.55, -0.45)),
        tone=PAPER,
    )
    sheet.stroke(((x - 50, y + 30), (x - 95, y - 250)), WARM, width=130)
    sheet.stroke(((x - 60, y + 50), (x + 50, y + 30)), DARK, width=100)
    sheet.disc(x - 110, y - 390, 62, PAPER)


def pitch(sheet: Sheet) -> None:
    sheet.fade(0, 520, (190, 0, 180), tint(COOL, 0.6))
    for row in range(4):
        figures.crowd(sheet, 330 + row * 66, number=26, height=96, tone=((150, 0, 160), KEY, (200, 0, 255), KEY)[row])
    sheet.box(0, 520, WIDTH, 60, WARM)
    for board in range(5):
        sheet.box(60 + board * 320, 538, 220, 24, PAPER)
    for stripe in range(8):
        sheet.polygon(
            (
                (stripe * 200, 580),
                (stripe * 200 + 201, 580),
                (-480 + stripe * 330 + 331, 1067),
                (-480 + stripe * 330, 1067),
            ),
            COOL if stripe % 2 else tint(COOL, 0.75),
        )
    for x, shirt, lean in ((690, WARM, 1), (960, PAPER, -1)):
        figures.limbs(
            sheet,
            x,
            760,
            330,
            ((0, 0), (0.22 * lean, 0.3), (0.1 * lean, 0.62)),
            ((0, 0), (-0.3 * lean, 0.26), (-0.55 * lean, 0.5)),
        )
        figures.limbs(
            sheet,
            x,
            740,
            330,
            ((0.1 * lean, -0.5), (-0.2 * lean, -0.32), (-0.36 * lean, -0.5)),
            ((0.12 * lean, -0.5), (0.4 * lean, -0.36), (0.5 * lean, -0.56)),
        )
        sheet.stroke(((x, 760), (x + 40 * lean, 580)), shirt, width=104)
        sheet.stroke(((x - 20, 778), (x + 24, 778)), KEY, width=90)
        sheet.disc(x + 62 * lean, 474, 52, PAPER)
    sheet.disc(826, 930, 46, PAPER)
    for x, y in ((826, 930), (800, 905), (856, 912), (808, 960)):
        sheet.disc(x, y, 11, KEY)
    scenery.rain(sheet, number=170)


def cyclists(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(COOL, 0.7), bottom=PAPER, horizon=600)
    scenery.peak(sheet, 420, 150, foot=680, width=900, tone=COOL, snow=PAPER)
    scenery.peak(sheet, 1180, 90, foot=680, width=1050, tone=COOL, snow=PAPER)
    scenery.ridge(sheet, 640, height=80, tone=tint(WARM, 0.75), waves=1.4)
    scenery.ridge(sheet, 760, height=40, tone=tint(WARM, 0.4), waves=0.9)
    sheet.polygon(((0, 1000), (1600, 820), (1600, 1067), (0, 1067)), KEY)
    for dash in range(7):
        sheet.stroke(((80 + dash * 240, 1036 - dash * 22), (180 + dash * 240, 1027 - dash * 22)), PAPER, width=9)
    for place in range(5):
        x = 230 + place * 285 + sheet.chance.uniform(-20, 20)
        shirt = (WARM, COOL, PAPER, WARM, COOL)[(place + sheet.chance.randrange(2)) % 5]
        figures.rider(sheet, x, 1000 - x * 0.112, 250, shirt=shirt)


def tennis(sheet: Sheet) -> None:
    sheet.box(0, 0, WIDTH, 1067, WARM)
    sheet.fade(0, 420, (255, 0, 120), (130, 0, 120))
    figures.crowd(sheet, 430, number=24, height=100, tone=KEY)
    sheet.box(0, 420, WIDTH, 40, COOL)
    for line in (((0, 640), (1600, 600)), ((250, 1067), (700, 460)), ((0, 940), (1600, 860))):
        sheet.stroke(line, PAPER, width=12)
    sheet.polygon(((700, 950), (800, 940), (1450, 1040), (1410, 1067), (1180, 1067)), (190, 255, 0))
    x, y, size = 740, 700, 420
    figures.limbs(sheet, x, y, size, ((0, 0), (-0.16, 0.32), (-0.34, 0.58)), ((0.02, 0), (0.12, 0.3), (0.06, 0.62)))
    figures.limbs(
        sheet,
        x,
        y,
        size,
        ((0.08, -0.56), (0.3, -0.78), (0.42, -1.05)),
        ((0.02, -0.56), (-0.28, -0.74), (-0.42, -1.02)),
        tone=PAPER,
    )
    sheet.stroke(((x, y), (x + 20, y - 220)), PAPER, width=120)
    sheet.stroke(((x - 24, y + 20), (x + 30, y + 20)), KEY, width=108)
    sheet.disc(x + 8, y - 330, 54, PAPER)
    sheet.stroke(((x + 180, y - 450), (x + 240, y - 540)), COOL, width=18)
    sheet.oval(x + 268, y - 600, 62, 78, WARM)
    sheet.oval(x + 268, y - 600, 46, 62, PAPER)
    sheet.disc(x - 150, y - 590, 28, PAPER)


def rowers(sheet: Sheet) -> None:
    scenery.sky(sheet, top=tint(WARM, 0.55), bottom=PAPER, horizon=500)
    scenery.sun(sheet, 1230, 340, 120)
    scenery.ridge(sheet, 430, height=60, tone=tint(COOL, 0.6))
    for place in range(8):
        x = 60 + place * 220 + sheet.chance.uniform(-40, 40)
        for drop in range(9):
            sheet.oval(x + (drop - 4) * 26, 460 + abs(drop - 4) * 10, 20, 100 - abs(drop - 4) * 6, COOL)
    sheet.box(0, 540, WIDTH, 30, KEY)
    scenery.sea(sheet, 560, tone=tint(COOL, 0.75))
    sheet.polygon(((60, 792), (1540, 792), (1400, 836), (220, 836)), KEY)
    for place in range(8):
        x = 280 + place * 135
        sheet.stroke(((x + 70, 780), (x - 60, 900)), KEY, width=9)
        sheet.polygon(((x - 46, 886), (x - 104, 934), (x - 80, 952), (x - 34, 906)), WARM)
        figures.limbs(sheet, x, 800, 190, ((0.1, -0.06), (0.4, -0.3), (0.6, -0.05)), tone=KEY)
        sheet.stroke(((x, 776), (x + 34, 676)), WARM if place % 2 else PAPER, width=46)
        sheet.stroke(((x + 34, 690), (x + 90, 770)), KEY, width=17)
        sheet.disc(x + 44, 622, 29, KEY)
        scenery.crest_at(sheet, x - 140, 950, 100, thickness=10, tone=PAPER)
    sheet.stroke(((1400, 780), (1396, 700)), COOL, width=48)
    sheet.disc(1392, 654, 26, KEY)
    sheet.polygon(((1376, 660), (1330, 640), (1330, 684)), WARM)
