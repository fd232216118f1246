"""The counter that an edge worker holds: never blocks, keeps its folds while the store is away."""

import os

import pytest

from broadsheet.popular.counting import MOST_WAITING, HitCounter
from broadsheet.popular.salts import OwnSalts, SharedSalts, inherited_salts, share_salts
from popular.hits import KEY, MORNING, ORIGIN, FixedSalts, MemoryStore, make_hit


class Clock:
    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> float:
        return self.now


def make_counter(store: MemoryStore, clock: Clock) -> HitCounter:
    return HitCounter(
        store=store, salts=FixedSalts(), token_key=KEY, origins=frozenset({ORIGIN}), worker="one", clock=clock
    )


def take(counter: HitCounter, story_id: int = 7, *, now: float = MORNING) -> None:
    counter.take(make_hit(story_id, now=now))


def test_hits_reach_the_store_within_a_second() -> None:
    store, clock = MemoryStore(), Clock()
    counter = make_counter(store, clock)
    counter.work_once()
    take(counter)

    clock.now += 1
    counter.work_once()

    assert [key[0] for key in store.folds] == [7]


def test_folds_are_kept_while_the_store_is_away_and_written_when_it_is_back() -> None:
    store, clock = MemoryStore(is_away=True), Clock()
    counter = make_counter(store, clock)
    for _ in range(20):
        take(counter, now=clock.now)
        counter.work_once()
        clock.now += 60
    store.is_away = False

    clock.now += 10
    counter.work_once()

    assert sorted(bucket for _, bucket, _ in store.folds) == [MORNING + 300 * bucket for bucket in range(4)]


def test_a_full_buffer_drops_the_rest_and_says_how_many() -> None:
    store, clock = MemoryStore(), Clock()
    counter = make_counter(store, clock)

    for _ in range(MOST_WAITING + 3):
        take(counter)

    assert counter.dropped() == {"buffer_full": 3}
    counter.work_once()
    assert counter.dropped() == {"buffer_full": 3}
    assert store.dropped_since(0) == {"buffer_full": 3}


def test_stopping_flushes_what_is_held() -> None:
    store, clock = MemoryStore(), Clock()
    counter = make_counter(store, clock)
    counter.start()
    take(counter)

    counter.stop()

    assert [key[0] for key in store.folds] == [7]


def test_two_counters_never_share_a_workers_name() -> None:
    stores = [MemoryStore(), MemoryStore()]
    for store in stores:
        counter = HitCounter(store=store, salts=FixedSalts(), token_key=KEY, origins=frozenset({ORIGIN}), clock=Clock())
        take(counter)
        counter.work_once()

    assert len({key[2] for store in stores for key in store.folds}) == 2


def test_own_salts_are_fresh_every_day_and_forget_the_day_before() -> None:
    salts = OwnSalts()

    monday, tuesday, monday_again = salts.salt_of(1), salts.salt_of(2), salts.salt_of(1)

    assert len({monday, tuesday, monday_again}) == 3


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="anonymous memory files are Linux's")
def test_workers_share_a_salt_and_yesterdays_is_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_SALTS_FD", "")
    descriptor = share_salts()
    assert descriptor is not None
    one, two = inherited_salts(), inherited_salts()

    today = one.salt_of(20_000)

    assert two.salt_of(20_000) == today
    tomorrow = two.salt_of(20_001)
    assert one.salt_of(20_001) == tomorrow != today
    assert today not in os.pread(descriptor, 1000, 0)
    assert SharedSalts(descriptor).salt_of(20_000) == tomorrow
    os.close(descriptor)


def test_without_a_parents_sheet_a_process_makes_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_SALTS_FD", "987654")

    assert isinstance(inherited_salts(), OwnSalts)
