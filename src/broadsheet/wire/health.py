"""How sources are doing: read for the screens and commands, and watched for the alarm."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

import structlog
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_noop

from broadsheet.contracts.fetching import SourceKind
from broadsheet.wire import sentences
from broadsheet.wire.alarms import end_source_alarm, raise_source_alarm
from broadsheet.wire.models import Alarm, Revision, Source, SourceHour
from broadsheet.wire.quiet import Record, silence_of, usual
from broadsheet.wire.standing import SourceState, Standing, standing_of

log = structlog.get_logger(__name__)

SHOWN_HOURS = 24
_HOUR = timedelta(hours=1)
_LAG_OF = 50  # the newest revisions, of which the median is told


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """A source with all that its line shows. `usual` is what came in this hour of the week before, as a rule."""

    source: Source
    standing: Standing
    last_hour: int
    usual: float | None
    hours: tuple[int, ...]  # items in each of the last 24 hours, the running one last
    quarantined: int


def health_of_all(*, now: datetime, archived: bool = False) -> list[SourceHealth]:
    """Every source, those in trouble first, then by name; two queries however many there are."""
    unread = Count("deliveries", filter=~Q(deliveries__error=""))
    sources = (
        Source.objects.filter(archived_at__isnull=not archived).annotate(quarantined=unread).order_by("name", "pk")
    )
    counts = _counts()
    found = [_health(source, items=counts[source.pk], now=now) for source in sources]
    return sorted(found, key=lambda health: not health.standing.health.is_trouble)


def health_of(source: Source, *, now: datetime) -> SourceHealth:
    """One source."""
    source.quarantined = source.deliveries.exclude(error="").count()  # type: ignore[attr-defined]
    return _health(source, items=_counts(source)[source.pk], now=now)


def standings(*, now: datetime) -> list[tuple[Source, Standing]]:
    """How every source stands, those in trouble first, then by name: one query, what came in which hour unasked."""
    sources = Source.objects.filter(archived_at__isnull=True).order_by("name", "pk")
    found = [(source, standing_of(state_of(source), now=now)) for source in sources]
    return sorted(found, key=lambda line: not line[1].health.is_trouble)


def lag_of(source: Source) -> timedelta | None:
    """How long after the agency wrote them its newest revisions came, as a rule."""
    newest = Revision.objects.filter(item__source=source, version_created_at__isnull=False).order_by("-pk")
    moments = newest.values_list("received_at", "version_created_at")[:_LAG_OF]
    lags = [max(came - made, timedelta(0)) for came, made in moments if made is not None]
    return timedelta(seconds=median(lag.total_seconds() for lag in lags)) if lags else None


def state_of(source: Source) -> SourceState:
    return SourceState(
        kind=SourceKind(source.kind),
        enabled=source.enabled,
        is_archived=source.archived_at is not None,
        failures=source.failures,
        last_error=source.last_error,
        last_error_at=source.last_error_at,
        last_item_at=source.last_item_at,
        last_look_at=source.last_look_at,
        next_look_at=source.next_look_at,
        quiet_since=source.quiet_since,
        has_token=bool(source.token_digest),
    )


class QuietWatch:
    """Raises an alarm where a source has gone quiet, once, and ends it when items come again."""

    _LONGEST_GAP = timedelta(minutes=10)  # a clerk that was asleep for longer has not been listening

    def __init__(self) -> None:
        self._awake_since: datetime | None = None
        self._last_run: datetime | None = None

    def look(self, now: datetime) -> bool:
        if self._last_run is None or self._awake_since is None or now - self._last_run > self._LONGEST_GAP:
            self._awake_since = now
        self._last_run = now
        counts = _counts()
        for source in Source.objects.order_by("pk"):
            _watch(source, record=_record(source, items=counts[source.pk], awake_since=self._awake_since), now=now)
        return False


@transaction.atomic
def _watch(source: Source, *, record: Record, now: datetime) -> None:
    if source.quiet_since is not None:
        is_back = source.last_item_at is not None and source.last_item_at > source.quiet_since
        if is_back or not source.enabled:
            Source.objects.filter(pk=source.pk).update(quiet_since=None)
            end_source_alarm(source, kind=Alarm.Kind.QUIET, text=_end_words(is_back=is_back), now=now)
        return
    if not source.enabled:
        return
    quiet_after = timedelta(hours=source.quiet_after) if source.quiet_after else None
    silence = silence_of(record, now=now, quiet_after=quiet_after)
    if silence is None:
        return
    Source.objects.filter(pk=source.pk).update(quiet_since=now)
    log.warning("wire_source_quiet", source=source.slug, since=silence.since.isoformat(), expected=silence.expected)
    said = [sentences.NOTHING_SINCE % {"moment": f"{silence.since.astimezone(now.tzinfo):%d %b, %H:%M}"}]
    if silence.expected >= 1:
        said.append(sentences.USUALLY_COME % {"count": f"{silence.expected:.0f}"})
    text = " ".join(said)
    raise_source_alarm(source, kind=Alarm.Kind.QUIET, text=text, now=now)


def _end_words(*, is_back: bool) -> str:
    if is_back:
        return gettext_noop("It ended by itself: items come again.")
    return gettext_noop("It ended: the source was switched off.")


def _health(source: Source, *, items: dict[datetime, int], now: datetime) -> SourceHealth:
    this_hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    hours = tuple(items.get(this_hour - back * _HOUR, 0) for back in range(SHOWN_HOURS - 1, -1, -1))
    record = _record(source, items=items, awake_since=now)
    return SourceHealth(
        source=source,
        standing=standing_of(state_of(source), now=now),
        last_hour=hours[-1] + round(hours[-2] * (1 - (now - this_hour) / _HOUR)),
        usual=usual(record, start=now - _HOUR, end=now),
        hours=hours,
        quarantined=source.quarantined,  # type: ignore[attr-defined]
    )


def _record(source: Source, *, items: dict[datetime, int], awake_since: datetime) -> Record:
    return Record(
        items=items,
        known_since=source.created_at,
        watched_since=source.watched_since or source.created_at,
        awake_since=awake_since,
        last_item_at=source.last_item_at,
    )


def _counts(source: Source | None = None) -> defaultdict[int, dict[datetime, int]]:
    hours = SourceHour.objects.filter(items__gt=0)
    if source is not None:
        hours = hours.filter(source=source)
    counts: defaultdict[int, dict[datetime, int]] = defaultdict(dict)
    for pk, hour, items in hours.order_by("hour", "pk").values_list("source_id", "hour", "items"):
        counts[pk][hour] = items
    return counts
