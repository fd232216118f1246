"""What ties items of one story together, which item a note means, whether words are still there: pure."""

import pytest

from broadsheet.wire.sharing import shared_run
from broadsheet.wire.slugs import slug_root, take_number
from broadsheet.wire.suggesting import Candidate, likely_meant


@pytest.mark.parametrize(
    "slug",
    [
        "BC-Harbour Fire",
        "BC-Harbour Fire, 1st Add",
        "BC-Harbour-Fire,2nd Ld-Writethru",
        "BC-Harbour Fire Lead 2",
        "BC Harbour Fire/Take 3",
        "bc-harbour fire, Urgent",
    ],
)
def test_takes_and_leads_of_one_story_share_a_root(slug: str) -> None:
    assert slug_root(slug) == "bc harbour fire"


@pytest.mark.parametrize("slug", ["", "UK", "---", "Add 1", "1st Ld"])
def test_what_names_no_story_has_no_root(slug: str) -> None:
    assert slug_root(slug) == ""


@pytest.mark.parametrize(
    ("slug", "number"), [("Fire, 3rd Add", 3), ("Fire Take 2", 2), ("Fire add-4", 4), ("Fire, 2nd Ld", 1), ("", 1)]
)
def test_a_take_says_which_it_is(slug: str, number: int) -> None:
    assert take_number(slug) == number


CANDIDATES = (
    Candidate(key=1, guid="urn:wire:1", words="Ferry captain held after collision BC-Ferry"),
    Candidate(key=2, guid="urn:wire:2", words="Council votes on harbour budget BC-Budget"),
    Candidate(key=3, guid="urn:wire:3", words="Ferry timetable changes for winter BC-Timetable"),
)


def test_a_note_means_the_item_whose_rare_words_it_says() -> None:
    assert likely_meant("Please kill the story on the ferry captain, moved earlier", candidates=CANDIDATES) == [1]


def test_an_id_that_is_spelled_out_beats_words() -> None:
    assert likely_meant("Kill urn:wire:2; not the ferry captain", candidates=CANDIDATES)[0] == 2


def test_one_shared_word_is_an_accident() -> None:
    assert likely_meant("Kill the ferry story", candidates=CANDIDATES) == []


def test_a_note_without_candidates_means_nothing() -> None:
    assert likely_meant("Kill the ferry captain story", candidates=()) == []


KILLED = "The captain, who had drunk a bottle of rum, steered the ferry onto the breakwater."


def test_a_run_of_words_is_found_whatever_its_commas_and_case() -> None:
    text = "Police said: the captain who had drunk a bottle of RUM was asleep."

    assert shared_run(text, of=KILLED) == "the captain who had drunk a bottle of"


def test_a_text_in_other_words_shares_nothing() -> None:
    assert shared_run("The ferry's captain is accused of steering it drunk.", of=KILLED) == ""
