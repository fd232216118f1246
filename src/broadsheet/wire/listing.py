"""Reads of the list: a page of it, what changed since, what is pinned above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Max, Prefetch

from broadsheet.wire.asking import Asked
from broadsheet.wire.models import Alarm, Listed, Use, WireItem
from broadsheet.wire.places import LAST_PLACE, first_place, moment_of
from broadsheet.wire.rows import Row, row_of
from broadsheet.wire.walking import SECONDS, matching, walk

PAGE = 50
FURTHER_SECONDS = 0.5  # for somebody who asked to look further back and expects to wait
PINNED_FOR = timedelta(hours=1)
MOST_PINNED = 12
MOST_CHANGES = 200
# Transactions may commit after others that began later: what changed so shortly before is told again.
_MARK = re.compile(r"\d{1,18}", re.ASCII)
_OVERLAP = timedelta(seconds=10)
_OVERLAP_STEPS = first_place(moment_of(0) + _OVERLAP)
# What a story is called depends on who asks, and on how it stands (stories.visibility).
_STORY_FIELDS = tuple(
    f"story__{name}"
    for name in (
        "title", "draft_title", "draft_headline", "live", "withdrawn_at", "first_published_at",
        "latest_revision_created_at", "owner_id", "path",
    )
)  # fmt: skip
_NAME_FIELDS = ("made_by__username", "made_by__first_name", "made_by__last_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """`older` is where the next page begins; `looked_to` is told where the time ran out before the page was full."""

    rows: tuple[Row, ...]
    older: int | None = None
    looked_to: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A flash above the list, with its alarm where one is open; or a line of the alert list."""

    row: Row
    alarm: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """`rows` came or changed and belong under the filter, `gone` changed and no longer do. Too many: load anew."""

    mark: str
    rows: tuple[Row, ...] = ()
    gone: tuple[int, ...] = ()
    is_too_many: bool = False


def list_page(
    asked: Asked, *, now: datetime, zone: tzinfo, before: int = LAST_PLACE, is_further: bool = False, most: int = PAGE
) -> ListPage:
    """One page under a filter, from `before` on."""
    floor, ceiling = span_of(asked, now=now, zone=zone)
    seconds = FURTHER_SECONDS if is_further else SECONDS
    walked = walk(asked, most=most + 1, before=min(before, ceiling), floor=floor, seconds=seconds)
    rows = rows_of(walked.items[:most], now=now, zone=zone)
    older = walked.places[most - 1] if len(walked.items) > most else walked.looked_to
    return ListPage(rows=rows, older=older, looked_to=moment_of(walked.looked_to) if walked.looked_to else None)


def span_of(asked: Asked, *, now: datetime, zone: tzinfo) -> tuple[int, int]:
    """The lowest place under a filter's span of time, and the first one above it."""
    floor = first_place(now - asked.span.length) if asked.span else 0
    if asked.day_from:
        floor = max(floor, first_place(_midnight(asked.day_from, zone=zone)))
    ceiling = LAST_PLACE
    if asked.day_to:
        ceiling = first_place(_midnight(asked.day_to, zone=zone, days=1))
    return floor, ceiling


def rows_of(keys: Sequence[int], *, now: datetime, zone: tzinfo) -> tuple[Row, ...]:
    """The lines of these items, newest first."""
    uses = Use.objects.filter(story__isnull=False).select_related("story", "made_by").order_by("pk")
    uses = uses.only("item", "taken", *_STORY_FIELDS, *_NAME_FIELDS)
    items = WireItem.objects.filter(pk__in=keys).select_related("source", "listed").order_by("-listed__place")
    items = items.prefetch_related(Prefetch("uses", queryset=uses, to_attr="shown_uses"))
    return tuple(row_of(item, uses=item.shown_uses, now=now, local_now=now.astimezone(zone)) for item in items)


def current_mark() -> str:
    """
    A text that changes whenever anything that the list shows does: the end of an index.

    The count catches what was committed late, below a mark that was told already.
    """
    newest = Listed.objects.aggregate(newest=Max("changed"))["newest"]
    if newest is None:
        return "0-0"
    lately = Listed.objects.filter(changed__gt=newest - _OVERLAP_STEPS).count()
    return f"{newest}-{lately}"


def changes_since(mark: str, *, asked: Asked, now: datetime, zone: tzinfo) -> Changes:
    """What came or changed since a mark, under a filter."""
    newest, seen = current_mark(), mark.partition("-")[0]
    since = max(int(seen) - _OVERLAP_STEPS, 0) if _MARK.fullmatch(seen) else 0
    changed = list(
        Listed.objects.filter(changed__gt=since)
        .order_by("-changed")
        .values_list("item_id", flat=True)[: MOST_CHANGES + 1]
    )
    if len(changed) > MOST_CHANGES:
        return Changes(mark=newest, is_too_many=True)
    floor, ceiling = span_of(asked, now=now, zone=zone)
    standing = matching(asked, items=changed, floor=floor, before=ceiling)
    gone = tuple(key for key in changed if key not in standing)
    return Changes(mark=newest, rows=rows_of(sorted(standing), now=now, zone=zone), gone=gone)


def pinned_flashes(*, now: datetime, zone: tzinfo) -> tuple[list[Pinned], list[Pinned]]:
    """Flashes of the last hour that nobody acknowledged yet, and its bulletins; none that was killed or held since."""
    alerts = Listed.objects.filter(alert__gte=Listed.Alert.BULLETIN, place__gte=first_place(now - PINNED_FOR))
    keys = list(alerts.order_by("-place").values_list("item_id", flat=True)[:MOST_PINNED])
    alarms = Alarm.objects.filter(kind=Alarm.Kind.FLASH, item__in=keys).order_by("pk")
    told = {alarm.item_id: alarm for alarm in alarms}
    flashes, bulletins = [], []
    for row in rows_of(keys, now=now, zone=zone) if keys else ():
        alarm = told.get(row.key)
        if row.is_off:
            continue
        if row.alert != "Flash":
            bulletins.append(Pinned(row=row))
        elif alarm is None or alarm.acknowledged_at is None:
            flashes.append(Pinned(row=row, alarm=alarm.pk if alarm else None))
    return flashes, bulletins


def _midnight(day: str, *, zone: tzinfo, days: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day) + timedelta(days=days), time.min, tzinfo=zone)
