"""Joined pages in memory, compressed, by address: the oldest used go when the bytes are spent."""

from collections import OrderedDict, deque
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from broadsheet.contracts.pieces import Changes
from broadsheet.edge.answers import Answer

_REMEMBERED_CHANGES = 256


@dataclass(slots=True, kw_only=True)
class Entry:
    """One page in every encoding that somebody asked for; `names` are the pieces that it hangs on."""

    plain: Answer
    names: AbstractSet[str]
    valid_until: float  # seconds since the epoch
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        return sum(answer.weight for answer in self.answers.values()) + self.plain.weight + 100 * len(self.names)


class PageCache:
    """
    Entries by address, and which entries hang on which piece. Used from the event loop alone.

    `generation` counts the changes heard of, so that a page joined while a piece changed is noticed (`is_touched`).
    """

    def __init__(self, *, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._dependants: dict[str, set[str]] = {}
        self._changes: deque[tuple[int, Changes]] = deque(maxlen=_REMEMBERED_CHANGES)
        self.generation = 0
        self.weight = 0

    def __len__(self) -> int:
        return len(self._entries)

    def answer(self, address: str, *, encoding: str, now: float) -> Answer | None:
        """The finished answer, if it is here and still holds."""
        entry = self._entries.get(address)
        if entry is None:
            return None
        if now >= entry.valid_until:
            self._drop(address)
            return None
        self._entries.move_to_end(address)
        return entry.answers.get(encoding)

    def entry(self, address: str) -> Entry | None:
        return self._entries.get(address)

    def put(self, address: str, entry: Entry) -> None:
        """Keep the entry, in place of an older one, as long as there is room."""
        self._drop(address)
        self._entries[address] = entry
        self.weight += entry.weight
        for name in entry.names:
            self._dependants.setdefault(name, set()).add(address)
        self._make_room()

    def add_answer(self, entry: Entry, *, encoding: str, answer: Answer, address: str) -> None:
        """Keep one more encoding of an entry, unless it was dropped meanwhile."""
        if self._entries.get(address) is entry:
            self.weight -= entry.weight
            entry.answers[encoding] = answer
            self.weight += entry.weight
            self._make_room()

    def forget(self, changes: Changes) -> None:
        """Drop exactly what hangs on what changed."""
        self.generation += 1
        self._changes.append((self.generation, changes))
        if changes.everything:
            self._entries.clear()
            self._dependants.clear()
            self.weight = 0
            return
        for name in changes.names:
            for address in tuple(self._dependants.get(name, ())):
                self._drop(address)

    def is_touched(self, names: AbstractSet[str], *, since: int) -> bool:
        """Whether one of those pieces changed after that generation, or that cannot be told."""
        if since == self.generation:
            return False
        if self.generation - since > len(self._changes):
            return True
        return any(
            changes.everything or not names.isdisjoint(changes.names)
            for generation, changes in self._changes
            if generation > since
        )

    def _make_room(self) -> None:
        while self.weight > self._limit:
            self._drop(next(iter(self._entries)))

    def _drop(self, address: str) -> None:
        entry = self._entries.pop(address, None)
        if entry is None:
            return
        self.weight -= entry.weight
        for name in entry.names:
            dependants = self._dependants.get(name)
            if dependants is not None:
                dependants.discard(address)
                if not dependants:
                    del self._dependants[name]
