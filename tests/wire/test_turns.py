"""Sources take turns at having a picture fetched, whatever they sent before."""

from datetime import UTC, datetime, timedelta

from broadsheet.wire.fetching.turns import (
    FAILURES_BEFORE_REST,
    MOST_DOUBTFUL,
    MOST_OF_A_SOURCE,
    SLOW_SECONDS,
    Turns,
)

HONEST, DRIPPING, BROKEN = 1, 2, 3
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def fails(turns: Turns, source: int, *, times: int = 1) -> None:
    for _ in range(times):
        turns.note(source, is_kept=False, seconds=0.1, now=NOON)


def comes(turns: Turns, source: int, *, seconds: float = 0.1) -> None:
    turns.note(source, is_kept=True, seconds=seconds, now=NOON)


def test_a_source_with_its_share_under_way_has_to_wait() -> None:
    turns = Turns()

    assert turns.shut([HONEST] * (MOST_OF_A_SOURCE - 1), now=NOON) == frozenset()
    assert turns.shut([HONEST] * MOST_OF_A_SOURCE, now=NOON) == {HONEST}


def test_sources_that_were_slow_or_failed_share_a_part_of_the_places() -> None:
    turns = Turns()
    comes(turns, DRIPPING, seconds=SLOW_SECONDS)
    fails(turns, BROKEN)

    one_each = [DRIPPING, BROKEN]

    assert len(one_each) == MOST_DOUBTFUL
    assert turns.shut([*one_each, HONEST], now=NOON) == {DRIPPING, BROKEN}


def test_a_source_is_trusted_again_after_a_picture_that_came_well() -> None:
    turns = Turns()
    for source in (DRIPPING, BROKEN):
        fails(turns, source)

    comes(turns, BROKEN)

    assert turns.shut([DRIPPING, BROKEN], now=NOON) == frozenset()


def test_a_source_whose_pictures_all_fail_rests_longer_and_longer_up_to_a_minute() -> None:
    turns, rests = Turns(), []
    fails(turns, BROKEN, times=FAILURES_BEFORE_REST - 1)
    before = turns.shut([], now=NOON)

    for _ in range(10):
        fails(turns, BROKEN)
        rests.append(next(n for n in range(100) if not turns.shut([], now=NOON + timedelta(seconds=n))))

    assert before == frozenset()
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_one_good_picture_ends_the_rest() -> None:
    turns = Turns()
    fails(turns, BROKEN, times=20)

    comes(turns, BROKEN)
    fails(turns, BROKEN)

    assert turns.shut([], now=NOON) == frozenset()


def test_a_slow_source_whose_pictures_come_does_not_rest() -> None:
    turns = Turns()

    for _ in range(20):
        comes(turns, DRIPPING, seconds=19)

    assert turns.shut([], now=NOON) == frozenset()


def test_a_turn_lasts_until_the_round_is_over() -> None:
    turns = Turns()
    turns.took(HONEST)
    had = turns.had
    turns.begin_round()

    assert (had, turns.had) == ({HONEST}, frozenset())
