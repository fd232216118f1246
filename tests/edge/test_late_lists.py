"""A page of which only a list changed: given out as it was for a moment, never with what was taken back."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from broadsheet.contracts.pieces import (
    Card,
    Changes,
    ListSlot,
    Page,
    Piece,
    Role,
    Shape,
    StoryList,
    Withdrawn,
)
from broadsheet.edge.cache import LATE_AT_MOST
from broadsheet.edge.composing import Composer
from broadsheet.edge.pages import Pages

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
POPULAR = ListSlot(
    role=Role.POPULAR, list_name="popular", shape=Shape.LINE, limit=2, sources=("list/popular/all",), opening="<ol>"
)
PADDING = "<p>The tide came in.</p>" * 50


def card(story_id: int) -> Card:
    return Card(story_id=story_id, url="/s/", published_at=NOON, shapes={Shape.LINE: f"Story {story_id}"})


class Paper:
    """Pieces in memory, pages over them, and a clock that a test moves; readers take gzip and no encoding."""

    def __init__(self) -> None:
        self.pieces: dict[str, Piece] = {
            "page/a": Page(parts=(PADDING, POPULAR)),
            "list/popular/all": StoryList(story_ids=(1, 2, 3)),
            **{f"card/{story_id}": card(story_id) for story_id in (1, 2, 3)},
        }
        self.now = NOON.timestamp()
        self.while_reading: Callable[[], None] = lambda: None
        composer = Composer(read=self._read, token_key=b"k", repeats_allowed=False, security=[], clock=lambda: self.now)
        self.pages = Pages(composer=composer, limit_bytes=1_000_000, clock=lambda: self.now)

    def change(self, **pieces: Piece) -> None:
        self.pieces.update({name.replace("_", "/"): piece for name, piece in pieces.items()})
        self.pages.forget(Changes(number=1, names=frozenset(name.replace("_", "/") for name in pieces)))

    def seen(self) -> str | None:
        """What a reader gets from memory, at once."""
        answer = self.pages.hot("/a/", "identity")
        return None if answer is None else answer.body.decode().removeprefix(PADDING)

    async def warm(self) -> None:
        for encoding in ("identity", "gzip"):
            await self.pages.cold("/a/", encoding)

    async def renewed(self) -> None:
        """Until nothing is joined any more."""
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.gather(*others)

    def _read(self, name: str) -> Piece | None:
        self.while_reading()
        return self.pieces.get(name)


def on(paper: Paper, day: Callable[[Paper], Awaitable[None]]) -> None:
    async def run() -> None:
        await paper.warm()
        await day(paper)

    asyncio.run(run())
    paper.pages.stop()


BEFORE, AFTER = "<ol><li>Story 1</li><li>Story 2</li>", "<ol><li>Story 3</li><li>Story 1</li>"
CHANGED = StoryList(story_ids=(3, 1, 2))


def test_a_page_is_given_out_as_it_was_until_it_is_joined_anew() -> None:
    async def day(paper: Paper) -> None:
        paper.change(list_popular_all=CHANGED)

        first = paper.seen()
        await paper.renewed()

        assert (first, paper.seen()) == (BEFORE, AFTER)

    on(Paper(), day)


def test_every_encoding_of_it_is_there_again() -> None:
    async def day(paper: Paper) -> None:
        paper.change(list_popular_all=CHANGED)
        before = paper.pages.hot("/a/", "gzip")
        await paper.renewed()

        after = paper.pages.hot("/a/", "gzip")

        assert before is not None
        assert after is not None
        assert before.etag != after.etag

    on(Paper(), day)


def test_a_page_that_nobody_asked_for_is_not_given_out_as_it_was_later_on() -> None:
    async def day(paper: Paper) -> None:
        paper.change(list_popular_all=CHANGED)
        paper.now += LATE_AT_MOST

        assert paper.seen() is None

    on(Paper(), day)


def test_another_change_of_a_list_gives_no_more_time() -> None:
    async def day(paper: Paper) -> None:
        paper.change(list_popular_all=CHANGED)
        paper.now += LATE_AT_MOST / 2
        paper.change(list_popular_all=StoryList(story_ids=(2, 3)))
        paper.now += LATE_AT_MOST / 2

        assert paper.seen() is None

    on(Paper(), day)


@pytest.mark.parametrize("has_list_changed_before", [False, True])
def test_a_page_that_names_a_withdrawn_story_is_gone_at_once(has_list_changed_before: bool) -> None:
    async def day(paper: Paper) -> None:
        if has_list_changed_before:
            paper.change(list_popular_all=CHANGED)

        paper.change(withdrawn=Withdrawn(story_ids=frozenset({1})), list_popular_all=CHANGED)

        assert paper.seen() is None

    on(Paper(), day)


def test_a_page_joined_anew_while_a_story_was_withdrawn_is_not_kept() -> None:
    async def day(paper: Paper) -> None:
        def withdraw() -> None:
            paper.while_reading = lambda: None
            paper.change(withdrawn=Withdrawn(story_ids=frozenset({1})))

        paper.change(list_popular_all=CHANGED)
        paper.while_reading = withdraw
        paper.seen()
        await paper.renewed()

        assert paper.seen() is None

    on(Paper(), day)


def test_a_page_joined_anew_while_the_list_changed_again_is_joined_once_more() -> None:
    async def day(paper: Paper) -> None:
        def change() -> None:
            paper.while_reading = lambda: None
            paper.change(list_popular_all=CHANGED)

        paper.change(list_popular_all=StoryList(story_ids=(2, 3)))
        paper.while_reading = change
        paper.seen()
        await paper.renewed()
        between = paper.seen()
        await paper.renewed()

        assert (between, paper.seen()) == (BEFORE, AFTER)

    on(Paper(), day)


def test_a_change_in_ranks_that_no_page_shows_costs_no_compressing() -> None:
    async def day(paper: Paper) -> None:
        before = paper.pages.hot("/a/", "gzip")
        paper.change(list_popular_all=StoryList(story_ids=(1, 2)))
        paper.seen()
        await paper.renewed()

        assert paper.pages.cache.entry("/a/") is not None
        assert paper.pages.hot("/a/", "gzip") is before

    on(Paper(), day)
