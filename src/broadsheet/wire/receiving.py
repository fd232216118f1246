"""Keeping what came: a delivery's bytes, an item's revisions, and which revision rules."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F
from django.utils.translation import gettext_noop

from broadsheet.accounts.models import User
from broadsheet.contracts.news import ItemPicture, Kind, NewsItem, Signal, Status
from broadsheet.wire import sentences
from broadsheet.wire.alarms import raise_alarm
from broadsheet.wire.counting import count
from broadsheet.wire.duplicates import keep_fingerprint
from broadsheet.wire.embedded import find_embedded
from broadsheet.wire.facts import digest_of, facts_of, item_from
from broadsheet.wire.models import Alarm, Delivery, Revision, Source, WantedPicture, WireItem, WirePicture
from broadsheet.wire.parts import tie
from broadsheet.wire.pictures import PictureFinder, is_on_the_web
from broadsheet.wire.queries import killed_guids
from broadsheet.wire.verdict import VerdictKind, embargo_words, verdict_of

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_LARGEST_VERSION = 2**63 - 1
_LARGEST_SIZE = 2**31 - 1  # that PostgreSQL keeps there


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """
    What became of a file: how many items it held, its error where none could be read, whether it came before.

    `pictures` are those that its items name; a repeat is not read, so it says none.
    """

    items: int = 0
    error: str = ""
    is_repeat: bool = False
    pictures: tuple[ItemPicture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A file as it came, with what is known of it beside its bytes; of one too large `data` is the beginning."""

    data: bytes
    size: int
    name: str
    charset: str = ""
    address: str = ""


def was_delivered(source: Source, *, data: bytes) -> bool:
    """Whether the same source delivered the same bytes before."""
    return Delivery.objects.filter(source=source, digest=hashlib.sha256(data).hexdigest()).exists()


def count_repeat(source: Source, *, now: datetime) -> Received:
    Source.objects.filter(pk=source.pk).update(repeats=F("repeats") + 1)
    count(source, now=now, repeats=1)
    return Received(is_repeat=True)


def note_coming(source: Source, *, came: Came, new: int, error: str, now: datetime) -> None:
    """Tell on its source what a delivery was; part of the caller's transaction."""
    count(source, now=now, items=new, unread=int(bool(error)))
    if error:
        Source.objects.filter(pk=source.pk).update(last_error=f"{came.name}: {error}", last_error_at=now)
    elif new:
        Source.objects.filter(pk=source.pk).update(last_item_at=now)


def keep_delivery(source: Source, *, came: Came, error: str, now: datetime) -> Delivery:
    """Keep the bytes exactly; part of the caller's transaction."""
    return Delivery.objects.create(
        source=source,
        digest=hashlib.sha256(came.data).hexdigest(),
        name=came.name[:255],
        charset=came.charset[:60],
        address=came.address[:2000],
        size=min(came.size, _LARGEST_SIZE),
        packed=zlib.compress(came.data),
        received_at=now,
        error=error,
    )


def kill_item(item: WireItem, *, reasons: tuple[str, ...], now: datetime, by: User | None = None) -> None:
    """Mark an item as killed, for good; the first kill stands. The caller, whose transaction it is, then settles it."""
    if item.killed_at is None:
        item.killed_at, item.kill_reasons, item.killed_by = now, list(reasons), by
        item.verdict, item.verdict_reasons, item.settle_at = VerdictKind.KILLED, list(reasons), None
        item.save(update_fields=["killed_at", "kill_reasons", "killed_by", "verdict", "verdict_reasons", "settle_at"])


def keep_revision(
    delivery: Delivery, *, news: NewsItem, position: int, find_picture: PictureFinder, now: datetime
) -> WireItem | None:
    """
    Keep one revision and let the newest rule; give the item, or None where this was said before.

    Part of the caller's transaction. The caller settles and lists the item then.
    """
    item = item_for(delivery.source, guid=news.guid, now=now)
    digest = digest_of(news)
    if (known := item.revisions.filter(digest=digest).first()) is not None:
        return _say_again(item, revision=known, news=news, now=now)
    revision = Revision.objects.create(
        item=item,
        delivery=delivery,
        position=position,
        version=_fitting(news.version),
        version_created_at=news.version_created_at,
        received_at=now,
        digest=digest,
        facts=facts_of(news),
    )
    warnings = _keep_pictures(revision, source=delivery.source, news=news, find_picture=find_picture)
    _note_kill(item, news=news, now=now)
    _let_rule(item, revision=revision, news=news, warnings=warnings, now=now)
    return item


def _say_again(item: WireItem, *, revision: Revision, news: NewsItem, now: datetime) -> WireItem | None:
    """
    Count what was said before; where it was taken back since, by a revision of the same rank, it rules again.

    Feeds number nothing: an entry changed from A to B and back to A says A. Where its copy was forgotten, it came anew.
    """
    item.repeats += 1
    item.save(update_fields=["repeats"])
    ruling = item.current
    if ruling is None or ruling.pk == revision.pk or _rank(revision, item.source) != _rank(ruling, item.source):
        return None
    if revision.forgotten_at is not None:
        revision.facts, revision.forgotten_at, revision.received_at = facts_of(news), None, now
        revision.save(update_fields=["facts", "forgotten_at", "received_at"])
    _take_up(item, revision=revision, news=news, warnings=(), now=now)
    return item


def item_for(source: Source, *, guid: str, now: datetime) -> WireItem:
    """The item of that id, locked; made where nothing of it has come yet (a kill may come first)."""
    item, _ = (
        WireItem.objects.select_for_update(of=("self",))
        .select_related("current")
        .get_or_create(
            source=source,
            guid=guid,
            defaults={
                "kind": Kind.OTHER,
                "status": Status.USABLE,
                "verdict": VerdictKind.DESK_ONLY,
                "received_at": now,
                "moved_at": now,
            },
        )
    )
    item.source = source
    return item


def _note_kill(item: WireItem, *, news: NewsItem, now: datetime) -> None:
    """A kill in any revision is final, whatever its number and whenever it comes."""
    verdict = verdict_of(news, now=now)
    if verdict.kind is VerdictKind.KILLED:
        kill_item(item, reasons=verdict.reasons, now=now)


def _let_rule(item: WireItem, *, revision: Revision, news: NewsItem, warnings: tuple[str, ...], now: datetime) -> None:
    item.revision_count += 1
    item.moved_at = max(item.moved_at, now)
    before = item.current
    if before is None or _rank(revision, item.source) >= _rank(before, item.source):
        _take_up(item, revision=revision, news=news, warnings=warnings, now=now)
    else:
        item.save()


def _take_up(item: WireItem, *, revision: Revision, news: NewsItem, warnings: tuple[str, ...], now: datetime) -> None:
    before, item.current = item.current, revision
    _show(item, news=news, warnings=warnings)
    tie(item, news=news, now=now)
    keep_fingerprint(item, news=news)
    item.save()
    if before is not None:
        _tell_lifted_embargo(item, before=item_from(before.facts), news=news, now=now)


def _rank(revision: Revision, source: Source) -> tuple[object, ...]:
    """
    What makes a revision the newer one; equal ranks leave it to arrival.

    Legacy Reuters numbers do not grow: such sources are ordered by time first.
    """
    made_at = revision.version_created_at or _LONG_AGO
    if source.order_by == Source.OrderBy.TIME:
        return (made_at, revision.version)
    return (revision.version, made_at)


def _show(item: WireItem, *, news: NewsItem, warnings: tuple[str, ...]) -> None:
    """Take from the ruling revision what the list shows."""
    item.version = _fitting(news.version)
    item.headline = news.headline or (item.headline if news.status is Status.CANCELED else "")
    item.slug = news.slug[:255]
    item.urgency = news.urgency
    item.kind, item.status = news.kind, news.status
    item.language = news.language[:35]
    item.signals = sorted(news.signals)
    item.expires_at = news.expires_at
    item.has_pictures = bool(news.pictures)
    item.has_restrictions = bool(news.usage_terms.strip() or news.editors_note.strip() or news.refused_uses)
    item.is_test = Signal.TEST in news.signals
    item.warnings = [*news.warnings, *warnings]


def _tell_lifted_embargo(item: WireItem, *, before: NewsItem, news: NewsItem, now: datetime) -> None:
    held = verdict_of(before, now=now).kind in {VerdictKind.EMBARGOED, VerdictKind.EMBARGO_UNREADABLE}
    if held and not embargo_words(news):
        text = gettext_noop("The newest version carries no embargo")
        raise_alarm(item, kind=Alarm.Kind.EMBARGO_LIFTED, text=text, now=now)


def _keep_pictures(
    revision: Revision, *, source: Source, news: NewsItem, find_picture: PictureFinder
) -> tuple[str, ...]:
    warnings = []
    killed = killed_guids(source, guids=[picture.guid for picture in news.pictures])
    for position, picture in enumerate(news.pictures):
        if picture.guid in killed:
            warnings.append(sentences.PICTURE_KILLED_BY_AGENCY % {"picture": picture.guid})
            continue
        found, warning = find_embedded(picture) or find_picture(picture)
        if found is None and any(is_on_the_web(rendition.href) for rendition in picture.renditions):
            WantedPicture.objects.create(
                revision=revision, source=source, position=position, not_before=revision.received_at
            )
            continue
        if found is not None:
            WirePicture.objects.create(revision=revision, position=position, picture=found)
        if warning:
            warnings.append(warning)
    return tuple(warnings)


def _fitting(version: int) -> int:
    """A version number as the database can hold it; agencies have sent timestamps in nanoseconds and worse."""
    return max(min(version, _LARGEST_VERSION), 0)
