"""Topics proposed for a text that nobody saved: by what stands in it, and by the stories nearest to it."""

from typing import Any

import pytest

from broadsheet.related.proposing import (
    MOST_CANDIDATES,
    MOST_SHOWN,
    NearStory,
    names_to_look_for,
    proposals,
)
from broadsheet.related.topics import suggest_for
from broadsheet.stories.actions import know_topic
from broadsheet.stories.models import Topic
from broadsheet.stories.suggestions import UnsavedStory
from related.conftest import FERRY, FERRY_GOES_ON, PUMPKIN


def proposed(**more: Any) -> list[tuple[str, str]]:
    given: dict[str, Any] = {"known": [], "headline": "", "standfirst": "", "body": "", "near": [], **more}
    return [(one.name, one.reason) for one in proposals(**given)]


def test_runs_of_words_are_looked_for_in_the_spellings_of_vocabularies() -> None:
    names = names_to_look_for("Storm Una nears. Boats")

    assert {"Storm Una", "storm una", "Storm una", "Storm", "storm", "Boats", "boats"} <= set(names)
    assert "nears Boats" not in names


def test_a_text_of_any_length_is_looked_through_in_bounds() -> None:
    text = " ".join(f"word{number}" for number in range(100_000))

    assert len(names_to_look_for("Storm nears", text)) < MOST_CANDIDATES + 20
    assert names_to_look_for("Storm nears", text)[0] == "Storm"


def test_the_headline_counts_for_more_than_the_body_and_says_so() -> None:
    found = proposed(known=["ferries", "Storms"], headline="Storms near", body="Ferries stay in, and ferries wait.")

    assert found == [("Storms", "stands in the headline"), ("ferries", "stands in the text")]


def test_a_topic_of_most_near_stories_comes_before_one_that_the_body_names_once() -> None:
    near = [NearStory(score=10, topics=("Ferry strike",)), NearStory(score=8, topics=("Ferry strike", "Weather"))]

    found = proposed(known=["harbour"], body="The harbour is quiet.", near=near)

    assert [name for name, _ in found] == ["Ferry strike", "Weather", "harbour"]
    assert found[0][1] == "topic of 2 of the 2 nearest stories"


def test_what_one_far_story_of_many_has_is_chance() -> None:
    near = [NearStory(score=10, topics=("Ferry strike",)) for _ in range(8)] + [NearStory(score=2, topics=("Gardens",))]

    assert [name for name, _ in proposed(near=near)] == ["Ferry strike"]


def test_two_reasons_are_both_told() -> None:
    found = proposed(known=["Storms"], headline="Storms", near=[NearStory(score=1, topics=("Storms",))])

    assert found == [("Storms", "stands in the headline, topic of the nearest story")]


def test_no_more_are_shown_than_fit() -> None:
    assert len(proposed(known=[f"t{n}" for n in range(30)], body=" ".join(f"t{n}" for n in range(30)))) == MOST_SHOWN


@pytest.fixture
def at_home(paper: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("broadsheet.related.topics.places.index_folder", lambda: paper.folder)
    return paper


def test_an_unsaved_text_gets_the_topics_of_the_stories_like_it(at_home: Any) -> None:
    at_home.publish(FERRY, topics=("Ferry strike",))
    at_home.publish(PUMPKIN, topics=("Gardens",))
    know_topic("boats")
    at_home.relate()

    found = suggest_for(UnsavedStory(headline="Ferries wait", standfirst="", body=FERRY_GOES_ON))

    assert [topic.name for topic in found] == ["Ferry strike", "boats"]
    assert found[0].topic_id == Topic.objects.get(name="Ferry strike").pk


def test_a_story_does_not_propose_its_own_topics_to_itself(at_home: Any) -> None:
    story = at_home.publish(FERRY, topics=("Ferry strike",))
    at_home.relate()

    found = suggest_for(UnsavedStory(headline="", standfirst="", body=FERRY, story_id=story.pk))

    assert list(found) == []


def test_a_topic_that_was_taken_away_is_not_proposed(at_home: Any) -> None:
    at_home.publish(FERRY, topics=("Ferry strike",))
    at_home.relate()
    Topic.objects.all().delete()

    assert list(suggest_for(UnsavedStory(headline="", standfirst="", body=FERRY_GOES_ON))) == []


def test_without_an_index_the_names_in_the_text_are_proposed_still(at_home: Any) -> None:
    know_topic("Aldmoor")

    found = suggest_for(UnsavedStory(headline="Aldmoor waits", standfirst="", body="\ud800"))

    assert [(topic.name, topic.reason) for topic in found] == [("Aldmoor", "stands in the headline")]
