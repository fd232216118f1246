"""Authors as readers have them: who they are, their stories and feeds; when their pages come and when they go."""

import json
from unittest.mock import ANY

import pytest
from lxml import html

from broadsheet.contracts.pieces import Page, Redirect
from broadsheet.joining.joiner import join_page
from broadsheet.media.models import Picture
from broadsheet.press.actions import order_stories_with, press_everything
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import Priority
from broadsheet.press.queries import waiting_orders
from broadsheet.stories.actions import correct_story, draft_story, publish_story, revise_story, withdraw_story
from broadsheet.stories.models import Author, StoryPage
from broadsheet.stories.words import StoryWords
from formats.feed_rules import FAULTS

from .conftest import NOON, Paper

ADA = "page/authors/ada-lind"


@pytest.fixture
def ada(founded: None, db: None) -> Author:
    return Author.objects.create(
        name="Ada Lind",
        slug="ada-lind",
        role="Harbour reporter",
        description="Reports from the quays.\n\nBefore that she & others sailed.",
        email="ada@post.example",
        links="https://www.social.example/@ada",
    )


def by(paper: Paper, *names: str, headline: str = "Ferry sails", **fields: object) -> StoryPage:
    story = draft_story(paper.europe, headline=headline, bylines=names, owner=None, now=NOON)
    for name, value in fields.items():
        setattr(story, name, value)
    story.save_revision()
    publish_story(story, by=None, now=NOON)
    return StoryPage.objects.get(pk=story.pk)


def page_at(paper: Paper, name: str) -> Page:
    page = paper.store.read(name)
    assert isinstance(page, Page)
    return page


def joined(paper: Paper, name: str = ADA) -> html.HtmlElement:
    body = join_page(page_at(paper, name), read=paper.store.read, now=NOON, token_key=b"k" * 32).body
    return html.document_fromstring(body.decode())


def headlines(paper: Paper, name: str = ADA) -> list[str]:
    return [link.text_content() for link in joined(paper, name).cssselect("main .headline")]


def test_an_author_has_a_page_that_says_who_it_is_with_stories_and_feeds(paper: Paper, ada: Author) -> None:
    for number in (1, 2):
        by(paper, "Ada Lind", headline=f"Ferry {number}")
    by(paper, "Somebody Else", headline="Of somebody else")
    paper.press()

    page = joined(paper)

    assert page.findtext(".//h1") == "Ada Lind"
    assert page.cssselect(".author .role")[0].text == "Harbour reporter"
    assert [part.text for part in page.cssselect(".about")] == [
        "Reports from the quays.", "Before that she & others sailed."
    ]  # fmt: skip
    assert [(link.get("href"), link.text) for link in page.cssselect(".elsewhere a")] == [
        ("mailto:ada@post.example", "ada@post.example"), ("https://www.social.example/@ada", "social.example")
    ]  # fmt: skip
    assert headlines(paper) == ["Ferry 2", "Ferry 1"]
    assert set(FAULTS) == {name.rpartition("/")[2] for name in paper.store.pieces if name.startswith(f"{ADA}/")}


def test_a_story_leads_to_its_authors_on_its_page_and_for_machines(paper: Paper, ada: Author) -> None:
    story = by(paper, "Ada Lind", "An Agency")
    paper.press()

    page = joined(paper, f"page/world/uk-and-europe/{story.slug}")

    (link,) = page.cssselect(".byline a")
    assert (link.get("href"), link.text) == ("/authors/ada-lind/", "Ada Lind")
    assert page.cssselect(".byline .role")[0].text == "Harbour reporter"
    data = page.cssselect('script[type="application/ld+json"]')[0]
    first, second = json.loads(data.text)["author"]
    assert first == {"@type": "Person", "name": "Ada Lind", "url": ANY}
    assert first["url"].endswith("/authors/ada-lind/")
    assert second == {"@type": "Person", "name": "An Agency"}


def test_a_draft_and_a_story_kept_out_of_latest_make_no_page_and_no_link(paper: Paper, ada: Author) -> None:
    draft_story(paper.europe, headline="Not yet", bylines=["Ada Lind"], owner=None, now=NOON)
    story = by(paper, "Ada Lind", in_latest=False)
    paper.press()

    assert paper.store.read(ADA) is None
    assert not joined(paper, f"page/world/uk-and-europe/{story.slug}").cssselect(".byline a")


def test_a_kill_takes_the_story_off_its_authors_page_in_its_batch_and_the_last_one_the_page(
    paper: Paper, ada: Author
) -> None:
    killed, stays = (by(paper, "Ada Lind", headline=name) for name in ("Killed", "Stays"))
    paper.press()
    batches = len(paper.store.batches)

    withdraw_story(killed, notice="It was wrong.", by=None, now=NOON)
    waiting = {(one.key, one.priority) for one in waiting_orders(NOON)}
    paper.press()

    assert (f"author:{ada.pk}", Priority.KILL) in waiting
    assert paper.store.batches[batches] >= {"withdrawn", f"list/latest/author-{ada.pk}", f"card/{killed.pk}"}
    assert headlines(paper) == ["Stays"]
    withdraw_story(stays, notice="It was wrong, too.", by=None, now=NOON)
    paper.press()
    for name in (ADA, *(f"{ADA}/{file}" for file in FAULTS)):
        page = page_at(paper, name)
        assert page.status == 410
        assert not any("Lind" in part for part in page.parts if isinstance(part, str))


def test_an_author_who_leaves_a_byline_leaves_the_story_too(paper: Paper, ada: Author) -> None:
    Author.objects.create(name="Bo Ek", slug="bo-ek")
    story = by(paper, "Ada Lind", headline="Of two hands")
    by(paper, "Ada Lind", headline="Of her own")
    paper.press()

    revise_story(story, changes=StoryWords(bylines=["Bo Ek"]), by=None, now=NOON)
    before_it_goes_out = PressOrder.objects.filter(key__startswith="author:").count()
    correct_story(story, note="It was Bo's.", by=None, now=NOON)
    paper.press()

    assert before_it_goes_out == 0
    assert headlines(paper) == ["Of her own"]
    assert headlines(paper, "page/authors/bo-ek") == ["Of two hands"]


def test_a_byline_given_to_another_author_in_its_place_is_taken_from_the_first(paper: Paper, ada: Author) -> None:
    bo = Author.objects.create(name="Bo Ek", slug="bo-ek")
    story = by(paper, "Ada Lind", headline="Of two hands")
    by(paper, "Ada Lind", headline="Of her own")
    paper.press()

    byline = story.bylines.get()
    byline.author = bo
    byline.save()
    paper.press()

    assert headlines(paper) == ["Of her own"]


def test_a_new_address_leads_there_from_the_old_one_and_a_longer_biography_presses_no_story(
    paper: Paper, ada: Author
) -> None:
    by(paper, "Ada Lind")
    paper.press()

    ada.description = "Retired."
    ada.save()
    for_the_biography = set(PressOrder.objects.values_list("key", flat=True))
    ada.slug = "ada"
    ada.save()
    paper.press()

    assert for_the_biography == {f"author:{ada.pk}", "author_index", f"sitemap:authors-{ada.pk // 1000}"}
    assert paper.store.read(ADA) == Redirect(location="/authors/ada/")
    assert paper.store.read(f"{ADA}/feed.xml") == Redirect(location="/authors/ada/feed.xml")
    assert headlines(paper, "page/authors/ada") == ["Ferry sails"]


def test_authors_of_whom_something_can_be_read_stand_in_the_index_and_a_sitemap(paper: Paper, ada: Author) -> None:
    Author.objects.create(name="Of no story", slug="none")
    story = by(paper, "Ada Lind")
    press_everything(now=NOON)
    paper.press()
    before = indexed(paper), paper.store.read(f"page/sitemap-authors-{ada.pk // 1000}.xml")

    withdraw_story(story, notice="It was wrong.", by=None, now=NOON)
    paper.press()

    assert before[0] == [("Ada Lind", "/authors/ada-lind/")]
    assert before[1] is not None
    assert indexed(paper) == []
    assert paper.store.read(f"page/sitemap-authors-{ada.pk // 1000}.xml") is None


def indexed(paper: Paper) -> list[tuple[str, str]]:
    return [(link.text, link.get("href")) for link in joined(paper, "page/authors").cssselect("main .index a")]


def test_a_killed_portrait_presses_the_authors_page_at_once(paper: Paper, ada: Author) -> None:
    ada.portrait = Picture.objects.create(title="Ada", file="original_images/none.jpg", width=10, height=10)
    ada.save()
    PressOrder.objects.all().delete()

    order_stories_with(ada.portrait, Priority.KILL, now=NOON)

    assert list(PressOrder.objects.values_list("key", "priority")) == [(f"author:{ada.pk}", Priority.KILL)]


def test_pressing_everything_brings_every_author_back(paper: Paper, ada: Author) -> None:
    by(paper, "Ada Lind")
    paper.press()
    before = paper.store.read(ADA)

    paper.store.pieces.clear()
    press_everything(now=NOON)
    paper.press()

    assert paper.store.read(ADA) == before


def test_a_section_of_an_older_release_keeps_its_address_and_bylines_lead_nowhere(paper: Paper, ada: Author) -> None:
    own = paper.section("Authors", parent=paper.home)
    story = by(paper, "Ada Lind")
    paper.press()

    assert page_at(paper, "page/authors").status == 200
    assert own.slug == "authors"
    assert paper.store.read(ADA) is None
    assert not joined(paper, f"page/world/uk-and-europe/{story.slug}").cssselect(".byline a")
