"""
From a story to the stories like it: the strongest terms as query, names and topics beside them (DESIGN section 7).

Loads no Django: the site and `broadsheet related_rank` ask the same engine.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from math import log
from typing import NamedTuple

import tantivy

from broadsheet.searching.fading import recency
from broadsheet.searching.index import StoryIndex
from broadsheet.searching.schema import WORDS, IndexedStory


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Settings of the engine; the defaults are the ones judged best on the development set."""

    most_terms: int = 60
    names: float = 1.0
    topics: float = 1.0
    recency_floor: float = 0.5
    half_life_days: float = 45.0
    asked_again: int = 3  # of the best stories found, whose names and words are asked for in a second look
    told_names: float = 0.2
    told_words: float = 0.2


WEIGHTS = Weights()
POOL = 300  # stories that BM25 hands on; recency may lift one from far below


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeStory:
    """
    A story like the one asked for. `score` compares within one answer only; `shared` are names and topics, `topics`
    all of its own.

    `likeness` is what it answers of the asking story's own terms, as a part of what that story itself does (0 where
    that one is not in the index). `rarity` is that of the rarest shared name, as a part of the highest there is.
    """

    story_id: int
    score: float
    published_at: datetime
    headline: str = ""
    opening: str = ""
    shared: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    likeness: float = 0.0
    rarity: float = 0.0


class _Ranked(NamedTuple):
    """A tuple, as terms are: each look makes 300 of them, and a frozen dataclass takes four times as long to make."""

    story_id: int
    score: float
    likeness: float
    address: tantivy.DocAddress


class _Term(NamedTuple):
    field: str
    text: str
    weight: float
    rarity: float


def rank_like(
    index: StoryIndex, story: IndexedStory, *, limit: int, weights: Weights = WEIGHTS, pool: int = POOL
) -> list[tuple[int, float]]:
    """Stories like this one with their scores, best first, before collapse and spread; never the story itself."""
    return [(row.story_id, row.score) for row in _ranked(index, story, limit=limit, weights=weights, pool=pool)]


def stories_like(index: StoryIndex, story: IndexedStory, *, limit: int, weights: Weights = WEIGHTS) -> list[LikeStory]:
    """The same ranking, with what is needed to collapse, spread and explain it."""
    searcher = index.searcher()
    rarity = _rarities(searcher, story)
    highest = _rarity(1, everything=searcher.num_docs)
    ranked = _ranked(index, story, limit=limit, weights=weights, pool=POOL)
    return [_like_story(row, searcher.doc(row.address), rarity=rarity, highest=highest) for row in ranked]


def _ranked(index: StoryIndex, story: IndexedStory, *, limit: int, weights: Weights, pool: int) -> list[_Ranked]:
    """
    What the story's own terms find; then once more with what the best of those say beside it (decision 018).

    `likeness` stays what the story's own terms say: follow-ups are judged by that.
    """
    searcher = index.searcher()
    terms = _query_terms(index, searcher, story, weights=weights)
    if not terms:
        return []
    first = _search(index, searcher, terms, story, weights=weights, pool=pool)
    told = _told_terms(index, searcher, first[: weights.asked_again], own=terms, weights=weights)
    if not told:
        return first[:limit]
    likeness = {row.story_id: row.likeness for row in first}
    again = _search(index, searcher, [*terms, *told], story, weights=weights, pool=pool)
    return [row._replace(likeness=likeness.get(row.story_id, 0.0)) for row in again[:limit]]


def _search(
    index: StoryIndex,
    searcher: tantivy.Searcher,
    terms: Iterable[_Term],
    story: IndexedStory,
    *,
    weights: Weights,
    pool: int,
) -> list[_Ranked]:
    query = tantivy.Query.boolean_query([(tantivy.Occur.Should, _query_of(index.schema, term)) for term in terms])
    hits = searcher.search(query, limit=pool, count=False).hits
    addresses = [address for _, address in hits]
    ids = searcher.fast_field_values("story_id", addresses)
    times = searcher.fast_field_values("published_at", addresses)
    here = story.published_at.timestamp()
    fading = partial(recency, floor=weights.recency_floor, half_life_days=weights.half_life_days)
    own = next((points for (points, _), story_id in zip(hits, ids, strict=True) if story_id == story.story_id), 0.0)
    ranked = [
        _Ranked(
            story_id=int(story_id or 0),
            score=points * fading(abs(here - float(when or 0))),
            likeness=points / own if own else 0.0,
            address=address,
        )
        for (points, address), story_id, when in zip(hits, ids, times, strict=True)
        if story_id != story.story_id
    ]
    return sorted(ranked, key=lambda row: (-row.score, -row.story_id))


def _told_terms(
    index: StoryIndex, searcher: tantivy.Searcher, best: Sequence[_Ranked], *, own: Sequence[_Term], weights: Weights
) -> list[_Term]:
    """Names and words of the best stories that the asking one does not have, each worth what its tellers scored."""
    names: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for row in best:
        document, share = searcher.doc(row.address), row.score / best[0].score
        opening = index.analyzers[WORDS].analyze(document.get_first("opening") or "")  # headline and standfirst first
        names.update(dict.fromkeys(document.get_all("names"), weights.told_names * share))
        words.update(dict.fromkeys(opening, weights.told_words * share))
    there = {(term.field, term.text) for term in own}
    told = [*_known(searcher, "names", names.items()), *_known(searcher, WORDS, words.items())]
    fresh = [term for term in told if (term.field, term.text) not in there]
    return sorted(fresh, key=lambda term: (-term.weight * term.rarity, term.text))[: weights.most_terms]


def _query_terms(
    index: StoryIndex, searcher: tantivy.Searcher, story: IndexedStory, *, weights: Weights
) -> list[_Term]:
    counts = Counter(index.analyzers[WORDS].analyze(story.text))
    words = _known(searcher, WORDS, ((term, 1 + log(times)) for term, times in counts.items()))
    strongest = sorted(words, key=lambda term: (-term.weight * term.rarity, term.text))[: weights.most_terms]
    names = _known(searcher, "names", ((name, weights.names) for name in dict.fromkeys(story.names)))
    topics = _known(searcher, "topics", ((name, weights.topics) for name in dict.fromkeys(story.topics)))
    return [*strongest, *names, *topics]


def _known(searcher: tantivy.Searcher, field: str, terms: Iterable[tuple[str, float]]) -> list[_Term]:
    everything = max(1, searcher.num_docs)
    found = []
    for text, weight in terms:
        frequency = searcher.doc_freq(field, text)
        if frequency:
            found.append(_Term(field, text, weight, _rarity(frequency, everything=everything)))
    return found


def _rarity(frequency: int, *, everything: int) -> float:
    return log(1 + (everything - frequency + 0.5) / (frequency + 0.5))


def _query_of(schema: tantivy.Schema, term: _Term) -> tantivy.Query:
    query = tantivy.Query.term_query(
        schema, term.field, term.text, index_option="freq" if term.field == WORDS else "basic"
    )
    return tantivy.Query.boost_query(query, term.weight)


def _rarities(searcher: tantivy.Searcher, story: IndexedStory) -> dict[str, float]:
    named = [
        *_known(searcher, "names", ((name, 1.0) for name in story.names)),
        *_known(searcher, "topics", ((name, 1.0) for name in story.topics)),
    ]
    return {term.text: term.rarity for term in named}


def _like_story(row: _Ranked, document: tantivy.Document, *, rarity: dict[str, float], highest: float) -> LikeStory:
    theirs = dict.fromkeys([*document.get_all("topics"), *document.get_all("names")])
    shared = sorted((name for name in theirs if name in rarity), key=lambda name: (-rarity[name], name))
    return LikeStory(
        story_id=row.story_id,
        score=row.score,
        published_at=datetime.fromtimestamp(document.get_first("published_at") or 0, tz=UTC),
        headline=document.get_first("headline") or "",
        opening=document.get_first("opening") or "",
        shared=tuple(shared),
        topics=tuple(document.get_all("topics")),
        likeness=row.likeness,
        rarity=rarity[shared[0]] / highest if shared else 0.0,
    )
