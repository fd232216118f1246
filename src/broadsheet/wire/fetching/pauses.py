"""When a source is looked at again: pure."""

_LONGEST_BACK_OFF = 15 * 60.0
_LONGEST_PATIENCE = 3600.0  # a server may ask for a year; an editor would take that for a dead source
_SPREAD = 0.2


def pause_after_success(*, interval: float, asked: float | None, chance: float) -> float:
    """
    Seconds until the next look after one that went well.

    The server's wish counts where it is longer than the source's own interval, up to an hour. `chance` from 0 to 1
    spreads sources of one interval over it, by up to a tenth.
    """
    wished = min(max(asked or 0.0, 0.0), _LONGEST_PATIENCE)
    return max(interval, wished) * (1 + _SPREAD / 2 * chance)


def pause_after_failure(*, interval: float, failures: int, chance: float) -> float:
    """
    Seconds until the next look after `failures` in a row: the interval doubled each time, up to a quarter of an hour.

    Never shorter than the interval; spread by a fifth, so that a server that comes back is not met by all at once.
    """
    doubled = interval * 2.0 ** min(failures, 12)
    return max(interval, min(doubled, _LONGEST_BACK_OFF)) * (1 - _SPREAD * chance / 2 + _SPREAD / 2)
