"""Pictures on pages: three texts that stay three, and what a killed or lost file does."""

import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import TestCase
from PIL import Image

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.roles import Role
from broadsheet.contracts.pieces import Card, Page, Shape
from broadsheet.media.actions import add_picture, kill_picture
from broadsheet.media.models import Picture
from broadsheet.press.actions import press_everything
from broadsheet.press.composer import Composer
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import Priority, story_key
from broadsheet.stories.actions import found_workflow
from broadsheet.stories.replacing import replace_picture

from .conftest import NOON, Paper


@pytest.fixture
def picture(paper: Paper) -> Picture:
    return made_picture("harbour")


def made_picture(name: str) -> Picture:
    data = io.BytesIO()
    Image.new("RGB", (800, 500), "teal").save(data, "JPEG")
    return add_picture(
        data.getvalue(),
        name=f"{name}.jpg",
        caption="The ferry leaves.",
        credit="Ann Author",
        alt_text="A white ship beside a quay",
    )


def page_of(paper: Paper, number: int = 1) -> str:
    page = paper.store.read(f"page/world/uk-and-europe/story-{number}")
    assert isinstance(page, Page)
    return "".join(part for part in page.parts if isinstance(part, str))


def in_body(picture: Picture, caption: str = "") -> str:
    return json.dumps([{"type": "picture", "value": {"picture": picture.pk, "caption": caption}}])


def press(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()


def test_a_lead_picture_shows_caption_credit_and_alt_text_each_in_its_place(paper: Paper, picture: Picture) -> None:
    story = paper.story(lead_picture=picture)

    press(paper)

    html, card = page_of(paper), paper.store.read(f"card/{story.pk}")
    assert '<span class="caption">The ferry leaves.</span>' in html
    assert '<span class="credit">Ann Author</span>' in html
    assert 'alt="A white ship beside a quay"' in html
    assert "/media/" in html
    assert isinstance(card, Card)
    assert "<img" in card.shapes[Shape.LEAD]
    assert "<img" not in card.shapes[Shape.LINE]


def test_a_storys_own_caption_stands_in_for_the_pictures(paper: Paper, picture: Picture) -> None:
    paper.story(body=in_body(picture, caption="Seen on Monday."))

    press(paper)

    assert '<span class="caption">Seen on Monday.</span>' in page_of(paper)
    assert "The ferry leaves." not in page_of(paper)


def test_a_changed_credit_reaches_every_story_that_shows_the_picture(paper: Paper, picture: Picture) -> None:
    # The reference index, which knows pictures inside bodies, is written when the transaction is committed.
    with TestCase.captureOnCommitCallbacks(execute=True):
        paper.story(lead_picture=picture)
        paper.story(body=in_body(picture))
        paper.story()
    press(paper)
    picture.credit = "Ben Better"

    picture.save()
    ordered = PressOrder.objects.count()
    paper.press()

    assert ordered == 2
    assert "Ben Better" in page_of(paper, 1)
    assert "Ben Better" in page_of(paper, 2)


def test_a_killed_picture_leaves_every_page_before_anything_else_is_pressed(paper: Paper, picture: Picture) -> None:
    paper.story(lead_picture=picture)
    press(paper)

    kill_picture(picture, now=NOON)
    priorities = set(PressOrder.objects.values_list("priority", flat=True))
    paper.press()

    assert priorities == {Priority.KILL}
    assert "<figure" not in page_of(paper)


def test_a_picture_whose_file_is_lost_does_not_keep_the_story_back(paper: Paper, picture: Picture) -> None:
    paper.story("Still here", lead_picture=picture)
    picture.file.storage.delete(picture.file.name)

    press(paper)

    assert "Still here" in page_of(paper)
    assert "<figure" not in page_of(paper)


def test_many_pictures_cost_no_more_queries_than_one(
    paper: Paper, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    pictures = [made_picture(f"quay-{number}") for number in range(4)]
    body = [{"type": "picture", "value": {"picture": one.pk, "caption": ""}} for one in pictures]
    story = paper.story(lead_picture=pictures[0], body=json.dumps(body))
    press(paper)
    composer = Composer(now=NOON)
    assert composer.edition.paper == "The Harbour Post"

    with django_assert_max_num_queries(14):
        composer(story_key(story.pk))


def test_another_picture_in_its_place_reaches_page_and_card(paper: Paper, picture: Picture) -> None:
    other = made_picture("lighthouse")
    story = paper.story(lead_picture=picture, body=in_body(picture))
    press(paper)
    found_workflow(paper.home)
    chief = make_person("chief", name="Chief", email="c@p.example", password="four plain words", role=Role.CHIEF)

    replace_picture(story, old=picture, new=other, by=chief, now=NOON)
    paper.press()

    html, card = page_of(paper), paper.store.read(f"card/{story.pk}")
    assert isinstance(card, Card)
    assert html.count("lighthouse") >= 2
    assert "harbour" not in html
    assert "lighthouse" in card.shapes[Shape.LEAD]
    assert "harbour" not in card.shapes[Shape.LEAD]


def test_cards_show_the_chosen_part_and_the_story_the_whole(paper: Paper, picture: Picture) -> None:
    story = paper.story(lead_picture=picture)
    press(paper)
    before = paper.store.read(f"card/{story.pk}")
    picture.card_crop = [0, 0, 150, 100]

    picture.save()
    paper.press()

    after, whole = paper.store.read(f"card/{story.pk}"), page_of(paper)
    assert isinstance(before, Card)
    assert isinstance(after, Card)
    rows = picture.renditions.filter(filter_spec__startswith="cut-0-0-150-100|")
    cut = {row.file.name for row in rows}
    assert cut
    assert not any(name in before.shapes[Shape.LEAD] for name in cut)
    assert all(name in after.shapes[Shape.LEAD] for name in cut)
    assert not any(name in whole for name in cut)


@pytest.mark.parametrize("place", ["lead", "body"])
def test_an_alt_text_that_the_caption_in_the_story_repeats_is_silent(
    paper: Paper, picture: Picture, place: str
) -> None:
    repeated = "A white ship, beside a quay."
    if place == "lead":
        paper.story(lead_picture=picture, lead_caption=repeated)
    else:
        paper.story(body=in_body(picture, caption=repeated))

    press(paper)

    html = page_of(paper)
    assert 'alt=""' in html
    assert 'alt="A white ship beside a quay"' not in html
    assert repeated in html
