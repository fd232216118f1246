"""
A trace of Chromium with its waits left out, so that a busy machine finds in a page what a quiet one does.

A trace says of each task when it began and ended (`ts` and `dur`), and what it took of a processor between (`tts` and
`tdur`, microseconds; Chromium's "Trace Event Format"). Lighthouse reckons with the first pair: where other processes
want the same two cores, a task that works for 8 ms ends after 20, and every one of them counts against the page.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

_TASK = "RunTask"  # what a thread's loop does in one go: what Lighthouse calls long
Event = Mapping[str, Any]


def work_alone(events: Sequence[Event]) -> list[Event]:
    """
    The same events in the same order, each task as long as it had a processor; what lies in a task moves with its work.

    Tasks begin when they began, and what came over the network when it came: a page is not quicker for its waits.
    An event outside of tasks, or in one that does not say what it took, stays as it is.
    """
    tasks = _outermost(events)
    return [_moved(event, _task_of(event, tasks)) for event in events]


def _outermost(events: Sequence[Event]) -> dict[tuple[int, int], list[Event]]:
    """By process and thread: the tasks that lie in no other, as they began."""
    of_thread = defaultdict(list)
    tasks = (event for event in events if event["name"] == _TASK and "dur" in event)
    for task in sorted(tasks, key=lambda task: (task["ts"], -task["dur"])):
        earlier = of_thread[task["pid"], task["tid"]]
        if not earlier or task["ts"] >= earlier[-1]["ts"] + earlier[-1]["dur"]:
            earlier.append(task)
    return of_thread


def _task_of(event: Event, tasks: Mapping[tuple[int, int], Sequence[Event]]) -> Event | None:
    beside = tasks.get((event["pid"], event["tid"]), ())
    place = bisect_right(beside, event["ts"], key=lambda task: task["ts"]) - 1
    if place < 0 or event["ts"] > beside[place]["ts"] + beside[place]["dur"]:
        return None
    return beside[place] if "tdur" in beside[place] else None


def _moved(event: Event, task: Event | None) -> Event:
    if task is None:
        return event
    end = task["ts"] + min(task["dur"], task["tdur"])
    at = task["ts"] + event["tts"] - task["tts"] if "tts" in event else event["ts"]
    moved = {**event, "ts": min(max(at, task["ts"]), end)}
    if "dur" in event:
        moved["dur"] = min(event["dur"], event.get("tdur", event["dur"]), end - moved["ts"])
    return moved
