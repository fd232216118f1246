"""From what a reader wants to the stories that are it, best first: the queries are built here, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import NamedTuple

import tantivy

from broadsheet.searching.fading import recency
from broadsheet.searching.index import StoryIndex
from broadsheet.searching.schema import PLAIN, WORDS
from broadsheet.searching.wanted import Phrase, Wanted

A_PAGE = 20  # stories
DEPTH = 1_000  # stories that are ranked; whoever looks for more is helped by another word, not by page 51
HEADLINE_WEIGHT = 2.0
# Gentle: what is a quarter old keeps three quarters of its points, and what is older than all no less than half.
_FADING = partial(recency, floor=0.5, half_life_days=90.0)

Clause = tuple[tantivy.Occur, tantivy.Query]


class Order(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where and when: in one of these sections (None is everywhere), published from `since` to before `until`."""

    section_ids: frozenset[int] | None = None
    since: datetime | None = None
    until: datetime | None = None


class Hit(NamedTuple):
    """A story that was found, and where the index keeps it. A thousand are made a search: a dataclass took 1 ms."""

    story_id: int
    address: tantivy.DocAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The first `DEPTH` stories in their order, and how many there are in all."""

    hits: tuple[Hit, ...] = ()
    count: int = 0


def find(
    index: StoryIndex, searcher: tantivy.Searcher, wanted: Wanted, *, scope: Scope, order: Order, now: datetime
) -> Found:
    """The stories that are wanted; none where no word of it can be looked for."""
    query = query_of(index, wanted, scope=scope)
    if query is None:
        return Found()
    if order is Order.NEWEST:
        result = searcher.search(query, limit=DEPTH, order_by_field="published_at")
    else:
        result = searcher.search(query, limit=DEPTH)
    addresses = [address for _, address in result.hits]
    ids = searcher.fast_field_values("story_id", addresses)
    hits = list(map(Hit, ids, addresses))
    if order is Order.RELEVANCE:
        times = searcher.fast_field_values("published_at", addresses)
        here = now.timestamp()
        ages = [here - float(at or 0) for at in times]
        points = [score * _FADING(age) for (score, _), age in zip(result.hits, ages, strict=True)]
        hits = [hits[place] for place in sorted(range(len(hits)), key=lambda place: -points[place])]
    return Found(hits=tuple(hits), count=result.count)


def query_of(index: StoryIndex, wanted: Wanted, *, scope: Scope) -> tantivy.Query | None:
    """The query, or None where nothing of what is wanted can be looked for."""
    wanting = [clause for word in wanted.words for clause in _in_any_form(index, word)]
    wanting += [clause for phrase in wanted.phrases for clause in _word_for_word(index, phrase, tantivy.Occur.Must)]
    if not wanting:
        # Words that are nothing but stop words ("The Who") are looked for as they stand.
        wanting = [clause for word in wanted.words for clause in _word_for_word(index, (word,), tantivy.Occur.Must)]
    if not wanting:
        return None
    barring = [clause for phrase in wanted.without for clause in _barred(index, phrase)]
    return tantivy.Query.boolean_query([*wanting, *barring, *_inside(index, scope)])


def stems(index: StoryIndex, word: str) -> list[str]:
    """The word as the index holds it whatever its form; none for a stop word."""
    found: list[str] = index.analyzers[WORDS].analyze(word)
    return found


def plain_words(index: StoryIndex, phrase: Phrase) -> list[str]:
    """The words as they stand, without accents."""
    return [token for word in phrase for token in index.analyzers[PLAIN].analyze(word)]


def _in_any_form(index: StoryIndex, word: str) -> Iterator[Clause]:
    for stem in stems(index, word):
        yield tantivy.Occur.Must, tantivy.Query.term_query(index.schema, WORDS, stem, index_option="freq")
        in_headline = tantivy.Query.term_query(index.schema, "headline", stem, index_option="freq")
        yield tantivy.Occur.Should, tantivy.Query.boost_query(in_headline, HEADLINE_WEIGHT)


def _word_for_word(index: StoryIndex, phrase: Phrase, occur: tantivy.Occur) -> Iterator[Clause]:
    tokens = plain_words(index, phrase)
    if len(tokens) == 1:
        yield occur, tantivy.Query.term_query(index.schema, PLAIN, tokens[0], index_option="freq")
    elif tokens:
        yield occur, tantivy.Query.phrase_query(index.schema, PLAIN, list(tokens))


def _barred(index: StoryIndex, phrase: Phrase) -> Iterator[Clause]:
    tokens = stems(index, phrase[0]) if len(phrase) == 1 else []
    if not tokens:
        yield from _word_for_word(index, phrase, tantivy.Occur.MustNot)
    for stem in tokens:
        yield tantivy.Occur.MustNot, tantivy.Query.term_query(index.schema, WORDS, stem, index_option="basic")


def _inside(index: StoryIndex, scope: Scope) -> Iterator[Clause]:
    """Conditions that give no points."""
    if scope.section_ids is not None:
        sections = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "section_id", section_id))
            for section_id in sorted(scope.section_ids)
        ]
        yield tantivy.Occur.Must, _pointless(tantivy.Query.boolean_query(sections))
    if scope.since is not None or scope.until is not None:
        span = tantivy.Query.range_query(
            index.schema,
            "published_at",
            tantivy.FieldType.Unsigned,
            lower_bound=_seconds(scope.since),
            upper_bound=_seconds(scope.until),
            include_upper=scope.until is None,
        )
        yield tantivy.Occur.Must, _pointless(span)


def _pointless(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else max(0, int(moment.timestamp()))
