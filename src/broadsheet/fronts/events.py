"""
Which stories tell of the same event, so that a front fills one place with them and not five.

Related Stories know it and stand on this floor, so the press, one floor above both, registers who is asked
(`press.reading.read_ties`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

Pair = tuple[int, int]
Subjects = Mapping[int, Collection[int]]
MOST_OF_A_SUBJECT = 2  # places on a front, while there is anything else to tell
_NONE: Subjects = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Pairs of stories: one in other words, and one that carries another on."""

    rewrites: tuple[Pair, ...] = ()
    follow_ups: tuple[Pair, ...] = ()


class Events:
    """
    Who tells of the same event as whom.

    Rewrites of rewrites are one text. A follow-up is tied to what it follows and to no more: such ties are right in .87
    of the pairs, so in a chain of five of them every other one would be another event. `subjects` are the running
    stories that each is a part of ("Ferry strike"): a day of them fills no front.
    """

    def __init__(self, ties: Ties, *, subjects: Subjects = _NONE) -> None:
        self._subjects = subjects
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
        """
        Those of the stories that tell of something new, in their order: the best of each event, none of `told`.

        What is one too many of a running story comes after all others.
        """
        before = list(told)
        texts = {self._text(story_id) for story_id in before}
        places = Counter(subject for story_id in before for subject in self._subjects.get(story_id, ()))
        held_back = []
        for story_id in ranked:
            if not self._is_new(story_id, texts):
                continue
            subjects = self._subjects.get(story_id, ())
            if any(places[subject] >= MOST_OF_A_SUBJECT for subject in subjects):
                held_back.append(story_id)
                continue
            texts.add(self._text(story_id))
            places.update(subjects)
            yield story_id
        for story_id in held_back:
            if self._is_new(story_id, texts):
                texts.add(self._text(story_id))
                yield story_id

    def _is_new(self, story_id: int, texts: Collection[int]) -> bool:
        text = self._text(story_id)
        return text not in texts and not any(tied in texts for tied in self._tied.get(text, ()))

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


def events_among(story_ids: Collection[int], *, subjects: Subjects = _NONE) -> Events:
    """What is known of these stories; no ties where nobody was registered."""
    return Events(_readers[0](story_ids) if _readers and story_ids else Ties(), subjects=subjects)
