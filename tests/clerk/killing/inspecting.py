"""
What must hold of a site whose clerk was killed: at once, and when the next clerk has settled everything.

Reads the database, the folders and the piece store past the code under test. Each finding is a sentence.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from broadsheet.contracts.pieces import Page, Piece, StoryList, Withdrawn
from broadsheet.environment.places import pieces_folder
from broadsheet.media.models import Picture, PictureRendition
from broadsheet.press.models import PressOrder
from broadsheet.stores.pieces import FolderPieceStore
from broadsheet.stories.addresses import address_in
from broadsheet.stories.models import StoryPage
from broadsheet.wire.models import (
    Alarm,
    AlarmRules,
    Attempt,
    Delivery,
    KilledUse,
    KillReceipt,
    Listed,
    Outgoing,
    Revision,
    Source,
    SourceHour,
    Use,
    WantedPicture,
    WireItem,
    WirePicture,
)
from clerk.killing.agency import FEEDS, Agency, Sent

_LONG_PAUSE = timedelta(seconds=3)


@dataclass(slots=True)
class Edge:
    """Reads as readers' servers do: keeps what it read until the sequence names it."""

    store: FolderPieceStore
    _kept: dict[str, Piece | None] = field(default_factory=dict)
    _number: int = -1

    def read(self, name: str) -> Piece | None:
        if name not in self._kept:
            self._kept[name] = self.store.read(name)
        return self._kept[name]

    def look(self) -> None:
        changes = self.store.changes_since(self._number)
        self._number = changes.number
        for name in list(self._kept) if changes.everything else changes.names:
            self._kept.pop(name, None)


class Inspector:
    """Looks at one site."""

    def __init__(self) -> None:
        self.store = FolderPieceStore(pieces_folder())
        self.edge = Edge(self.store)

    def let_time_pass(self) -> None:
        """End the pauses that a kill leaves behind: a lease, a wait before the next try, the interval of a feed."""
        now = timezone.now()
        Outgoing.objects.filter(turn=0, due_at__gt=now).update(due_at=now)
        WantedPicture.objects.filter(not_before__gt=now + _LONG_PAUSE).update(not_before=now, attempts=0)
        Source.objects.filter(slug__in=FEEDS).update(next_look_at=None)

    def open_work(self, agency: Agency) -> list[str]:
        """What is under way or waits, by its kind."""
        feeds = {source.slug: source.cursor for source in Source.objects.filter(slug__in=FEEDS)}
        newest = {feed: agency.digest_of(feed) for feed in FEEDS}
        work = {
            "file in its folder": any(agency.folder.glob("*.json")),
            "push": bool(agency.unconfirmed),
            "feed": any(newest[feed] not in cursor for feed, cursor in feeds.items()),
            "item to settle": WireItem.objects.filter(settle_at__isnull=False).exists(),
            "picture": WantedPicture.objects.exists(),
            "file of a killed picture": PictureRendition.objects.filter(image__killed_at__isnull=False).exists(),
            "press order": PressOrder.objects.exists(),
            "sequence": (pieces_folder() / "coming").exists(),
            "receipt": KilledUse.objects.filter(was_live=True, clean_at=None, picture="").exists(),
            "alarm": self._untold().exists(),
        }
        return [kind for kind, is_open in work.items() if is_open]

    def at_once(self, agency: Agency) -> list[str]:
        """What is wrong right after a kill."""
        self.edge.look()
        return [
            *self._half_rows(),
            *self._doubles(),
            *self._cursors(agency),
            *self._pieces(),
        ]

    def settled(self, agency: Agency) -> list[str]:
        """What is wrong when nothing is open any more."""
        self.edge.look()
        return [
            *self.at_once(agency),
            *self._lists(),
            *self._items(agency.items),
            *self._counts(agency),
            *self._leftovers(agency),
        ]

    def tally(self) -> dict[str, int]:
        """How much there was, for the figures."""
        kept = set(Picture.objects.values_list("file", flat=True))
        media = Path(settings.MEDIA_ROOT)
        originals = {str(path.relative_to(media)) for path in (media / "original_images").glob("*")}
        named = set(PictureRendition.objects.values_list("file", flat=True))
        files = {str(path.relative_to(media)) for path in (media / "images").glob("*")}
        return {
            "items": WireItem.objects.count(),
            "revisions": Revision.objects.count(),
            "stories": StoryPage.objects.count(),
            "receipts": KillReceipt.objects.count(),
            "pictures": Picture.objects.count(),
            "alarms told": Attempt.objects.filter(was_taken=True).count(),
            "originals without a picture": len(originals - kept),
            "files that no picture names": len(files - named),
        }

    def _untold(self) -> QuerySet[Alarm]:
        kinds = AlarmRules.objects.get(pk=1).kinds
        told = Attempt.objects.filter(was_taken=True).values("alarm")
        return Alarm.objects.filter(kind__in=kinds).exclude(pk__in=told)

    def _half_rows(self) -> Iterator[str]:
        half = {
            "an item without a ruling revision": WireItem.objects.filter(current=None),
            "an item that no list shows": WireItem.objects.filter(listed=None),
            "a use without its story": Use.objects.filter(story=None),
            "a use that took nothing": Use.objects.filter(taken=None),
            "a story that no item made": StoryPage.objects.filter(wire_uses=None),
            "a story of a route that is not published": Use.objects.filter(
                story__live=False, story__withdrawn_at=None, published_by_route_at__isnull=False
            ),
            "a killed item without a receipt": WireItem.objects.filter(
                killed_at__isnull=False, kill_receipt=None, settle_at=None
            ),
            "a killed item whose story is there": Use.objects.filter(
                item__killed_at__isnull=False, story__withdrawn_at=None, item__settle_at=None
            ),
            "an unreadable delivery": Delivery.objects.exclude(error=""),
            "an item's list place without an item": Listed.objects.filter(item=None),
        }
        for words, rows in half.items():
            if rows.exists():
                yield f"{words}: {list(rows.values_list('pk', flat=True)[:5])}"
        media = Path(settings.MEDIA_ROOT)
        for picture in Picture.objects.filter(killed_at=None).only("file"):
            if not (media / picture.file.name).is_file():
                yield f"a picture without its file: {picture.pk}"

    def _doubles(self) -> Iterator[str]:
        doubled = {
            "stories of a headline": StoryPage.objects.values("title"),
            "items of a guid": WireItem.objects.values("guid"),
            "uses of an item": Use.objects.values("item"),
            "versions of an item": Revision.objects.values("item", "version", "version_created_at"),
            "pictures of a guid": Picture.objects.values("wire_guid", "file_hash"),
            "alarms": Alarm.objects.values("item", "kind", "revision", "story"),
            "messages that were taken": Attempt.objects.filter(was_taken=True).values("alarm", "turn"),
            "lines of receipts": KilledUse.objects.values("receipt__item", "story_id", "picture"),
        }
        for words, rows in doubled.items():
            twice = list(rows.order_by().annotate(times=Count("pk")).filter(times__gt=1)[:3])
            if twice:
                yield f"doubled {words}: {twice}"
        troubles = Alarm.objects.filter(kind=Alarm.Kind.TROUBLE)
        if troubles.exists():
            yield f"the clerk could not act: {list(troubles.values_list('text', flat=True)[:3])}"

    def _cursors(self, agency: Agency) -> Iterator[str]:
        """A cursor names the digest of a feed whose items are all there."""
        for source in Source.objects.filter(slug__in=FEEDS).exclude(cursor=""):
            digest = next((digest for digest in agency.served if digest in source.cursor), "")
            guids = {f"urn:broadsheet:killing:{number}" for number in agency.served.get(digest, [])}
            there = set(source.items.values_list("guid", flat=True))
            if not digest or guids - there:
                yield f"the cursor of {source.slug} is ahead of {sorted(guids - there)[:5]}"

    def _pieces(self) -> Iterator[str]:
        """Every piece is whole (reading one that is not raises), and no page stands without its story."""
        for name in ("page/", "page/world", "list/latest/all", "withdrawn", "shell/masthead"):
            self.store.read(name)
        stories = set(StoryPage.objects.values_list("pk", flat=True))
        for story in stories:
            for word in ("card", "entry"):
                self.store.read(f"{word}/{story}")
        for path in StoryPage.objects.values_list("url_path", flat=True):
            page = self.store.read(_piece_name(path))
            if isinstance(page, Page) and page.story_id is not None and page.story_id not in stories:
                yield f"a page without a story: {path}"

    def _lists(self) -> Iterator[str]:
        """A list may name a story before its card: joining passes it over until then (`joining.allocator`)."""
        latest = self.store.read("list/latest/all")
        for story in latest.story_ids if isinstance(latest, StoryList) else ():
            missing = [word for word in ("card", "entry") if self.store.read(f"{word}/{story}") is None]
            if missing and story not in self._withdrawn():
                yield f"a list names story {story}, which has no {' and no '.join(missing)}"

    def _withdrawn(self) -> frozenset[int]:
        piece = self.store.read("withdrawn")
        return piece.story_ids if isinstance(piece, Withdrawn) else frozenset()

    def _items(self, items: list[Sent]) -> Iterator[str]:
        rows = {
            item.guid: item for item in WireItem.objects.annotate(said=Count("revisions")).select_related("current")
        }
        uses = {use.item_id: use for use in Use.objects.select_related("story")}
        pictures = Counter(WirePicture.objects.values_list("revision", flat=True))
        receipts = set(KillReceipt.objects.values_list("item", flat=True))
        withdrawn = self._withdrawn()
        for sent in items:
            row = rows.pop(sent.guid, None)
            if row is None:
                yield f"lost: {sent}"
                continue
            may_miss = sent.source in FEEDS and 0 < row.said < sent.version
            if not (may_miss or row.said == sent.version) or (row.killed_at is not None) != sent.is_killed:
                yield f"{row.said} of {sent.version} versions of {sent.guid}, killed: {row.killed_at}"
            if (row.pk in receipts) != sent.is_killed:
                yield f"receipts of {sent.guid} (killed: {sent.is_killed})"
            if sent.picture and not sent.is_killed and pictures[row.current_id] != 1:
                yield f"{pictures[row.current_id]} pictures of {sent.guid}: {row.warnings}"
            yield from self._story_of(sent, row, uses.get(row.pk), withdrawn=withdrawn)
        if rows:
            yield f"nobody sent {sorted(rows)[:5]}"

    def _story_of(self, sent: Sent, row: WireItem, use: Use | None, *, withdrawn: frozenset[int]) -> Iterator[str]:
        story = use.story if use else None
        if story is None:
            if not sent.is_killed:
                yield f"no story of {sent.guid}: {row.route_note} {row.verdict_reasons}"
            return
        name = _piece_name(story.url_path)
        page = self.store.read(name)
        if self.edge.read(name) != page:
            yield f"readers' servers were not told that {name} changed"
        is_shown = isinstance(page, Page) and page.story_id == story.pk and page.status == 200
        if sent.is_killed:
            left = [word for word in ("card", "entry") if self.store.read(f"{word}/{story.pk}") is not None]
            if is_shown or left or story.pk not in withdrawn or story.live:
                yield f"{sent.guid} was killed and is shown: page {is_shown}, {left} left, live {story.live}"
            return
        if not is_shown or sent.mark not in _words_of(page):
            yield f"the page of {sent.guid} does not say “{sent.mark}”"
        if sent.picture and story.lead_picture_id is None:
            yield f"the story of {sent.guid} has no picture ({sent.picture}, from {sent.source})"

    def _counts(self, agency: Agency) -> Iterator[str]:
        counted = SourceHour.objects.aggregate(items=Sum("items"))["items"] or 0
        kept = Revision.objects.exclude(item__source__slug__in=FEEDS).count()
        if kept != agency.revisions:
            yield f"{agency.revisions} versions were sent, {kept} kept"
        if counted != Revision.objects.count():
            yield f"{counted} versions were counted, {Revision.objects.count()} kept"
        kills = Alarm.objects.filter(kind=Alarm.Kind.KILL).count()
        if kills != sum(item.is_killed for item in agency.items):
            yield f"{kills} alarms of kills"
        unclean = KilledUse.objects.filter(
            Q(withdrawn_at__gt=F("clean_at")) | Q(clean_at=None, was_live=True, picture="")
        )
        if unclean.exists():
            yield "a receipt that says nothing of when readers were clear of it"

    def _leftovers(self, agency: Agency) -> Iterator[str]:
        left = sorted(path.name for path in agency.folder.iterdir() if path.name not in {"done", "unread"})
        if left:
            yield f"left in the agency's folder: {left[:5]}"


def _piece_name(url_path: str) -> str:
    return f"page/{address_in(url_path).strip('/')}"


def _words_of(page: Piece | None) -> str:
    return "".join(part for part in page.parts if isinstance(part, str)) if isinstance(page, Page) else ""
