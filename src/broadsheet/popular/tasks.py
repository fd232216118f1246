"""What the clerk does for Popular."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from time import thread_time

import structlog

from broadsheet.contracts.audience import AudienceStore, AudienceStoreError, PopularList
from broadsheet.contracts.steps import Step
from broadsheet.environment.places import audience_path
from broadsheet.popular.actions import keep_audience, keep_reading, store_rankings
from broadsheet.popular.audience import audience_of
from broadsheet.popular.buckets import BUCKET_SECONDS
from broadsheet.popular.queries import ALL, all_rankings, eligible_stories, places_of
from broadsheet.popular.ranking import WINDOWS, Span, rank
from broadsheet.popular.rising import readers_of
from broadsheet.popular.spans import SpanRanker
from broadsheet.popular.tallying import Growth, Tally
from broadsheet.stores.audience import SqliteAudienceStore

RANK_SECONDS = 1.0
LONGEST_REST = 5.0  # seconds between two looks, however long the last one took
BUSY_SHARE = 10  # a look that took long rests ten times as long: no kill waits behind a clerk that only counts
AUDIENCE_SECONDS = 5.0
LONGEST_WINDOW = timedelta(hours=WINDOWS[-1].hours)
LOOK_BACK = timedelta(minutes=10)  # the open bucket and the one before
LOOK_FAR_BACK = timedelta(hours=1)  # a worker that could not reach the store brings its folds late
FAR_EVERY = timedelta(minutes=1)
MADE_ANEW = timedelta(minutes=10)  # a list hides when it is 35 minutes old
HOURS_DROPPED = timedelta(hours=24)
READ_EVERY = timedelta(minutes=1)  # how old the home's figures may be
LOOKED_AT = timedelta(hours=25)  # the line of the last 24 hours begins at a half hour

log = structlog.get_logger(__name__)


class Ranker:
    """Keeps the tally between two runs; after a restart it is read again from the store, to the same growth."""

    def __init__(self, store: AudienceStore) -> None:
        self._store = store
        self._tally: Tally | None = None
        self._far_at: datetime | None = None
        self._eligible_at: datetime | None = None
        self._kept_at: datetime | None = None
        self._is_away = False
        self._rests_until: datetime | None = None
        self._spans = SpanRanker()

    def run(self, now: datetime) -> bool:
        """Read what is new, rank every list, and store those that changed or are ten minutes old."""
        if self._rests_until is not None and now < self._rests_until <= now + timedelta(seconds=LONGEST_REST):
            return False
        began = thread_time()
        self._look(now)
        rest = BUSY_SHARE * (thread_time() - began)
        self._rests_until = now + timedelta(seconds=min(rest, LONGEST_REST)) if rest > RANK_SECONDS else None
        return False

    def _look(self, now: datetime) -> None:
        try:
            is_new = self._read(now)
        except AudienceStoreError as error:
            if not self._is_away:
                log.warning("audience_store_away", error=str(error))
            self._is_away = True
            is_new = False
        else:
            self._is_away = False
        if self._tally is None:
            return  # a clerk that starts while the store is away leaves the lists as they are: they hide by themselves
        # Stories are withdrawn, kept out and grow older without a reader's doing.
        if is_new or self._eligible_at is None or now - self._eligible_at >= timedelta(seconds=30):
            self._eligible_at = now
            self._rank(self._tally.growth(), now=now)

    def tell_audience(self, now: datetime) -> bool:
        """Keep what the screen of readers shows; while the store is away nothing, so that it tells how old it is."""
        if self._tally is None or self._is_away:
            return False
        since = _bucket(now - LOOKED_AT)
        growth = self._tally.growth()
        read = {story_id for story_id, buckets in growth.items() if any(bucket >= since for bucket in buckets)}
        keep_audience(
            audience_of(
                growth,
                sources=self._tally.sources_since(_bucket(now - timedelta(hours=1))),
                places=places_of(read),
                dropped=self._dropped(now),
                now=now,
            )
        )
        return False

    def forget(self, now: datetime) -> bool:
        """Delete what no window reaches any more, from memory and store."""
        oldest = _bucket(now - LONGEST_WINDOW - timedelta(days=1))
        if self._tally is not None:
            self._tally.forget_before(oldest, now=now.timestamp())
        try:
            self._store.forget_before(oldest)
        except AudienceStoreError as error:
            log.warning("audience_store_away", error=str(error))
        return False

    def _read(self, now: datetime) -> bool:
        if self._tally is None:
            tally = Tally()
            tally.feed(self._store.folds_since(_bucket(now - LONGEST_WINDOW)), now=now.timestamp())
            self._tally, self._far_at = tally, now
            return True
        looks_far = self._far_at is None or now - self._far_at >= FAR_EVERY
        if looks_far:
            self._far_at = now
        since = _bucket(now - (LOOK_FAR_BACK if looks_far else LOOK_BACK))
        return self._tally.feed(self._store.folds_since(since), now=now.timestamp())

    def _rank(self, growth: Mapping[int, Mapping[int, Growth]], *, now: datetime) -> None:
        standing = all_rankings()
        lists = eligible_stories(growth)
        dropped = self._dropped(now)
        fresh = {
            name: rank(
                {story_id: growth[story_id] for story_id in eligible},
                eligible=eligible,
                now=now,
                before=standing.get(name),
                dropped=dropped if name == ALL else None,
            )
            for name, eligible in lists.items()
        }
        # Of readers that cannot be read nothing new is said: those lists grow old and hide.
        if not self._is_away:
            fresh |= self._spans.rank_due(growth, eligible=lists[ALL], standing=standing, now=now)
        changed = {name: made for name, made in fresh.items() if _is_news(made, before=standing.get(name))}
        gone = frozenset(standing) - frozenset(lists) - frozenset(Span)
        if changed or gone:
            store_rankings(changed, gone=gone, now=now)
        self._keep_reading(fresh[ALL], growth=growth, now=now)

    def _keep_reading(self, made: PopularList, *, growth: Mapping[int, Mapping[int, Growth]], now: datetime) -> None:
        """The newsroom's figures; none while the store is away, so that old ones never pass for new."""
        if self._is_away or (self._kept_at is not None and now - self._kept_at < READ_EVERY):
            return
        self._kept_at = now
        lines = readers_of(growth, story_ids=made.story_ids, window_hours=made.window_hours, now=now)
        keep_reading(lines, window_hours=made.window_hours, now=now)

    def _dropped(self, now: datetime) -> dict[str, int]:
        try:
            return dict(self._store.dropped_since(_bucket(now - HOURS_DROPPED)))
        except AudienceStoreError:
            return {}


def _is_news(made: PopularList, *, before: PopularList | None) -> bool:
    if before is None or made.made_at - before.made_at >= MADE_ANEW:
        return True
    return (made.story_ids, made.window_hours) != (before.story_ids, before.window_hours)


def _bucket(when: datetime) -> int:
    return int(when.timestamp()) // BUCKET_SECONDS * BUCKET_SECONDS


_ranker = Ranker(SqliteAudienceStore(audience_path()))

STEPS: tuple[Step, ...] = (
    Step(name="popular.rank", run=_ranker.run, every=RANK_SECONDS),
    Step(name="popular.audience", run=_ranker.tell_audience, every=AUDIENCE_SECONDS),
    Step(name="popular.forget", run=_ranker.forget, every=3600),
)
