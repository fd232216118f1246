"""What the clerk does for Popular."""

from datetime import datetime, timedelta

import structlog

from broadsheet.contracts.audience import AudienceStore, AudienceStoreError, PopularList
from broadsheet.contracts.steps import Step
from broadsheet.environment.places import audience_path
from broadsheet.popular.actions import store_rankings
from broadsheet.popular.queries import all_rankings, eligible_stories
from broadsheet.popular.ranking import WINDOWS, rank
from broadsheet.popular.tallying import BUCKET_SECONDS, Tally
from broadsheet.stores.audience import SqliteAudienceStore

RANK_SECONDS = 2.0
LONGEST_WINDOW = timedelta(hours=WINDOWS[-1].hours)
LOOK_BACK = timedelta(minutes=10)  # the open bucket and the one before
LOOK_FAR_BACK = timedelta(hours=1)  # a worker that could not reach the store brings its folds late
FAR_EVERY = timedelta(minutes=1)
MADE_ANEW = timedelta(minutes=10)  # a list hides when it is 35 minutes old
HOURS_DROPPED = timedelta(hours=24)

log = structlog.get_logger(__name__)


class Ranker:
    """Keeps the tally between two runs; after a restart it is read again from the store, to the same growth."""

    def __init__(self, store: AudienceStore) -> None:
        self._store = store
        self._tally: Tally | None = None
        self._far_at: datetime | None = None
        self._eligible_at: datetime | None = None
        self._is_away = False

    def run(self, now: datetime) -> bool:
        """Read what is new, rank every list, and store those that changed or are ten minutes old."""
        try:
            is_new = self._read(now)
        except AudienceStoreError as error:
            if not self._is_away:
                log.warning("audience_store_away", error=str(error))
            self._is_away = True
            is_new = False
        else:
            self._is_away = False
        # Stories are withdrawn, kept out and grow older without a reader's doing.
        if is_new or self._eligible_at is None or now - self._eligible_at >= timedelta(seconds=30):
            self._eligible_at = now
            self._rank(now)
        return False

    def forget(self, now: datetime) -> bool:
        """Delete what no window reaches any more, from memory and store."""
        oldest = _bucket(now - LONGEST_WINDOW - timedelta(days=1))
        if self._tally is not None:
            self._tally.forget_before(oldest, open_days_from=_bucket(now - LOOK_FAR_BACK - LOOK_BACK))
        try:
            self._store.forget_before(oldest)
        except AudienceStoreError as error:
            log.warning("audience_store_away", error=str(error))
        return False

    def _read(self, now: datetime) -> bool:
        if self._tally is None:
            tally = Tally()
            tally.feed(self._store.folds_since(_bucket(now - LONGEST_WINDOW)))
            self._tally, self._far_at = tally, now
            return True
        looks_far = self._far_at is None or now - self._far_at >= FAR_EVERY
        if looks_far:
            self._far_at = now
        return self._tally.feed(self._store.folds_since(_bucket(now - (LOOK_FAR_BACK if looks_far else LOOK_BACK))))

    def _rank(self, now: datetime) -> None:
        growth = self._tally.growth() if self._tally is not None else {}
        standing = all_rankings()
        lists = eligible_stories(growth)
        dropped = self._dropped(now)
        fresh = {
            name: rank(
                {story_id: growth[story_id] for story_id in eligible},
                eligible=eligible,
                now=now,
                before=standing.get(name),
                dropped=dropped if name == "all" else None,
            )
            for name, eligible in lists.items()
        }
        changed = {name: made for name, made in fresh.items() if _is_news(made, before=standing.get(name))}
        gone = frozenset(standing) - frozenset(lists)
        if changed or gone:
            store_rankings(changed, gone=gone, now=now)

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
    Step(name="popular.forget", run=_ranker.forget, every=3600),
)
