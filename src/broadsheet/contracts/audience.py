"""What edges tell the clerk about readers: folded sketches, never a reader (DESIGN section 6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol


class Source(StrEnum):
    """Where a reader came from to a story."""

    FRONT = "front"  # home or a section's front
    LIST = "list"  # a list beside or in another story: Popular, Latest, Related, "Since then", "Read more"
    SEARCH = "search"  # the paper's own search
    PAGE = "page"  # another link of the paper
    ENGINE = "engine"  # a search engine
    SITE = "site"  # another site
    DIRECT = "direct"  # no page at all: typed, a bookmark, a mail, an app


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """
    What one worker saw of one story in one five-minute bucket, as serialized HyperLogLog sketches.

    `all_readers` counts every reader, `unled_readers` those that did not come from the Popular list itself;
    `unhashed_views` are views under Sec-GPC or DNT, of which no hash was made. `sources` says for how many of the
    sketch's readers each source was the first: estimates, together that of `all_readers`.
    """

    story_id: int
    bucket: int  # seconds since the epoch, a multiple of 300
    worker: str
    all_readers: bytes
    unled_readers: bytes
    unhashed_views: int = 0
    sources: Mapping[Source, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flush:
    """One second's news from one worker: its open folds, replaced whole, and what it dropped so far and why."""

    worker: str
    folds: tuple[Fold, ...]
    bucket: int
    dropped: Mapping[str, int] = field(default_factory=dict)  # reason -> hits in this bucket, replaced whole


class AudienceStore(Protocol):
    """Where folds meet. Rows are keyed (story, bucket, worker): writing one twice changes nothing."""

    def put(self, flush: Flush) -> None:
        """
        Replace this worker's rows of the flush's buckets.

        :raises AudienceStoreError: if the store is away; the caller keeps its folds and tries again
        """
        ...

    def folds_since(self, bucket: int) -> Iterable[Fold]:
        """Every fold of that bucket or a later one, ordered by bucket, story, worker."""
        ...

    def dropped_since(self, bucket: int) -> Mapping[str, int]:
        """Hits dropped in that bucket or a later one, by reason."""
        ...

    def newest_bucket(self) -> int | None:
        """The newest bucket with a row, or None."""
        ...

    def forget_before(self, bucket: int) -> None:
        """Delete all rows older than that bucket."""
        ...


class AudienceStoreError(Exception):
    """The audience store cannot be reached or written at the moment."""


class Hit(NamedTuple):
    """
    One beacon, as the edge heard it. A tuple: made on the thread that answers readers, it must cost nothing.

    `token` is a page token not yet read (joining.tokens), `came_from` the list's name or "", `address` the reader's
    own behind trusted proxies, `user_agent` and `origin` the headers or "", `do_not_count` whether Sec-GPC or DNT
    asked not to be counted, `now` seconds since the epoch.
    """

    token: str
    came_from: str
    address: str
    user_agent: str
    origin: str
    do_not_count: bool
    now: float


class HitTaker(Protocol):
    """
    Who counts what the edge hears at /hit. One taker per worker process.

    `take` runs on the thread that answers readers: it must return at once, never block on a store, never raise.
    What it is handed is a stranger's word: the edge bounds the sizes and finds the address, the taker judges.
    """

    def take(self, hit: Hit) -> None:
        """Count one hit, or drop it and count why."""
        ...

    def dropped(self) -> Mapping[str, int]:
        """How many hits were dropped since this taker began, by reason."""
        ...

    def start(self) -> None:
        """Begin what runs in the background (flushing); called once, in the worker process."""
        ...

    def stop(self) -> None:
        """Flush what is held and end; called once, when the worker ends."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PopularList:
    """A ranking with what is needed to explain it."""

    story_ids: tuple[int, ...]
    made_at: datetime
    window_hours: int
    half_life_hours: float
    counted_readers: int
    dropped: Mapping[str, int] = field(default_factory=dict)
