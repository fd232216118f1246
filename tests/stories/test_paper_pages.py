"""The paper's own pages in the newsroom: who may write them, what is refused, the three of a new paper."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.stories.actions import make_section
from broadsheet.stories.founding_pages import first_pages, found_paper_pages
from broadsheet.stories.identity import Identity
from broadsheet.stories.models import PaperPage
from broadsheet.stories.queries import address_of

from .conftest import NOON, Paper

OTHERS = ["reporter", "world_editor", "chief"]
# Every way on which Wagtail makes, changes, copies or removes a page.
WAYS = ("edit", "delete", "unpublish", "copy", "revisions_revert")


@pytest.fixture
def about(paper: Paper) -> PaperPage:
    found_paper_pages(paper.home, now=NOON)
    page = PaperPage.objects.get(slug="about")
    page.save_revision()
    return page


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(**fields: Any) -> dict[str, Any]:
    block = {"body-count": 1, "body-0-deleted": "", "body-0-order": 0, "body-0-type": "heading", "body-0-id": ""}
    return {"title": "About", "slug": "about", **block, "body-0-value": "Ours", "comments-TOTAL_FORMS": 0, **fields}


@pytest.mark.parametrize("person", OTHERS)
def test_nobody_but_administrators_makes_or_changes_them(paper: Paper, about: PaperPage, person: str) -> None:
    client = signed_in(getattr(paper, person))
    addresses = [
        reverse("wagtailadmin_pages:add", args=["broadsheet_stories", "paperpage", paper.home.pk]),
        *(reverse(f"wagtailadmin_pages:{way}", args=[about.pk]) for way in WAYS[:-1]),
        reverse("wagtailadmin_pages:revisions_revert", args=[about.pk, about.latest_revision_id]),
        reverse("paper_pages:index"),
        reverse("paper_pages:choose_parent"),
    ]

    answers = [client.get(address) for address in addresses]
    client.post(addresses[1], words(**{"body-0-value": "Mine", "action-publish": "1"}))

    home = reverse("wagtailadmin_home")
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [(302, home)] * len(answers)
    assert "Mine" not in str(PaperPage.objects.get(pk=about.pk).get_latest_revision_as_object().body)


@pytest.mark.parametrize("act", ["delete", "unpublish", "move"])
def test_no_act_on_many_pages_reaches_them_but_an_administrators(paper: Paper, about: PaperPage, act: str) -> None:
    chief = signed_in(paper.chief)
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', act])}?id={about.pk}"

    chief.post(address, {"include_descendants": "", "chooser": paper.home.pk, "move_applied": "1"})

    assert PaperPage.objects.get(pk=about.pk).live


def test_an_administrator_writes_one_publishes_it_and_finds_it_in_the_settings(paper: Paper) -> None:
    client = signed_in(paper.administrator)
    add = reverse("wagtailadmin_pages:add", args=["broadsheet_stories", "paperpage", paper.home.pk])

    answer = client.post(add, words(title="Imprint", slug="imprint", in_footer="on", **{"action-publish": "1"}))

    page = PaperPage.objects.get(slug="imprint")
    assert answer.status_code == 302
    assert (page.live, page.in_footer, address_of(page)) == (True, True, "/imprint/")
    assert "Imprint" in client.get(reverse("paper_pages:index")).content.decode()
    settings_menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("paper_pages:index") in settings_menu
    assert reverse("paper_pages:index") not in signed_in(paper.chief).get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize(("slug", "why"), [("search", "address of the site itself"), ("world", "already in use")])
def test_an_address_that_is_taken_is_refused(paper: Paper, slug: str, why: str) -> None:
    add = reverse("wagtailadmin_pages:add", args=["broadsheet_stories", "paperpage", paper.home.pk])

    answer = signed_in(paper.administrator).post(add, words(slug=slug, **{"action-publish": "1"}))

    assert why in answer.content.decode()
    assert not PaperPage.objects.exists()


def test_a_paper_begins_with_three_pages_that_are_its_administrators_from_then_on(paper: Paper) -> None:
    made = found_paper_pages(paper.home, now=NOON)
    PaperPage.objects.get(slug="about").delete()

    again = found_paper_pages(paper.home, now=NOON)

    assert made == ("/about/", "/contact/", "/privacy/")
    assert again == ()
    assert sorted(PaperPage.objects.values_list("slug", flat=True)) == ["contact", "privacy"]
    assert Identity.load().pages_founded_at == NOON


def test_a_section_keeps_the_address_that_it_has(paper: Paper) -> None:
    make_section(paper.home, title="About", now=NOON)

    made = found_paper_pages(paper.home, now=NOON)

    assert made == ("/contact/", "/privacy/")


def test_their_words_are_escaped_and_name_nothing_that_only_people_know() -> None:
    pages = {copy.slug: copy for copy in first_pages('The <b>"Post"</b> & Sons')}

    words = " ".join(text for copy in pages.values() for kind, text in copy.body if kind == "text")
    assert "The &lt;b&gt;&quot;Post&quot;&lt;/b&gt; &amp; Sons" in words
    assert pages["contact"].shows_contact
    assert "no cookies" in words
