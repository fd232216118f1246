"""A paper with sections named as the old site's categories, and the old site's export."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.contracts.archives import Archive, ArchivedStory, Standing, Survey, Told
from broadsheet.contracts.pieces import Page, Piece
from broadsheet.environment import places
from broadsheet.formats.archives.wordpress import WordpressArchive
from broadsheet.importing.order import ImportOrder, carry_out
from broadsheet.importing.report import Report
from broadsheet.press.tasks import piece_store, press_waiting
from broadsheet.stories.actions import found_workflow, make_section
from broadsheet.stories.founding import found_paper
from broadsheet.stories.models import StoryPage

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ARCHIVED = Path(__file__).parents[1] / "formats" / "archived"
UPLOADS = ARCHIVED / "uploads"


class Silence:
    """Watches an import and answers no question."""

    placed: Mapping[str, str]

    def begin(self, what: str, *, size: int) -> Told:  # noqa: ARG002
        return lambda _: None

    def surveyed(self, survey: Survey, *, placed: Mapping[str, str]) -> None:  # noqa: ARG002
        self.placed = placed

    def ask(self, question: str, *, way_out: str) -> str:
        raise AssertionError(f"{question}: {way_out}")

    def done(self, report: Report, *, is_rehearsal: bool) -> None: ...


@dataclass(slots=True)
class MadeArchive:
    """An archive of stories as a test wants them."""

    told: list[ArchivedStory]
    identity: str = "made"
    size: int = field(default=1)

    def survey(self, *, told: Told) -> Survey:  # noqa: ARG002
        return Survey(identity=self.identity, title="Made", stories=len(self.told))

    def stories(self, *, told: Told) -> Any:  # noqa: ARG002
        return iter(self.told)


def archived(number: int = 1, **said: Any) -> ArchivedStory:
    values: dict[str, Any] = {
        "key": str(number),
        "standing": Standing.PUBLISHED,
        "headline": f"Story {number}",
        "slug": f"story-{number}",
        "parts": (f"<p>Words of story {number}.</p>",),
        "published_at": datetime(2019, 5, 12, 8, 30, tzinfo=UTC),
        "addresses": (f"/2019/05/12/story-{number}/", f"/?p={number}"),
    }
    return ArchivedStory(**{**values, **said})


def the_old_courier() -> WordpressArchive:
    path = ARCHIVED / "wordpress.xml"
    return WordpressArchive(lambda: path.open("rb"), size=path.stat().st_size)


def bring(archive: Archive, **wishes: Any) -> Report:
    wishes.setdefault("default_section", "/news/")
    wishes.setdefault("media", UPLOADS)
    wishes.setdefault("credit", "The Old Courier's archive")
    return carry_out(archive, ImportOrder(**wishes), showing=Silence(), line=lambda _: None)


def story(headline: str) -> StoryPage:
    found: StoryPage = StoryPage.objects.get(title=headline)
    return found


def press() -> None:
    """Let the clerk press all that waits."""
    while press_waiting(datetime.now(UTC)):
        pass


def piece_at(path: str) -> Piece | None:
    return piece_store(places.pieces_folder()).read(f"page/{path.strip('/')}")


def page_at(path: str) -> str:
    """The finished HTML of a pressed page, without what its slots hold."""
    piece = piece_at(path)
    assert isinstance(piece, Page), path
    return "".join(part for part in piece.parts if isinstance(part, str))


@pytest.fixture
def paper(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path / "home"))
    settings.MEDIA_ROOT = tmp_path / "media"
    home = found_paper("The New Courier", address="http://localhost:8000", now=NOON)
    found_workflow(home)
    make_section(home, title="News", now=NOON)
    make_section(home, title="Sport", now=NOON)
