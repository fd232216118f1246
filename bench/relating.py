"""
What publishing one story costs Related Stories, with 100,000 stories in the index (DESIGN section 11).

Stories of 250 words, drawn by Zipf from 30,000, with six names each of 9,000 and three topics of 1,500, drawn alike.
Sixty more are published one after the other: put into the index and committed, then related, as the clerk does. The two
are told apart, as the index's commit waits for the disk; the processor's time is told too, as a busy machine adds none.
"""

import os
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import quantiles

import tantivy
from figures import Figure
from running import machine
from search import Vocabulary

from broadsheet.related.engine import stories_like
from broadsheet.related.extracting import names_in
from broadsheet.related.following import followed_by
from broadsheet.related.ranking import choose, rewrites_of
from broadsheet.searching.index import StoryIndex, index_path, make_index
from broadsheet.searching.schema import OPENING_WORDS, IndexedStory, document_of

STORIES = int(os.environ.get("BROADSHEET_BENCH_STORIES", "100000"))
PUBLISHED, WARM = 60, 10
WORDS_A_STORY, NAMES_A_STORY, TOPICS_A_STORY = 250, 6, 3
NAMES, TOPICS = 9_000, 1_500
WANTED = 20.0  # milliseconds
_LOOKED_AT = 40  # as `related.relating`, which wants a database
_APART = timedelta(minutes=5)
_NOW = datetime(2026, 6, 1, tzinfo=UTC)
_WRITER_BYTES = 256 * 1024 * 1024


class News:
    """Invented stories, the same in every run."""

    def __init__(self) -> None:
        self._chance = random.Random(23)  # noqa: S311
        self._vocabulary = Vocabulary(self._chance)
        self._names = _Drawn([f"{one.title()} {other.title()}" for one, other in self._pairs(NAMES)])
        self._topics = _Drawn([f"{one} {other}" for one, other in self._pairs(TOPICS)])

    def story(self, number: int) -> IndexedStory:
        words = self._vocabulary.text(WORDS_A_STORY)
        for name in self._names.some(self._chance, NAMES_A_STORY):
            words.insert(self._chance.randrange(1, len(words)), name)
        topics = tuple(dict.fromkeys(self._topics.some(self._chance, TOPICS_A_STORY)))
        headline, standfirst, body = (" ".join(part) for part in (words[:9], words[9:25], words[25:]))
        return IndexedStory(
            story_id=number,
            section_id=number % 9,
            headline=headline,
            standfirst=standfirst,
            body=body,
            published_at=_NOW + _APART * (number - STORIES),
            topics=topics,
            names=tuple(dict.fromkeys([*topics, *names_in(f"{headline}\n{standfirst}\n{body}")])),
        )

    def _pairs(self, count: int) -> Iterator[tuple[str, str]]:
        for _ in range(count):
            one, other = self._vocabulary.text(2)
            yield one, other


class _Drawn:
    """Things of which the first are drawn most often, each as its rank says."""

    def __init__(self, things: list[str]) -> None:
        self._things = things
        self._sums = list(accumulate(1 / (rank + 8) for rank in range(len(things))))

    def some(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self._things, cum_weights=self._sums, k=count)


def measure() -> list[Figure]:
    """Takes some minutes: most of them go into the index."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-relating-") as name:
        news = News()
        index = _filled(Path(name), news)
        busy = os.getloadavg()
        committed, related, computed, found = [], [], [], 0
        for number in range(STORIES + 1, STORIES + WARM + PUBLISHED + 1):
            story = news.story(number)
            begun_at = time.perf_counter()
            index.change(put=[story])
            put_at, computed_at = time.perf_counter(), time.thread_time()
            found += _related_to(index, story)
            done_at, used = time.perf_counter(), time.thread_time() - computed_at
            if number > STORIES + WARM:
                committed.append((put_at - begun_at) * 1000)
                related.append((done_at - put_at) * 1000)
                computed.append(used * 1000)
        index.close()
    return [
        machine(busy),
        Figure(what="stories in the index", measured=f"{STORIES:,}; {found / (WARM + PUBLISHED):.1f} related a story"),
        _figure("relating a story", related, wanted=WANTED),
        _figure("the processor's time of that", computed),
        _figure("its words into the index, committed", committed),
    ]


def _filled(folder: Path, news: News) -> StoryIndex:
    index = make_index(folder, language="en")
    writer = tantivy.Index.open(str(index_path(folder)))
    for name, analyzer in index.analyzers.items():
        writer.register_tokenizer(name, analyzer)
    documents = writer.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for number in range(1, STORIES + 1):
        documents.add_document(document_of(news.story(number)))
    documents.commit()
    documents.wait_merging_threads()
    return index


def _related_to(index: StoryIndex, story: IndexedStory) -> int:
    """The same steps as `related.relating.relate`; how many stories came out."""
    like = stories_like(index, story, limit=_LOOKED_AT)
    opening = " ".join(story.text.split()[:OPENING_WORDS])
    rewrites = rewrites_of(like, opening=opening)
    followed_by(like, rewrites=rewrites, published_at=story.published_at)
    return len(choose(like, opening=opening, published_at=story.published_at))


def _figure(what: str, took: list[float], *, wanted: float | None = None) -> Figure:
    cuts = quantiles(took, n=100)
    return Figure(
        what=f"{what}, {len(took)} stories",
        measured=f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms",
        wanted="" if wanted is None else f"p95 at most {wanted:.0f} ms",
        reached=None if wanted is None else cuts[94] <= wanted,
    )
