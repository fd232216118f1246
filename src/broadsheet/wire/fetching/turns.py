"""Whose picture is fetched next: pure thinking about sources by their number."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_OF_A_SOURCE = 2
MOST_DOUBTFUL = 2  # of all sources whose last picture was slow or failed: however many drip, the others keep the rest


@dataclass(slots=True)
class Turns:
    """
    One turn a source and round, so that whoever names thousands of pictures leaves the others their place.

    A source whose last picture was slow or failed is doubtful until one comes well.
    """

    _had: set[int] = field(default_factory=set)
    _doubtful: set[int] = field(default_factory=set)

    @property
    def had(self) -> frozenset[int]:
        """The sources that had their turn in this round."""
        return frozenset(self._had)

    def shut(self, running: Iterable[int]) -> frozenset[int]:
        """Sources that may not ask for another picture while those of the sources `running` are under way."""
        busy = Counter(running)
        full = {source for source, count in busy.items() if count >= MOST_OF_A_SOURCE}
        is_crowded = sum(busy[source] for source in self._doubtful) >= MOST_DOUBTFUL
        return frozenset(full | self._doubtful if is_crowded else full)

    def took(self, source: int) -> None:
        self._had.add(source)

    def begin_round(self) -> None:
        self._had.clear()

    def note(self, source: int, *, went_well: bool) -> None:
        (self._doubtful.discard if went_well else self._doubtful.add)(source)
