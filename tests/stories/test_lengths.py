"""How long a headline may be where it stands."""

import pytest

from broadsheet.stories.lengths import HEADLINE_PLACES, Place, as_told, is_too_long, lines_of

CARD = Place(name="Card", line=10, lines=2)
TITLE = Place(name="Title", cut=12)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 0),
        ("Rain", 1),
        ("Rain falls", 1),
        ("Rain falls again", 2),
        ("An extraordinarily wet day", 3),
        ("  Rain   falls  ", 1),
    ],
)
def test_lines_break_between_words(text: str, lines: int) -> None:
    assert lines_of(text, line=10) == lines


@pytest.mark.parametrize(
    ("place", "text", "is_late"),
    [
        (CARD, "Rain falls again", False),
        (CARD, "Rain falls again and again", True),
        (TITLE, "Rain falls .", False),
        (TITLE, "Rain falls on", True),
        (TITLE, "Rain       falls", False),
        (CARD, "", False),
    ],
)
def test_a_place_is_too_small_when_it_wraps_too_often_or_cuts(place: Place, text: str, is_late: bool) -> None:
    assert is_too_long(text, place=place) is is_late


def test_a_usual_headline_fits_every_place() -> None:
    late = [place.name for place in HEADLINE_PLACES if is_too_long("Ferry crews walk out over rosters", place=place)]

    assert late == []


def test_the_script_is_told_every_number() -> None:
    assert as_told([TITLE]) == [{"name": "Title", "line": 0, "lines": 0, "cut": 12}]
