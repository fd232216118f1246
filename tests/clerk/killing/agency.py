"""
What invented agencies send while clerks are killed, and what has to be there of it in the end.

Three ways in: a folder, two feeds that are polled, and a push source. Items come, are changed and are killed; some
name a picture, at an address or beside their file.
"""

import hashlib
import io
import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

FOLDER, PUSH, FEEDS = "made", "pushed", ("feed-a", "feed-b")
_WORDS = """
harbour council bridge ferry mayor budget school storm signal market river island orchard railway archive lantern vote
report minister village winter summer teacher nurse engine window garden letter question answer crowd evening morning
border treaty forest harvest court judge witness appeal road tunnel engineer pilot station
""".split()  # noqa: SIM905  fifty strings in quotes read worse
_START = datetime(2026, 3, 5, 12, tzinfo=UTC)


@dataclass(slots=True)
class Sent:
    """An item as far as it was sent; the picture's kind is "", "address" or "beside"."""

    number: int
    source: str
    text: tuple[str, ...]
    picture: str = ""
    version: int = 1
    is_killed: bool = False
    may_change: bool = True  # False while a push of it is not confirmed

    @property
    def guid(self) -> str:
        return f"urn:broadsheet:killing:{self.number}"

    @property
    def headline(self) -> str:
        return f"Boat {self.number} is in"

    @property
    def mark(self) -> str:
        """Words that stand in no other item and no other version."""
        return f"Boat{self.number} version{self.version} came."

    @property
    def body(self) -> str:
        return f"<p>{self.mark}</p><p>{' '.join(self.text)}</p>"


@dataclass(slots=True)
class Agency:
    """Sends, and remembers what it sent. `outside` is what the agencies' own server serves, at `address`."""

    chance: random.Random
    folder: Path
    outside: Path
    address: str
    items: list[Sent] = field(default_factory=list)
    unconfirmed: dict[str, bytes] = field(default_factory=dict)  # pushes by name, until they are answered
    feeds: dict[str, list[Sent]] = field(default_factory=lambda: {feed: [] for feed in FEEDS})
    served: dict[str, list[int]] = field(default_factory=dict)  # by the digest of a feed, the items in it
    _files: int = 0

    def __post_init__(self) -> None:
        for feed in FEEDS:
            self._serve(feed)

    def act(self) -> None:
        """Send something: mostly something new, else a change, a kill, or the same bytes again."""
        able = [item for item in self.items if not item.is_killed and item.may_change]
        what = self.chance.choices(("new", "change", "kill"), (6, 3, 2))[0]
        if what == "new" or not able:
            self._send(self._new())
            return
        item = self.chance.choice(able[-40:])
        item.version += 1
        item.is_killed = what == "kill" and item.source not in FEEDS
        self._send(item, times=self.chance.choice((1, 1, 2)))

    @property
    def revisions(self) -> int:
        """How many versions were sent; of what feeds change between two looks only the last one comes."""
        return sum(item.version for item in self.items if item.source not in FEEDS)

    def confirm(self, name: str) -> None:
        """A push was answered."""
        del self.unconfirmed[name]
        number = int(name.split("-", maxsplit=1)[0])
        item = self.items[number - 1]
        item.may_change = not any(other.startswith(f"{number}-") for other in self.unconfirmed)

    def digest_of(self, feed: str) -> str:
        """Of the feed as it is served now."""
        return hashlib.sha256((self.outside / feed).read_bytes()).hexdigest()

    def _new(self) -> Sent:
        number = len(self.items) + 1
        source = self.chance.choice((FOLDER, FOLDER, PUSH, *FEEDS))
        # A picture in a feed names nobody to credit, and without a credit no route publishes.
        kinds = ("",) if source in FEEDS else ("", "address", "beside" if source == FOLDER else "address")
        picture = self.chance.choice(kinds)
        item = Sent(number=number, source=source, text=tuple(self.chance.choices(_WORDS, k=60)), picture=picture)
        if picture:
            place = self.folder if picture == "beside" else self.outside
            (place / f"{number}.jpg").write_bytes(self._jpeg())
        self.items.append(item)
        if source in FEEDS:
            self.feeds[source].append(item)
        return item

    def _send(self, item: Sent, *, times: int = 1) -> None:
        if item.source in FEEDS:
            self._serve(item.source)
            return
        data = json.dumps(self._ninjs(item)).encode()
        if item.source == PUSH:
            self.unconfirmed[f"{item.number}-{item.version}"] = data
            item.may_change = False
            return
        for _ in range(times):
            self._files += 1
            draft = self.folder / f"{self._files}.json.tmp"
            draft.write_bytes(data)
            draft.rename(self.folder / f"{self._files}.json")

    def _serve(self, feed: str) -> None:
        items = self.feeds[feed][-30:]
        data = json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": feed,
                "items": [self._entry(item) for item in items],
            }
        ).encode()
        self.served[hashlib.sha256(data).hexdigest()] = [item.number for item in items]
        draft = self.outside / f"{feed}.tmp"
        draft.write_bytes(data)
        draft.rename(self.outside / feed)

    def _ninjs(self, item: Sent) -> dict[str, object]:
        said: dict[str, object] = {
            "uri": item.guid,
            "type": "text",
            "version": str(item.version),
            "versioncreated": _time_of(item),
            "pubstatus": "canceled" if item.is_killed else "usable",
            "headline": item.headline,
            "body_html": "" if item.is_killed else item.body,
        }
        if item.picture and not item.is_killed:
            href = f"{self.address}/{item.number}.jpg" if item.picture == "address" else f"{item.number}.jpg"
            rendition = {"href": href, "mimetype": "image/jpeg", "width": 400, "height": 300}
            said["associations"] = {
                "main": {
                    "type": "picture",
                    "uri": f"{item.guid}:picture",
                    "headline": f"Boat {item.number} at the quay",
                    "byline": "A harbour photographer",
                    "renditions": {"main": rendition},
                }
            }
        return said

    def _entry(self, item: Sent) -> dict[str, object]:
        said: dict[str, object] = {
            "id": item.guid,
            "title": item.headline,
            "content_html": item.body,
            "date_published": _START.isoformat(),
            "date_modified": _time_of(item),
        }
        return said

    def _jpeg(self) -> bytes:
        """A picture that no other one is like, byte for byte."""
        file = io.BytesIO()
        colours = [tuple(self.chance.randbytes(3)) for _ in range(4)]
        image = Image.new("RGB", (2, 2))
        image.putdata(colours)
        image.resize((400, 300)).save(file, format="JPEG")
        return file.getvalue()


def _time_of(item: Sent) -> str:
    return (_START + timedelta(minutes=item.version)).isoformat()
