"""
A page in memory is answered on the thread that brings the request.

Granian reads requests on a thread of its own, makes a coroutine of each, wakes the event loop for it, and hands the
answer back. For a page that lies there finished, those two hand-overs are most of the work; see decision 028 for what
going without them gained. All else goes the usual way.
"""

from collections.abc import Callable
from typing import Any, Protocol

from granian import _futures

from broadsheet.edge.events import log_event
from broadsheet.edge.rsgi import Reply, Request

# What makes the function that Granian calls with each request. Should its name change, requests take the usual way.
SCHEDULE = "_cbsched_aioschedule"

AnswerAtOnce = Callable[[Request, Reply], bool]
Schedule = Callable[["Watcher"], None]
Scheduling = Callable[[Any, Any, Any], Schedule]


class Watcher(Protocol):
    """A request and its answer, as Granian gives them to its scheduler."""

    @property
    def scope(self) -> Request: ...
    @property
    def proto(self) -> Reply: ...


def answer_first(answer: AnswerAtOnce) -> None:
    """
    Have this process ask `answer` before Granian schedules a request; it says whether it answered.

    Called before the worker's loop begins. `answer` runs on another thread than the loop, holding the interpreter.
    """
    usual: Scheduling | None = getattr(_futures, SCHEDULE, None)
    if usual is None:
        log_event("edge_granian_unknown", level="warning", missing=SCHEDULE)
        return
    setattr(_futures, SCHEDULE, first(answer, usual))


def first(answer: AnswerAtOnce, usual: Scheduling) -> Scheduling:
    """Granian's way of scheduling with `answer` before it."""

    def scheduling(loop: Any, context: Any, callback: Any) -> Schedule:
        schedule = usual(loop, context, callback)

        def ask_first(watcher: Watcher) -> None:
            try:
                is_answered = answer(watcher.scope, watcher.proto)
            except Exception as error:  # noqa: BLE001  Granian would not look at it, and no one would answer
                log_event("edge_answer_at_once_failed", level="error", error=repr(error))
                is_answered = False
            if not is_answered:
                schedule(watcher)

        return ask_first

    return scheduling
