"""
A reader's search at the edge, with 100,000 stories in the index (DESIGN section 5).

Stories of 250 words, drawn by Zipf from 30,000; queries drawn by Zipf from the words that are not among the hundred
commonest, as readers ask for what is rare: one word, two, three, a phrase, a section, newest first, and one in twenty
misspelled. One reader after the other, then eight at once; the edge with one worker on one core, the load on the other.
"""

import os
import random
import tempfile
import time
from bisect import bisect
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import accumulate
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote_plus

import tantivy
from figures import Figure
from made_site import WORDS
from servers import LOAD_CORE, cpu_seconds, edge_server

from broadsheet.contracts.pieces import Card, FillSlot, Fragment, Page, Piece, SectionTree, Shape, Withdrawn
from broadsheet.look.lists import results_list
from broadsheet.searching.index import index_path, make_index, mark_whole
from broadsheet.searching.schema import IndexedStory, document_of
from broadsheet.stores.pieces import FolderPieceStore

STORIES = 100_000
VOCABULARY = 30_000
WORDS_A_STORY = 250
COMMONEST = 100  # words that nobody asks for by themselves
QUERIES = 600
AT_ONCE = 8
WANTED_P95 = 20.0  # milliseconds
_WRITER_BYTES = 256 * 1024 * 1024
_BATCH = 5_000


class Vocabulary:
    """Invented words, the commoner first, each as often as its rank says."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        made = {"".join(chance.choices("aeioulnrstkmdgbp", k=chance.randint(4, 10))) for _ in range(VOCABULARY)}
        self.words = [*WORDS, *sorted(made)]
        self._sums = list(accumulate(1 / (rank + 8) for rank in range(len(self.words))))

    def text(self, words: int) -> list[str]:
        return self._chance.choices(self.words, cum_weights=self._sums, k=words)

    def asked(self) -> str:
        """A word as readers ask for one."""
        lowest = self._sums[COMMONEST]
        return self.words[bisect(self._sums, self._chance.uniform(lowest, self._sums[-1])) % len(self.words)]


def measure() -> list[Figure]:
    """Takes some minutes: most of them go into the index."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as name:
        folder = Path(name)
        chance = random.Random(11)  # noqa: S311  the same stories in every run
        vocabulary = Vocabulary(chance)
        _press(folder, vocabulary)
        queries = list(_queries(vocabulary, chance))
        busy = os.getloadavg()[0]
        with edge_server(folder) as (port, edge):
            os.sched_setaffinity(0, {int(LOAD_CORE)})
            _ask(port, queries[:20])
            before = cpu_seconds(edge.pid)
            alone = _ask(port, queries)
            used = (cpu_seconds(edge.pid) - before) / len(queries) * 1000
            with ThreadPoolExecutor(AT_ONCE) as readers:
                shares = [queries[start::AT_ONCE] for start in range(AT_ONCE)]
                together = [took for share in readers.map(lambda share: _ask(port, share), shares) for took in share]
        size = sum(path.stat().st_size for path in index_path(folder / "index").iterdir())
    return [
        Figure(what="the machine before the run", measured=f"load {busy:.1f}"),
        Figure(what="stories in the index", measured=f"{STORIES:,} in {size / 1e6:,.0f} MB"),
        _figure("search, one reader after the other", alone, wanted=WANTED_P95),
        Figure(what="the edge's processor time a search", measured=f"{used:.1f} ms"),
        _figure(f"search, {AT_ONCE} readers at once", together),
    ]


def _press(folder: Path, vocabulary: Vocabulary) -> None:
    """An index as the clerk would leave it, and a card for each of its stories."""
    index = make_index(folder / "index", language="en")
    store = FolderPieceStore(folder / "pieces")
    store.press(_site())
    writer = tantivy.Index.open(str(index_path(folder / "index")))
    for name, analyzer in index.analyzers.items():
        writer.register_tokenizer(name, analyzer)
    documents = writer.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for start in range(0, STORIES, _BATCH):
        pieces: dict[str, Piece] = {}
        for story_id in range(start + 1, start + _BATCH + 1):
            story = _story(story_id, vocabulary)
            documents.add_document(document_of(story))
            pieces |= _pieces(story)
        store.press(pieces)
    documents.commit()
    documents.wait_merging_threads()
    mark_whole(folder / "index")


def _story(story_id: int, vocabulary: Vocabulary) -> IndexedStory:
    words = vocabulary.text(WORDS_A_STORY)
    return IndexedStory(
        story_id=story_id,
        section_id=story_id % 9,
        headline=" ".join(words[:9]).capitalize(),
        standfirst=" ".join(words[9:25]).capitalize(),
        body=" ".join(words[25:]).capitalize(),
        published_at=datetime(2026, 6, 1, tzinfo=UTC) - timedelta(minutes=10 * story_id),
    )


def _pieces(story: IndexedStory) -> dict[str, Piece]:
    url = f"/world/story-{story.story_id}/"
    teaser = (
        f'<div class="words"><h3><a class="headline" href="{url}">{story.headline}</a></h3>'
        f'<p class="standfirst">{story.standfirst}</p><time>{story.published_at:%-d %B %Y}</time></div>'
    )
    card = Card(story_id=story.story_id, url=url, published_at=story.published_at, shapes=dict.fromkeys(Shape, teaser))
    return {f"card/{story.story_id}": card, f"words/{story.story_id}": Fragment(html=story.text_mark)}


def _site() -> dict[str, Piece]:
    shell = "<p>What stands on every page, masthead, menu and footer.</p>" * 40
    count = FillSlot(names=("first", "last"), texts=("<p>Stories ", " to ", "</p>"))
    pager = FillSlot(names=("pages",), texts=("<ul>", "</ul>"))
    return {
        "search/found": Page(parts=(shell, count, results_list(limit=20), pager, shell)),
        "search/nothing": Page(parts=(shell, "<h2>Nothing</h2>", shell)),
        "search/sections": SectionTree(ids={"/world/": frozenset({1, 2, 3})}),
        "withdrawn": Withdrawn(story_ids=frozenset(range(5, STORIES, 997))),
        "page/": Page(parts=(shell,)),
    }


def _queries(vocabulary: Vocabulary, chance: random.Random) -> Iterator[str]:
    for _ in range(QUERIES):
        one, two, three = (vocabulary.asked() for _ in range(3))
        kind = chance.random()
        if kind < 0.4:
            yield quote_plus(one)
        elif kind < 0.7:
            yield quote_plus(f"{one} {two}")
        elif kind < 0.8:
            yield quote_plus(f"{one} {two} -{three}")
        elif kind < 0.85:
            yield quote_plus(f'"{one} {two}"')
        elif kind < 0.9:
            yield f"{quote_plus(one)}&section=/world/"
        elif kind < 0.95:
            yield f"{quote_plus(one)}&sort=newest&page=2"
        else:
            place = chance.randrange(1, len(one))
            yield quote_plus(f"{one[:place]}{one[place + 1 :]}")


def _ask(port: int, queries: list[str]) -> list[float]:
    """How long each took, in milliseconds."""
    took = []
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as edge:
        for query in queries:
            begun_at = time.perf_counter()
            edge.request("GET", f"/search/?q={query}", headers={"Accept-Encoding": "br"})
            answer = edge.getresponse()
            answer.read()
            took.append((time.perf_counter() - begun_at) * 1000)
            assert answer.status == 200, query
    return took


def _figure(what: str, took: list[float], *, wanted: float | None = None) -> Figure:
    cuts = quantiles(took, n=100)
    return Figure(
        what=f"{what}, {len(took)} queries",
        measured=f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms",
        wanted="" if wanted is None else f"p95 at most {wanted:.0f} ms",
        reached=None if wanted is None else cuts[94] <= wanted,
    )
