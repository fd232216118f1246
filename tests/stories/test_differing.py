"""What two texts say differently."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.stories.differing import Change, Paragraph, Piece, Row, differences, word_differences
from broadsheet.wire.wording import markup_paragraphs

WORDS = st.lists(st.sampled_from(["rain", "Rain", "fell", "on", "€9.50", "it\u2019s", ",", "."]), max_size=40).map(
    " ".join
)
TEXTS = st.lists(st.builds(Paragraph, text=WORDS, kind=st.sampled_from(["p", "heading"])), max_size=25)


def told(pieces: tuple[Piece, ...]) -> str:
    marks = {Change.SAME: "{}", Change.GONE: "[-{}-]", Change.NEW: "[+{}+]"}
    return "".join(marks[piece.change].format(piece.text) for piece in pieces)


def paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(text=text) for text in texts]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("before", "now", "difference"),
    [
        ("Rain fell all day.", "Rain fell all day and all night.", "Rain fell all day[+ and all night+]."),
        ("It cost €9.50 then", "It cost €90.50 then", "It cost €[-9.50-][+90.50+] then"),
        ("said on Monday.", "said.", "said[- on Monday-]."),
        ("Twelve people left", "People left", "[-Twelve people-][+People+] left"),
        ("the mayor's office", "the mayor's office", "the mayor's office"),
        ("", "Rain", "[+Rain+]"),
        (
            "one two the three four",
            "five six the seven eight",
            "[-one two the three four-][+five six the seven eight+]",
        ),
    ],
)
def test_words_are_told_apart_as_a_reader_would(before: str, now: str, difference: str) -> None:
    assert told(word_differences(before, now)) == difference


def test_a_changed_paragraph_stands_beside_its_newer_wording() -> None:
    before = paragraphs("Ferries stayed in.", "Rain fell on the harbour all day.", "Nobody was hurt.")
    now = paragraphs("Ferries stayed in.", "A storm is on its way.", "Rain fell on the harbour all night.")

    rows = differences(before, now)

    assert [told(row.pieces) for row in rows] == [
        "Ferries stayed in.",
        "[+A storm is on its way.+]",
        "Rain fell on the harbour all[- day-][+ night+].",
        "[-Nobody was hurt.-]",
    ]


def test_a_heading_that_becomes_a_paragraph_is_told() -> None:
    rows = differences([Paragraph(text="Storm", kind="heading")], [Paragraph(text="Storm", kind="p")])

    assert [(row.kind, told(row.pieces)) for row in rows] == [("heading", "[-Storm-]"), ("p", "[+Storm+]")]


@given(before=TEXTS, now=TEXTS)
def test_each_side_can_be_read_whole_from_a_difference(before: list[Paragraph], now: list[Paragraph]) -> None:
    rows = differences(before, now)

    assert squeezed(side(rows, gone=True)) == squeezed("".join(part.text for part in before))
    assert squeezed(side(rows, gone=False)) == squeezed("".join(part.text for part in now))


@given(text=TEXTS)
def test_a_text_does_not_differ_from_itself(text: list[Paragraph]) -> None:
    assert not any(row.is_changed for row in differences(text, text))


def test_long_bodies_rewritten_throughout_are_told_apart_within_bounds() -> None:
    chance = random.Random(1)  # noqa: S311  the same text at every run
    words = [f"word{number}" for number in range(60)]
    before = [Paragraph(text=" ".join(chance.choice(words) for _ in range(40))) for _ in range(250)]
    now = [Paragraph(text=paragraph.text.replace("word7", "WORD")) for paragraph in before]

    rows = differences(before, now)

    assert len(rows) == 250
    assert 100 < sum(row.is_changed for row in rows) < 130


@pytest.mark.parametrize("kind", ["one endless paragraph", "ten thousand of them"])
def test_texts_without_anything_to_hold_on_to_count_as_rewritten(kind: str) -> None:
    chance = random.Random(2)  # noqa: S311  the same text at every run
    sides = [[chance.choice("abcdefgh") for _ in range(10_000)] for _ in range(2)]
    whole = kind == "one endless paragraph"

    rows = differences(*(paragraphs(" ".join(side)) if whole else paragraphs(*side) for side in sides))

    assert [side(rows, gone=gone).split() for gone in (True, False)] == sides


def side(rows: tuple[Row, ...], *, gone: bool) -> str:
    return "\n".join("".join(piece.text for piece in (row.was if gone else row.now)) for row in rows)


def test_a_wire_s_body_keeps_its_blocks() -> None:
    table = "<table><tr><td>a</td><td>b</td></tr></table>"
    body = f"<h2>Storm</h2><p>Rain <b>fell</b>.</p><p>It blew.</p><blockquote>We stay.</blockquote>{table}"

    found = [(part.kind, part.text) for part in markup_paragraphs(body)]

    assert found == [
        ("heading", "Storm"),
        ("p", "Rain fell."),
        ("p", "It blew."),
        ("quote", "We stay."),
        ("table", "a | b"),
    ]


def test_a_body_that_no_story_could_hold_is_still_shown() -> None:
    body = "<div>" * 80 + "<p>Rain.</p>"

    assert [part.text for part in markup_paragraphs(body)] == ["Rain."]
