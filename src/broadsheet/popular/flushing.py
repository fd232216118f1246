"""From folds to the audience store, once a second, patiently while the store is away."""

from collections.abc import Callable

from broadsheet.contracts.audience import AudienceStore, AudienceStoreError
from broadsheet.popular.folding import HitFolder

FLUSH_SECONDS = 1.0
LONGEST_WAIT = 10.0  # seconds between two tries at a store that is away


class Flusher:
    """Hands what changed to the store; what it refuses stays in the folder and goes with the next flush."""

    def __init__(self, *, folder: HitFolder, store: AudienceStore, tell: Callable[[str, str], None]) -> None:
        self._folder = folder
        self._store = store
        self._tell = tell  # an event's name, and its details in words
        self._due_at = 0.0
        self._wait = FLUSH_SECONDS
        self._is_away = False

    def flush_when_due(self, *, now: float) -> None:
        """Flush if a second has passed since the last one (longer, up to ten, while the store is away)."""
        # A clock set back by more than the longest wait must not stop the flushing.
        if now >= self._due_at or self._due_at - now > LONGEST_WAIT:
            self.flush(now=now)

    def flush(self, *, now: float, last: bool = False) -> None:
        """Hand over all that changed. An absent store is logged once, not raised."""
        try:
            for flush in self._folder.flushes():
                self._store.put(flush)
                self._folder.settle(flush)
        except AudienceStoreError as error:
            self._wait = min(self._wait * 2, LONGEST_WAIT)
            if not self._is_away or last:
                self._tell("audience_folds_lost" if last else "audience_store_away", str(error))
            self._is_away = True
        else:
            self._wait = FLUSH_SECONDS
            if self._is_away:
                self._tell("audience_store_back", "")
            self._is_away = False
            self._folder.turn(now=now)
        self._due_at = now + self._wait
