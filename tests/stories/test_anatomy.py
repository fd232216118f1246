"""What a body holds, told from one table; and that nobody forgot a block of it."""

import pytest

from broadsheet.formats.portable.xhtml import _WRITERS
from broadsheet.press.composing.bodies import VIEWS
from broadsheet.related.words import body_text
from broadsheet.stories.anatomy import (
    NOTHING,
    SHAPES,
    Leaf,
    changed,
    leaves,
    may_be_killed,
    numbers_of,
    plain_value,
)
from broadsheet.stories.models import StoryPage
from broadsheet.stories.prose import block_paragraphs, body_words

GALLERY = {
    "type": "gallery",
    "id": "a",
    "value": {
        "heading": "The day",
        "pictures": [
            {"type": "item", "id": "b", "value": {"picture": 3, "caption": "Dawn"}},
            {"type": "item", "id": "c", "value": {"picture": 4, "caption": ""}},
        ],
    },
}
RELATED = {"type": "related", "value": {"heading": "", "stories": [{"type": "item", "id": "d", "value": 7}]}}
RECORDING = {"type": "recording", "value": {"recording": 5, "caption": "The siren"}}
DOCUMENT = {"type": "document", "value": {"document": 6, "label": "The ruling"}}
EMBED = {
    "type": "embed",
    "value": {"address": "https://youtu.be/aBcDeFgHiJk", "title": "A film", "source": "Harbour"},
}
BODY = [{"type": "text", "value": "<p>Rain.</p>"}, GALLERY, RELATED, RECORDING, DOCUMENT, EMBED]


def test_every_block_that_an_editor_has_is_known_to_all_who_read_bodies() -> None:
    blocks = set(StoryPage.body.field.stream_block.child_blocks)

    assert set(SHAPES) == blocks
    assert set(VIEWS) == blocks
    assert set(_WRITERS) == blocks - {"text", "heading", "related"}


def test_what_a_body_points_to_is_found_however_deep_it_stands() -> None:
    found = {leaf: numbers_of(leaf, [*BODY, GALLERY]) for leaf in Leaf}

    assert found[Leaf.PICTURE] == (3, 4)
    assert found[Leaf.STORY] == (7,)
    assert (found[Leaf.RECORDING], found[Leaf.DOCUMENT]) == ((5,), (6,))
    assert [value for block in BODY for kind, value in leaves(block) if kind is Leaf.ADDRESS] == [
        "https://youtu.be/aBcDeFgHiJk"
    ]


def test_search_finds_the_words_of_every_block_and_no_number_of_one() -> None:
    text = body_text(BODY)

    assert text.split("\n") == ["Rain.", "The day", "Dawn", "The siren", "The ruling", "A film", "Harbour"]


def test_opening_a_list_in_the_editor_changes_no_words() -> None:
    plain = {**GALLERY, "value": plain_value(GALLERY)}

    assert plain["value"]["pictures"] == [{"picture": 3, "caption": "Dawn"}, {"picture": 4, "caption": ""}]
    assert body_words([plain]) == body_words([GALLERY])


def test_the_newsroom_compares_what_is_shown_and_readers_are_told_words_alone() -> None:
    shown = [paragraph.text for paragraph in block_paragraphs([GALLERY, DOCUMENT, EMBED])]
    told = [paragraph.text for paragraph in block_paragraphs([DOCUMENT, EMBED], names_references=False)]

    assert shown == [
        "The day",
        "Picture 3 Dawn",
        "Picture 4",
        "Document 6 The ruling",
        "Address https://youtu.be/aBcDeFgHiJk",
        "Harbour",
        "A film",
    ]
    assert told == ["The ruling", "Harbour", "A film"]


@pytest.mark.parametrize("kind", ["picture", "gallery", "recording", "related"])
def test_what_may_be_killed_is_known(kind: str) -> None:
    assert may_be_killed(kind)
    assert not may_be_killed("embed")
    assert not may_be_killed("of another release")


def test_what_is_left_out_takes_along_what_is_said_of_it() -> None:
    without_three = changed(GALLERY, lambda leaf, value: NOTHING if (leaf, value) == (Leaf.PICTURE, 3) else value)
    without_any = changed(GALLERY, lambda leaf, value: NOTHING if leaf is Leaf.PICTURE else value)

    assert without_three == {"heading": "The day", "pictures": [{"picture": 4, "caption": ""}]}
    assert without_any is NOTHING


@pytest.mark.parametrize("value", [None, "", 7, [], {}, {"pictures": None}, {"pictures": [None, 7, {"value": 1}]}])
@pytest.mark.parametrize("kind", [*SHAPES, "of another release"])
def test_a_damaged_block_costs_nobody_the_body(kind: str, value: object) -> None:
    block = {"type": kind, "value": value}

    assert list(leaves(block)) is not None
    body_words([block])
    block_paragraphs([block])
    plain_value(block)
