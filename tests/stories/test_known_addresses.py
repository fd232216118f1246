"""The address of a story, a section, a page: made of its name, never empty, never one by which readers find another."""

from typing import Any

import pytest
from django.urls import reverse

from broadsheet.press.models import KnownAddress
from broadsheet.stories.actions import publish_story
from broadsheet.stories.models import PaperPage, SectionPage, StoryPage

from .conftest import NOON, Paper
from .test_newsroom import add_url, at_the_desk, edit_url, form_of, now_of, texts_of

PUBLISH = {"action-publish": "1"}


def moved_away(paper: Paper, headline: str = "Harbour fire") -> StoryPage:
    """A story that readers know at its first address and that stands at another one now."""
    story = paper.draft(headline)
    publish_story(story, by=None, now=NOON)
    KnownAddress.objects.create(path=f"/world/uk-and-europe/{story.slug}/", page_id=story.pk)
    story = now_of(story)
    story.slug = "quay-fire"
    story.save()
    story.save_revision()
    return story


def draft_of(story: StoryPage) -> Any:
    return now_of(story).get_latest_revision_as_object()


@pytest.mark.parametrize("headline", ["😀😀😀", "!!!", "…"])
@pytest.mark.parametrize("action", [{}, PUBLISH])
def test_a_headline_without_letters_has_an_address(paper: Paper, headline: str, action: dict[str, str]) -> None:
    answer = at_the_desk(paper.world_editor).post(add_url(paper.europe), form_of(headline, slug="", **action))

    assert answer.status_code == 302
    assert StoryPage.objects.latest("pk").slug == "story"


@pytest.mark.parametrize(("kind", "slug"), [("sectionpage", "section"), ("paperpage", "page")])
def test_a_section_or_a_page_without_letters_has_an_address(paper: Paper, kind: str, slug: str) -> None:
    add = reverse("wagtailadmin_pages:add", args=["broadsheet_stories", kind, paper.home.pk])
    fields = {"title": "😀", "slug": "", "body-count": 0, "comments-TOTAL_FORMS": 0, **PUBLISH}

    answer = at_the_desk(paper.administrator).post(add, fields)

    assert answer.status_code == 302
    assert (SectionPage if kind == "sectionpage" else PaperPage).objects.latest("pk").slug == slug


def test_a_retyped_headline_takes_its_address_along_however_quick_the_button(paper: Paper) -> None:
    story = paper.draft("Ferry late")

    at_the_desk(paper.world_editor).post(edit_url(story), form_of("Ferry sinks", slug="ferry-late", **PUBLISH))

    assert now_of(story).slug == "ferry-sinks"


def test_a_numbered_address_follows_its_headline_too(paper: Paper) -> None:
    paper.draft("Weather")
    story = paper.draft("Weather")
    desk = at_the_desk(paper.world_editor)

    desk.post(edit_url(story), form_of("Weather", slug="weather-2"))
    unchanged = draft_of(story).slug
    desk.post(edit_url(story), form_of("Storm", slug="weather-2", **PUBLISH))

    assert unchanged == "weather-2"
    assert now_of(story).slug == "storm"


@pytest.mark.parametrize("headline", ["Ferry late", "Ferry sinks"])
def test_an_address_that_somebody_typed_stays(paper: Paper, headline: str) -> None:
    story = paper.draft("Ferry late")
    desk = at_the_desk(paper.world_editor)

    desk.post(edit_url(story), form_of("Ferry late", slug="ferry"))
    desk.post(edit_url(story), form_of(headline, slug="ferry", **PUBLISH))

    assert now_of(story).slug == "ferry"


def test_a_new_story_leaves_a_former_address_to_the_story_that_had_it(paper: Paper) -> None:
    moved_away(paper)

    by_action = paper.draft("Harbour fire")
    at_the_desk(paper.world_editor).post(add_url(paper.europe), form_of("Harbour fire", slug="harbour-fire"))

    assert by_action.slug == "harbour-fire-2"
    assert StoryPage.objects.latest("pk").slug == "harbour-fire-3"


@pytest.mark.parametrize("is_published", [False, True])
def test_who_types_a_former_address_hears_whose_it_is(paper: Paper, is_published: bool) -> None:
    moved_away(paper)
    story = paper.draft("Fog")
    if is_published:
        publish_story(story, by=None, now=NOON)

    answer = at_the_desk(paper.world_editor).post(edit_url(story), form_of("Fog", slug="harbour-fire", **PUBLISH))

    assert "leads readers to “Harbour fire”" in texts_of(answer)
    assert now_of(story).slug == "fog"


def test_a_story_may_go_back_to_its_own_former_address(paper: Paper) -> None:
    story = moved_away(paper)

    at_the_desk(paper.world_editor).post(edit_url(story), form_of("Harbour fire", slug="harbour-fire", **PUBLISH))

    assert now_of(story).slug == "harbour-fire"


def test_an_address_whose_story_is_gone_may_be_typed(paper: Paper) -> None:
    moved_away(paper).delete()
    story = paper.draft("Fog")

    at_the_desk(paper.world_editor).post(edit_url(story), form_of("Fog", slug="harbour-fire", **PUBLISH))

    assert now_of(story).slug == "harbour-fire"


@pytest.mark.parametrize("kind", ["sectionpage", "paperpage"])
def test_a_section_or_a_page_takes_no_address_that_leads_elsewhere(paper: Paper, kind: str) -> None:
    KnownAddress.objects.create(path="/games/", page_id=paper.sport.pk, is_story=False)
    add = reverse("wagtailadmin_pages:add", args=["broadsheet_stories", kind, paper.home.pk])
    fields = {"title": "Games", "slug": "games", "body-count": 0, "comments-TOTAL_FORMS": 0, **PUBLISH}

    answer = at_the_desk(paper.administrator).post(add, fields)

    assert "leads readers to “Sport”" in texts_of(answer)
    assert not SectionPage.objects.filter(slug="games").exists()


def test_no_story_stands_where_archives_do(paper: Paper) -> None:
    story = paper.draft("Fog")
    desk = at_the_desk(paper.world_editor)

    refused = desk.post(edit_url(story), form_of("Fog", slug="older", **PUBLISH))
    desk.post(edit_url(story), form_of("Older", slug="", **PUBLISH))

    assert "Archives stand at this address" in texts_of(refused)
    assert now_of(story).slug == "older-2"
