"""Names from plain text: runs of capitalised words that do not owe their capital to the start of a sentence."""

import re
from collections import Counter

MOST_NAMES = 40
LONGEST_RUN = 6  # words; a longer run is a headline in capitals, not a name
_WORD = r"[A-Z\u00c0-\u00de][\w'\u2019.-]*\w|[A-Z]"
_RUN = re.compile(rf"(?:{_WORD})(?:\s+(?:(?:of|the|and|de|la|al|van|von|bin|for)\s+){{0,2}}(?:{_WORD}))*")
_SENTENCE_END = re.compile(r"(?:^|[.!?:;\n\u201c\"(])\s*$")
# "Ferries of Aldmoor wait": the capital of the first word is the sentence's. "The Ministry of Transport" keeps its own.
_AFTER_FIRST = re.compile(r"^(?!The\b)\S+\s+(?:of|for|from|in)\s+")
_POSSESSIVE = re.compile(r"['\u2019]s$")
# Capitals that say when or how, not who or where.
_NO_NAMES_TEXT = """
A An And As At But By For From He Her His How I If In It Its No Not Of On One Or Our She So Some That The
Their There These They This Those To Two We Were What When Where Which While Who Why With You Monday Tuesday
Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October
November December Mr Mrs Ms Dr Sir
"""
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())


def names_in(text: str) -> tuple[str, ...]:
    """
    Give the names that a text speaks of, most often named first, at most forty.

    A single word at the start of a sentence is taken only if it stands elsewhere inside one too.
    """
    inside: Counter[str] = Counter()
    at_start: Counter[str] = Counter()
    for match in _RUN.finditer(text):
        starts = _SENTENCE_END.search(text, max(0, match.start() - 3), match.start()) is not None
        name = _trimmed(_AFTER_FIRST.sub("", match.group()) if starts else match.group())
        if not name or len(name.split()) > LONGEST_RUN:
            continue
        (at_start if starts and " " not in name else inside)[name] += 1
    for name, times in at_start.items():
        if name in inside:
            inside[name] += times
    return tuple(name for name, _ in sorted(inside.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMES])


def _trimmed(run: str) -> str:
    words = run.split()
    while words and (words[0] in _NO_NAMES or words[0].islower()):
        words.pop(0)
    while words and (words[-1] in _NO_NAMES or words[-1].islower()):
        words.pop()
    return _POSSESSIVE.sub("", " ".join(words))
