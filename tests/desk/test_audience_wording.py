"""How the screen of readers calls things, and the lines that it draws."""

import re
import sys
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from lxml import etree

from broadsheet.contracts.audience import Source
from broadsheet.desk.audience_wording import SOURCES, dropped_lines, line_words, mostly_from, source_lines
from broadsheet.desk.charts import day_chart, sparkline, ticks_to
from broadsheet.desk.readership import times_of
from broadsheet.popular.audience import LINE_POINTS, Crowd
from broadsheet.popular.folding import Dropped

TIMES = tuple(f"{hour:02}:{minute}" for hour in range(24) for minute in ("00", "30"))
EMPTY = (0,) * LINE_POINTS


def test_every_source_and_every_reason_has_words() -> None:
    told = dropped_lines(dict.fromkeys(Dropped, 1) | {"not_counting": 1})

    assert set(SOURCES) == set(Source)
    assert [line.reason for line in told if line.means == "Not counted for another reason."] == []


def test_reasons_stand_by_their_views_and_one_without_words_goes_by_its_name() -> None:
    told = dropped_lines({Dropped.AGENT_BOT: 3, "sun_spots": 40, Dropped.TOKEN_BAD: 0})

    assert [(line.reason, line.views) for line in told] == [("Sun spots", 40), ("Robots", 3)]


def test_sources_stand_by_their_readers_with_their_part_of_all() -> None:
    crowd = Crowd(sources={Source.ENGINE: 30, Source.DIRECT: 10})

    told = source_lines(crowd)

    assert [(line.name, line.readers, line.percent) for line in told[:3]] == [
        ("Search engines", 30, 75),
        ("Directly", 10, 25),
        ("Front pages", 0, 0),
    ]
    assert len(told) == len(Source)
    assert mostly_from(crowd) == told[0]
    assert mostly_from(Crowd()) is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (EMPTY, "No readers in 24 hours"),
        ((*EMPTY[:20], 1500, *EMPTY[:27]), "Most from 10:00 to 10:30: 1,500; since 23:30: 0"),
        ((*EMPTY[:-1], 7), "Most from 23:30 until now: 7; since 23:30: 7"),
    ],
)
def test_a_line_is_said_in_a_sentence(line: tuple[int, ...], words: str) -> None:
    assert line_words(line, times=TIMES) == words


def test_a_line_begins_a_day_before_the_half_hour_that_still_runs() -> None:
    with timezone.override("Europe/Oslo"):
        times = times_of(datetime(2026, 6, 1, 12, 47, 11, tzinfo=UTC))

    assert (times[0], times[1], times[-1]) == ("15:00", "15:30", "14:30")


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, [0, 1, 2, 3, 4]),
        (5, [0, 1, 2, 3, 4, 5]),
        (6, [0, 2, 4, 6]),
        (1240, [0, 500, 1000, 1500]),
        (4100, [0, 1000, 2000, 3000, 4000, 5000]),
    ],
)
def test_an_axis_holds_the_line_by_round_numbers(most: int, ticks: list[int]) -> None:
    assert ticks_to(most) == ticks


def test_a_small_line_is_as_high_as_its_greatest_number_and_says_so() -> None:
    drawn = sparkline((0, 5, 10), says='10 <of "them">')

    closed, still_open = (each.get("points", "").split() for each in etree.fromstring(drawn))
    assert [point.split(",")[1] for point in closed] == ["26.0", "14.0"]
    assert still_open == [closed[-1], "118.0,2.0"]
    assert 'aria-label="10 &lt;of &quot;them&quot;&gt;"' in drawn


def test_two_readers_in_a_day_are_no_mountain() -> None:
    assert 'points="2.0,26.0 60.0,20.0"' in sparkline((0, 1, 0), says="")


@pytest.mark.parametrize("line", [EMPTY, tuple(range(LINE_POINTS))])
def test_the_day_is_drawn_with_each_number_and_nothing_that_runs_or_is_fetched(line: tuple[int, ...]) -> None:
    drawn = day_chart(line, times=TIMES, width=640, height=250, hours=6)

    svg = etree.fromstring(drawn)
    titles = [each.text or "" for each in svg.iter("{http://www.w3.org/2000/svg}title")]
    assert f"10:00 to 10:30: {line[20]}" in titles
    assert f"23:30 until now: {line[-1]}" in titles
    assert [finder for finder in sys.meta_path if not hasattr(finder, "find_spec")] == []
    assert [word for word in ("<script", "<style", "<!--", "href", "import") if word in drawn] == []
    assert re.findall(r">(\d\d:\d\d)</text>", drawn) == ["00:00", "06:00", "12:00", "18:00"]
