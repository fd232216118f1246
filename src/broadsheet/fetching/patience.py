"""How long a look at a source may take, and whether it is still wanted."""

from collections.abc import Callable
from time import monotonic

from broadsheet.contracts.fetching import FetchError

GLANCE = 0.2  # seconds between two looks at `stop` while waiting for a server


class StoppedError(FetchError):
    """The process is stopping; nothing is wrong with the source."""


class OutOfTimeError(FetchError):
    """The source did not answer whole before the deadline."""


def never() -> bool:
    """Say that nobody asks to stop: the `stop` of a caller that waits until the deadline."""
    return False


class Patience:
    """One deadline for everything that a look does: finding the name, connecting, every hop, reading."""

    def __init__(self, seconds: float, *, stop: Callable[[], bool] = never) -> None:
        self._seconds = seconds
        self._ends = monotonic() + seconds
        self._stop = stop

    def glance(self, host: str) -> float:
        """
        Give the seconds to wait for the host before asking here again.

        :raises StoppedError: if the look is no longer wanted
        :raises OutOfTimeError: if the deadline has passed
        """
        if self._stop():
            raise StoppedError(f"The look at {host} was broken off, since Broadsheet is stopping")
        left = self._ends - monotonic()
        if left <= 0:
            raise OutOfTimeError(
                f"{host} did not answer whole within {self._seconds:g} seconds. "
                "It is tried again; if this goes on, ask its operator"
            )
        return min(left, GLANCE)

    @property
    def left(self) -> float:
        """Seconds until the deadline, 0 at the least."""
        return max(0.0, self._ends - monotonic())
