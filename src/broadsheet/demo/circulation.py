"""How much of the edition readers have in hand."""

from datetime import datetime

from broadsheet.demo.edition import read_edition
from broadsheet.demo.reader import is_readable
from broadsheet.stories.queries import address_of, live_stories


class Circulation:
    """Counts the edition's stories that readers get; asks for each until it was there once."""

    def __init__(self, *, opened_at: datetime) -> None:
        self._titles = frozenset(story.headline for story in read_edition(now=opened_at))
        self._readable: set[str] = set()

    @property
    def total(self) -> int:
        return len(self._titles)

    def count(self) -> int:
        """How many stories of the edition were readable by now."""
        waiting = live_stories().filter(title__in=self._titles - self._readable)
        for title, address in [(story.title, address_of(story)) for story in waiting]:
            if is_readable(address):
                self._readable.add(title)
        return len(self._readable)
