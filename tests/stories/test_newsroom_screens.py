"""Screens of the newsroom beside the story's form: list, preview, explorer, people, keys."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from broadsheet.stories.previews import register_preview_renderer
from stories.test_newsroom import add_url, at_the_desk, form_of, texts_of


def test_the_list_of_all_stories_shows_section_and_urgency(paper: Any) -> None:
    paper.draft("Rain falls on the whole paper", urgency=3)

    page = texts_of(at_the_desk(paper.reporter).get(reverse("stories:index")))

    assert "Rain falls on the whole paper" in page
    assert "UK and Europe" in page
    assert "Urgency" in page


def test_a_preview_is_drawn_by_the_registered_renderer(paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.stories.previews._renderers", [])
    register_preview_renderer(lambda page, _request: HttpResponse(f"<h1>{page.title}</h1>"))
    story = paper.draft()
    desk = at_the_desk(paper.reporter)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[story.pk])

    told = json.loads(desk.post(url, form_of("Not saved yet")).content)
    seen = desk.get(url)

    assert told["is_valid"]
    assert texts_of(seen) == "<h1>Not saved yet</h1>"


@pytest.mark.parametrize("who", ["reporter", "world_editor", "chief", "administrator"])
def test_the_explorer_and_the_home_open_for_everybody(paper: Any, who: str) -> None:
    paper.draft()
    desk = at_the_desk(getattr(paper, who))

    pages = [desk.get(url) for url in (reverse("wagtailadmin_home"), f"/admin/pages/{paper.europe.pk}/")]

    assert [page.status_code for page in pages] == [200, 200]


def test_only_administrators_look_after_people(paper: Any) -> None:
    seen = {
        who: at_the_desk(getattr(paper, who)).get(reverse("wagtailusers_users:index")).status_code
        for who in ("reporter", "world_editor", "chief", "administrator")
    }

    assert seen == {"reporter": 302, "world_editor": 302, "chief": 302, "administrator": 200}


def test_the_list_of_keys_names_those_of_stories(paper: Any) -> None:
    page = texts_of(at_the_desk(paper.reporter).get(add_url(paper.europe)))

    assert "Save changes" in page
    assert "Remove the last topic, in an empty field" in page
