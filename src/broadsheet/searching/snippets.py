"""The stretch of a story that shows best why it was found, as HTML with the words marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from unicodedata import normalize

from broadsheet.searching.finding import stems
from broadsheet.searching.index import StoryIndex
from broadsheet.searching.wanted import Phrase, Wanted

LENGTH = 200  # letters, about; words stay whole
_LEAD_IN = 60  # letters before the first marked word at most, fewer where its sentence begins
_LOOKED_AT = 40  # places of one text that are weighed
_SENTENCE = re.compile(r"(?:^|[.!?…][\"'”\u2019»)]?\s+|\n)(?=\S)")
# With spaces that do not break: no "…" stands on a line of its own.
_MORE_BEFORE, _MORE_BEHIND = "…\u00a0", "\u00a0…"
_UNENDED = re.compile(r"(?<![.!?…:;,\"”\u2019»)])\s*\n\s*")  # a heading, and what stands below it
_WORD = re.compile(r"[^\W_]+")
_UNACCENTED = {
    code: base for code in range(0xC0, 0x250) if (base := normalize("NFD", chr(code))[0]).isascii() and base.isalpha()
}


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text to be marked; `key` says by which of the wanted words."""

    start: int
    end: int
    key: str


class Marker:
    """Knows in any text the words that were wanted: each in any form, phrases as they stand."""

    def __init__(self, index: StoryIndex, wanted: Wanted) -> None:
        self._index = index
        self._stems = {stem for word in wanted.words for stem in stems(index, word)}
        self._beginnings = sorted({_beginning_of(stem) for stem in self._stems})
        self._phrases = [(" ".join(phrase), _phrase_pattern(phrase)) for phrase in wanted.phrases]
        self._known: dict[str, str] = {}

    def spans(self, text: str) -> list[Span]:
        """What is to be marked, in order, without overlaps."""
        folded = fold(text)
        found = [Span(*match.span(), key) for key, pattern in self._phrases for match in pattern.finditer(folded)]
        found += [span for beginning in self._beginnings for span in self._forms(text, folded, beginning)]
        return list(_apart(sorted(found, key=lambda span: (span.start, -span.end))))

    def _forms(self, text: str, folded: str, beginning: str) -> Iterator[Span]:
        at = folded.find(beginning)
        while at >= 0:
            if at == 0 or not folded[at - 1].isalnum():
                word = _WORD.match(text, at)
                if word and (key := self._key(word[0])):
                    yield Span(at, word.end(), key)
            at = folded.find(beginning, at + 1)

    def _key(self, word: str) -> str:
        """The stem by which the word is wanted, or nothing."""
        if word not in self._known:
            tokens = stems(self._index, word)
            self._known[word] = next((token for token in tokens if token in self._stems), "")
        return self._known[word]


def fold(text: str) -> str:
    """The text in small letters without accents, each letter in its place."""
    if text.isascii():
        return text.lower()
    return "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in text).translate(_UNACCENTED)


def snippet(text: str, *, marker: Marker, length: int = LENGTH) -> str:
    """About `length` letters of the text around the wanted words, as HTML; empty where it has none of them."""
    spans = marker.spans(text)
    if not spans:
        return ""
    best = max(spans[:_LOOKED_AT], key=lambda span: _worth(spans, begin=span.start, end=span.start + length - _LEAD_IN))
    start = _beginning(text, before=best.start)
    end = _ending(text, start + length, at_least=best.end)
    inside = [span for span in spans if start <= span.start and span.end <= end]
    return _marked(text, inside, start=start, end=end)


def _apart(spans: Sequence[Span]) -> Iterator[Span]:
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end


def _worth(spans: Sequence[Span], *, begin: int, end: int) -> tuple[int, int]:
    """How many different wanted words stand in a stretch, and how many in all."""
    keys = [span.key for span in spans if begin <= span.start and span.end <= end]
    return len(set(keys)), len(keys)


def _beginning(text: str, *, before: int) -> int:
    """Where the sentence begins, or a word where that is too far away."""
    earliest = max(0, before - _LEAD_IN)
    begun = [match.end() for match in _SENTENCE.finditer(text, earliest, before + 1) if match.end() <= before]
    if begun:
        return begun[-1]
    if earliest == 0:
        return 0
    space = text.find(" ", earliest, before)
    return before if space < 0 else space + 1


def _ending(text: str, end: int, *, at_least: int) -> int:
    """The end of the last word that stands whole before `end`."""
    if end >= len(text):
        return len(text)
    return max(text.rfind(" ", 0, end + 1), at_least)


def _marked(text: str, spans: Sequence[Span], *, start: int, end: int) -> str:
    parts = []
    at = start
    for span in spans:
        parts += [escape(text[at : span.start]), "<mark>", escape(text[span.start : span.end]), "</mark>"]
        at = span.end
    parts.append(escape(text[at:end].rstrip()))
    words = " ".join(_UNENDED.sub(" · ", "".join(parts)).split())
    return (_MORE_BEFORE if start > 0 else "") + words + (_MORE_BEHIND if end < len(text.rstrip()) else "")


def _beginning_of(stem: str) -> str:
    """
    What the forms of a stem have in common: a stemmer changes ends.

    Words that begin otherwise need not be stemmed to know them; stemming was three quarters of the time of a search.
    """
    return stem[: max(2, len(stem) - 2)]


def _phrase_pattern(phrase: Phrase) -> re.Pattern[str]:
    """The phrase as it may stand in a folded text: anything but words between its words."""
    words = (re.escape(fold(word)) for word in phrase)
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(words) + r"(?![^\W_])")
