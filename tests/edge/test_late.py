from collections.abc import Callable, Mapping
from threading import Event

import pytest

from broadsheet.contracts.audience import Hit
from broadsheet.edge.late import MOST_WAITING, LateTaker


class ListedTaker:
    """Keeps the HitTaker Protocol and lists the tokens."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.is_stopped = False

    def take(self, hit: Hit) -> None:
        self.tokens.append(hit.token)

    def dropped(self) -> Mapping[str, int]:
        return {"robot": 1}

    def start(self) -> None:
        return

    def stop(self) -> None:
        self.is_stopped = True


def take(taker: LateTaker, *tokens: str) -> None:
    for token in tokens:
        taker.take(Hit(token=token, came_from="", address="", user_agent="", origin="", do_not_count=False, now=0.0))


def made_when(ready: Event, listed: ListedTaker) -> Callable[[], ListedTaker]:
    def make() -> ListedTaker:
        assert ready.wait(10)
        return listed

    return make


def test_hits_that_come_before_the_taker_wait_for_it() -> None:
    ready, listed = Event(), ListedTaker()
    late = LateTaker(made_when(ready, listed))
    late.start()
    take(late, "1.a", "2.b")
    before = list(listed.tokens)

    ready.set()
    late.stop()
    take(late, "3.c")

    assert before == []
    assert listed.tokens == ["1.a", "2.b", "3.c"]
    assert listed.is_stopped
    assert late.dropped() == {"robot": 1}


def test_a_taker_that_cannot_be_made_drops_hits_and_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    def make() -> ListedTaker:
        raise OSError("no sketches here")

    late = LateTaker(make)
    take(late, "1.a")
    late.start()
    late.stop()

    take(late, "2.b")

    assert late.dropped() == {"not_counting": 2}
    assert "edge_cannot_count" in capfd.readouterr().err


def test_hits_do_not_wait_without_end() -> None:
    late = LateTaker(ListedTaker)

    take(late, *("1.a" for _ in range(MOST_WAITING + 5)))

    assert late.dropped() == {"not_counting": 5}
