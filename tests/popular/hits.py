"""What tests of Popular are made of: hits, folders, a store in memory."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache

from broadsheet.contracts.audience import AudienceStoreError, Flush, Fold, Hit
from broadsheet.joining.tokens import make_token
from broadsheet.popular.folding import HitFolder

KEY = b"k" * 32
ORIGIN = "https://paper.example"
TODAY = date(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC).timestamp()
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class FixedSalts:
    """Salts that a test can know: one a day, the same in every worker."""

    def salt_of(self, day: int) -> bytes:
        return b"salt of day %d" % day


@dataclass
class MemoryStore:
    """Keeps the AudienceStore Protocol in a dict; `is_away` makes it refuse."""

    is_away: bool = False
    folds: dict[tuple[int, int, str], Fold] = field(default_factory=dict)
    dropped: dict[tuple[int, str], dict[str, int]] = field(default_factory=dict)

    def put(self, flush: Flush) -> None:
        if self.is_away:
            raise AudienceStoreError("away")
        self.folds.update({(fold.story_id, fold.bucket, fold.worker): fold for fold in flush.folds})
        if flush.dropped:
            self.dropped[flush.bucket, flush.worker] = dict(flush.dropped)

    def folds_since(self, bucket: int) -> list[Fold]:
        if self.is_away:
            raise AudienceStoreError("away")
        folds = sorted(self.folds.values(), key=lambda fold: (fold.bucket, fold.story_id, fold.worker))
        return [fold for fold in folds if fold.bucket >= bucket]

    def dropped_since(self, bucket: int) -> dict[str, int]:
        totals: dict[str, int] = {}
        for (where, _), reasons in self.dropped.items():
            for reason, hits in reasons.items():
                totals[reason] = totals.get(reason, 0) + (hits if where >= bucket else 0)
        return totals

    def newest_bucket(self) -> int | None:
        return max((key[1] for key in self.folds), default=None)

    def forget_before(self, bucket: int) -> None:
        self.folds = {key: fold for key, fold in self.folds.items() if key[1] >= bucket}


def make_folder(worker: str = "one") -> HitFolder:
    return HitFolder(worker=worker, salts=FixedSalts(), token_key=KEY, origins=frozenset({ORIGIN}))


@lru_cache
def token_of(story_id: int, day: date) -> str:
    return make_token(story_id, day=day, key=KEY)


def make_hit(
    story_id: int = 7,
    *,
    address: str = "192.0.2.1",
    user_agent: str = FIREFOX,
    came_from: str = "",
    origin: str = ORIGIN,
    do_not_count: bool = False,
    now: float = MORNING,
    day: date = TODAY,
    token: str | None = None,
) -> Hit:
    return Hit(
        token=token_of(story_id, day) if token is None else token,
        came_from=came_from,
        address=address,
        user_agent=user_agent,
        origin=origin,
        do_not_count=do_not_count,
        now=now,
    )


def addresses(number: int) -> list[str]:
    """So many addresses, no two in one /24."""
    return [f"10.{place // 250}.{place % 250}.9" for place in range(number)]


def flushed(*folders: HitFolder) -> MemoryStore:
    """A store that holds all that these folders have."""
    store = MemoryStore()
    for folder in folders:
        for flush in folder.flushes():
            store.put(flush)
            folder.settle(flush)
    return store
