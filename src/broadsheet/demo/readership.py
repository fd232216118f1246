"""
Who read the edition before it was opened: lists, charts and figures begin as those of a paper that has readers.

The hits are made up, as the stories are; they are judged, folded and kept as those of real readers.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from broadsheet.contracts.audience import AudienceStore, Hit
from broadsheet.joining.tokens import make_token
from broadsheet.popular.buckets import BUCKET_SECONDS
from broadsheet.popular.folding import HitFolder
from broadsheet.popular.salts import OwnSalts
from broadsheet.stories.queries import live_stories

LOOK_BACK = timedelta(hours=20)
_HALF_LIFE = timedelta(hours=4)
_READERS_AT_FIRST = 2.5  # of a story in its first five minutes, of one that draws neither more nor less than others
_PULL = (-2.0, 2.2)  # a story draws between a quarter of that and four and a half times as many
_CAME_FROM = ("", "", "", "front", "front", "front", "latest", "related", "search", "popular")
_BROWSERS = tuple(
    f"Mozilla/5.0 ({system}; rv:144.0) Gecko/144.0 Firefox/144.0"
    for system in ("Android 15; Mobile", "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10.15")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStory:
    """A story, since when it can be read, and how many times as many read it as an ordinary one."""

    story_id: int
    published_at: datetime
    pull: float

    def readers(self, at: datetime) -> float:
        """How many begin to read it in the five minutes from that moment."""
        if at < self.published_at:
            return 0.0
        return float(_READERS_AT_FIRST * self.pull * 2 ** ((self.published_at - at) / _HALF_LIFE))


def bring_readers(store: AudienceStore, *, origin: str, token_key: bytes, now: datetime) -> None:
    """Fill a store that knows of no reader with those of the last hours; the same ones for the same stories."""
    if store.newest_bucket() is not None:
        return
    chance = random.Random(1833)  # noqa: S311  the same readers in every demo
    folder = HitFolder(worker="demo", salts=OwnSalts(), token_key=token_key, origins=frozenset({origin}))
    stories, moment = _stories(chance), now - LOOK_BACK
    while moment < now:
        folder.fold(_hits(stories, moment, origin=origin, token_key=token_key, chance=chance))
        for flush in folder.flushes():
            store.put(flush)
            folder.settle(flush)
        moment += timedelta(seconds=BUCKET_SECONDS)


def _stories(chance: random.Random) -> Sequence[ReadStory]:
    rows = live_stories().order_by("pk").values_list("pk", "first_published_at")
    return [
        ReadStory(story_id=story_id, published_at=published_at, pull=2 ** chance.uniform(*_PULL))
        for story_id, published_at in rows
        if published_at is not None
    ]


def _hits(
    stories: Sequence[ReadStory], moment: datetime, *, origin: str, token_key: bytes, chance: random.Random
) -> Iterator[Hit]:
    day = moment.astimezone(UTC).date()
    for story in stories:
        token = make_token(story.story_id, day=day, key=token_key)
        for _ in range(int(story.readers(moment) + chance.random())):
            yield Hit(
                token=token,
                came_from=chance.choice(_CAME_FROM),
                address=f"{chance.randint(20, 90)}.{chance.randrange(256)}.{chance.randrange(256)}.1",
                user_agent=chance.choice(_BROWSERS),
                origin=origin,
                do_not_count=False,
                now=moment.timestamp(),
            )
