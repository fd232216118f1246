"""Pages in memory are answered before Granian schedules anything; all else goes its usual way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from granian import _futures

from broadsheet.contracts.pieces import Changes
from broadsheet.edge.answers import Answer
from broadsheet.edge.cache import Entry, PageCache
from broadsheet.edge.first import SCHEDULE, first

NOON = 1_000_000.0


@dataclass(frozen=True)
class Asked:
    """A request and its answer in Granian's hands; both only have to be handed on."""

    scope: Any = "the request"
    proto: Any = "its answer"


def scheduled_by(answer: Callable[[Any, Any], bool]) -> list[Asked]:
    """What of one request comes to Granian's own scheduling."""
    come: list[Asked] = []

    def usual(loop: Any, context: Any, callback: Any) -> Callable[[Any], None]:
        assert (loop, context, callback) == ("loop", "context", "callback")
        return come.append

    first(answer, usual)("loop", "context", "callback")(Asked())
    return come


def test_what_is_answered_is_not_scheduled() -> None:
    asked: list[tuple[Any, Any]] = []

    assert scheduled_by(lambda scope, proto: asked.append((scope, proto)) or True) == []
    assert asked == [("the request", "its answer")]


def test_what_is_not_answered_at_once_goes_the_usual_way() -> None:
    assert scheduled_by(lambda *_: False) == [Asked()]


def test_whatever_breaks_there_costs_nobody_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    def breaks(*_: object) -> bool:
        raise ValueError("half a header")

    assert scheduled_by(breaks) == [Asked()]
    assert "half a header" in capsys.readouterr().err


def test_granian_schedules_as_this_expects_it_to() -> None:
    # Where this fails, pages are answered as before, at two thirds of the rate: look for the new name.
    assert callable(getattr(_futures, SCHEDULE))


def page(*names: str) -> Entry:
    answer = Answer(status=200, headers=[], body=b"page", etag='"1"')
    return Entry(plain=answer, names=frozenset(names), valid_until=NOON + 60, answers={"gzip": answer})


@pytest.fixture
def cache() -> PageCache:
    cache = PageCache(limit_bytes=1_000_000)
    cache.put("/a/", page("page/a", "list/latest/all"))
    return cache


def test_a_page_that_holds_is_ready_in_the_encodings_that_were_asked_for(cache: PageCache) -> None:
    assert cache.ready("/a/", encoding="gzip", now=NOON) is not None
    assert cache.ready("/a/", encoding="br", now=NOON) is None
    assert cache.ready("/b/", encoding="gzip", now=NOON) is None
    assert cache.ready("/a/", encoding="gzip", now=NOON + 60) is None
    assert cache.entry("/a/") is not None  # looking changed nothing


def test_a_late_page_is_not_ready_since_somebody_has_to_renew_it(cache: PageCache) -> None:
    cache.forget(Changes(number=1, names=frozenset({"list/latest/all"})), now=NOON)

    assert cache.ready("/a/", encoding="gzip", now=NOON) is None
    assert cache.answer("/a/", encoding="gzip", now=NOON) is not None


def test_nothing_is_ready_while_pages_are_being_forgotten(cache: PageCache) -> None:
    cache.put("/b/", page("card/1"))
    seen: list[Answer | None] = []

    class Watched(frozenset[str]):
        """The names of a change, which look into the cache from the middle of forgetting."""

        def __iter__(self) -> Any:
            for name in super().__iter__():
                yield name
                seen.append(cache.ready("/a/", encoding="gzip", now=NOON))

    cache.forget(Changes(number=1, names=Watched({"card/1"})), now=NOON)

    assert seen == [None]
    assert cache.ready("/a/", encoding="gzip", now=NOON) is not None


def test_a_page_that_is_given_out_at_once_outlives_one_that_is_not() -> None:
    cache = PageCache(limit_bytes=3 * page("page/a").weight)
    for address in ("/1/", "/2/", "/3/"):
        cache.put(address, page("page/a"))
    cache.ready("/1/", encoding="gzip", now=NOON)

    cache.put("/4/", page("page/a"))

    assert [cache.entry(address) is not None for address in ("/1/", "/2/", "/3/", "/4/")] == [True, False, True, True]
