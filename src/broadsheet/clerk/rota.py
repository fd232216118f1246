"""Which step runs when: pure thinking about due times, wake-ups and failures."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from broadsheet.contracts.steps import Step

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_GROUND_PAUSE = 2.0  # a full disk or a locked database is looked at again this often


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One step and where it stands. Times are seconds of a clock that only goes forward."""

    step: Step
    due: float
    failures: int = 0
    trouble: str = ""  # plain words while disk or database keep it from working
    is_backing_off: bool = False
    has_more: bool = False


class Rota:
    """All steps in their order."""

    def __init__(self, steps: Iterable[Step], *, at: float) -> None:
        self._turns = {step.name: Turn(step=step, due=at) for step in steps}

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(self._turns.values())

    def wake(self, *, at: float) -> None:
        """The database changed: every step that wants to know is due, except one that waits out a failure."""
        for name, turn in self._turns.items():
            if turn.step.wakes and not turn.is_backing_off:
                self._turns[name] = replace(turn, due=min(turn.due, at))

    def due(self, *, at: float) -> tuple[Step, ...]:
        is_busy = any(turn.has_more and not turn.step.patient for turn in self._turns.values())
        due = (turn.step for turn in self._turns.values() if turn.due <= at)
        return tuple(step for step in due if not (step.patient and is_busy))

    def next_due(self) -> float:
        """When the next step is due by itself."""
        return min((turn.due for turn in self._turns.values()), default=0.0)

    def ran(self, step: Step, *, more: bool, at: float) -> None:
        """It worked; with `more` waiting it is due again at once, after the others had their turn."""
        self._turns[step.name] = Turn(step=step, due=at if more else at + step.every, has_more=more)

    def failed(self, step: Step, *, at: float) -> Turn:
        """It raised; each failure in a row doubles its pause, to a minute."""
        failures = self._turns[step.name].failures + 1
        pause = min(_FIRST_PAUSE * 2 ** min(failures - 1, 10), _LONGEST_PAUSE)
        return self._set(Turn(step=step, due=at + pause, failures=failures, is_backing_off=True))

    def hindered(self, step: Step, *, trouble: str, at: float) -> Turn:
        """Disk or database refused: it tries again soon, for as long as that lasts."""
        failures = self._turns[step.name].failures + 1
        return self._set(
            Turn(step=step, due=at + _GROUND_PAUSE, failures=failures, trouble=trouble, is_backing_off=True)
        )

    def _set(self, turn: Turn) -> Turn:
        self._turns[turn.step.name] = turn
        return turn
