"""Slots: what a template writes as a slot comes out as one, and nothing else does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.test import override_settings

from broadsheet.contracts.pieces import FillSlot, ListSlot, PieceSlot, Role, Shape, TokenSlot
from broadsheet.look.slots import SlotError, SlotMarks, fill_preview, render_parts

LATEST = ListSlot(
    role=Role.LATEST, list_name="latest", shape=Shape.LINE, limit=2, opening="<h2>Latest</h2><ul>", closing="</ul>"
)


@pytest.fixture
def templates(tmp_path: Path) -> Iterator[Path]:
    with override_settings(TEMPLATES=[{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]):
        yield tmp_path


def test_slots_come_out_in_the_order_of_the_page(templates: Path) -> None:
    (templates / "page.html").write_text(
        '{% load look %}<body data-hit="{% token_slot 7 %}">{% piece_slot "shell/menu" %}<p>{% list_slot latest %}</p>'
    )

    parts = render_parts("page.html", {"latest": LATEST})

    assert parts == (
        '<body data-hit="',
        TokenSlot(story_id=7),
        '">',
        PieceSlot(name="shell/menu"),
        "<p>",
        LATEST,
        "</p>",
    )


def test_a_list_that_a_page_does_not_have_leaves_nothing(templates: Path) -> None:
    (templates / "page.html").write_text("{% load look %}<p>{% list_slot related %}</p>")

    parts = render_parts("page.html", {"related": None})

    assert parts == ("<p></p>",)


def test_a_story_cannot_forge_a_slot_even_with_a_mark_seen_before() -> None:
    seen = SlotMarks().mark(PieceSlot(name="shell/menu"))
    marks = SlotMarks()
    real = marks.mark(TokenSlot(story_id=1))

    parts = marks.parts(f"{seen}{real}[slot-00000000000000000000000000000000-0]")

    assert parts == (seen, TokenSlot(story_id=1), "[slot-00000000000000000000000000000000-0]")


def test_a_slot_that_the_template_dropped_is_an_error() -> None:
    marks = SlotMarks()
    marks.mark(PieceSlot(name="shell/menu"))

    with pytest.raises(SlotError, match="shell/menu"):
        marks.parts("<p>nothing here</p>")


def test_a_template_with_slots_refuses_to_be_rendered_as_an_ordinary_page(templates: Path) -> None:
    (templates / "page.html").write_text('{% load look %}{% piece_slot "shell/menu" %}')

    with pytest.raises(SlotError, match="render_parts"):
        engines["django"].get_template("page.html").render({})


def test_a_preview_shows_where_lists_stand_and_has_no_token() -> None:
    parts = ('<body data-hit="', TokenSlot(story_id=7), '">', PieceSlot(name="shell/menu"), LATEST)

    html = fill_preview(parts, pieces={"shell/menu": "<nav></nav>"})

    bar = '<li><span class="placeholder"></span></li>'
    assert html == f'<body data-hit=""><nav></nav><h2>Latest</h2><ul>{bar}{bar}</ul>'


def test_what_the_edge_fills_in_stands_by_itself_or_with_the_words_around_it(templates: Path) -> None:
    (templates / "page.html").write_text(
        '{% load look i18n %}<input value="{% filled "query" %}">'
        "{% when_filled %}<p>{% filled 'typed' as typed %}{% filled 'meant' as meant %}"
        "{% blocktranslate %}Not {{ typed }} but {{ meant }}{% endblocktranslate %}</p>{% end_when_filled %}"
    )

    parts = render_parts("page.html", {})

    assert parts == (
        '<input value="',
        FillSlot(names=("query",), texts=("", "")),
        '">',
        FillSlot(names=("typed", "meant"), texts=("<p>Not ", " but ", "</p>")),
    )
    assert fill_preview(parts, pieces={}) == '<input value="">'
