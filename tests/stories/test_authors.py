"""Bylines: who is proposed, who is found, and who may be made in the middle of a story."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from broadsheet.stories.authors import know_author
from broadsheet.stories.authorship import MOST_LINKS
from broadsheet.stories.models import Author, StoryPage
from stories.test_newsroom import add_url, at_the_desk, form_of, texts_of

CREATE = "wagtailsnippetchoosers_broadsheet_stories_author:create"
SEARCH = "wagtailsnippetchoosers_broadsheet_stories_author:choose_results"


def signed(bylines: list[dict[str, str]], *, initial: int = 0) -> dict[str, str]:
    return {name: value for name, value in form_of().items() if not name.startswith("bylines")} | nested_form_data(
        {"bylines": inline_formset(bylines, initial=initial)}
    )


def bylines_of(story: StoryPage) -> list[str]:
    return [str(byline) for byline in story.get_latest_revision_as_object().bylines.all()]


def test_a_new_story_proposes_its_writer_by_name(paper: Any) -> None:
    page = texts_of(at_the_desk(paper.reporter).get(add_url(paper.europe)))

    assert 'name="bylines-0-name" value="Reporter"' in page


def test_a_writer_with_an_author_page_is_proposed_as_that_author(paper: Any) -> None:
    author = Author.objects.create(name="R. E. Porter", slug="porter", user=paper.reporter)

    page = texts_of(at_the_desk(paper.reporter).get(add_url(paper.europe)))

    assert f'name="bylines-0-author" value="{author.pk}"' in page
    assert "R. E. Porter" in page
    assert 'value="Reporter"' not in page


def test_nobody_is_proposed_for_a_writer_without_a_name(paper: Any) -> None:
    paper.reporter.first_name = paper.reporter.last_name = ""
    paper.reporter.save()

    page = texts_of(at_the_desk(paper.reporter).get(add_url(paper.europe)))

    assert 'name="bylines-TOTAL_FORMS" value="0"' in page


@pytest.mark.parametrize("initial", [0, 1])
def test_what_was_proposed_is_kept_once(paper: Any, initial: int) -> None:
    form = signed([{"id": "", "author": "", "name": "Reporter", "ORDER": "1"}], initial=initial)

    at_the_desk(paper.reporter).post(add_url(paper.europe), form)

    assert bylines_of(StoryPage.objects.get()) == ["Reporter"]


@pytest.mark.parametrize("initial", [0, 1])
def test_what_was_proposed_can_be_taken_away(paper: Any, initial: int) -> None:
    proposed = {"id": "", "author": "", "name": "Reporter", "ORDER": "1", "DELETE": "on"}

    at_the_desk(paper.reporter).post(add_url(paper.europe), signed([proposed], initial=initial))

    assert bylines_of(StoryPage.objects.get()) == []


def test_who_may_makes_an_author_in_the_chooser(paper: Any) -> None:
    Author.objects.create(name="Jon Rask", slug="jon-rask-2")
    Author.objects.create(name="Jón Rask", slug="jon-rask")

    answer = at_the_desk(paper.world_editor).post(reverse(CREATE), {"name": "Jon-Rask"}).json()

    made = Author.objects.get(name="Jon-Rask")
    assert answer["step"] == "chosen"
    assert answer["result"]["id"] == str(made.pk)
    assert made.slug == "jon-rask-3"


def test_an_author_of_that_name_is_not_made_twice_and_the_way_out_is_told(paper: Any) -> None:
    know_author("Jon Rask")

    answer = at_the_desk(paper.world_editor).post(reverse(CREATE), {"name": "Jon Rask"}).json()

    assert answer["step"] == "reshow_creation_form"
    assert "search for it" in answer["htmlFragment"]
    assert Author.objects.count() == 1


def test_a_reporter_chooses_authors_and_makes_none(paper: Any) -> None:
    know_author("Jon Rask")
    desk = at_the_desk(paper.reporter)

    found = texts_of(desk.get(reverse(SEARCH), {"q": "ras"}))
    refused = desk.post(reverse(CREATE), {"name": "Ann Example"})

    assert "Jon Rask" in found
    assert refused.status_code == 302
    assert Author.objects.count() == 1


@pytest.mark.usefixtures("paper")
def test_an_author_is_known_by_name_whatever_the_size_of_the_letters() -> None:
    assert know_author("Jon Rask") == know_author("JON RASK")


def test_an_author_is_edited_in_three_parts_and_keeps_what_readers_see(paper: Any) -> None:
    author = know_author("Ada Lind")
    desk, edit = at_the_desk(paper.chief), reverse("wagtailsnippets_broadsheet_stories_author:edit", args=[author.pk])

    page = texts_of(desk.get(edit))
    said = {"name": "Ada Lind", "slug": "ada", "role": "Reporter", "description": "Sailed.\r\n\r\nWrites.",
            "email": "ada@post.example", "links": "https://www.social.example/@ada"}  # fmt: skip
    desk.post(edit, {**said, "portrait": "", "user": ""})

    assert all(heading in page for heading in ("In bylines", "On the author", "In the newsroom"))
    author.refresh_from_db()
    assert {name: getattr(author, name) for name in said} == said
    assert author.paragraphs == ("Sailed.", "Writes.")
    assert author.places_elsewhere == (("social.example", "https://www.social.example/@ada"),)


@pytest.mark.parametrize(
    "links",
    ["javascript:alert(1)", "ftp://host.example/", "not an address", "https://a.example\n" * (MOST_LINKS + 1)],
)
def test_what_is_no_address_of_the_web_is_refused_among_an_authors_links(links: str) -> None:
    with pytest.raises(ValidationError):
        Author(name="Ada Lind", slug="ada", links=links).full_clean(validate_unique=False)
