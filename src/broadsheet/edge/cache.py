"""Joined pages in memory, compressed, by address: those that nobody asks for go when the bytes are spent."""

from collections import OrderedDict, deque
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from broadsheet.contracts.pieces import Changes
from broadsheet.edge.answers import Answer

_REMEMBERED_CHANGES = 256
_LISTS = "list/"
# Seconds for which a page is given out as it was when nothing of it but a list changed, so that readers of a full site
# need not wait until 200 pages are joined anew. What takes a story back changes more than lists: that waits for nobody.
LATE_AT_MOST = 1.0


@dataclass(slots=True, kw_only=True)
class Entry:
    """
    One page in every encoding that somebody asked for; `names` are the pieces that it hangs on.

    Times are seconds since the epoch. `late_until` is 0 unless a list changed; then `valid_until` is past, and the
    entry may be given out until then. `is_used` says that it was given out since it last had to make room.
    """

    plain: Answer
    names: AbstractSet[str]
    valid_until: float
    answers: dict[str, Answer] = field(default_factory=dict)
    late_until: float = 0.0
    is_used: bool = False

    @property
    def weight(self) -> int:
        return sum(answer.weight for answer in self.answers.values()) + self.plain.weight + 100 * len(self.names)


class PageCache:
    """
    Entries by address, and which entries hang on which piece. Used from the event loop alone, but for `ready`.

    Room is made by the second chance (Corbató 1968): the oldest goes, unless it was used since it was last looked at.
    `generation` counts the changes heard of, so that a page joined while a piece changed is noticed (`is_touched`).
    `on_late` is told of an address each time that it is answered with lists of before.
    """

    def __init__(self, *, limit_bytes: int, on_late: Callable[[str], None] = lambda _address: None) -> None:
        self._limit = limit_bytes
        self._on_late = on_late
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._dependants: dict[str, set[str]] = {}
        self._changes: deque[tuple[int, Changes]] = deque(maxlen=_REMEMBERED_CHANGES)
        self._is_forgetting = False
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
            if now >= entry.late_until:
                self._drop(address)
                return None
            self._on_late(address)
        entry.is_used = True
        return entry.answers.get(encoding)

    def ready(self, address: str, *, encoding: str, now: float) -> Answer | None:
        """The same from any thread, where nothing has to be done about it: no page that is late, and none meanwhile."""
        entry = self._entries.get(address)
        if entry is None or now >= entry.valid_until or self._is_forgetting:
            return None
        entry.is_used = True
        return entry.answers.get(encoding)

    def entry(self, address: str) -> Entry | None:
        """The entry, if no piece of it changed since."""
        entry = self._entries.get(address)
        return None if entry is None or entry.late_until else entry

    def late_entry(self, address: str) -> Entry | None:
        """The entry, if nothing of it but lists changed since."""
        entry = self._entries.get(address)
        return entry if entry is not None and entry.late_until else None

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

    def forget(self, changes: Changes, *, now: float) -> None:
        """Drop exactly what hangs on what changed; where that was a list alone, let it be late."""
        self._is_forgetting = True  # nobody shall find a killed story's page after a front that names it no longer
        try:
            self._forget(changes, now=now)
        finally:
            self._is_forgetting = False

    def _forget(self, changes: Changes, *, now: float) -> None:
        self.generation += 1
        self._changes.append((self.generation, changes))
        if changes.everything:
            self._entries.clear()
            self._dependants.clear()
            self.weight = 0
            return
        for name in changes.names:
            for address in tuple(self._dependants.get(name, ())):
                if name.startswith(_LISTS):
                    self._make_late(address, now=now)
                else:
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

    def _make_late(self, address: str, *, now: float) -> None:
        entry = self._entries[address]
        # Not a moment longer when another list changes, nor than it would have held.
        if not entry.late_until:
            entry.late_until, entry.valid_until = min(now + LATE_AT_MOST, entry.valid_until), 0.0

    def _make_room(self) -> None:
        while self.weight > self._limit:
            address, entry = next(iter(self._entries.items()))
            if entry.is_used:
                entry.is_used = False
                self._entries.move_to_end(address)
            else:
                self._drop(address)

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
