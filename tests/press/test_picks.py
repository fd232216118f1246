"""Pins of Related Stories as readers get them: there while readers may open the story, gone with it."""

from datetime import timedelta

import pytest

from broadsheet.contracts.pieces import Page
from broadsheet.joining.joiner import join_page
from broadsheet.press.models import PressOrder
from broadsheet.stories.actions import expire_story, publish_story, withdraw_story
from broadsheet.stories.models import RelatedPin, StoryPage

from .conftest import NOON, Paper

LATER = NOON + timedelta(hours=1)


def pinning(paper: Paper, other: StoryPage) -> StoryPage:
    story = paper.story("Rain falls")
    RelatedPin.objects.create(story=story, other=other)
    story.save_revision()
    publish_story(story, by=None, now=NOON)
    paper.press()
    return story


def joined(paper: Paper, story: StoryPage) -> str:
    page = paper.store.read(f"page/world/uk-and-europe/{story.slug}")
    assert isinstance(page, Page)
    return join_page(page, read=paper.store.read, now=LATER, token_key=b"k").body.decode()


@pytest.mark.parametrize("is_withdrawn", [True, False], ids=["withdrawn", "its time is over"])
def test_a_pinned_story_that_readers_lose_leaves_the_page_as_it_stands(paper: Paper, is_withdrawn: bool) -> None:
    other = paper.story("Ferry sails")
    publish_story(other, by=None, now=NOON)
    story = pinning(paper, other)
    before = joined(paper, story)

    if is_withdrawn:
        withdraw_story(other, notice="It was not so", by=None, now=LATER)
    else:
        expire_story(other, now=LATER)
    paper.press(now=LATER)

    assert ("Ferry sails" in before, "Chosen by the editors" in before) == (True, True)
    assert "Ferry sails" not in joined(paper, story)
    assert "Chosen by the editors" not in joined(paper, story)


def test_a_pinned_draft_stands_there_once_it_is_published(paper: Paper) -> None:
    other = paper.story("Not yet out", live=False, first_published_at=None)
    other.save_revision()
    story = pinning(paper, other)
    before = joined(paper, story)
    PressOrder.objects.all().delete()

    publish_story(other, by=None, now=LATER)
    paper.press(now=LATER)

    assert "Not yet out" not in before
    assert before.count("Chosen by the editors") == 0
    assert joined(paper, story).count("Chosen by the editors") == 1
