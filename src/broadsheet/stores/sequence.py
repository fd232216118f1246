"""
The small file by which edges learn what changed: a store's identity, its number, and a bounded log of names.

Pure but for `read_sequence`; the folder store writes it.
"""

import json
import secrets
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from broadsheet.contracts.pieces import Changes

# Some 50 KB at most. An edge looks every 50 ms, so it falls behind the log only in a mass re-press, where forgetting
# everything is the cheaper way.
LOGGED_NAMES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """
    How far a store has come. `log` holds (number, names changed by that batch), oldest first, without gaps.

    `store` is made anew with each store, so that one wiped and made again is not taken for the old one.
    """

    store: str
    number: int
    log: tuple[tuple[int, frozenset[str]], ...] = ()

    def changes_since(self, number: int) -> Changes:
        """The names of all batches after `number`, or everything where the log does not reach back so far."""
        if number == self.number:
            return Changes(number=number)
        oldest = self.log[0][0] if self.log else self.number + 1
        if not oldest - 1 <= number < self.number:
            return Changes(number=self.number, everything=True)
        names = frozenset().union(*(names for count, names in self.log if count > number))
        return Changes(number=self.number, names=names)


NO_SEQUENCE = Sequence(store="", number=0)


def read_sequence(path: Path) -> Sequence:
    """The sequence in that file; NO_SEQUENCE where there is none or it cannot be understood."""
    try:
        content = json.loads(path.read_bytes())
        log = tuple((int(number), frozenset(map(str, names))) for number, names in content["log"])
        return Sequence(store=str(content["store"]), number=int(content["number"]), log=log)
    except (OSError, ValueError, KeyError, TypeError):
        # Whatever stands there, the next batch begins a new store identity and every edge forgets everything.
        return NO_SEQUENCE


def sequence_after(sequence: Sequence, names: AbstractSet[str]) -> Sequence:
    """The sequence once a batch changed those names, its log cut to LOGGED_NAMES."""
    number = sequence.number + 1
    log: list[tuple[int, frozenset[str]]] = []
    room = LOGGED_NAMES
    for entry in ((number, frozenset(names)), *reversed(sequence.log)):
        room -= len(entry[1])
        if room < 0:
            break
        log.insert(0, entry)
    return Sequence(store=sequence.store or secrets.token_hex(8), number=number, log=tuple(log))


def sequence_bytes(sequence: Sequence) -> bytes:
    """The file's content."""
    log = [[number, sorted(names)] for number, names in sequence.log]
    return json.dumps({"store": sequence.store, "number": sequence.number, "log": log}).encode()
