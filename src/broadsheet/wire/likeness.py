"""
Whether two texts tell the same in nearly the same words: pure.

A text is its runs of three words; a sketch keeps the 128 smallest of their hashes (a bottom-k MinHash, Broder 1997)
and how many there are in all. What two sketches share tells how much of the shorter text stands in the longer one: an
agency's copy that another one passes on, cut or with a paragraph of its own, still shares most of it.
"""

import re
import struct
import zlib
from dataclasses import dataclass

from broadsheet.stories.wording import plain_text

SHARED_FROM = 0.5  # of the shorter text; a quotation of one paragraph stays below, a cut copy does not
_RUN = 3
_KEPT = 128
_LEAST_RUNS = 20  # shorter texts are alike by chance: "To be updated", results, weather
_WORD = re.compile(r"\w+", re.UNICODE)
_MOST_WORDS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    hashes: frozenset[int]
    runs: int

    def to_bytes(self) -> bytes:
        kept = sorted(self.hashes)
        return struct.pack(f"<I{len(kept)}I", self.runs, *kept)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Sketch":
        runs, *hashes = struct.unpack(f"<{len(data) // 4}I", data)
        return cls(hashes=frozenset(hashes), runs=runs)


def sketch_of(markup: str) -> Sketch | None:
    """The sketch of a body, or None where it is too short to tell."""
    words = _WORD.findall(plain_text(markup).casefold())[:_MOST_WORDS]
    runs = {zlib.crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(len(words) - _RUN + 1)}
    if len(runs) < _LEAST_RUNS:
        return None
    return Sketch(hashes=frozenset(sorted(runs)[:_KEPT]), runs=len(runs))


def shared(one: Sketch, other: Sketch) -> float:
    """How much of the shorter text stands in the longer one, 0 to 1, as far as the sketches tell."""
    smallest = sorted(one.hashes | other.hashes)[:_KEPT]
    both = sum(number in one.hashes and number in other.hashes for number in smallest)
    likeness = both / len(smallest)
    in_both = likeness * (one.runs + other.runs) / (1 + likeness)
    return min(1.0, in_both / min(one.runs, other.runs))


def is_near_duplicate(one: Sketch, other: Sketch) -> bool:
    return shared(one, other) >= SHARED_FROM
