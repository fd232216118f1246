"""Numbers as wires write them, in bounds that a database column has."""

import re

_DIGITS = re.compile(r"\d{1,18}", re.ASCII)  # 18 digits always fit a signed 64-bit column
_HIGHEST_URGENCY = 9


def version_number(*candidates: str | None) -> int:
    """
    The number in the first of these that has one: 4 in "4", "04", "v4" and "4.1"; 1 where there is none.

    What the digits leave open (4.1 or 4.2, a letter) is ordered by the time of the version.
    """
    matches = (_DIGITS.search(text) for text in candidates if text)
    return next((int(match[0]) for match in matches if match), 1)


def whole_number(value: object, *, most: int = 2**31 - 1) -> int | None:
    """A whole number from 0 to `most` in a number or its text, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = int(float(value)) if not isinstance(value, int) else value
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number <= most else None


def urgency_number(value: object) -> int | None:
    """An urgency as IPTC counts, 1 to 9, or None."""
    return whole_number(value, most=_HIGHEST_URGENCY) or None
