"""How the clerk is doing: kept in memory by the loop, read by whoever asks over HTTP."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from broadsheet.clerk.rota import Turn

STALE_SECONDS = 30.0  # a step may take its time; a clerk silent for longer hangs


class Status:
    """Written by the loop's thread, read by the status server's."""

    def __init__(self, *, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._beat_at = monotonic()
        self._is_leading = False
        self._turns: tuple[Turn, ...] = ()
        self._runs: defaultdict[str, float] = defaultdict(float)
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._failures: defaultdict[str, float] = defaultdict(float)
        self._gauges: dict[str, float] = {}

    def beat(self, *, at: float, turns: Sequence[Turn]) -> None:
        with self._lock:
            self._beat_at = at
            self._turns = tuple(turns)

    def lead(self, *, is_leading: bool) -> None:
        with self._lock:
            self._is_leading = is_leading
            self._beat_at = self._monotonic()

    def ran(self, step: str, *, seconds: float) -> None:
        with self._lock:
            self._runs[step] += 1
            self._seconds[step] += seconds

    def failed(self, step: str) -> None:
        with self._lock:
            self._failures[step] += 1

    def gauge(self, name: str, value: float) -> None:
        with self._lock:
            self._gauges[name] = value

    def health(self) -> tuple[bool, str]:
        """
        Whether the clerk is alive, and plain words for how it is.

        A step in trouble is named but is no reason to end the process: a full disk is not cured by a restart.
        """
        with self._lock:
            silent = self._monotonic() - self._beat_at
            troubles = [f"{turn.step.name}: {turn.trouble or 'failing'}" for turn in self._turns if turn.failures]
            is_leading = self._is_leading
        if silent > STALE_SECONDS:
            return False, f"no sign of life for {silent:.0f} s"
        if troubles:
            return True, "in trouble: " + "; ".join(troubles)
        return True, "leading" if is_leading else "standing by"

    def metrics(self) -> str:
        """Everything in Prometheus' text format."""
        with self._lock:
            silent = self._monotonic() - self._beat_at
            lines = [
                *_lines("broadsheet_clerk_leading", "gauge", {"": float(self._is_leading)}),
                *_lines("broadsheet_clerk_silent_seconds", "gauge", {"": silent}),
                *_lines("broadsheet_clerk_step_runs_total", "counter", self._runs),
                *_lines("broadsheet_clerk_step_seconds_total", "counter", self._seconds),
                *_lines("broadsheet_clerk_step_failures_total", "counter", self._failures),
            ]
            for name, value in sorted(self._gauges.items()):
                lines += _lines(name, "gauge", {"": value})
        return "\n".join(lines) + "\n"


def _lines(name: str, kind: str, values: Mapping[str, float]) -> list[str]:
    rows = [f'{name}{{step="{step}"}} {value:g}' if step else f"{name} {value:g}" for step, value in values.items()]
    return [f"# TYPE {name} {kind}", *sorted(rows)]
