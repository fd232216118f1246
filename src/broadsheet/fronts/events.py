"""
Which stories tell of the same event, so that a front fills one place with them and not five.

Related Stories know it (`related.queries.ties_among`) and stand on this floor, so the press, one floor above both,
registers who is asked.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Pairs of stories: one in other words, and one that carries another on."""

    rewrites: tuple[Pair, ...] = ()
    follow_ups: tuple[Pair, ...] = ()


class Events:
    """
    Who tells of the same event as whom.

    Rewrites of rewrites are one text. A follow-up is tied to what it follows and to no more: such ties are right in .87
    of the pairs, so in a chain of five of them every other one would be another event.
    """

    def __init__(self, ties: Ties) -> None:
        self._texts: dict[int, int] = {}
        for one, other in ties.rewrites:
            self._texts[self._text(one)] = self._text(other)
        self._tied: defaultdict[int, set[int]] = defaultdict(set)
        for older, later in ties.follow_ups:
            self._tied[self._text(older)].add(self._text(later))
            self._tied[self._text(later)].add(self._text(older))

    def same_as(self, others: Iterable[int], *, among: Iterable[int]) -> tuple[int, ...]:
        """Those of the stories that tell of the same event as one of the others, and are none of them."""
        own = set(others)
        texts = {self._text(story_id) for story_id in own}
        texts.update(*(self._tied.get(text, ()) for text in list(texts)))
        return tuple(story_id for story_id in among if story_id not in own and self._text(story_id) in texts)

    def once(self, ranked: Iterable[int], *, told: Iterable[int] = ()) -> Iterator[int]:
        """Those of the stories that tell of something new, in their order: the best of each event, none of `told`."""
        texts = {self._text(story_id) for story_id in told}
        for story_id in ranked:
            text = self._text(story_id)
            if text not in texts and texts.isdisjoint(self._tied.get(text, ())):
                texts.add(text)
                yield story_id

    def _text(self, story_id: int) -> int:
        root = story_id
        while (above := self._texts.get(root, root)) != root:
            root = above
        if root != story_id:
            self._texts[story_id] = root
        return root


TiesReader = Callable[[Collection[int]], Ties]

_readers: list[TiesReader] = []


def register_ties_reader(reader: TiesReader) -> None:
    """Ask this reader from now on."""
    _readers[:] = [reader]


def events_among(story_ids: Collection[int]) -> Events:
    """What is known of these stories; nothing where nobody was registered."""
    return Events(_readers[0](story_ids) if _readers and story_ids else Ties())
