"""Which items a note in prose may mean: pure."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MOST = 5
_WORD = re.compile(r"[^\W_]{3,}")
_LONGEST_NOTE = 5_000  # characters; the longest real note measured has 4,000
_LEAST_SHARED = 2
# The note's own trade words tie it to nothing.
_TRADE = frozenset(
    {"kill", "killed", "please", "editors", "eds", "story", "item", "the", "and", "for", "that", "this", "has", "been"}
    | {"was", "were", "with", "from", "not", "use", "moved", "sent", "earlier", "today", "our", "your", "file", "copy"}
    | {"version", "previous", "withdrawn", "withdraw", "mandatory", "advisory", "bulletin", "text"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item that might be meant; `words` are its headline and keyword line."""

    key: int
    guid: str
    words: str


def likely_meant(note: str, *, candidates: Sequence[Candidate], most: int = MOST) -> list[int]:
    """
    The keys of the items that a note probably speaks of, the likeliest first; none where nothing fits.

    An id that is spelled out beats everything; else words count the more, the fewer candidates have them (inverse
    document frequency), and one shared word is an accident.
    """
    note = note[:_LONGEST_NOTE]
    said = _words_of(note)
    words = {candidate.key: _words_of(candidate.words) for candidate in candidates}
    frequency = Counter(word for own in words.values() for word in own)
    worth = {word: math.log(1 + len(candidates) / frequency[word]) for word in said if word in frequency}
    scores: dict[int, float] = {}
    for candidate in candidates:
        shared = said & words[candidate.key]
        if candidate.guid and candidate.guid in note:
            scores[candidate.key] = math.inf
        elif len(shared) >= _LEAST_SHARED:
            scores[candidate.key] = sum(worth[word] for word in shared)
    ranked = sorted(scores, key=lambda key: scores[key], reverse=True)
    return ranked[:most]


def _words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - _TRADE
