"""
Draws the simulated day into docs/pictures/popular-day.svg: who stood where in the list, as readers saw it.

    python bench/popular_plot.py
"""

from html import escape
from pathlib import Path

from popular_day import BREAKING, BREAKS_AT, YESTERDAYS, Course, the_day

TARGET = Path(__file__).parents[1] / "docs" / "pictures" / "popular-day.svg"
PLACES, EVERY = 10, 5  # places shown; minutes between two points
LEFT, TOP, WIDTH, HEIGHT = 44, 44, 1_000, 360
LINES = {BREAKING: ("#b3261e", "breaks at ten"), YESTERDAYS: ("#1a5fb4", "yesterday's hit"), 1: ("#5e5c64", "story 1"),
         2: ("#8f8d95", "story 2"), 3: ("#b8b6bd", "story 3")}  # fmt: skip
_TEXT = '<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" text-anchor="{anchor}">{words}</text>'


def draw(course: Course) -> str:
    """The whole picture as SVG: the exact order thin and dashed, the list that readers saw thick."""
    parts = [*_grid(), *_text_at(BREAKS_AT, PLACES - 3, "it breaks", colour="#b3261e")]
    for story, (colour, name) in LINES.items():
        parts += _line(course.exact, story, colour=colour, style='stroke-width="1" stroke-dasharray="3 3"')
        parts += _line(course.ours, story, colour=colour, style='stroke-width="2.5"')
        parts += _named(course.ours, story, colour=colour, name=name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + 2 * LEFT + 60} {HEIGHT + 2 * TOP}" '
        'font-family="system-ui, sans-serif" font-size="13" role="img" '
        'aria-label="Places of five stories in the list over a simulated day">'
        '<rect width="100%" height="100%" fill="#fff"/>'
        f"{''.join(parts)}</svg>\n"
    )


def _grid() -> list[str]:
    parts = [_text(LEFT, TOP - 22, "Place in the list: as readers saw it, and dashed as every reader by name gives it")]
    for place in range(1, PLACES + 1):
        parts.append(f'<path d="M{LEFT} {_y(place):.0f}h{WIDTH}" stroke="#e6e6e6"/>')
        parts.append(_text(LEFT - 10, _y(place) + 4, str(place), anchor="end"))
    parts += [_text(_x(hour * 60), TOP + HEIGHT + 22, f"{hour:02}:00", anchor="middle") for hour in range(0, 25, 3)]
    return parts


def _line(orders: list[tuple[int, ...]], story: int, *, colour: str, style: str) -> list[str]:
    """One path; it is broken where the story is not among those shown."""
    steps, was_there = [], False
    for minute in range(0, len(orders), EVERY):
        shown = orders[minute][:PLACES]
        if story in shown:
            steps.append(f"{'L' if was_there else 'M'}{_x(minute):.1f} {_y(shown.index(story) + 1):.1f}")
        was_there = story in shown
    return [f'<path d="{"".join(steps)}" fill="none" stroke="{colour}" {style}/>'] if steps else []


def _named(orders: list[tuple[int, ...]], story: int, *, colour: str, name: str) -> list[str]:
    """Its name where its line ends."""
    seen = [minute for minute in range(0, len(orders), EVERY) if story in orders[minute][:PLACES]]
    if not seen:
        return []
    return [_text(_x(seen[-1]) + 6, _y(orders[seen[-1]].index(story) + 1) + 4, name, colour=colour)]


def _text_at(minute: int, place: int, words: str, *, colour: str) -> list[str]:
    path = f'<path d="M{_x(minute):.0f} {TOP}v{HEIGHT}" stroke="{colour}" stroke-dasharray="1 4"/>'
    return [path, _text(_x(minute) + 6, _y(place) + 14, words, colour=colour)]


def _text(x: float, y: float, words: str, *, colour: str = "#333", anchor: str = "start") -> str:
    return _TEXT.format(x=x, y=y, words=escape(words), colour=colour, anchor=anchor)


def _x(minute: int) -> float:
    return LEFT + WIDTH * minute / 1440


def _y(place: int) -> float:
    return TOP + HEIGHT * (place - 0.5) / PLACES


if __name__ == "__main__":
    TARGET.write_text(draw(the_day()), encoding="utf-8")
    print(TARGET)
