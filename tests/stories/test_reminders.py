"""What somebody is reminded of before a story goes out, and who is answered."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from broadsheet.media.actions import add_picture
from broadsheet.media.models import Picture
from broadsheet.stories.reminders import PictureFacts, StoryFacts, reminders_of
from browser.newsday import picture_bytes

LEAD = PictureFacts(
    title="Ferry", alt_text="A white ferry", caption="The ferry leaves.", credit="Jon Rask", is_lead=True
)
WHOLE = StoryFacts(
    headline="Ferry sails again",
    standfirst="After nine days in harbour.",
    topics=1,
    bylines=1,
    source_credit="",
    has_body=True,
    pictures=[LEAD],
)


def fields_of(story: StoryFacts) -> list[str]:
    return [reminder.field for reminder in reminders_of(story)]


def test_a_whole_story_is_reminded_of_nothing() -> None:
    assert reminders_of(WHOLE) == ()


@pytest.mark.parametrize(
    ("lacks", "field"),
    [
        ({"headline": " "}, "title"),
        ({"headline": "Ferry sails again " * 6}, "title"),
        ({"standfirst": ""}, "standfirst"),
        ({"topics": 0}, "topics"),
        ({"bylines": 0}, "bylines"),
        ({"has_body": False}, "body"),
        ({"pictures": []}, "lead_picture"),
        ({"pictures": [replace(LEAD, alt_text="")]}, "lead_picture"),
        ({"pictures": [replace(LEAD, alt_text="The ferry leaves")]}, "lead_picture"),
        ({"pictures": [replace(LEAD, credit=" ")]}, "lead_picture"),
        ({"pictures": [LEAD, replace(LEAD, title="Quay", credit="", is_lead=False)]}, "body"),
    ],
)
def test_what_is_missing_is_named_beside_its_field(lacks: dict[str, Any], field: str) -> None:
    assert fields_of(replace(WHOLE, **lacks)) == [field]


def test_what_holds_a_story_back_is_told_apart_and_leads_to_the_picture_itself() -> None:
    bare = replace(LEAD, alt_text="", credit="", number=7)

    reminders = reminders_of(replace(WHOLE, pictures=[bare]))

    assert [(each.holds_back, each.picture) for each in reminders] == [(False, 7), (True, 7)]


def test_a_source_stands_in_for_a_byline() -> None:
    assert reminders_of(replace(WHOLE, bylines=0, source_credit="Harbour Wire")) == ()


def test_a_long_headline_names_the_cards_that_it_is_long_for() -> None:
    long = replace(WHOLE, headline="Ferries stop for three days as crews of nine boats walk out over rosters again")

    (reminder,) = reminders_of(long)

    assert "lead card" in reminder.text
    assert "search engines" not in reminder.text


def posted(picture: Picture | None = None, **more: Any) -> dict[str, str]:
    words: dict[str, Any] = {
        "title": "Rain falls",
        "standfirst": "All day.",
        "source_credit": "",
        "lead_picture": str(picture.pk) if picture else "",
        "lead_caption": "",
        "body": streamfield([("text", rich_text("<p>It rained all day.</p>"))]),
        "bylines": inline_formset([{"author": "", "name": "Ann Example"}]),
        **more,
    }
    return nested_form_data(words)


@pytest.fixture
def desk(paper: Any) -> Client:
    client = Client()
    client.force_login(paper.reporter)
    return client


def test_the_form_is_judged_as_it_stands_unsaved(desk: Client, paper: Any) -> None:
    picture = add_picture(picture_bytes(10), name="ferry.jpg", owner=paper.reporter)
    Picture.objects.filter(pk=picture.pk).update(description="", credit="")
    body = streamfield([("picture", {"picture": str(picture.pk), "caption": ""})])

    page = desk.post(reverse("story_reminders"), posted(body=body)).content.decode()

    assert 'data-count="5"' in page
    assert "There is no text yet" in page
    assert page.count("holds it back") == 1
    assert page.count(f'href="{reverse("wagtailimages:edit", args=[picture.pk])}"') == 2
    assert "no lead picture" in page
    assert "has no alt text" in page
    assert "has no credit" in page
    assert "no topic" in page
    assert "byline" not in page


@pytest.mark.parametrize("words", ["", "<p></p>", "<p> </p>"])
def test_a_story_without_a_word_is_reminded_of_its_text(desk: Client, words: str) -> None:
    page = desk.post(reverse("story_reminders"), posted(body=streamfield([("text", rich_text(words))]))).content

    assert "There is no text yet" in page.decode()


def test_a_caption_of_the_story_s_own_is_compared_with_the_alt_text(desk: Client, paper: Any) -> None:
    picture = add_picture(picture_bytes(10), name="ferry.jpg", owner=paper.reporter)

    page = desk.post(reverse("story_reminders"), posted(picture, lead_caption=picture.alt_text)).content.decode()

    assert "repeats the caption" in page


def test_a_taken_out_byline_says_nothing_of_whose_words_these_are(desk: Client) -> None:
    bylines = inline_formset([{"author": "", "name": "Ann Example", "DELETE": "on"}])

    page = desk.post(reverse("story_reminders"), posted(bylines=bylines)).content.decode()

    assert "Neither a byline nor a source" in page


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {**posted(), "lead_picture": "one"},
        {**posted(), "body-count": "many"},
        {**posted(), "body-count": "999999999"},
        {**posted(), "bylines-TOTAL_FORMS": "x"},
    ],
)
def test_what_no_form_posts_is_refused(desk: Client, fields: dict[str, str]) -> None:
    assert desk.post(reverse("story_reminders"), fields).status_code == 400


def test_a_number_of_any_length_finds_no_picture(desk: Client) -> None:
    page = desk.post(reverse("story_reminders"), {**posted(), "lead_picture": "9" * 30}).content.decode()

    assert "no lead picture" in page


def test_a_picture_costs_one_query_more(desk: Client, paper: Any) -> None:
    picture = add_picture(picture_bytes(10), name="ferry.jpg", owner=paper.reporter)
    desk.post(reverse("story_reminders"), posted())  # whatever is asked once a process

    with CaptureQueriesContext(connection) as without:
        desk.post(reverse("story_reminders"), posted())
    with CaptureQueriesContext(connection) as one:
        desk.post(reverse("story_reminders"), posted(picture))

    assert len(one) == len(without) + 1
