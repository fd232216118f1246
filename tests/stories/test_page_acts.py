"""Deleting and moving: whoever does it hears what it takes away, and why it cannot be."""

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.media.actions import add_picture
from broadsheet.media.models import Picture
from broadsheet.press.models import KnownAddress
from broadsheet.stories.actions import publish_story
from broadsheet.stories.models import Author, SectionPage
from browser.newsday import picture_bytes

from .conftest import NOON, Paper
from .test_newsroom import at_the_desk, now_of, texts_of


@pytest.fixture
def chief(paper: Paper) -> Client:
    return at_the_desk(paper.chief)


def test_who_deletes_a_picture_sees_which_stories_lose_it_and_the_way_to_replace_it(
    paper: Paper, chief: Client
) -> None:
    picture = add_picture(picture_bytes(10), name="ferry.jpg", owner=paper.reporter)
    story = paper.draft("Ferry sails again", lead_picture=picture)
    publish_story(story, by=None, now=NOON)
    address = reverse("wagtailimages:delete", args=[picture.pk])

    shown = texts_of(chief.get(address))
    gone = chief.post(address)

    assert "Ferry sails again" in shown
    assert f'href="{reverse("picture_replace", args=[picture.pk])}"' in shown
    assert "referenced" not in shown
    assert gone.status_code == 302
    assert not Picture.objects.exists()
    assert now_of(story).lead_picture is None


def test_who_may_not_delete_a_picture_is_refused(paper: Paper) -> None:
    picture = add_picture(picture_bytes(10), name="ferry.jpg", owner=paper.chief)

    at_the_desk(paper.reporter).post(reverse("wagtailimages:delete", args=[picture.pk]))

    assert Picture.objects.exists()


def test_who_deletes_a_person_hears_what_becomes_of_their_work(paper: Paper) -> None:
    Author.objects.create(name="Rita", slug="rita", user=paper.reporter)

    shown = texts_of(at_the_desk(paper.administrator).get(f"/admin/users/delete/{paper.reporter.pk}/"))

    assert "Stories and bylines stay as they are." in shown
    assert "referenced" not in shown


@pytest.mark.parametrize(("typed", "is_deleted"), [("Broadsheet", False), ("", False), (" World ", True)])
def test_a_section_with_many_stories_is_deleted_by_its_own_name(paper: Paper, typed: str, is_deleted: bool) -> None:
    for number in range(10):
        paper.draft(f"Story {number}")
    address = reverse("wagtailadmin_pages:delete", args=[paper.world.pk])
    desk = at_the_desk(paper.administrator)

    asked = texts_of(desk.get(address))
    desk.post(address, {"confirm_site_name": typed})

    assert "<b>World</b>" in asked
    assert SectionPage.objects.filter(title="World").exists() is not is_deleted


def test_many_pages_are_deleted_by_the_name_of_the_paper(paper: Paper) -> None:
    stories = [paper.draft(f"Story {number}") for number in range(10)]
    numbers = "&".join(f"id={story.pk}" for story in stories)
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?{numbers}"
    desk = at_the_desk(paper.administrator)

    asked = texts_of(desk.get(address))
    refused = texts_of(desk.post(address, {"confirm_site_name": "Broadsheet"}))
    desk.post(address, {"confirm_site_name": "The Daily Example"})

    assert "<b>The Daily Example</b>" in asked
    assert "Type “The Daily Example” to confirm" in refused
    assert not paper.europe.get_children().exists()


def test_a_section_cannot_stand_inside_itself_and_that_is_said(paper: Paper) -> None:
    address = reverse("wagtailadmin_pages:move_confirm", args=[paper.world.pk, paper.europe.pk])

    told = texts_of(at_the_desk(paper.administrator).post(address, follow=True))

    assert "“World” cannot stand inside itself: “UK and Europe” lies in it." in told


def test_a_story_is_not_moved_to_an_address_that_leads_elsewhere(paper: Paper, chief: Client) -> None:
    story, other = paper.draft("Fog"), paper.draft("Mist", section=paper.world)
    KnownAddress.objects.create(path="/sport/fog/", page_id=other.pk)

    told = texts_of(
        chief.post(reverse("wagtailadmin_pages:move_confirm", args=[story.pk, paper.sport.pk]), follow=True)
    )

    assert "leads readers to “Mist”" in told
    assert now_of(story).get_parent().title == "UK and Europe"
