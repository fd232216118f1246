"""Sources take turns at having a picture fetched, whatever they sent before."""

from broadsheet.wire.fetching.turns import MOST_DOUBTFUL, MOST_OF_A_SOURCE, Turns

HONEST, DRIPPING, BROKEN = 1, 2, 3


def test_a_source_with_its_share_under_way_has_to_wait() -> None:
    turns = Turns()

    assert turns.shut([HONEST] * (MOST_OF_A_SOURCE - 1)) == frozenset()
    assert turns.shut([HONEST] * MOST_OF_A_SOURCE) == {HONEST}


def test_sources_that_were_slow_or_failed_share_a_part_of_the_places() -> None:
    turns = Turns()
    for source in (DRIPPING, BROKEN):
        turns.note(source, went_well=False)

    one_each = [DRIPPING, BROKEN]

    assert len(one_each) == MOST_DOUBTFUL
    assert turns.shut([*one_each, HONEST]) == {DRIPPING, BROKEN}


def test_a_source_is_trusted_again_after_a_picture_that_came_well() -> None:
    turns = Turns()
    for source in (DRIPPING, BROKEN):
        turns.note(source, went_well=False)

    turns.note(BROKEN, went_well=True)

    assert turns.shut([DRIPPING, BROKEN]) == frozenset()


def test_a_turn_lasts_until_the_round_is_over() -> None:
    turns = Turns()
    turns.took(HONEST)
    had = turns.had
    turns.begin_round()

    assert (had, turns.had) == ({HONEST}, frozenset())
