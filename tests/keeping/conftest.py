"""A paper in a home of its own, with somebody who runs it, its pages pressed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.environment import places, site
from broadsheet.keeping.checking.findings import Ground
from broadsheet.press.tasks import press_waiting
from broadsheet.stores.pieces import FolderPieceStore
from broadsheet.stories.actions import draft_story, found_workflow, make_section, publish_story
from broadsheet.stories.founding import found_paper
from broadsheet.stories.models import HomePage, SectionPage, StoryPage

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The Daily Example, with one section and an administrator."""

    home: HomePage
    world: SectionPage
    ada: User

    @property
    def store(self) -> FolderPieceStore:
        return FolderPieceStore(places.pieces_folder())

    def publish(self, headline: str) -> StoryPage:
        story = draft_story(self.world, headline=headline, body_html="<p>It rained.</p>", owner=None, now=NOON)
        publish_story(story, by=None, now=NOON)
        return story

    def press(self) -> None:
        while press_waiting(NOON):
            pass


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Path:
    """A founded home, and no word of any other in the environment."""
    home = tmp_path / "home"
    for name in ("DATABASE_URL", "BROADSHEET_SMTP_URL", "BROADSHEET_TRUSTED_PROXIES", "BROADSHEET_NEWSROOM_URL"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("BROADSHEET_HOME", str(home))
    monkeypatch.setenv("BROADSHEET_URL", "http://localhost:8000")
    settings.MEDIA_ROOT = home / "media"  # type: ignore[attr-defined]
    site.found_site(language="en-gb", zone="UTC")
    return home


@pytest.fixture
def ground(home: Path) -> Ground:
    return Ground(home=home, now=NOON)


@pytest.fixture
def paper(db: None, home: Path) -> Paper:
    paper = found_paper("The Daily Example", address="http://localhost:8000", now=NOON)
    found_workflow(paper)
    world = make_section(paper, title="World", now=NOON)
    ada = make_person(
        "ada", name="Ada", email="ada@paper.example", password="four plain words", role=Role.ADMINISTRATOR
    )
    return Paper(home=paper, world=world, ada=ada)
