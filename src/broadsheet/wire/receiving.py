"""Keeping what came: a delivery's bytes, an item's revisions, and which revision rules."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F

from broadsheet.contracts.news import NewsItem, Signal, Status
from broadsheet.wire.alarms import raise_alarm
from broadsheet.wire.facts import digest_of, facts_of, item_from
from broadsheet.wire.listed import keep_listed
from broadsheet.wire.models import Alarm, Delivery, Revision, Source, WireItem, WirePicture
from broadsheet.wire.pictures import PictureFinder
from broadsheet.wire.verdict import VerdictKind, embargo_words, verdict_of

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_LARGEST_VERSION = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a file: how many items it held, its error where none could be read, whether it came before."""

    items: int = 0
    error: str = ""
    is_repeat: bool = False


def find_delivery(source: Source, *, data: bytes) -> Delivery | None:
    """The delivery of the same bytes by the same source, if there was one."""
    found = Delivery.objects.filter(source=source, digest=hashlib.sha256(data).hexdigest())
    return found.defer("packed").first()


def count_repeat(source: Source) -> Received:
    Source.objects.filter(pk=source.pk).update(repeats=F("repeats") + 1)
    return Received(is_repeat=True)


def keep_delivery(source: Source, *, data: bytes, name: str, error: str, now: datetime) -> Delivery:
    """Keep the bytes exactly; part of the caller's transaction."""
    changes = {"last_error": f"{name}: {error}", "last_error_at": now} if error else {"last_item_at": now}
    Source.objects.filter(pk=source.pk).update(**changes)
    return Delivery.objects.create(
        source=source,
        digest=hashlib.sha256(data).hexdigest(),
        name=name[:255],
        size=len(data),
        packed=zlib.compress(data),
        received_at=now,
        error=error,
    )


def keep_revision(
    delivery: Delivery, *, news: NewsItem, position: int, find_picture: PictureFinder, now: datetime
) -> WireItem | None:
    """
    Keep one revision and let the newest rule; give the item, or None where this was said before.

    Part of the caller's transaction.
    """
    item = _item_for(delivery.source, news=news, now=now)
    digest = digest_of(news)
    if item.revisions.filter(digest=digest).exists():
        WireItem.objects.filter(pk=item.pk).update(repeats=F("repeats") + 1)
        return None
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
    warnings = _keep_pictures(revision, news=news, find_picture=find_picture)
    _note_kill(item, news=news, now=now)
    _let_rule(item, revision=revision, news=news, warnings=warnings, now=now)
    return item


def _item_for(source: Source, *, news: NewsItem, now: datetime) -> WireItem:
    item, _ = WireItem.objects.select_for_update(of=("self",)).get_or_create(
        source=source,
        guid=news.guid,
        defaults={
            "kind": news.kind,
            "status": news.status,
            "verdict": VerdictKind.DESK_ONLY,
            "received_at": now,
            "moved_at": now,
        },
    )
    return item


def _note_kill(item: WireItem, *, news: NewsItem, now: datetime) -> None:
    """A kill in any revision is final, whatever its number and whenever it comes."""
    if item.killed_at is not None:
        return
    verdict = verdict_of(news, now=now)
    if verdict.kind is VerdictKind.KILLED:
        item.killed_at, item.kill_reasons, item.verdict = now, list(verdict.reasons), VerdictKind.KILLED


def _let_rule(item: WireItem, *, revision: Revision, news: NewsItem, warnings: tuple[str, ...], now: datetime) -> None:
    item.revision_count += 1
    item.moved_at = max(item.moved_at, now)
    before = item.current
    if before is None or _rank(revision, item.source) >= _rank(before, item.source):
        item.current = revision
        _show(item, news=news, warnings=warnings)
    item.save()
    keep_listed(item, now=now)
    if before is not None and item.current_id == revision.pk:
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
        raise_alarm(item, kind=Alarm.Kind.EMBARGO_LIFTED, text="The newest version carries no embargo", now=now)


def _keep_pictures(revision: Revision, *, news: NewsItem, find_picture: PictureFinder) -> tuple[str, ...]:
    warnings = []
    for position, picture in enumerate(news.pictures):
        found, warning = find_picture(picture)
        if found is not None:
            WirePicture.objects.create(revision=revision, position=position, picture=found)
        if warning:
            warnings.append(warning)
    return tuple(warnings)


def _fitting(version: int) -> int:
    """A version number as the database can hold it; agencies have sent timestamps in nanoseconds and worse."""
    return max(min(version, _LARGEST_VERSION), 0)
