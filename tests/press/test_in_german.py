"""A paper in German: readers' pages speak it, dates and all, whatever language an editor's browser asks for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation

from broadsheet.press.actions import press_everything
from broadsheet.press.previewing import draw
from broadsheet.stories.actions import correct_story, draft_story, publish_story
from broadsheet.stories.models import StoryPage

from .conftest import NOON, Paper


@pytest.fixture(autouse=True)
def _german(settings: Any) -> Iterator[None]:
    settings.LANGUAGE_CODE = "de"
    with translation.override("de"):
        yield


@pytest.fixture
def story(paper: Paper) -> StoryPage:
    story = draft_story(
        paper.europe, headline="Fähre fährt wieder", body_html="<p>Sie fährt.</p>", owner=None, now=NOON
    )
    publish_story(story, by=None, now=NOON)
    correct_story(story, note="Es waren neun Tage.", by=None, now=NOON + timedelta(hours=1))
    press_everything(now=NOON)
    paper.press()
    return story


def test_a_story_speaks_german(paper: Paper, story: StoryPage) -> None:
    page = paper.text(f"page/world/uk-and-europe/{story.slug}")

    assert '<html lang="de"' in page
    assert "5. März 2026, 12:00" in page
    assert "Korrektur" in page
    for english in ("Popular", "Latest", "Related", "Published", "Updated", "Corrections", "min read"):
        assert f">{english}" not in page


def test_a_preview_speaks_it_too_where_the_editor_reads_english(
    paper: Paper, story: StoryPage, rf: RequestFactory
) -> None:
    with translation.override("en"):
        html = draw(story, rf.get("/")).content.decode()
        asked_for = translation.get_language()

    assert "5. März 2026" in html
    assert asked_for == "en"
