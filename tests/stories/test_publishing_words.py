"""What an editor hears after publishing: that readers have it, and where."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from broadsheet.environment import places
from broadsheet.stories.actions import publish_story

from .conftest import NOON, Paper
from .test_newsroom import add_url, at_the_desk, edit_url, form_of, now_of, texts_of

LINK = f'href="{places.site_url()}/world/uk-and-europe/rain-falls/"'
PUBLISH = {"action-publish": "1"}


def told_after(paper: Paper, address: str, fields: dict[str, Any]) -> str:
    return texts_of(at_the_desk(paper.world_editor).post(address, fields, follow=True))


@pytest.mark.parametrize("state", ["new", "draft", "live"])
def test_who_publishes_hears_so_once_with_the_way_to_readers(paper: Paper, state: str) -> None:
    story = None if state == "new" else paper.draft()
    if story is not None and state == "live":
        publish_story(story, by=None, now=NOON)

    told = told_after(paper, edit_url(story) if story else add_url(paper.europe), form_of(**PUBLISH))

    assert told.count("has been published") == 1
    assert LINK in told
    assert "View live" in told


def test_who_approves_hears_that_it_is_published(paper: Paper) -> None:
    story = paper.draft()
    at_the_desk(paper.reporter).post(edit_url(story), form_of(**{"action-submit": "1"}))
    approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}

    told = told_after(paper, edit_url(story), form_of(**approve))

    assert now_of(story).live
    assert "has been published" in told
    assert "has been updated" not in told
    assert LINK in told


@pytest.mark.parametrize("is_live", [False, True])
def test_what_is_only_scheduled_is_not_told_as_published(paper: Paper, is_live: bool) -> None:
    story = paper.draft()
    if is_live:
        publish_story(story, by=None, now=NOON)
    later = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%d %H:%M}"

    told = told_after(paper, edit_url(story), form_of(standfirst="Later.", go_live_at=later, **PUBLISH))

    assert "has been published" not in told
    assert "scheduled for publishing" in told


def test_a_section_leads_to_its_readers_too(paper: Paper) -> None:
    add = reverse("wagtailadmin_pages:add", args=["broadsheet_stories", "sectionpage", paper.home.pk])

    told = texts_of(
        at_the_desk(paper.administrator).post(add, {"title": "Opinion", "slug": "opinion", **PUBLISH}, follow=True)
    )

    assert f'href="{places.site_url()}/opinion/"' in told
