"""An editor sees a page before its readers do, in the readers' template."""

from django.test import RequestFactory

from broadsheet.press.models import PressOrder
from broadsheet.press.previewing import draw
from broadsheet.stories.models import StoryPage

from .conftest import Paper


def test_a_draft_is_drawn_as_readers_would_see_it(paper: Paper, rf: RequestFactory) -> None:
    story = paper.story("Not yet out", live=False, source_credit="Made Agency")

    html = draw(story, rf.get("/")).content.decode()

    assert "<h1>Not yet out</h1>" in html
    assert "Source: Made Agency" in html
    assert 'data-list="latest"' in html
    assert "The Harbour Post" in html
    assert 'data-hit=""' in html


def test_a_story_that_was_never_saved_can_be_seen(paper: Paper, rf: RequestFactory) -> None:
    story = StoryPage(title="Only typed", slug="only-typed")
    story.set_url_path(paper.europe)
    story.path, story.depth = f"{paper.europe.path}0009", paper.europe.depth + 1

    html = draw(story, rf.get("/")).content.decode()

    assert "<h1>Only typed</h1>" in html
    assert "UK and Europe" in html


def test_sections_and_home_can_be_seen_too(paper: Paper, rf: RequestFactory) -> None:
    section, home = draw(paper.world, rf.get("/")), draw(paper.home, rf.get("/"))

    assert "<h1>World</h1>" in section.content.decode()
    assert "The Harbour Post" in home.content.decode()


def test_a_preview_presses_nothing(paper: Paper, rf: RequestFactory) -> None:
    PressOrder.objects.all().delete()

    draw(paper.story(live=False), rf.get("/"))

    assert not PressOrder.objects.exists()
    assert paper.store.pieces == {}
