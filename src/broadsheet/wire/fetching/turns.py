"""Whose picture is fetched next: pure thinking about sources by their number."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MOST_OF_A_SOURCE = 2
MOST_DOUBTFUL = 2  # of all sources whose last picture was slow or failed: however many drip, the others keep the rest
SLOW_SECONDS = 3.0
FAILURES_BEFORE_REST = 3
_LONGEST_REST = timedelta(seconds=60)


@dataclass(slots=True)
class Turns:
    """
    One turn a source and round, so that whoever names thousands of pictures leaves the others their place.

    A source whose last picture was slow or failed is doubtful until one comes well. Where picture after picture fails,
    the source rests before the next one: a second, doubled with each up to a minute.
    """

    _had: set[int] = field(default_factory=set)
    _doubtful: set[int] = field(default_factory=set)
    _failures: Counter[int] = field(default_factory=Counter)
    _rests_until: dict[int, datetime] = field(default_factory=dict)

    @property
    def had(self) -> frozenset[int]:
        """The sources that had their turn in this round."""
        return frozenset(self._had)

    def shut(self, running: Iterable[int], *, now: datetime) -> frozenset[int]:
        """Sources that may not ask for another picture while those of the sources `running` are under way."""
        busy = Counter(running)
        full = {source for source, count in busy.items() if count >= MOST_OF_A_SOURCE}
        resting = {source for source, until in self._rests_until.items() if until > now}
        is_crowded = sum(busy[source] for source in self._doubtful) >= MOST_DOUBTFUL
        return frozenset(full | resting | (self._doubtful if is_crowded else set()))

    def took(self, source: int) -> None:
        self._had.add(source)

    def begin_round(self) -> None:
        self._had.clear()

    def note(self, source: int, *, is_kept: bool, seconds: float, now: datetime) -> None:
        """What came of a picture: whether it is in the library, and how long its bytes took."""
        is_well = is_kept and seconds < SLOW_SECONDS
        (self._doubtful.discard if is_well else self._doubtful.add)(source)
        if is_kept:
            self._failures.pop(source, None)
            self._rests_until.pop(source, None)
            return
        self._failures[source] += 1
        times = self._failures[source] - FAILURES_BEFORE_REST
        if times >= 0:
            self._rests_until[source] = now + min(timedelta(seconds=2 ** min(times, 6)), _LONGEST_REST)
