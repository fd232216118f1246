"""What the clerk runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """
    A bounded piece of work that a slice hands to the clerk.

    `run(now)` does at most a batch and says whether more is waiting; it must be safe to kill at any instruction and
    to run again. `every` is the longest pause in seconds between two runs; `wakes` steps also run at once whenever
    the content database changed, `patient` ones only while no other says that more is waiting. `end` is called when
    the clerk stops leading: it gives back what runs beside the loop, within two seconds.
    """

    name: str
    run: Callable[[datetime], bool]
    every: float
    wakes: bool = False
    patient: bool = False
    end: Callable[[], None] = lambda: None
