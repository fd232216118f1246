"""A paper with two sections, one inside the other, and a piece store in memory."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from pytest_django import DjangoDbBlocker
from wagtail.models import Page, Site

from broadsheet.contracts.pieces import Changes, Piece
from broadsheet.contracts.pieces import Page as PagePiece
from broadsheet.press.composer import Composer
from broadsheet.press.pressing import press_batch
from broadsheet.stories.models import HomePage, SectionPage, StoryPage

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


class MemoryStore:
    """Keeps the PieceStore Protocol in a dict."""

    def __init__(self) -> None:
        self.pieces: dict[str, Piece] = {}
        self.batches: list[frozenset[str]] = []

    def press(self, pieces: Mapping[str, Piece], *, remove: Iterable[str] = ()) -> int:
        removed = set(remove)
        for name in removed:
            self.pieces.pop(name, None)
        self.pieces.update(pieces)
        self.batches.append(frozenset(removed | pieces.keys()))
        return len(self.batches)

    def recover(self) -> int:
        return len(self.batches)

    def read(self, name: str) -> Piece | None:
        return self.pieces.get(name)

    def changes_since(self, number: int) -> Changes:
        names = frozenset().union(*self.batches[number:])
        return Changes(number=len(self.batches), names=names)


def make_section(title: str, *, parent: Page) -> SectionPage:
    return parent.add_child(instance=SectionPage(title=title, show_in_menus=True))


class Paper:
    """Makes pages the short way, and presses what is ordered."""

    def __init__(self) -> None:
        self.home = HomePage.objects.get()
        self.world = SectionPage.objects.get(title="World")
        self.europe = SectionPage.objects.get(title="UK and Europe")
        self.store = MemoryStore()
        self._numbers = count(1)

    def section(self, title: str, *, parent: Page) -> SectionPage:
        return make_section(title, parent=parent)

    def story(self, title: str = "", *, section: SectionPage | None = None, **fields: object) -> StoryPage:
        number = next(self._numbers)
        facts = {"first_published_at": NOON + timedelta(minutes=number), "live": True, **fields}
        story = StoryPage(title=title or f"Story {number}", slug=f"story-{number}", **facts)
        return (section or self.europe).add_child(instance=story)

    def text(self, name: str) -> str:
        """What stands on a page by itself, without what the edge fills in."""
        page = self.store.read(name)
        assert isinstance(page, PagePiece)
        return "".join(part for part in page.parts if isinstance(part, str))

    def press(self, *, now: datetime = NOON) -> None:
        while press_batch(store=self.store, compose=Composer(now=now), now=now):
            pass


@pytest.fixture(scope="module")
def founded(shared_rows: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The paper's rows, the same for all tests of a module."""
    with django_db_blocker.unblock():
        root = Page.get_first_root_node()
        for welcome in root.get_children():
            welcome.delete()
        root.refresh_from_db()
        home = root.add_child(instance=HomePage(title="The Harbour Post", slug="home"))
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        make_section("UK and Europe", parent=make_section("World", parent=home))


@pytest.fixture
def paper(founded: None, db: None) -> Paper:
    return Paper()
