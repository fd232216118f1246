"""The clerk's loop: every slice's steps, in order, when they are due or when the database changed."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from broadsheet.clerk.rota import Rota
from broadsheet.clerk.status import Status
from broadsheet.clerk.troubles import ground_trouble
from broadsheet.clerk.waking import Waker
from broadsheet.contracts.steps import Step

log = structlog.get_logger(__name__)

_LONGEST_WAIT = 1.0  # the heartbeat moves at least this often


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Both clocks of the loop: one for the steps, one that only goes forward for its pauses."""

    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    monotonic: Callable[[], float] = time.monotonic


class Loop:
    """
    Runs steps until told to stop.

    One step that fails is logged and waits; the others go on. `after_failure` is called after each failure, to put
    the database connection right again.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        *,
        waker: Waker,
        status: Status,
        clocks: Clocks,
        after_failure: Callable[[], None] = lambda: None,
    ) -> None:
        self._rota = Rota(steps, at=clocks.monotonic())
        self._waker = waker
        self._status = status
        self._clocks = clocks
        self._after_failure = after_failure

    def run(self, *, stop: Callable[[], bool]) -> None:
        """Work until `stop()`; the step in hand is finished first."""
        while not stop():
            self.run_once(stop=stop)
            pause = self._rota.next_due() - self._clocks.monotonic()
            if pause > 0 and not stop():
                self._waker.wait(min(pause, _LONGEST_WAIT), stop=stop)

    def run_once(self, *, stop: Callable[[], bool] = lambda: False) -> None:
        """One pass over everything that is due now."""
        # Asked before the steps run: what is committed while they do is seen in the next pass.
        if self._waker.has_changed():
            self._rota.wake(at=self._clocks.monotonic())
        for step in self._rota.due(at=self._clocks.monotonic()):
            if stop():
                return
            self._run_step(step)
        self._status.beat(at=self._clocks.monotonic(), turns=self._rota.turns)

    def _run_step(self, step: Step) -> None:
        started = self._clocks.monotonic()
        try:
            more = step.run(self._clocks.now())
        except Exception as error:  # noqa: BLE001  whatever a step breaks on, the others go on
            self._note_failure(step, error)
            return
        ended = self._clocks.monotonic()
        was_failing = any(turn.failures for turn in self._rota.turns if turn.step.name == step.name)
        self._rota.ran(step, more=more, at=ended)
        self._status.ran(step.name, seconds=ended - started)
        if was_failing:
            log.info("clerk_step_resumed", step=step.name)

    def _note_failure(self, step: Step, error: Exception) -> None:
        at = self._clocks.monotonic()
        trouble = ground_trouble(error)
        if trouble:
            turn = self._rota.hindered(step, trouble=trouble, at=at)
            log.warning("clerk_step_paused", step=step.name, reason=trouble, times=turn.failures)
        else:
            turn = self._rota.failed(step, at=at)
            log.error("clerk_step_failed", step=step.name, times=turn.failures, exc_info=error)
        self._status.failed(step.name)
        self._after_failure()
