"""How long work says how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Draws a bar, or nothing."""

    def begin(self, what: str, *, total: int) -> None:
        """The next part of the work, in plain words; `total` is 0 where nobody can say."""
        ...

    def reach(self, done: int) -> None:
        """So much of `total` is done."""
        ...
