"""
Words that no story has, and the nearest ones that some do.

Stems are no good here: an edit distance between them means nothing. So the plain words of the newest stories that a
fuzzy query finds are compared with what was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import tantivy

from broadsheet.searching.finding import plain_words, stems
from broadsheet.searching.index import StoryIndex
from broadsheet.searching.schema import PLAIN, WORDS
from broadsheet.searching.wanted import Wanted, read_wanted

MOST_CORRECTIONS = 3  # words of one search; each is a walk through the index's dictionary
_SHORTEST = 4  # letters: nearly any shorter word is one letter away from another
_SHORTEST_FOR_TWO = 8
_COMMONER = 10
_LOOKED_AT = 12  # stories whose words are compared


def corrected(index: StoryIndex, searcher: tantivy.Searcher, wanted: Wanted, *, rare: int = 0) -> Wanted | None:
    """
    What was probably meant, or None where every word is known or nothing is near.

    A word counts as known that is in more than `rare` stories; one that is in any gives way only to a far commoner one.
    """
    text = wanted.text
    strange = [word for word in wanted.all_words if _stories_with(index, searcher, word) <= rare]
    for word in strange[:MOST_CORRECTIONS]:
        near = _nearest(index, searcher, word)
        if near is not None:
            text = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", near, text, flags=re.IGNORECASE)
    meant = read_wanted(text)
    return None if text == wanted.text else replace(meant, is_cut=wanted.is_cut or meant.is_cut)


def distance(left: str, right: str, *, most: int) -> int:
    """Letters to change, add, drop or swap with their neighbours to make one word of the other; `most` + 1 if more."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            steps = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                steps = min(steps, before[j - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def _stories_with(index: StoryIndex, searcher: tantivy.Searcher, word: str) -> int:
    """In how many stories the word is, in any of its forms."""
    field, tokens = WORDS, stems(index, word)
    if not tokens:
        field, tokens = PLAIN, plain_words(index, (word,))
    return min((searcher.doc_freq(field, token) for token in tokens), default=0)


def _nearest(index: StoryIndex, searcher: tantivy.Searcher, word: str) -> str | None:
    """The known word with the fewest letters changed; of several the one in most stories."""
    tokens = plain_words(index, (word,))
    if len(tokens) != 1 or len(tokens[0]) < _SHORTEST:
        return None
    typed = tokens[0]
    known = _stories_with(index, searcher, word)
    for most in range(1, 3 if len(typed) >= _SHORTEST_FOR_TWO else 2):
        near = {
            other
            for other in _words_around(index, searcher, typed, most=most)
            if searcher.doc_freq(PLAIN, other) > _COMMONER * known and 0 < distance(typed, other, most=most) <= most
        }
        if near:
            return min(near, key=lambda other: (-searcher.doc_freq(PLAIN, other), other))
    return None


def _words_around(index: StoryIndex, searcher: tantivy.Searcher, typed: str, *, most: int) -> Iterator[str]:
    """The distinct words of stories that hold one near to what was typed, as far as they are alike at all."""
    query = tantivy.Query.fuzzy_term_query(index.schema, PLAIN, typed, distance=most, transposition_cost_one=True)
    hits = searcher.search(query, limit=_LOOKED_AT, count=False, order_by_field="published_at").hits
    letters = set(typed)
    words = {word for _, address in hits for word in _plain_text(index, searcher.doc(address))}
    # A change of one letter takes one from the word's letters and brings another.
    return (word for word in words if abs(len(word) - len(typed)) <= most and len(letters ^ set(word)) <= 2 * most)


def _plain_text(index: StoryIndex, document: tantivy.Document) -> list[str]:
    body = bytes(document.get_first("body") or b"").decode()
    text = " ".join((document.get_first("headline") or "", document.get_first("standfirst") or "", body))
    words: list[str] = index.analyzers[PLAIN].analyze(text)
    return words
