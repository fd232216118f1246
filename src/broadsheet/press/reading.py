"""What the pages of some stories are composed of, read at once; and what fronts know of events."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.fronts.events import Ties
from broadsheet.press.neighbours import Neighbours, neighbours_of, spot_of
from broadsheet.press.queries import known_paths, stories_to_press
from broadsheet.related.queries import StoryCompany, carried_on_among, companies_of, known_rewrites
from broadsheet.stories.models import StoryPage
from broadsheet.wire.origins import StoryOrigin, origins_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """As the database stood when it was read; a story that is not there has no entry in `stories`."""

    story_ids: frozenset[int]
    stories: Mapping[int, StoryPage]
    former: Mapping[int, Sequence[str]]
    companies: Mapping[int, StoryCompany]
    origins: Mapping[int, StoryOrigin]
    neighbours: Mapping[int, Neighbours]


def read_copy(story_ids: Collection[int]) -> Copy:
    """Twelve queries, however many stories."""
    stories = stories_to_press(story_ids)
    live = {number: story for number, story in stories.items() if story.live}
    spots = (spot_of(story) for story in live.values() if story.shows_lists)
    return Copy(
        story_ids=frozenset(story_ids),
        stories=stories,
        former=known_paths(story_ids),
        companies=companies_of(story_ids),
        origins=origins_of(live),
        neighbours=neighbours_of(spot for spot in spots if spot is not None),
    )


def read_ties(story_ids: Collection[int]) -> Ties:
    """Which of these stories Related Stories found to be one event; two queries, however many stories."""
    rewrites = known_rewrites(story_ids)
    return Ties(
        rewrites=tuple((story_id, other) for story_id in sorted(rewrites) for other in sorted(rewrites[story_id])),
        follow_ups=tuple(carried_on_among(frozenset(story_ids))),
    )
