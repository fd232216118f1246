"""The form's chooser of topics: finding, adding, suggesting, and what it posts."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadsheet.stories import suggestions
from broadsheet.stories.actions import know_topic
from broadsheet.stories.models import Author, StoryPage, Topic
from broadsheet.stories.suggestions import SuggestedTopic, UnsavedStory, register_topic_suggester
from stories.test_newsroom import at_the_desk, edit_url, form_of, now_of, texts_of


@pytest.fixture
def desk(paper: Any) -> Client:
    return at_the_desk(paper.reporter)


def found(desk: Client, words: str) -> list[str]:
    return [topic["name"] for topic in desk.get(reverse("story_topics_find"), {"q": words}).json()["topics"]]


@pytest.mark.django_db
def test_names_are_found_by_the_beginning_of_any_word_and_the_exact_one_stands_first(desk: Client) -> None:
    for name in ("Storm Una", "Storms", "storm", "Winter storm", "Brainstorming", "Harbour"):
        know_topic(name, mediatopic="20000158" if name == "Storms" else "")

    assert found(desk, "storm") == ["storm", "Storm Una", "Storms", "Winter storm"]
    assert found(desk, "20000158") == ["Storms"]
    assert found(desk, "  ") == []
    assert found(desk, "%") == []


@pytest.mark.django_db
def test_a_search_asks_the_database_once_and_answers_a_dozen(desk: Client) -> None:
    Topic.objects.bulk_create(Topic(name=f"Storm {n:04}", slug=f"storm-{n}") for n in range(2000))
    found(desk, "")  # whatever is asked once a process

    with CaptureQueriesContext(connection) as nothing:
        found(desk, "")
    with CaptureQueriesContext(connection) as asked:
        names = found(desk, "storm")

    assert len(names) == 12
    assert len(asked) == len(nothing) + 1


def test_a_new_topic_is_made_once(desk: Client) -> None:
    url = reverse("story_topics_add")

    first = desk.post(url, {"name": "  Strait of   Hormuz "}).json()
    again = desk.post(url, {"name": "strait of hormuz"}).json()

    assert first["name"] == "Strait of Hormuz"
    assert again["id"] == first["id"]


@pytest.mark.parametrize("name", ["", " ", "x" * 121])
def test_a_topic_without_a_fit_name_is_refused(desk: Client, name: str) -> None:
    assert desk.post(reverse("story_topics_add"), {"name": name}).status_code == 400
    assert not Topic.objects.exists()


def test_nobody_makes_topics_without_the_right(desk: Client, paper: Any) -> None:
    paper.reporter.groups.all()[0].permissions.filter(codename="add_topic").delete()

    refused = desk.post(reverse("story_topics_add"), {"name": "Storms"})
    told = desk.get(reverse("story_topics_find"), {"q": "st"}).json()

    assert refused.status_code != 200
    assert told["may_add"] is False
    assert not Topic.objects.exists()


def test_the_form_shows_the_chosen_topics_alone_and_posts_them(desk: Client, paper: Any) -> None:
    chosen, other = know_topic("Storms"), know_topic("Harbours <b>")
    story = paper.draft(topics=[chosen])

    page = texts_of(desk.get(edit_url(story)))
    desk.post(edit_url(story), {**form_of(), "topics": [str(other.pk)]})

    assert f'name="topics" value="{chosen.pk}"' in page
    assert "Harbours" not in page
    assert [topic.name for topic in now_of(story).get_latest_revision_as_object().topics.all()] == ["Harbours <b>"]
    assert "Harbours &lt;b&gt;" in texts_of(desk.get(edit_url(story)))


def test_a_topic_that_is_gone_is_told_and_the_words_stay(desk: Client, paper: Any) -> None:
    story = paper.draft()

    response = desk.post(edit_url(story), {**form_of("New words"), "topics": ["999999", "x"]})

    assert response.status_code == 200
    assert "New words" in texts_of(response)
    assert "is not one of the available choices" in texts_of(response) or "not a valid value" in texts_of(response)


def test_opening_the_form_asks_no_more_when_there_are_more_topics_and_authors(desk: Client, paper: Any) -> None:
    story = paper.draft(topics=[know_topic("Storms")])
    few = _queries(desk, story)
    Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(300))
    Author.objects.bulk_create(Author(name=f"Author {n}", slug=f"author-{n}") for n in range(300))

    many = _queries(desk, story)

    assert len(many) == len(few)
    assert "Topic 200" not in texts_of(desk.get(edit_url(story)))
    assert "Author 200" not in texts_of(desk.get(edit_url(story)))


def _queries(desk: Client, story: StoryPage) -> list[Any]:
    desk.get(edit_url(story))  # whatever is asked once a process
    with CaptureQueriesContext(connection) as asked:
        desk.get(edit_url(story))
    return list(asked)


def test_suggestions_come_from_whoever_registered_for_the_words_as_posted(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[UnsavedStory] = []

    def suggester(story: UnsavedStory) -> list[SuggestedTopic]:
        heard.append(story)
        return [SuggestedTopic(topic_id=7, name="Storms", reason="stands in the headline")]

    monkeypatch.setattr(suggestions, "_suggesters", [])
    register_topic_suggester(suggester)
    words = {"headline": "Storm nears", "standfirst": "Boats stay in.", "body": "w " * 40_000, "story": "nonsense"}

    told = desk.post(reverse("story_topics_suggest"), words).json()

    assert told == {"topics": [{"id": 7, "name": "Storms", "reason": "stands in the headline"}]}
    assert heard[0].headline == "Storm nears"
    assert len(heard[0].body) == 30_000
    assert heard[0].story_id == 0


def test_without_a_suggester_nothing_is_suggested(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "_suggesters", [])

    assert desk.post(reverse("story_topics_suggest"), {}).json() == {"topics": []}
