"""
What a keyword line says of a story's place among others of its agency: pure.

Wires without ids between items tie a take, an add or a new lead to its story by the keyword line ("BC-Harbour-Fire,
1st Add", "Harbour Fire, Take 2", "Harbour-Fire/3rd Ld-Writethru").
"""

import re
from collections.abc import Iterable, Iterator

_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
_MARK = re.compile(
    rf"(?:{_ORDINAL}|\b\d{{1,2}})?[\s\-]*\b(?:add|adds|ld|lead|writethru|writethrough|sub|correction|corrective|correx"
    rf"|kill|update|updates|urgent|bulletin|flash|newsalert|alert|rpt|repeat)\b(?:[\s\-]*\d{{1,2}}\b)?"
    rf"|\b(?:take|pickup)\b[\s\-]*\d{{0,2}}|{_ORDINAL}(?=\W*$)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"\btake[\s\-]*(\d{1,2})|\b(\d{1,2})(?:st|nd|rd|th)?[\s\-]+add\b|\badd[\s\-]*(\d{1,2})", re.IGNORECASE
)
_BREAKS = re.compile(r"[\W_]+")
LONGEST = 255


def slug_root(slug: str) -> str:
    """
    The keyword line without what tells takes, leads and corrections of one story apart; "" where too little is left.

    >>> slug_root("BC-Harbour Fire, 1st Add")
    'bc harbour fire'
    """
    words = _BREAKS.sub(" ", _MARK.sub(" ", slug[:LONGEST])).strip().casefold()
    return words if len(words) >= 4 else ""  # noqa: PLR2004  "bc" or "uk" alone ties nothing together


def take_number(*lines: str) -> int:
    """Which take or add a keyword line or headline says it is; 1 where none says."""
    return next(_numbers(lines), 1)


def _numbers(lines: Iterable[str]) -> Iterator[int]:
    for line in lines:
        if found := _NUMBERS.search(line[:LONGEST]):
            yield int(next(group for group in found.groups() if group))
