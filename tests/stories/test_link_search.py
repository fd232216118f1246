"""The chooser of pages finds a story by its words; and what becomes of a link when its story goes or moves."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.rich_text import expand_db_html

from broadsheet.searching.index import StoryIndex, make_index, mark_whole
from broadsheet.searching.schema import IndexedStory
from broadsheet.stories.actions import publish_story, restore_story, withdraw_story
from broadsheet.stories.models import StoryPage
from stories.conftest import NOON, Paper
from stories.test_links import link
from stories.test_newsroom import at_the_desk, now_of, texts_of


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoryIndex:
    monkeypatch.setattr("broadsheet.stories.link_views.places.index_folder", lambda: tmp_path)
    made = make_index(tmp_path, language="en")
    mark_whole(tmp_path)
    return made


@pytest.fixture
def desk(paper: Paper) -> Client:
    return at_the_desk(paper.reporter)


def published(paper: Paper, index: StoryIndex, headline: str, *, body: str = "Words.", days: int = 0) -> StoryPage:
    at = NOON + timedelta(days=days)
    story = paper.draft(headline, body_html=f"<p>{body}</p>")
    publish_story(story, by=None, now=at)
    entry = IndexedStory(story_id=story.pk, section_id=0, headline=headline, standfirst="", body=body, published_at=at)
    index.change(put=[entry])
    return story


def found(desk: Client, words: str, **more: str) -> str:
    return texts_of(desk.get(reverse("wagtailadmin_choose_page_search"), {"q": words, **more}))


def test_words_of_the_text_find_a_story_the_newest_first_with_section_and_day(
    desk: Client, paper: Paper, index: StoryIndex
) -> None:
    published(paper, index, "Crews walk out", body="Every ferry to the islands is cancelled.")
    published(paper, index, "Boats sail again", body="The ferries left at dawn.", days=3)
    published(paper, index, "Pumpkin grows", body="A gardener is proud.", days=4)

    page = found(desk, "ferry")

    assert "Pumpkin" not in page
    assert page.index("Boats sail again") < page.index("Crews walk out")
    assert "UK and Europe" in page
    assert "4 June 2026" in page or "Jun" in page


def test_half_a_word_of_a_headline_finds_too_and_drafts_among_it(desk: Client, paper: Paper, index: StoryIndex) -> None:
    published(paper, index, "Lighthouse keeper retires")
    paper.draft("Lighthouse to be sold")

    page = found(desk, "lightho")

    assert "Lighthouse keeper retires" in page
    assert "Lighthouse to be sold" in page


def test_without_an_index_titles_are_searched_still(desk: Client, paper: Paper, tmp_path: Path) -> None:
    paper.draft("Lighthouse to be sold")

    assert "Lighthouse to be sold" in found(desk, "lighthouse")
    assert "There are 0 matches" in found(desk, "")


def test_where_only_sections_may_be_chosen_wagtail_searches(desk: Client, paper: Paper, index: StoryIndex) -> None:
    published(paper, index, "Sport on ice")

    page = found(desk, "sport", page_type="broadsheet_stories.SectionPage")

    assert "Sport on ice" not in page
    assert "Sport" in page
    assert desk.get(reverse("wagtailadmin_choose_page_search"), {"page_type": "no.Such"}).status_code == 404


def test_more_stories_found_cost_no_more_queries(desk: Client, paper: Paper, index: StoryIndex) -> None:
    published(paper, index, "Ferry 0")
    found(desk, "ferry")
    with CaptureQueriesContext(connection) as one:
        found(desk, "ferry")
    for number in range(1, 6):
        published(paper, index, f"Ferry {number}")

    with CaptureQueriesContext(connection) as six:
        page = found(desk, "ferry")

    assert "Ferry 5" in page
    assert len(six) == len(one)


def test_a_link_to_a_withdrawn_story_is_plain_words_and_leads_again_when_it_returns(paper: Paper) -> None:
    story = paper.draft("Rain falls")
    publish_story(story, by=None, now=NOON)

    withdraw_story(story, notice="Not so.", by=None, now=NOON)
    withdrawn = expand_db_html(link(story.pk))
    restore_story(now_of(story), reason="It was so.", by=paper.chief, now=NOON)

    assert withdrawn == "<p>See <a>this</a>.</p>"
    assert 'href="/world/uk-and-europe/rain-falls/"' in expand_db_html(link(story.pk))


def test_a_link_follows_a_story_that_moves_and_one_that_gets_another_address(paper: Paper) -> None:
    story = paper.draft("Rain falls")
    publish_story(story, by=None, now=NOON)

    now_of(story).move(paper.sport, pos="last-child")
    moved = expand_db_html(link(story.pk))
    other: Any = now_of(story)
    other.slug = "rain-stops"
    other.save()

    assert 'href="/sport/rain-falls/"' in moved
    assert 'href="/sport/rain-stops/"' in expand_db_html(link(story.pk))


def test_a_front_s_chooser_opens_with_the_latest_stories_of_every_section(paper: Paper) -> None:
    for days, (headline, section) in enumerate([("Older news", paper.europe), ("Newer news", paper.sport)]):
        publish_story(paper.draft(headline, section=section), by=None, now=NOON + timedelta(days=days))
    draft = paper.draft("A draft", section=paper.europe)
    desk, address = at_the_desk(paper.world_editor), reverse("story_choose_latest")

    opened = desk.get(address, {"page_type": "broadsheet_stories.storypage"}).json()
    for_sport = at_the_desk(paper.sport_editor).get(address).json()

    html = opened["html"]
    assert opened["step"] == "browse"
    assert html.index("Newer news") < html.index("Older news") < html.index("A draft")
    assert f"/admin/pages/{draft.pk}/" not in for_sport["html"]
    assert "A draft" not in for_sport["html"]
