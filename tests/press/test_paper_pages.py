"""The paper's own pages as readers have them: about, contact, privacy; where they stand, move and end."""

import json

import pytest
from django.test import TestCase
from lxml import html
from wagtail.models import Page as WagtailPage

from broadsheet.contracts.pieces import Fragment, Page, Redirect
from broadsheet.joining.joiner import join_page
from broadsheet.media.actions import kill_picture
from broadsheet.press.actions import order, order_moved_story, press_everything
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import MACHINES, SHELL, SITEMAP_SECTIONS, Priority, front_key, paper_page_keys
from broadsheet.stories.founding_pages import found_paper_pages
from broadsheet.stories.identifying import telling_of_identity
from broadsheet.stories.identity import Identity, ThirdParty
from broadsheet.stories.models import PaperPage, SectionPage

from .conftest import NOON, Paper
from .test_pictures import made_picture

ABOUT = "page/about"
BODY = [
    ("text", "<p>We print at night.</p>"),
    ("heading", "Who we are"),
    ("aside", {"heading": "In short", "text": "<p>Seven people.</p>"}),
]


@pytest.fixture
def about(paper: Paper) -> PaperPage:
    """A published page, with everything pressed that founding ordered."""
    page = paper.home.add_child(
        instance=PaperPage(title="About us", slug="about", body=BODY, first_published_at=NOON, last_published_at=NOON)
    )
    paper.press()
    return page


def page_at(paper: Paper, name: str) -> Page:
    page = paper.store.read(name)
    assert isinstance(page, Page)
    return page


def joined(paper: Paper, name: str = ABOUT) -> html.HtmlElement:
    body = join_page(page_at(paper, name), read=paper.store.read, now=NOON, token_key=b"k" * 32).body
    return html.document_fromstring(body.decode())


def footer_links(paper: Paper) -> list[tuple[str, str]]:
    footer = paper.store.read("shell/footer")
    assert isinstance(footer, Fragment)
    nav = html.fragment_fromstring(footer.html).cssselect("nav")[-1]
    return [(link.text, link.get("href")) for link in nav.cssselect("a")]


def ordered() -> set[str]:
    return set(PressOrder.objects.values_list("key", flat=True))


def test_a_page_has_a_storys_look_without_its_lists_and_stands_in_the_footer(paper: Paper, about: PaperPage) -> None:
    page = joined(paper)

    assert page.findtext(".//h1") == "About us"
    assert [node.text_content().strip() for node in page.cssselect(".article-body > *")] == [
        "We print at night.",
        "Who we are",
        "In shortSeven people.",
    ]
    assert not page.cssselect("aside.lists, [data-list]")
    assert page.cssselect("link[rel=canonical]")[0].get("href").endswith("/about/")
    assert page.cssselect("body")[0].get("data-hit") is None
    assert footer_links(paper)[0] == ("About us", "/about/")


def test_a_draft_and_newer_words_of_a_page_are_nowhere_before_they_are_published(
    paper: Paper, about: PaperPage
) -> None:
    paper.home.add_child(instance=PaperPage(title="Not yet", slug="not-yet", live=False))
    about.title = "Secret plans"
    about.save_revision()
    waiting = ordered()
    paper.press()

    assert waiting == set()
    assert paper.store.read("page/not-yet") is None
    assert joined(paper).findtext(".//h1") == "About us"
    assert "Secret plans" not in dict(footer_links(paper))


def test_publishing_presses_the_page_and_the_shell_alone(paper: Paper, about: PaperPage) -> None:
    about.title = "About the Post"
    about.save_revision().publish()
    waiting = ordered()
    paper.press()

    assert waiting == {str(SHELL), str(SITEMAP_SECTIONS), *map(str, paper_page_keys([about.pk]))}
    assert joined(paper).findtext(".//h1") == "About the Post"
    assert footer_links(paper)[0] == ("About the Post", "/about/")


def test_one_that_is_not_ticked_stands_in_no_footer_and_is_there_all_the_same(paper: Paper, about: PaperPage) -> None:
    about.in_footer = False
    about.save_revision().publish()
    paper.press()

    assert "About us" not in dict(footer_links(paper))
    assert page_at(paper, ABOUT).status == 200


def test_a_renamed_page_leads_from_its_earlier_address(paper: Paper, about: PaperPage) -> None:
    about.slug = "who-we-are"
    about.save_revision().publish()
    paper.press()

    assert paper.store.read(ABOUT) == Redirect(location="/who-we-are/")
    assert page_at(paper, "page/who-we-are").status == 200
    assert footer_links(paper)[0] == ("About us", "/who-we-are/")


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_page_that_is_taken_off_or_deleted_is_gone_with_a_notice(
    paper: Paper, about: PaperPage, is_deleted: bool
) -> None:
    if is_deleted:
        about.delete()
    else:
        about.unpublish()
    paper.press()
    first = page_at(paper, ABOUT).status
    press_everything(now=NOON)
    paper.press()

    assert (first, page_at(paper, ABOUT).status) == (410, 410)
    assert "About us" not in joined(paper).text_content()
    assert "About us" not in dict(footer_links(paper))


def test_a_page_taken_off_through_a_bare_row_as_bulk_acts_do_is_gone_too(paper: Paper, about: PaperPage) -> None:
    bare = WagtailPage.objects.get(pk=about.pk)
    bare.live = False
    bare.save()
    paper.press()

    assert page_at(paper, ABOUT).status == 410


def test_a_whole_re_press_and_a_sections_order_of_its_number_leave_it_standing(paper: Paper, about: PaperPage) -> None:
    before = page_at(paper, ABOUT)
    press_everything(now=NOON)
    whole = ordered()
    paper.press()
    order([front_key(about.pk)], Priority.PUBLISH, now=NOON)
    paper.press()

    assert str(front_key(about.pk)) not in whole
    assert page_at(paper, ABOUT) == before


def test_a_story_that_once_stood_below_its_address_does_not_take_it_off(paper: Paper, about: PaperPage) -> None:
    story = paper.story()

    order_moved_story(story, old_path="/about/old-story/", now=NOON)
    paper.press()

    assert page_at(paper, ABOUT).status == 200


def test_a_section_made_where_a_page_was_has_the_address(paper: Paper, about: PaperPage) -> None:
    about.delete()
    paper.press()
    paper.home.refresh_from_db()
    paper.home.add_child(instance=SectionPage(title="About town", slug="about"))
    paper.press()
    press_everything(now=NOON)
    paper.press()

    assert joined(paper).findtext(".//h1") == "About town"


def test_a_killed_picture_leaves_the_page_with_the_kill(paper: Paper, about: PaperPage) -> None:
    picture = made_picture("press-hall")
    about.body = json.dumps([{"type": "picture", "value": {"picture": picture.pk, "caption": ""}}])
    about.save_revision().publish()
    paper.press()
    was_there = bool(joined(paper).cssselect(".body img"))

    with TestCase.captureOnCommitCallbacks(execute=True):
        kill_picture(picture, now=NOON)
    priorities = dict(PressOrder.objects.values_list("key", "priority"))
    paper.press()

    assert was_there
    assert priorities[str(paper_page_keys([about.pk])[0])] == Priority.KILL
    assert not joined(paper).cssselect(".body img")


def test_the_contact_page_shows_the_address_once_there_is_one(paper: Paper) -> None:
    found_paper_pages(paper.home, now=NOON)
    paper.press()
    before = joined(paper, "page/contact")

    identity = Identity.load()
    with telling_of_identity(now=NOON):
        identity.contact = "desk@post.example"
        identity.save()
    waiting = ordered()
    paper.press()

    contact = PaperPage.objects.get(slug="contact")
    assert before.xpath('//a[starts-with(@href, "mailto:")]') == []
    assert "address" not in before.cssselect(".body")[0].text_content()  # readers are told of nothing that is missing
    assert waiting == {str(SHELL), str(MACHINES), *map(str, paper_page_keys([contact.pk]))}
    assert joined(paper, "page/contact").cssselect('.body a[href="mailto:desk@post.example"]')
    assert not joined(paper, "page/privacy").cssselect('a[href^="mailto:"]')


def test_the_papers_new_name_reaches_the_titles_of_its_pages(paper: Paper, about: PaperPage) -> None:
    paper.home.title = "The Quay Post"
    paper.home.save()
    paper.press()

    assert joined(paper).findtext(".//title") == "About us · The Quay Post"


def test_the_page_on_privacy_names_whom_every_page_lets_in_and_says_so_where_there_is_nobody(paper: Paper) -> None:
    found_paper_pages(paper.home, now=NOON)
    press_everything(now=NOON)
    paper.press()
    before = joined(paper, "page/privacy").cssselect(".body")[0].text_content()
    identity = Identity.load()
    with telling_of_identity(now=NOON):
        identity.third_parties = [
            ThirdParty(name="Readers Counted", host="stats.example.com", scripts=True, connections=True),
            ThirdParty(name="Maps", host="*.maps.example", frames=True),
        ]
        identity.save()
    paper.press()
    after = joined(paper, "page/privacy")

    assert "There are none: nothing is loaded from anyone else" in before
    assert [item.text_content() for item in after.cssselect(".body li")] == [
        "Readers Counted (stats.example.com): scripts, what their scripts send and fetch",
        "Maps (*.maps.example): frames",
    ]
    assert "There are none" not in after.text_content()
    assert "no consent" not in after.text_content()
