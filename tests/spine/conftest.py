"""The whole way in one process: an agency's folder at one end, what the edge would answer at the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from lxml import html
from pytest_django import DjangoDbBlocker

from broadsheet.clerk.steps import all_steps
from broadsheet.contracts.audience import Hit
from broadsheet.contracts.pieces import Card, Page, StoryList
from broadsheet.contracts.steps import Step
from broadsheet.edge.searching import SearchDesk
from broadsheet.environment import places
from broadsheet.joining.joiner import join_page
from broadsheet.popular.counting import HitCounter
from broadsheet.popular.salts import OwnSalts
from broadsheet.popular.tasks import Ranker
from broadsheet.related.tasks import relater
from broadsheet.searching.reading import IndexReader
from broadsheet.stores.audience import SqliteAudienceStore
from broadsheet.stores.pieces import FolderPieceStore
from broadsheet.stories.actions import found_workflow, make_section
from broadsheet.stories.founding import found_paper
from broadsheet.wire.folders import FolderWatch
from broadsheet.wire.sources import SourceFacts, add_source

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TOKEN_KEY = b"a key of this test's"
ORIGIN = "https://paper.example"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TICK = timedelta(seconds=0.25)
FEEDS = [
    f"{place}{file}"
    for place in ("/", "/world/", "/world/uk-and-europe/")
    for file in ("feed.xml", "atom.xml", "feed.json")
]


@dataclass(slots=True)
class Newspaper:
    """A paper whose agency publishes by itself in World > UK and Europe; `now` is its clock."""

    folder: Path
    now: datetime = NOON
    _watch: FolderWatch = field(default_factory=FolderWatch)
    _ranker: Ranker = field(init=False)

    def __post_init__(self) -> None:
        self._ranker = Ranker(SqliteAudienceStore(places.audience_path()))

    def drop(self, name: str, data: bytes) -> None:
        draft = self.folder / f".{name}.part"
        draft.write_bytes(data)
        draft.rename(self.folder / name)

    def work(self, *, seconds: float = 1.0) -> None:
        """Let the clerk run every step, over and over, for so long."""
        # The step for pictures starts a process, which would look for this paper in a database of its own; Popular's
        # is bound to the home of the process. The watch of the process remembers the folders of the test before.
        left_out = ("media.", "popular.", "wire.folders")
        steps = [step for step in all_steps() if not step.name.startswith(left_out)]
        steps.insert(0, Step(name="wire.folders", run=self._watch.look, every=0.05))
        steps.insert(0, Step(name="popular", run=self._ranker.run, every=2.0))
        for _ in range(round(seconds / TICK.total_seconds())):
            for step in steps:
                while step.run(self.now):
                    pass
            self.now += TICK

    def readers_see(self, token: str, *, readers: int) -> None:
        """Let so many readers, each from a network of their own, see the page that carries the token."""
        counter = HitCounter(
            store=SqliteAudienceStore(places.audience_path()),
            salts=OwnSalts(),
            token_key=TOKEN_KEY,
            origins=frozenset({ORIGIN}),
            clock=self.now.timestamp,
        )
        for reader in range(readers):
            counter.take(
                Hit(
                    token=token,
                    came_from="",
                    address=f"192.0.{reader}.1",
                    user_agent=FIREFOX,
                    origin=ORIGIN,
                    do_not_count=False,
                    now=self.now.timestamp(),
                )
            )
        counter.stop()

    def answer(self, path: str) -> tuple[int, str]:
        """Status and HTML that readers get at an address; 404 and nothing where no page was pressed."""
        store = FolderPieceStore(places.pieces_folder())
        piece = store.read(f"page/{path.strip('/')}")
        if not isinstance(piece, Page):
            return 404, ""
        joined = join_page(piece, read=store.read, now=self.now, token_key=TOKEN_KEY)
        assert joined.damaged == ()
        return joined.status, joined.body.decode()

    def search(self, query: str) -> html.HtmlElement:
        """The page that an edge answers a search with, one whose index reader has seen every commit."""
        desk = SearchDesk(
            reader=IndexReader(places.index_folder(), language="en-gb"),
            read=FolderPieceStore(places.pieces_folder()).read,
            zone=ZoneInfo("UTC"),
            token_key=TOKEN_KEY,
            repeats_allowed=False,
            security=[],
            clock=self.now.timestamp,
        )
        answer = desk.answer(f"q={quote(query)}", encoding="identity").answer
        assert answer.status == 200, answer.body
        return html.document_fromstring(answer.body.decode())

    def page(self, path: str) -> html.HtmlElement:
        status, body = self.answer(path)
        assert status == 200, path
        return html.document_fromstring(body)

    def latest(self) -> list[str]:
        """The addresses of all stories that may stand in Latest, newest first."""
        store = FolderPieceStore(places.pieces_folder())
        stories = store.read("list/latest/all")
        assert isinstance(stories, StoryList)
        cards = [store.read(f"card/{story_id}") for story_id in stories.story_ids]
        return [card.url for card in cards if isinstance(card, Card)]

    def feeds_naming(self, words: str) -> list[str]:
        """The addresses of feeds whose joined bytes hold the words."""
        return [path for path in FEEDS if words in self.answer(path)[1]]

    def names_anywhere(self, words: str) -> list[str]:
        """The addresses of pressed pages whose joined HTML holds the words."""
        addresses = ("/", "/world/", "/world/uk-and-europe/", "/404/")
        return [path for path in addresses if words in self.answer(path)[1]]


@pytest.fixture(scope="module")
def founded(shared_rows: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The paper's rows, the same for all tests of a module."""
    with django_db_blocker.unblock():
        home = found_paper("The Daily Example", address="http://localhost:8000", now=NOON)
        found_workflow(home)
        world = make_section(home, title="World", now=NOON)
        make_section(world, title="UK and Europe", now=NOON)


@pytest.fixture
def newspaper(founded: None, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newspaper]:
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path / "home"))
    source = add_source(
        SourceFacts(
            slug="ap",
            folder=tmp_path / "ap",
            credit="Associated Press",
            name="AP",
            publish_to="/world/uk-and-europe/",
            hourly_cap=1000,
        )
    )
    yield Newspaper(folder=Path(source.folder))
    # An index's writer holds tens of megabytes until it is given back.
    relater(places.index_folder()).close()
    relater.cache_clear()
