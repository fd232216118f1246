"""An invented agency, the paper that it sends to, and documents as it would drop them."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from broadsheet.accounts.models import User
from broadsheet.stories.models import HomePage, SectionPage, StoryPage
from broadsheet.wire.folders import FolderWatch
from broadsheet.wire.models import Source, WireItem

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PASSWORD = "four plain words here"
BODY = "<p>Rain fell on the harbour of Port Merrin all day.</p><p>Ferries stayed in.</p>"


def ninjs(guid: str = "urn:example:1", *, version: int = 1, **fields: Any) -> bytes:
    """A ninjs document of an invented agency."""
    document = {
        "uri": guid,
        "type": "text",
        "version": str(version),
        "versioncreated": (NOON - timedelta(hours=1) + timedelta(minutes=version)).isoformat(),
        "pubstatus": "usable",
        "language": "en",
        "headline": f"Rain falls, version {version}",
        "body_xhtml": BODY,
        **fields,
    }
    return json.dumps({name: value for name, value in document.items() if value is not None}).encode()


@dataclass(slots=True)
class Paper:
    home: HomePage
    europe: SectionPage
    reporter: User
    editor: User
    chief: User


@dataclass(slots=True)
class Agency:
    """An agency that drops files; `work` lets the clerk look until everything has settled."""

    source: Source
    watch: FolderWatch = field(default_factory=FolderWatch)
    now: datetime = NOON

    @property
    def folder(self) -> Path:
        return Path(self.source.folder)

    def drop(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    def work(self, *, seconds: float = 0.5) -> None:
        for _ in range(round(seconds / 0.25)):
            self.watch.look(self.now)
            self.now += timedelta(seconds=0.25)
        self.watch.look(self.now)

    def sends(self, data: bytes, *, name: str = "item.json") -> WireItem:
        """Drop a file, let the clerk take it, give the newest item."""
        self.drop(name, data)
        self.work()
        return WireItem.objects.order_by("-moved_at", "-pk")[0]


def story_of(item: WireItem) -> StoryPage:
    """The one story made from an item, fresh."""
    story: StoryPage = StoryPage.objects.get(wire_uses__item=item)
    return story
