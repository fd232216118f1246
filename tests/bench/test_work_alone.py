"""What the budget of a page is reckoned from: a trace in which tasks are as long as they had a processor."""

import runpy
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

work_alone = runpy.run_path(str(Path(__file__).parents[2] / "bench/work_alone.py"))["work_alone"]


def _event(name: str, *, ts: int, dur: int | None = None, tts: int, tdur: int | None = None, tid: int = 1) -> Any:
    spans = {"dur": dur, "tdur": tdur}
    return {
        "name": name,
        "pid": 1,
        "tid": tid,
        "ts": ts,
        "tts": tts,
        **{k: v for k, v in spans.items() if v is not None},
    }


def test_a_task_is_as_long_as_it_had_a_processor_and_what_lies_in_it_moves_with_its_work() -> None:
    task = _event("RunTask", ts=1_000, dur=20_000, tts=500, tdur=8_000)
    layout = _event("Layout", ts=15_000, dur=5_000, tts=5_500, tdur=2_500)
    mark = _event("firstPaint", ts=20_900, tts=8_400)

    assert work_alone([task, layout, mark]) == [
        task | {"dur": 8_000},
        layout | {"ts": 6_000, "dur": 2_500},
        mark | {"ts": 8_900},
    ]


def test_what_does_not_say_its_work_ends_with_its_task() -> None:
    task = _event("RunTask", ts=0, dur=900, tts=0, tdur=300)
    late, long = (
        {"name": name, "pid": 1, "tid": 1, "ts": ts, "dur": 500} for name, ts in (("late", 400), ("long", 100))
    )

    assert work_alone([task, late, long])[1:] == [late | {"ts": 300, "dur": 0}, long | {"dur": 200}]


def test_other_threads_tasks_that_do_not_say_and_what_lies_between_tasks_stay() -> None:
    events = [
        _event("RunTask", ts=0, dur=900, tts=0, tdur=300),
        _event("Layout", ts=400, dur=100, tts=100, tdur=10, tid=2),
        _event("navigationStart", ts=1_500, tts=400),
        {"name": "RunTask", "pid": 1, "tid": 1, "ts": 2_000, "dur": 700},
        _event("Layout", ts=2_100, dur=100, tts=500, tdur=10),
    ]

    assert work_alone(events)[1:] == events[1:]


def test_a_task_within_a_task_belongs_to_the_outer_one() -> None:
    outer = _event("RunTask", ts=0, dur=1_000, tts=0, tdur=600)
    inner = _event("RunTask", ts=500, dur=400, tts=200, tdur=300)
    first = _event("RunTask", ts=0, dur=10, tts=0, tdur=5)

    assert work_alone([first, inner, outer]) == [
        first | {"dur": 5},
        inner | {"ts": 200, "dur": 300},
        outer | {"dur": 600},
    ]


@given(st.lists(st.tuples(*[st.integers(0, 50)] * 4), max_size=8))
def test_nothing_grows_begins_later_or_leaves_its_task(tasks: list[tuple[int, int, int, int]]) -> None:
    events, at, worked = [], 0, 0
    for gap, work, wait, into in tasks:
        at += gap
        events.append(_event("RunTask", ts=at, dur=work + wait, tts=worked, tdur=work))
        within = min(into, work)
        events.append(
            _event("Layout", ts=at + within + wait, dur=work - within, tts=worked + within, tdur=work - within)
        )
        at, worked = at + work + wait + 1, worked + work

    found = work_alone(events)

    for before, after in zip(events, found, strict=True):
        assert 0 <= after["dur"] <= before["dur"]
        assert after["ts"] <= before["ts"]
    for (_, work, _, _), task, layout in zip(tasks, found[::2], found[1::2], strict=True):
        assert task["dur"] == work
        assert task["ts"] <= layout["ts"]
        assert layout["ts"] + layout["dur"] <= task["ts"] + task["dur"]
