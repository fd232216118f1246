"""
Lines of readers as SVG: pure, numbers to markup, in the language of whoever looks (decision 019).

The great line of the whole paper is drawn by pygal; what stands by the dozen in tables is a polyline of our own.
Colours and type are those of the page (readers.css): nothing here names one.
"""

import sys
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from broadsheet.desk.audience_wording import grouped, point_words

SPARK_WIDTH, SPARK_HEIGHT = 120, 28
LEAST_TOP = 4  # two readers in a day are no mountain
_EDGE = 2  # half a stroke, and the dot at the end
_MOST_TICKS = 5
_TYPE = 12  # pixels, as in readers.css: the room for labels is measured by it


def day_chart(line: tuple[int, ...], *, times: tuple[str, ...], width: int, height: int, hours: int) -> SafeString:
    """
    The line as a chart of that size, a point for each of `times` ("14:30", when it begins), one told in `hours` named.

    The last point is still open and so drawn apart. Each point says its number to whoever points at it.
    """
    return _drawn(line, times=times, width=width, height=height, hours=hours, language=translation.get_language())


@lru_cache(maxsize=32)  # everybody who looks at the screen asks for the same few
def _drawn(
    line: tuple[int, ...], *, times: tuple[str, ...], width: int, height: int, hours: int, language: str | None
) -> SafeString:
    with translation.override(language):
        return _chart(line, times=times, width=width, height=height, hours=hours)


def _chart(line: tuple[int, ...], *, times: tuple[str, ...], width: int, height: int, hours: int) -> SafeString:
    pygal, ticks = _pygal(), ticks_to(max(line))
    chart = pygal.Line(
        css=(), js=(), no_prefix=True, disable_xml_declaration=True, explicit_size=False, width=width, height=height,
        margin=0, margin_top=8, margin_right=14, margin_bottom=4, spacing=6, show_legend=False, dots_size=7,
        range=(0, ticks[-1]), truncate_label=25, show_minor_x_labels=False,
        style=pygal.style.Style(label_font_size=_TYPE, major_label_font_size=_TYPE),
    )  # fmt: skip
    chart.value_formatter = lambda readers: grouped(round(readers))
    chart.x_labels = times
    chart.x_labels_major = [time for time in times if _is_named(time, hours=hours)]
    chart.y_labels = ticks
    closed = [*line[:-1], None]
    chart.add("area", closed, fill=True, show_dots=False)  # apart from the line, which would be drawn round all of it
    chart.add("closed", closed)
    chart.add("open", [*[None] * (len(line) - 2), *line[-2:]])
    chart.add_xml_filter(lambda root: _bare(root, line=line, times=times))
    drawn: str = chart.render(is_unicode=True)
    return mark_safe(drawn)  # noqa: S308  numbers and times of ours, written by pygal's etree


def sparkline(line: Sequence[int], *, says: str) -> SafeString:
    """A small line without axes, as high as its own greatest number; the last point is still open and drawn apart."""
    top = max(LEAST_TOP, *line)
    step = (SPARK_WIDTH - 2 * _EDGE) / (len(line) - 1)
    room = SPARK_HEIGHT - 2 * _EDGE
    points = [
        f"{_EDGE + place * step:.1f},{_EDGE + room - room * readers / top:.1f}" for place, readers in enumerate(line)
    ]
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<polyline points="{}"/><polyline class="spark-open" points="{}"/></svg>',
        SPARK_WIDTH,
        SPARK_HEIGHT,
        says,
        " ".join(points[:-1]),
        " ".join(points[-2:]),
    )


def ticks_to(most: int) -> list[int]:
    """Round numbers from nothing to what holds `most`, at most five steps."""
    most = max(most, LEAST_TOP)
    steps = (round_number * 10**power for power in count() for round_number in (1, 2, 5))
    step = next(step for step in steps if step * _MOST_TICKS >= most)
    return [step * tick for tick in range(-(-most // step) + 1)]


def _pygal() -> Any:
    import pygal  # .2 s: for the newsroom's processes alone, and only where somebody looks

    # It puts a finder of maps before Python's imports, in a protocol that Python 3.12 has dropped: on 3.11 every later
    # import of what is not there would warn of it.
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]
    return pygal


def _is_named(time: str, *, hours: int) -> bool:
    hour, _, minute = time.partition(":")
    return int(hour) % hours == 0 and int(minute) < 30  # noqa: PLR2004  the first half of an hour


def _bare(root: Any, *, line: tuple[int, ...], times: tuple[str, ...]) -> Any:
    """Without pygal's styles, scripts and notes to scripts: the page has its own. Each dot gets its words."""
    for element in [each for each in root if not isinstance(each.tag, str) or each.tag in {"defs", "title"}]:
        root.remove(element)
    root.attrib.pop("id")
    places = iter([*range(len(line) - 1), len(line) - 2, len(line) - 1])
    for element in list(root.iter("g")):
        words = element.get("class", "")
        if "overlay" in words and "plot overlay" not in words:
            element.getparent().remove(element)
        elif words == "dots":
            _name(element, place=next(places), line=line, times=times)
    return root


def _name(dot: Any, *, place: int, line: tuple[int, ...], times: tuple[str, ...]) -> None:
    for note in list(dot)[1:]:
        dot.remove(note)
    title = dot.makeelement("title")
    title.text = point_words(place, line, times=times)
    dot.append(title)
