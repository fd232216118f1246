"""Which like stories are shown: rewrites collapsed, angles spread, every one with its reason, the same every time."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.related.engine import LikeStory, rank_like, stories_like
from broadsheet.related.extracting import names_in
from broadsheet.related.ranking import choose, reason_for
from broadsheet.searching.index import StoryIndex, memory_index
from broadsheet.searching.schema import IndexedStory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def make_like(
    story_id: int, score: float, *, opening: str = "", shared: tuple[str, ...] = (), days: int = -3
) -> LikeStory:
    return LikeStory(
        story_id=story_id,
        score=score,
        published_at=NOON + timedelta(days=days),
        opening=opening or f"words of story{story_id} alone{story_id} only{story_id}",
        shared=shared,
    )


def make_story(story_id: int, body: str, *, days: int = 0, topics: tuple[str, ...] = ()) -> IndexedStory:
    return IndexedStory(
        story_id=story_id,
        section_id=1,
        headline="",
        standfirst="",
        body=body,
        published_at=NOON + timedelta(days=days),
        topics=topics,
        names=names_in(body),
    )


@pytest.fixture
def index() -> StoryIndex:
    made = memory_index(language="en")
    made.change(
        put=[
            make_story(1, "Ferry crews at Aldmoor walk out over night shifts.", days=-3),
            make_story(2, "The ferry strike at Aldmoor ends after talks.", days=-400),
            make_story(3, "A gardener in Westby grows the largest pumpkin."),
            make_story(4, "The council of Westby votes on a bypass."),
        ]
    )
    return made


def test_what_speaks_of_the_same_comes_first_and_the_nearer_in_time_before_the_older(index: StoryIndex) -> None:
    story = make_story(9, "The ferry strike at Aldmoor enters a second week of walk out.")

    assert [story_id for story_id, _ in rank_like(index, story, limit=2)] == [1, 2]


def test_a_story_is_never_like_itself(index: StoryIndex) -> None:
    story = make_story(1, "Ferry crews at Aldmoor walk out over night shifts.")

    assert 1 not in [story_id for story_id, _ in rank_like(index, story, limit=10)]


def test_a_removed_story_is_like_nothing(index: StoryIndex) -> None:
    index.change(remove=[1])

    assert [like.story_id for like in stories_like(index, make_story(9, "Ferry crews at Aldmoor."), limit=9)] == [2]


def test_the_same_question_gets_the_same_answer(index: StoryIndex) -> None:
    story = make_story(9, "Westby council, Aldmoor ferry, a pumpkin and the bypass.")

    assert rank_like(index, story, limit=10) == rank_like(index, story, limit=10)


def test_a_shared_topic_is_told_as_the_reason(index: StoryIndex) -> None:
    index.change(put=[make_story(5, "Rail unions meet.", days=-3, topics=("labour dispute",))])
    story = make_story(9, "Bakers stop work.", topics=("labour dispute",))

    (like,) = stories_like(index, story, limit=1)

    assert reason_for(like, published_at=NOON) == "Also about labour dispute · 3 days earlier"


def test_a_story_without_words_has_no_like(index: StoryIndex) -> None:
    assert rank_like(index, make_story(9, ""), limit=10) == []


def test_rewrites_of_one_story_are_shown_once_and_of_the_story_itself_never() -> None:
    ours = "crews of the island ferries walked out at dawn on Monday"
    theirs = "a gardener has grown the largest pumpkin that anyone remembers"
    like = [
        make_like(1, 9.0, opening=f"{ours} agencies said"),
        make_like(2, 8.0, opening=theirs),
        make_like(3, 7.0, opening=f"{theirs} today"),
        make_like(4, 6.0),
    ]

    assert [story.story_id for story in choose(like, opening=ours, published_at=NOON)] == [2, 4]


def test_several_of_one_angle_let_another_angle_in_between() -> None:
    like = [make_like(number, 10 - number / 10, shared=("Aldmoor",)) for number in range(1, 5)]
    like.append(make_like(9, 8.0, shared=("Westby",)))

    order = [story.story_id for story in choose(like, opening="", published_at=NOON)]

    assert order == [1, 9, 2, 3, 4]


def test_what_is_barely_like_is_left_out() -> None:
    chosen = choose([make_like(1, 10.0), make_like(2, 1.0)], opening="", published_at=NOON)

    assert [story.story_id for story in chosen] == [1]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "The same day"),
        (-1, "1 day earlier"),
        (2, "2 days later"),
        (-90, "3 months earlier"),
        (-900, "2 years earlier"),
    ],
)
def test_the_distance_is_told_in_words(days: int, told: str) -> None:
    assert reason_for(make_like(1, 1.0, days=days), published_at=NOON) == told


def test_names_are_runs_of_capitals_and_not_the_beginnings_of_sentences() -> None:
    text = (
        "Yesterday crews met. The Ministry of Transport in Aldmoor heard Ruth Okafor's plea. Ferries of Aldmoor wait. "
        "Crews of the Aldmoor boats do not."
    )

    assert names_in(text) == ("Aldmoor", "Ministry of Transport", "Ruth Okafor")
