"""The site's engine over a corpus in a file, for judging it. Loads no Django."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path

from broadsheet.related.engine import WEIGHTS, Weights, rank_like
from broadsheet.related.extracting import names_in
from broadsheet.searching.index import memory_index
from broadsheet.searching.schema import IndexedStory

A_QUERY = 100


class CorpusError(ValueError):
    """A corpus or list of queries that cannot be used; the text names file, line and fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusStory:
    """A story of a corpus: `number` is its place in the file, `name` what the corpus calls it."""

    number: int
    name: str
    day: date
    indexed: IndexedStory = field(repr=False)


def read_corpus(path: Path) -> list[CorpusStory]:
    """
    Read the stories of a JSON Lines file: id, date, title, text, entities; whatever else it says is not looked at.

    :raises CorpusError: if a line is no such story
    """
    stories = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    stories.append(_story_of(json.loads(line), number=number))
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    raise CorpusError(f"{path}, line {number}: {error!r}") from error
    return stories


def read_queries(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def rank_corpus(
    stories: list[CorpusStory], queries: list[str], *, language: str = "en", weights: Weights = WEIGHTS
) -> Iterator[tuple[str, str, float]]:
    """
    Give (query, story, score), a hundred a query, best first, the queries in order of their days.

    The corpus is replayed: a query sees only stories of earlier days, and so do the counts of how rare a word is.

    :raises CorpusError: if a query is not in the corpus
    """
    by_name = {story.name: story for story in stories}
    unknown = [name for name in queries if name not in by_name]
    if unknown:
        raise CorpusError(f"{unknown[0]} is not in the corpus")
    waiting = sorted((by_name[name] for name in dict.fromkeys(queries)), key=lambda story: (story.day, story.number))
    to_index = sorted(stories, key=lambda story: (story.day, story.number))
    names = {story.number: story.name for story in stories}
    index = memory_index(language=language)
    place = 0
    for day, asked in groupby(waiting, key=lambda story: story.day):
        start = place
        while place < len(to_index) and to_index[place].day < day:
            place += 1
        index.change(put=(story.indexed for story in to_index[start:place]))
        for story in asked:
            for number, score in rank_like(index, story.indexed, limit=A_QUERY, weights=weights):
                yield story.name, names[number], score


def _story_of(row: dict[str, object], *, number: int) -> CorpusStory:
    day = date.fromisoformat(str(row["date"])[:10])
    title, text = str(row.get("title") or ""), str(row["text"])
    entities = row.get("entities") or []
    if not isinstance(entities, list):
        raise TypeError("entities is not a list")
    indexed = IndexedStory(
        story_id=number,
        section_id=0,
        headline=title,
        standfirst="",
        body=text,
        published_at=datetime.combine(day, time(), tzinfo=UTC),
        names=tuple(dict.fromkeys([*map(str, entities), *names_in(f"{title}\n{text}")])),
    )
    return CorpusStory(number=number, name=str(row["id"]), day=day, indexed=indexed)
