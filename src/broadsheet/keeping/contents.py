"""What a body points to, as far as it may leave: nothing that was killed, nothing that is no more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from broadsheet.media.models import AttachedDocument, Picture, Recording
from broadsheet.stories.anatomy import Leaf, StoredBlock, numbers_of
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import guid_of

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A stored body, and what it points to by number, in its order; stories by the name that they leave with."""

    blocks: Sequence[StoredBlock]
    pictures: Mapping[int, Picture]  # recordings' posters among them
    documents: Mapping[int, AttachedDocument]
    recordings: Mapping[int, Recording]
    stories: Mapping[int, str]

    def holds(self, leaf: Leaf, number: int) -> bool:
        shelves = {Leaf.PICTURE: self.pictures, Leaf.DOCUMENT: self.documents, Leaf.RECORDING: self.recordings}
        return number in shelves[leaf]


def read_contents(blocks: Sequence[StoredBlock]) -> Contents:
    """One query for each kind of thing that the body points to."""
    recordings = _recordings(numbers_of(Leaf.RECORDING, blocks))
    posters = [recording.poster_id for recording in recordings.values() if recording.poster_id is not None]
    documents = numbers_of(Leaf.DOCUMENT, blocks)
    return Contents(
        blocks=blocks,
        pictures=_pictures([*numbers_of(Leaf.PICTURE, blocks), *posters]),
        documents=_in_order(AttachedDocument.objects.in_bulk(documents), documents) if documents else {},
        recordings=recordings,
        stories=names_of_stories(numbers_of(Leaf.STORY, blocks)),
    )


def _pictures(numbers: Collection[int]) -> Mapping[int, Picture]:
    found = Picture.objects.filter(killed_at=None).in_bulk(numbers) if numbers else {}
    return _in_order(found, numbers)


def _recordings(numbers: Collection[int]) -> Mapping[int, Recording]:
    found = Recording.objects.filter(killed_at=None).in_bulk(numbers) if numbers else {}
    return _in_order(found, numbers)


def names_of_stories(numbers: Collection[int]) -> Mapping[int, str]:
    """The names for good of those that are there, by their numbers."""
    found = StoryPage.objects.only("translation_key").in_bulk(numbers) if numbers else {}
    return {number: guid_of(story) for number, story in found.items()}


def _in_order(found: Mapping[int, Thing], numbers: Collection[int]) -> Mapping[int, Thing]:
    return {number: found[number] for number in dict.fromkeys(numbers) if number in found}
