"""
From hits to folds: who counts, as whom, in which bucket (DESIGN section 6). No thread, no clock, no store.

Memory is bounded whatever arrives: `MOST_TALLIES` of at most 4.4 KB each (two HLL_4 sketches of 2 KB when full, some
hundred bytes for the many stories with few readers), 50,000 tokens read before, two generations of user agents.
"""

import hashlib
import socket
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from datasketches import hll_sketch, tgt_hll_type

from broadsheet.contracts.audience import Flush, Fold, Hit, Source
from broadsheet.joining.tokens import TokenError, read_token
from broadsheet.popular.agents import AgentJudge, Verdict
from broadsheet.popular.buckets import BUCKET_SECONDS, DAY_SECONDS, LG_K
from broadsheet.popular.salts import Salts

READERS_A_PREFIX = 16
MOST_TALLIES = 20_000  # open and held together; 88 MB if every one of them were full
MOST_TOKENS = 50_000
POPULAR = "popular"  # the list that must not feed itself
# What a beacon names, beside the sources' own names: the lists that stand on pages (look.lists).
SOURCES = {
    **{str(source): source for source in Source},
    **dict.fromkeys((POPULAR, "latest", "related", "since", "inbody", "earlier", "later"), Source.LIST),
    "breaking": Source.FRONT,
}
_MAPPED = b"\0" * 10 + b"\xff\xff"


class Dropped(StrEnum):
    """Why a hit was not counted."""

    ORIGIN_MISSING = "origin_missing"
    ORIGIN_FOREIGN = "origin_foreign"
    TOKEN_BAD = "token_bad"  # noqa: S105  a reason, no password
    AGENT_BOT = "agent_bot"
    AGENT_UNJUDGED = "agent_unjudged"
    ADDRESS_UNREADABLE = "address_unreadable"
    BUFFER_FULL = "buffer_full"
    TALLIES_FULL = "tallies_full"


@dataclass(slots=True)
class _Tally:
    everyone: hll_sketch = field(default_factory=lambda: hll_sketch(LG_K, tgt_hll_type.HLL_4))
    unled: hll_sketch = field(default_factory=lambda: hll_sketch(LG_K, tgt_hll_type.HLL_4))
    unhashed_views: int = 0
    sources: dict[Source, float] = field(default_factory=dict)
    counted: float = 0.0  # of `everyone`, as far as `sources` know
    came_from: str = ""  # of those since

    def add(self, key: int, came_from: str) -> None:
        if came_from != self.came_from:
            self.settle_sources()
            self.came_from = came_from
        self.everyone.update(key)
        if came_from != POPULAR:
            self.unled.update(key)

    def settle_sources(self) -> None:
        """What the sketch grew by came from that one place; not at each reader: an estimate costs as much (.4 us)."""
        estimate = self.everyone.get_estimate()
        if estimate > self.counted:
            source = SOURCES.get(self.came_from, Source.PAGE)
            self.sources[source] = self.sources.get(source, 0.0) + estimate - self.counted
            self.counted = estimate


class HitFolder:
    """Folds the hits of one worker. Not for several threads at once."""

    def __init__(
        self, *, worker: str, salts: Salts, token_key: bytes, origins: frozenset[str], judge: AgentJudge | None = None
    ) -> None:
        self._worker = worker
        self._salts = salts
        self._token_key = token_key
        self._origins = origins
        self._judge = judge or AgentJudge()
        self._tokens: dict[str, int] = {}
        self._tallies: dict[tuple[int, int], _Tally] = {}  # (bucket, story)
        self._changed: set[tuple[int, int]] = set()
        self._dropped: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._dropped_changed: set[int] = set()
        self.dropped_in_all: Counter[str] = Counter()  # since the worker began
        self._day = -1
        self._bucket = 0
        self._reader_hash = self._prefix_hash = hashlib.blake2b()

    def fold(self, hits: Iterable[Hit]) -> None:
        """Count each hit, or drop it and count why."""
        for hit in hits:
            reason = self._fold_one(hit)
            if reason is not None:
                self.drop(reason, now=hit.now)

    def drop(self, reason: Dropped, *, now: float, hits: int = 1) -> None:
        """Count hits that were dropped before they came here."""
        bucket = self._bucket_of(now)
        self._dropped[bucket][reason] += hits
        self.dropped_in_all[reason] += hits
        self._dropped_changed.add(bucket)

    def flushes(self) -> tuple[Flush, ...]:
        """What changed since the last `settle`, a flush a bucket, oldest first."""
        buckets = sorted({bucket for bucket, _ in self._changed} | self._dropped_changed)
        return tuple(self._flush_of(bucket) for bucket in buckets)

    def settle(self, flush: Flush) -> None:
        """Take note that the store has this flush; a closed bucket is then forgotten here."""
        self._changed.difference_update((fold.bucket, fold.story_id) for fold in flush.folds)
        self._dropped_changed.discard(flush.bucket)
        if flush.bucket < self._bucket:
            for fold in flush.folds:
                self._tallies.pop((fold.bucket, fold.story_id), None)
            self._dropped.pop(flush.bucket, None)

    def turn(self, *, now: float) -> None:
        """Let time pass without a hit: closed buckets that the store has are forgotten, the day's key changes."""
        bucket = self._bucket_of(now)
        for key in [key for key in self._tallies if key[0] < bucket and key not in self._changed]:
            del self._tallies[key]
        for old in [old for old in self._dropped if old < bucket and old not in self._dropped_changed]:
            del self._dropped[old]

    def _fold_one(self, hit: Hit) -> Dropped | None:
        bucket = self._bucket_of(hit.now)
        if hit.origin not in self._origins:
            return Dropped.ORIGIN_FOREIGN if hit.origin else Dropped.ORIGIN_MISSING
        story_id = self._tokens.get(hit.token) or self._story_of(hit.token)
        if story_id is None:
            return Dropped.TOKEN_BAD
        verdict = self._judge.judge(hit.user_agent, now=hit.now)
        if verdict is not Verdict.READER:
            return Dropped.AGENT_BOT if verdict is Verdict.BOT else Dropped.AGENT_UNJUDGED
        if hit.do_not_count:
            return self._fold_unhashed(story_id, bucket)
        key = self._key_of(hit.address, hit.user_agent)
        return Dropped.ADDRESS_UNREADABLE if key is None else self._fold_reader(story_id, bucket, key, hit.came_from)

    def _fold_reader(self, story_id: int, bucket: int, key: int, came_from: str) -> Dropped | None:
        tally = self._tally(story_id, bucket)
        if tally is None:
            return Dropped.TALLIES_FULL
        tally.add(key, came_from)
        return None

    def _fold_unhashed(self, story_id: int, bucket: int) -> Dropped | None:
        tally = self._tally(story_id, bucket)
        if tally is None:
            return Dropped.TALLIES_FULL
        tally.unhashed_views += 1
        return None

    def _tally(self, story_id: int, bucket: int) -> _Tally | None:
        place = (bucket, story_id)
        tally = self._tallies.get(place)
        if tally is None:
            if len(self._tallies) >= MOST_TALLIES:
                return None
            tally = self._tallies[place] = _Tally()
        self._changed.add(place)
        return tally

    def _bucket_of(self, now: float) -> int:
        """The hit's bucket, or the newest one when the clock was set back: a closed bucket stays closed."""
        bucket = int(now) // BUCKET_SECONDS * BUCKET_SECONDS
        if bucket > self._bucket:
            self._bucket = bucket
            day = bucket // DAY_SECONDS
            if day != self._day:
                self._begin_day(day)
        return self._bucket

    def _begin_day(self, day: int) -> None:
        self._day = day
        self._tokens.clear()  # a token is good for its day and the next
        salt = self._salts.salt_of(day)
        self._reader_hash = hashlib.blake2b(digest_size=1, key=salt, person=b"reader")
        self._prefix_hash = hashlib.blake2b(digest_size=8, key=salt, person=b"prefix")

    def _story_of(self, token: str) -> int | None:
        today = datetime.fromtimestamp(self._day * DAY_SECONDS, tz=UTC).date()
        try:
            story_id = read_token(token, today=today, key=self._token_key)
        except TokenError:
            return None
        if len(self._tokens) < MOST_TOKENS:
            self._tokens[token] = story_id
        return story_id

    def _key_of(self, address: str, user_agent: str) -> int | None:
        """The number under which a reader is counted: one of sixteen for each network, or None if it has none."""
        prefix = prefix_of(address)
        if prefix is None:
            return None
        reader = self._reader_hash.copy()
        reader.update(f"{address}\n{user_agent}".encode("utf-8", "replace"))
        key = self._prefix_hash.copy()
        key.update(prefix + bytes((reader.digest()[0] % READERS_A_PREFIX,)))
        return int.from_bytes(key.digest()[:8]) >> 1

    def _flush_of(self, bucket: int) -> Flush:
        stories = sorted(story_id for changed, story_id in self._changed if changed == bucket)
        folds = tuple(self._fold_of(bucket, story_id) for story_id in stories)
        return Flush(worker=self._worker, folds=folds, bucket=bucket, dropped=dict(self._dropped.get(bucket, {})))

    def _fold_of(self, bucket: int, story_id: int) -> Fold:
        tally = self._tallies[bucket, story_id]
        tally.settle_sources()
        return Fold(
            story_id=story_id,
            bucket=bucket,
            worker=self._worker,
            all_readers=tally.everyone.serialize_compact(),
            unled_readers=tally.unled.serialize_compact(),
            unhashed_views=tally.unhashed_views,
            sources=dict(tally.sources),
        )


def prefix_of(address: str) -> bytes | None:
    """The network that counts as one: IPv4 /24 (also when written as IPv6), IPv6 /56; None for what is no address."""
    try:
        if ":" not in address:
            return b"4" + socket.inet_pton(socket.AF_INET, address)[:3]
        packed = socket.inet_pton(socket.AF_INET6, address.partition("%")[0])
    except (OSError, ValueError):
        return None
    return b"4" + packed[12:15] if packed.startswith(_MAPPED) else b"6" + packed[:7]
