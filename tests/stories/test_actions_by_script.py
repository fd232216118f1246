"""What scripts do to pages through the admin's API: by the same rules as clicks, in one transaction."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from broadsheet.stories import guards
from broadsheet.stories.actions import publish_story, withdraw_story
from broadsheet.stories.models import SectionPage, StoryPage

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def at_the_desk(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def api(story: Page, action: str) -> str:
    return f"/admin/api/main/pages/{story.pk}/action/{action}/"


def test_a_guard_that_refuses_a_script_is_an_answer_with_its_reason(paper: Any) -> None:
    story = paper.draft()
    withdraw_story(story, notice="Gone.", by=None, now=NOON)

    answer = at_the_desk(paper.chief).post(api(story, "publish"), content_type="application/json")

    assert answer.status_code == 400
    assert (answer.json()["error_code"], bool(answer.json()["error_message"])) == ("publish_refused", True)
    assert not StoryPage.objects.get(pk=story.pk).live


def test_what_a_script_is_refused_leaves_nothing_behind(paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = paper.draft("Good"), paper.draft("Bad")
    for story in (good, bad):
        publish_story(story, by=None, now=NOON)
    monkeypatch.setattr(guards, "_guards", [lambda story, _now: ("Held.",) if story.title == "Bad" else ()])
    words = json.dumps({"slug": "twin", "recursive": True})

    answer = at_the_desk(paper.chief).post(api(paper.europe, "copy"), words, content_type="application/json")

    assert (answer.status_code, answer.json()["error_message"]) == (400, "Held.")
    assert StoryPage.objects.count() == 2
    assert not SectionPage.objects.filter(slug="twin").exists()


def test_a_script_that_asks_for_what_cannot_be_is_told_so(paper: Any) -> None:
    story, other = paper.draft("Good"), paper.draft("Other")
    words = json.dumps({"slug": other.slug})

    answer = at_the_desk(paper.chief).post(api(story, "copy"), words, content_type="application/json")

    assert (answer.status_code, list(answer.json())) == (400, ["slug"])
    assert StoryPage.objects.count() == 2
