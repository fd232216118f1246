"""What the pages of some stories are composed of, read at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.press.queries import known_paths, stories_to_press
from broadsheet.related.queries import StoryCompany, companies_of
from broadsheet.stories.models import StoryPage
from broadsheet.wire.queries import StoryOrigin, origins_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """As the database stood when it was read; a story that is not there has no entry in `stories`."""

    story_ids: frozenset[int]
    stories: Mapping[int, StoryPage]
    former: Mapping[int, Sequence[str]]
    companies: Mapping[int, StoryCompany]
    origins: Mapping[int, StoryOrigin]


def read_copy(story_ids: Collection[int]) -> Copy:
    """Nine queries, however many stories."""
    return Copy(
        story_ids=frozenset(story_ids),
        stories=stories_to_press(story_ids),
        former=known_paths(story_ids),
        companies=companies_of(story_ids),
        origins=origins_of(story_ids),
    )
