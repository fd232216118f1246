"""Every address that readers know leads to its story, and never into nothing or over a page that stands there."""

import pytest

from broadsheet.contracts.archives import Standing
from broadsheet.contracts.pieces import Page, Redirect
from broadsheet.press.actions import press_everything
from broadsheet.press.models import KnownAddress
from broadsheet.stories.actions import make_section, publish_story, withdraw_story
from broadsheet.stories.models import HomePage, SectionPage
from importing.conftest import NOON, MadeArchive, archived, bring, piece_at, press, story

pytestmark = pytest.mark.usefixtures("paper")


def test_every_old_address_leads_to_the_story() -> None:
    bring(MadeArchive([archived(7)]))

    press()

    assert piece_at("/2019/05/12/story-7/") == Redirect(location="/news/story-7/")
    assert piece_at("/?p=7") == Redirect(location="/news/story-7/")


def test_a_withdrawn_story_is_gone_at_its_old_addresses_too() -> None:
    bring(MadeArchive([archived(7)]))
    press()

    withdraw_story(story("Story 7"), notice="It was wrong.", by=None, now=NOON)
    press()

    for path in ("/2019/05/12/story-7/", "/?p=7", "/news/story-7/"):
        piece = piece_at(path)
        assert isinstance(piece, Page), path
        assert piece.status == 410


def test_a_draft_leaves_its_old_address_unanswered_until_it_is_published() -> None:
    bring(MadeArchive([archived(7, standing=Standing.PRIVATE)]))
    press()
    before = piece_at("/2019/05/12/story-7/")

    publish_story(story("Story 7"), by=None, now=NOON)
    press()

    assert before is None
    assert piece_at("/2019/05/12/story-7/") == Redirect(location="/news/story-7/")


def test_a_whole_press_does_not_call_a_draft_gone() -> None:
    bring(MadeArchive([archived(7, standing=Standing.PRIVATE)]))

    press_everything(now=NOON)
    press()

    assert piece_at("/2019/05/12/story-7/") is None


def test_a_story_that_moves_takes_its_old_addresses_along() -> None:
    bring(MadeArchive([archived(7)]))
    press()

    story("Story 7").move(SectionPage.objects.get(slug="sport"), pos="last-child")
    press()

    assert piece_at("/?p=7") == Redirect(location="/sport/story-7/")
    assert piece_at("/news/story-7/") == Redirect(location="/sport/story-7/")


def test_an_import_takes_no_address_by_which_readers_find_a_story_that_moved() -> None:
    bring(MadeArchive([archived(7)]))
    press()
    story("Story 7").move(SectionPage.objects.get(slug="sport"), pos="last-child")
    press()

    again = [archived(8, slug="story-7", addresses=()), archived(9, slug="story-7", addresses=())]
    bring(MadeArchive(again))
    press()

    assert piece_at("/news/story-7/") == Redirect(location="/sport/story-7/")
    assert [story(f"Story {number}").slug for number in (8, 9)] == ["story-7-2", "story-7-3"]


def test_an_import_may_have_the_address_of_a_story_that_is_no_more() -> None:
    bring(MadeArchive([archived(7)]))
    press()
    story("Story 7").delete()
    press()

    bring(MadeArchive([archived(8, slug="story-7", addresses=())]))

    assert story("Story 8").slug == "story-7"


def test_a_redirect_never_shadows_a_page() -> None:
    report = bring(MadeArchive([archived(7, addresses=("/sport/", "/news/story-8/")), archived(8, addresses=())]))

    press()

    assert isinstance(piece_at("/sport/"), Page)
    page = piece_at("/news/story-8/")
    assert isinstance(page, Page)
    assert page.story_id == story("Story 8").pk
    assert report.examples["old address not redirected"] == [
        "/sport/: a page of this site stands there",
        "/news/story-8/: a page of this site stands there",
    ]


def test_a_section_made_later_takes_its_address_from_a_redirect() -> None:
    bring(MadeArchive([archived(7, addresses=("/harbour/",))]))
    press()

    make_section(HomePage.objects.get(), title="Harbour", slug="harbour", now=NOON)
    press()

    assert isinstance(piece_at("/harbour/"), Page)


@pytest.mark.parametrize(
    "path", ["/media/x/", "/search/", "/assets/a.css", "/hit/", "/404/", "/feed.xml", "/a/feed.json"]
)
def test_what_the_site_answers_by_itself_is_no_old_address(path: str) -> None:
    report = bring(MadeArchive([archived(7, addresses=(path,))]))

    assert not KnownAddress.objects.exists()
    assert report.examples["old address not redirected"] == [f"{path}: the site itself answers there"]


def test_an_address_that_two_stories_claim_leads_to_the_first() -> None:
    report = bring(MadeArchive([archived(1, addresses=("/a/",)), archived(2, addresses=("/a/",))]))
    bring(MadeArchive([archived(3, addresses=("/a/",))]))

    press()

    assert piece_at("/a/") == Redirect(location="/news/story-1/")
    assert report.remarks["old address not redirected"] == 1
