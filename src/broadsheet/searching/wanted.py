"""What a reader typed into the search field, read leniently: no text is an error, and none reaches a query parser."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

LONGEST_TEXT = 200  # letters; what is typed beyond is left out
MOST_WORDS = 12  # those of phrases among them

Phrase = tuple[str, ...]
_Value = TypeVar("_Value")

_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″\uff02", '"'))
_DASHES = re.compile(r"(?<!\S)[\u2010-\u2014\u2212](?=\S)")  # before a word, each means the minus that a keyboard has


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """
    What to look for: every one of `words` (in any form), each of `phrases` word for word, and none of `without`.

    `text` is what was typed, in one line and without what cannot be seen; `is_cut` says that not all of it was read.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    is_cut: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether there is no word to find a story by."""
        return not self.words and not self.phrases

    @property
    def all_words(self) -> tuple[str, ...]:
        """Every word that must be there, in phrases or by itself, each once."""
        return tuple(dict.fromkeys([*self.words, *(word for phrase in self.phrases for word in phrase)]))


def read_wanted(typed: str) -> Wanted:
    """
    Read words, "phrases in quotes", and either of them with a minus before it.

    Everything else is a border between words: there is no text that means more than its words.
    """
    whole = _in_one_line(typed[: 10 * LONGEST_TEXT])
    text = whole[:LONGEST_TEXT].rstrip()
    terms, is_cut = _within_bounds(_terms(text))
    return Wanted(
        text=text,
        words=_once(word for term in terms if term.kind is _Kind.WORDS for word in term.words),
        phrases=_once(term.words for term in terms if term.kind is _Kind.PHRASE),
        without=_once(term.words for term in terms if term.kind is _Kind.WITHOUT),
        is_cut=is_cut or text != whole,
    )


class _Kind(Enum):
    WORDS = "words"
    PHRASE = "phrase"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    kind: _Kind
    words: Phrase


def _terms(text: str) -> Iterator[_Term]:
    for match in _TERM.finditer(_DASHES.sub("-", text.translate(_QUOTES))):
        words = tuple(_WORD.findall((match["quoted"] or match["bare"] or "").lower()))
        if words and match["minus"]:
            yield _Term(kind=_Kind.WITHOUT, words=words)
        elif words:
            yield _Term(kind=_Kind.WORDS if match["quoted"] is None else _Kind.PHRASE, words=words)


def _within_bounds(terms: Iterable[_Term]) -> tuple[list[_Term], bool]:
    """As many of the terms as there may be words, and whether that left any out."""
    kept: list[_Term] = []
    left = MOST_WORDS
    for term in terms:
        if len(term.words) > left:
            return kept, True
        kept.append(term)
        left -= len(term.words)
    return kept, False


def _once(values: Iterable[_Value]) -> tuple[_Value, ...]:
    return tuple(dict.fromkeys(values))


def _in_one_line(typed: str) -> str:
    """Without controls, marks of direction and other letters that nobody sees, and with single spaces."""
    seen = "".join(letter if letter.isprintable() else " " for letter in typed)
    return " ".join(unicodedata.normalize("NFC", seen).split())
