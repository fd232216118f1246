"""A small paper whose stories are published as editors do, and the step that relates them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from broadsheet.contracts.pieces import ListSlot, Page
from broadsheet.press.composer import Composer
from broadsheet.press.orders import story_key
from broadsheet.related.relating import Relater
from broadsheet.stories.actions import draft_story, know_topic, make_section, publish_story, withdraw_story
from broadsheet.stories.founding import found_paper
from broadsheet.stories.models import HomePage, SectionPage, StoryPage

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
FERRY = "Crews of the island ferries walked out at dawn. The strike at Aldmoor halts every ferry to the islands."
FERRY_GOES_ON = "A second day without boats: the ferry strike goes on, and crews met the owners in Aldmoor at noon."
PUMPKIN = "A gardener in Westby has grown the largest pumpkin that anyone in the village remembers."


class Paper:
    """The Daily Example with one section, World; `relater` is the clerk's step over an index of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = HomePage.objects.get()
        self.world = SectionPage.objects.get()
        self.relater = Relater(folder=folder, language="en")

    def publish(self, body: str, *, headline: str = "", topics: tuple[str, ...] = (), hours: float = 0) -> StoryPage:
        at = NOON + timedelta(hours=hours)
        story = draft_story(
            self.world,
            headline=headline or body[:30],
            body_html=f"<p>{body}</p>",
            topics=[know_topic(name) for name in topics],
            owner=None,
            now=at,
        )
        publish_story(story, by=None, now=at)
        return story

    def withdraw(self, story: StoryPage) -> None:
        withdraw_story(story, notice="Withdrawn on legal advice", by=None, now=NOON)

    def relate(self, *, now: datetime = NOON) -> None:
        while self.relater.work_off(now) or self.relater.relate_archive(now):
            pass

    def restart(self) -> None:
        """Another clerk, as after a kill: the system takes the index's lock from a process that died."""
        self.relater.close()
        self.relater = Relater(folder=self.folder, language="en")

    def indexed(self) -> set[int]:
        """The ids of the stories in the index."""
        searcher = self.relater._opened(NOON).searcher()
        return {searcher.doc(address).get_first("story_id") for _, address in searcher.search(_all(), limit=100).hits}

    def slots(self, story: StoryPage) -> dict[str, ListSlot]:
        """The lists of the story's page as the press composes it now."""
        plates = Composer(now=NOON)(story_key(story.pk))
        page = next(piece for piece in plates.pieces.values() if isinstance(piece, Page))
        return {part.list_name: part for part in page.parts if isinstance(part, ListSlot)}


def _all() -> Any:
    import tantivy

    return tantivy.Query.all_query()


@pytest.fixture(scope="module")
def founded(shared_rows: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The paper's rows, the same for all tests of a module."""
    with django_db_blocker.unblock():
        home = found_paper("The Daily Example", address="http://localhost:8000", now=NOON)
        make_section(home, title="World", now=NOON)


@pytest.fixture
def paper(founded: None, db: None, tmp_path: Path) -> Iterator[Paper]:
    made = Paper(tmp_path / "index")
    yield made
    made.relater.close()
