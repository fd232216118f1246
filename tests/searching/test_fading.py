"""What distance in time leaves of a story's points."""

from broadsheet.searching.fading import SECONDS_A_DAY, recency


def test_a_story_keeps_at_least_the_floor_of_its_points_however_far_away() -> None:
    kept = [recency(days * SECONDS_A_DAY, floor=0.5, half_life_days=90) for days in (-5, 0, 90, 180, 100_000)]

    assert kept == [1, 1, 0.75, 0.625, 0.5]
