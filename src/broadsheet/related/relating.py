"""
From orders to lists, a batch at a time: one commit of the index, then one transaction of the database.

Killed at any instruction, nothing is lost or doubled: orders are closed in the transaction that stores what was found,
and putting the same story into the index again changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import structlog
from django.db import InterfaceError, OperationalError

from broadsheet.related.actions import Outcome, Relations, order_everything, put_off, store_outcome
from broadsheet.related.engine import stories_like
from broadsheet.related.following import followed_by
from broadsheet.related.models import IndexOrder, Stage
from broadsheet.related.queries import indexed_story, is_filling, stories_to_index, waiting_orders
from broadsheet.related.ranking import choose, rewrites_of
from broadsheet.searching.index import (
    IndexDamagedError,
    StoryIndex,
    index_path,
    is_whole,
    make_index,
    mark_whole,
    open_index,
)
from broadsheet.searching.schema import OPENING_WORDS, IndexedStory

LOOKED_AT = 40  # like stories of which twelve are chosen; rewrites among them fall away

log = structlog.get_logger(__name__)

Found = TypeVar("Found")


class Relater:
    """Works off orders, and keeps the index open in between. One process only: the index takes one writer."""

    def __init__(self, *, folder: Path, language: str) -> None:
        self._folder = folder
        self._language = language
        self._index: StoryIndex | None = None

    def work_off(self, now: datetime) -> bool:
        """
        Work off the orders that go first, but for those of `relate_archive`, and say whether there were any.

        :raises IndexDamagedError: if the index can be opened and yet not be written, such as on a full disk
        :raises IndexBusyError: if another process writes the index
        """
        return self._work_off_some(waiting_orders(now), now=now)

    def relate_archive(self, now: datetime) -> bool:
        """
        Relate some stories of an archive that is in the index already, and say whether there were any.

        :raises IndexDamagedError: as `work_off` does
        :raises IndexBusyError: as `work_off` does
        """
        return self._work_off_some(waiting_orders(now, is_archive=True), now=now)

    def _work_off_some(self, orders: Sequence[IndexOrder], *, now: datetime) -> bool:
        if orders:
            try:
                self._work_off(orders, now=now)
            except IndexDamagedError as error:
                log.warning("related_index_reopened", reason=str(error))
                self._index = None
                self._work_off(orders, now=now)
            self._open_to_readers()
        return bool(orders)

    def check_index(self, now: datetime) -> bool:
        """Begin the index anew where it is missing, cannot be read, or is of another schema."""
        self._opened(now)
        self._open_to_readers()
        return False

    def close(self) -> None:
        """Give the index back."""
        index, self._index = self._index, None
        if index is not None:
            index.close()

    def _opened(self, now: datetime) -> StoryIndex:
        if self._index is not None and index_path(self._folder).is_dir():
            return self._index
        try:
            self._index = open_index(self._folder, language=self._language)
        except IndexDamagedError as error:
            # Orders first: killed in between, the next start finds the index missing again and not one that is empty.
            count = order_everything(now=now)
            log.info("related_index_begun_anew", reason=str(error), stories=count)
            self._index = make_index(self._folder, language=self._language)
        return self._index

    def _open_to_readers(self) -> None:
        """Once an index that was begun anew holds every story; half of it would tell readers that there are no more."""
        if not is_whole(self._folder) and not is_filling():
            mark_whole(self._folder)

    def _work_off(self, orders: Sequence[IndexOrder], *, now: datetime) -> None:
        index = self._opened(now)
        stage = Stage(orders[0].stage)
        pages = stories_to_index([order.story_id for order in orders])
        gone = [order for order in orders if order.story_id not in pages]
        live = [order for order in orders if order.story_id in pages]
        stories = _each(live, lambda story_id: indexed_story(pages[story_id], now=now), now=now)
        put = stories.values() if stage in {Stage.PUBLISHED, Stage.FILL} else ()
        if put or gone:
            index.change(put=put, remove=[order.story_id for order in gone])
        next_stage = _next_stage(stage)
        relations: Mapping[int, Relations] = {}
        if next_stage is None:
            indexed = [order for order in live if order.story_id in stories]
            relations = _each(indexed, lambda story_id: relate(index, stories[story_id]), now=now)
        done = relations if next_stage is None else stories
        store_outcome(
            Outcome(
                stage=stage,
                next_stage=next_stage,
                done=[order for order in live if order.story_id in done],
                gone=gone,
                relations=relations,
            ),
            now=now,
        )


def relate(index: StoryIndex, story: IndexedStory) -> Relations:
    """What stands with a story that is in the index, and what it carries on."""
    like = stories_like(index, story, limit=LOOKED_AT)
    opening = " ".join(story.text.split()[:OPENING_WORDS])
    rewrites = rewrites_of(like, opening=opening)
    return Relations(
        published_at=story.published_at,
        related=choose(like, opening=opening, published_at=story.published_at),
        followed=followed_by(like, rewrites=rewrites, published_at=story.published_at),
        rewrites=rewrites,
    )


def _next_stage(stage: Stage) -> Stage | None:
    """Where orders go from here; None where their stories are related now."""
    if stage is Stage.FILL:
        return Stage.RELATE
    return Stage.MISSED if stage is Stage.PUBLISHED and is_filling() else None


def _each(orders: Sequence[IndexOrder], work: Callable[[int], Found], *, now: datetime) -> Mapping[int, Found]:
    """What comes out for each order's story; an order whose work fails is put off, and stops no other."""
    found: dict[int, Found] = {}
    for order in orders:
        try:
            found[order.story_id] = work(order.story_id)
        except (OperationalError, InterfaceError):
            raise  # the database's trouble, not this order's
        except Exception as error:  # whatever one story's content breaks, the others go on
            log.exception("index_order_failed", story_id=order.story_id, attempts=order.attempts + 1)
            put_off(order, error=f"{type(error).__name__}: {error}", now=now)
    return found
