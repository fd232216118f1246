"""What an item asks the desk to do, from all places where wires say it: status, signal codes, urgency, prose."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.contracts.news import Kind, Signal, Status
from broadsheet.formats.prose import told_in_headline, told_in_note

_STATUSES = {
    "": Status.USABLE,
    "usable": Status.USABLE,
    "embargoed": Status.USABLE,
    "corrected": Status.USABLE,
    "updated": Status.USABLE,
    "withheld": Status.WITHHELD,
    "hold": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
    "deleted": Status.CANCELED,
    "killed": Status.CANCELED,
    "withdrawn": Status.CANCELED,
    "recalled": Status.CANCELED,
}

_CODES = {
    "kill": Signal.KILL,
    "mandatorykill": Signal.KILL,
    "elimination": Signal.KILL,
    "cancel": Signal.KILL,
    "canceled": Signal.KILL,
    "withdrawn": Signal.KILL,
    "withdraw": Signal.KILL,
    "withhold": Signal.WITHHOLD,
    "withheld": Signal.WITHHOLD,
    "hold": Signal.WITHHOLD,
    "correction": Signal.CORRECTION,
    "corrective": Signal.CORRECTION,
    "corrected": Signal.CORRECTION,
    "clarification": Signal.CORRECTION,
    "update": Signal.UPDATE,
    "updated": Signal.UPDATE,
    "writethru": Signal.UPDATE,
    "writethrough": Signal.UPDATE,
    "lead": Signal.UPDATE,
    "add": Signal.ADD,
    "take": Signal.ADD,
    "repeat": Signal.REPEAT,
    "resend": Signal.REPEAT,
    "resent": Signal.REPEAT,
    "advisory": Signal.ADVISORY,
    "daybook": Signal.ADVISORY,
    "digest": Signal.ADVISORY,
    "newsdigest": Signal.ADVISORY,
    "budget": Signal.ADVISORY,
    "planner": Signal.ADVISORY,
    "diary": Signal.ADVISORY,
    "test": Signal.TEST,
    "flash": Signal.FLASH,
    "bulletin": Signal.BULLETIN,
    "urgent": Signal.URGENT,
    "alert": Signal.ALERT,
    "newsalert": Signal.ALERT,
    "snap": Signal.ALERT,
}
# Reuters states a revision's standing in one letter (edStat:U); its other letters are left alone.
_CODES_IN_SCHEME = {("edstat", "u"): Signal.UPDATE, ("edstat", "c"): Signal.CORRECTION}

_URGENCIES = {1: Signal.FLASH, 2: Signal.BULLETIN, 3: Signal.URGENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """Where an item may say what it asks: its status, coded signals ("sig:update"), urgency and its own prose."""

    status: Status = Status.USABLE
    kind: Kind = Kind.TEXT
    codes: tuple[str, ...] = ()
    urgency: int | None = None
    headline: str = ""
    slug: str = ""
    editors_note: str = ""
    has_copy: bool = True  # a body or a summary


def status_of(word: str) -> tuple[Status, str]:
    """
    A status word ("usable", "stat:canceled") and a warning where it is none of IPTC's.

    A word that nobody knows withholds the item: what might mean "do not use" is not published.
    """
    bare = code_tail(word)
    status = _STATUSES.get(bare)
    if status is None:
        return Status.WITHHELD, f"The status {word!r} is unknown: the item is withheld until an editor has looked"
    return status, ""


@lru_cache(maxsize=4096)
def code_tail(code: str) -> str:
    """The last part of a qcode or address, in small letters: "update" of "sig:update"."""
    return code.strip().rstrip("/").replace("/", ":").replace("#", ":").rpartition(":")[2].casefold()


def signals_of(clues: Clues) -> frozenset[Signal]:
    """Everything that an item asks, from all clues together."""
    found = set(_coded(clues.codes))
    found.update(told_in_headline(clues.headline), told_in_headline(clues.slug), told_in_note(clues.editors_note))
    if clues.status is Status.CANCELED:
        found.add(Signal.KILL)
    if clues.status is Status.WITHHELD:
        found.add(Signal.WITHHOLD)
    if clues.urgency in _URGENCIES:
        found.add(_URGENCIES[clues.urgency])
    if clues.kind is Kind.TEXT and clues.headline and not clues.has_copy and clues.status is Status.USABLE:
        found.add(Signal.ALERT)
    return frozenset(found)


def _coded(codes: Iterable[str]) -> Iterable[Signal]:
    for code in codes:
        tail = code_tail(code)
        scheme = code.strip().rpartition(":")[0].casefold()
        signal = _CODES_IN_SCHEME.get((scheme, tail)) or _CODES.get(tail.replace(" ", "").replace("-", ""))
        if signal is not None:
            yield signal
