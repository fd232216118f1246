"""How much of its points a story keeps with its distance in time: pure."""

SECONDS_A_DAY = 86_400


def recency(seconds: float, *, floor: float, half_life_days: float) -> float:
    """
    The part of its points that a story keeps so many seconds away: 1 for now, never below `floor` (DESIGN section 7).

    What lies ahead is as good as now.
    """
    return floor + (1 - floor) * float(2 ** (-max(0.0, seconds) / SECONDS_A_DAY / half_life_days))
