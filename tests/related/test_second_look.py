"""What the best stories say is asked for too, and how like a story is stays what its own terms say."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from broadsheet.related.engine import WEIGHTS, rank_like, stories_like
from broadsheet.searching.index import StoryIndex, memory_index
from broadsheet.searching.schema import IndexedStory

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ASKING, TELLING, TOLD, OTHER = 1, 2, 3, 4
WITHOUT = replace(WEIGHTS, asked_again=0)


def story(number: int, body: str, *, names: tuple[str, ...] = ()) -> IndexedStory:
    return IndexedStory(
        story_id=number, section_id=1, headline="", standfirst="", body=body, published_at=NOON, names=names
    )


STORIES = (
    story(ASKING, "Shells hit the plant again."),
    story(TELLING, "Shells hit the plant near Zaporizhzhia.", names=("Zaporizhzhia",)),
    story(TOLD, "Inspectors reach Zaporizhzhia.", names=("Zaporizhzhia",)),
    story(OTHER, "A ferry sails to Aldmoor.", names=("Aldmoor",)),
)


@pytest.fixture
def index() -> StoryIndex:
    made = memory_index(language="en")
    made.change(put=STORIES)
    return made


def test_what_the_best_story_says_finds_more_and_stands_below_it(index: StoryIndex) -> None:
    once = rank_like(index, STORIES[0], limit=10, weights=WITHOUT)
    twice = rank_like(index, STORIES[0], limit=10)

    assert [number for number, _ in once] == [TELLING]
    assert [number for number, _ in twice] == [TELLING, TOLD]


def test_likeness_is_of_the_story_s_own_terms_alone(index: StoryIndex) -> None:
    once = {one.story_id: one.likeness for one in stories_like(index, STORIES[0], limit=10, weights=WITHOUT)}
    twice = {one.story_id: one.likeness for one in stories_like(index, STORIES[0], limit=10)}

    assert twice == {**once, TOLD: 0.0}


def test_a_story_like_no_other_tells_nothing(index: StoryIndex) -> None:
    assert rank_like(index, story(9, "Nobody wrote such words."), limit=10) == []
