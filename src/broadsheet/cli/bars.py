"""Progress as a terminal shows it: one bar a part of the work, on standard error; a line a part elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from broadsheet.keeping.progress import Progress as ProgressProtocol


class Bars:
    """Keeps the Progress Protocol of the rooms below."""

    def __init__(self, drawn: Progress) -> None:
        self._drawn = drawn
        self._task: TaskID | None = None

    def begin(self, what: str, *, total: int) -> None:
        """Close the bar before, and open one."""
        self._finish()
        self._task = self._drawn.add_task(what, total=total or None)
        if not self._drawn.console.is_terminal:
            self._drawn.console.print(f"{what} …")

    def reach(self, done: int) -> None:
        if self._task is not None:
            self._drawn.update(self._task, completed=done)

    def _finish(self) -> None:
        if self._task is not None:
            total = self._drawn.tasks[-1].total or 1
            self._drawn.update(self._task, total=total, completed=total)


@contextmanager
def bars() -> Iterator[ProgressProtocol]:
    """Draw progress while this lasts."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<24}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal) as drawn:
        shown = Bars(drawn)
        yield shown
        shown._finish()  # noqa: SLF001  its own room
