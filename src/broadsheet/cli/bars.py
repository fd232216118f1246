"""Progress as a terminal shows it: one bar a part of the work; a line a part where nobody watches."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from broadsheet.keeping.progress import Progress as ProgressProtocol


class Bars:
    """Keeps the Progress Protocol of the rooms below; a bar that was finished stays above the next."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._drawn: Progress | None = None
        self._task = TaskID(0)

    def begin(self, what: str, *, total: int) -> None:
        """Finish the bar before, and open one."""
        self.finish()
        if not self._console.is_terminal:
            self._console.print(f"{what} …")
            return
        columns = (TextColumn("{task.description:<24}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
        self._drawn = Progress(*columns, TimeRemainingColumn(), console=self._console)
        self._drawn.start()
        self._task = self._drawn.add_task(what, total=total or None)

    def reach(self, done: int) -> None:
        if self._drawn is not None:
            self._drawn.update(self._task, completed=done)

    def finish(self) -> None:
        """Fill the bar."""
        if self._drawn is not None:
            total = self._drawn.tasks[-1].total or 1
            self._drawn.update(self._task, total=total, completed=total)
        self.leave()

    def leave(self) -> None:
        """Leave the bar where it is: the work broke off."""
        if self._drawn is not None:
            self._drawn.stop()
            self._drawn = None


@contextmanager
def bars() -> Iterator[ProgressProtocol]:
    """Draw progress on standard error while this lasts."""
    shown = Bars(Console(stderr=True))
    try:
        yield shown
        shown.finish()
    finally:
        shown.leave()
