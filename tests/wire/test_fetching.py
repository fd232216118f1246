"""Sources over the network: what came is kept once, the cursor after it, and nobody waits for a hostile one."""

from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

import pytest

from broadsheet.contracts.fetching import Fetched, FetchError
from broadsheet.wire.fetching import collecting
from broadsheet.wire.fetching.pauses import pause_after_failure, pause_after_success
from broadsheet.wire.fetching.pool import MOST_THREADS
from broadsheet.wire.locking import LockedError, lock, unlock
from broadsheet.wire.models import Delivery, Source, WireItem
from wire.fake_fetching import FetchingClerk, document, http_source
from wire.newsroom import Paper, ninjs


@pytest.fixture
def clerk(paper: Paper) -> Iterator[FetchingClerk]:
    made = FetchingClerk()
    yield made
    made.collector.end()


def fresh(source: Source) -> Source:
    return Source.objects.get(pk=source.pk)


def test_what_a_look_brings_is_kept_then_its_cursor_then_the_source_is_told(clerk: FetchingClerk) -> None:
    source = http_source("harbour")
    both = (document(ninjs("urn:a"), key="a"), document(ninjs("urn:b"), key="b"))
    clerk.fetcher.scripts[source.address] = [Fetched(documents=both, cursor="two"), Fetched(cursor="two")]

    clerk.work_through(source)

    assert set(WireItem.objects.values_list("guid", flat=True)) == {"urn:a", "urn:b"}
    assert fresh(source).cursor == "two"
    assert clerk.fetcher.finished == [("a", "b")]


def test_the_next_look_goes_on_at_the_cursor_with_the_secret_in_the_clear(clerk: FetchingClerk) -> None:
    source = http_source("harbour", locked_secret=lock("sesame"), user="us")
    clerk.fetcher.scripts[source.address] = [Fetched(cursor="one"), Fetched(cursor="one")]

    clerk.work_through(source, looks=2)

    assert [order.cursor for order in clerk.fetcher.orders] == ["", "one"]
    assert {(order.user, order.secret) for order in clerk.fetcher.orders} == {("us", "sesame")}
    assert "sesame" not in fresh(source).locked_secret
    assert "sesame" not in repr(clerk.fetcher.orders)


class DiedError(BaseException):
    """The process ends here."""


def test_a_clerk_that_dies_between_document_and_cursor_brings_it_again_and_it_is_kept_once(
    clerk: FetchingClerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = http_source("harbour")
    clerk.fetcher.scripts[source.address] = [Fetched(documents=(document(ninjs()),), cursor="new")]

    def die(*_: object, **__: object) -> None:
        raise DiedError

    with monkeypatch.context() as dying:
        dying.setattr(collecting, "keep_look", die)
        with pytest.raises(DiedError):
            clerk.work_through(source)
    cursor_after_death = fresh(source).cursor
    clerk.restart()
    clerk.work_through(source)

    assert cursor_after_death == ""
    assert fresh(source).cursor == "new"
    assert Delivery.objects.count() == WireItem.objects.count() == 1
    assert fresh(source).repeats == 1


def test_a_document_that_cannot_be_read_stops_neither_the_others_nor_the_cursor(clerk: FetchingClerk) -> None:
    source = http_source("harbour")
    documents = (document(b"{ half a file", key="bad"), document(ninjs(), key="good"))
    clerk.fetcher.scripts[source.address] = [Fetched(documents=documents, cursor="past both"), Fetched()]

    clerk.work_through(source)

    assert WireItem.objects.count() == 1
    assert Delivery.objects.exclude(error="").get().name == "bad.json"
    assert fresh(source).cursor == "past both"


def test_an_item_that_the_database_refuses_goes_to_quarantine_and_the_next_one_comes(
    clerk: FetchingClerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = http_source("harbour")
    documents = (document(ninjs("urn:poison"), key="bad"), document(ninjs("urn:b"), key="good"))
    clerk.fetcher.scripts[source.address] = [Fetched(documents=documents, cursor="on"), Fetched()]
    from broadsheet.wire import actions

    keep = actions.keep_revision

    def refuse(*words: object, **named: object) -> object:
        if named["news"].guid == "urn:poison":  # type: ignore[attr-defined]
            raise ValueError("a string may not hold NUL")
        return keep(*words, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "keep_revision", refuse)
    clerk.work_through(source)

    assert "could not be kept" in Delivery.objects.get(name="bad.json").error
    assert WireItem.objects.get().guid == "urn:b"


def test_hanging_sources_hold_up_nobody(clerk: FetchingClerk) -> None:
    hostile = [http_source(f"drip{number}") for number in range(8)]
    honest = [http_source(f"good{number}") for number in range(4)]
    clerk.fetcher.hanging = {source.address for source in hostile}
    for number, source in enumerate(honest):
        came = Fetched(documents=(document(ninjs(f"urn:{number}")),), cursor="1")
        clerk.fetcher.scripts[source.address] = [came, Fetched(cursor="1")]

    for _ in range(3):
        for source in honest:
            clerk.work_through(source)

    asked = [order.address for order in clerk.fetcher.orders]
    assert WireItem.objects.count() == 4
    assert all(asked.count(source.address) >= 3 for source in honest)
    assert all(asked.count(source.address) == 1 for source in hostile)


def test_documents_that_take_long_to_keep_are_kept_one_of_each_source_in_turn(clerk: FetchingClerk) -> None:
    for slug in ("first", "second"):
        source = http_source(slug)
        came = tuple(document(ninjs(f"urn:{slug}:{number}"), key=f"{slug}-{number}") for number in range(3))
        clerk.fetcher.scripts[source.address] = [Fetched(documents=came, cursor="1"), Fetched(cursor="1")]
    clerk.collector.clock = iter(range(10_000)).__next__  # every document takes a second
    clerk.collector.look(clerk.now)
    both_came(clerk)

    kept = []
    for _ in range(6):
        clerk.collector.look(clerk.now)
        kept.append(list(Delivery.objects.order_by("pk").values_list("source__slug", flat=True)))

    assert [len(slugs) for slugs in kept] == [1, 2, 3, 4, 5, 6]
    assert {frozenset(kept[-1][place : place + 2]) for place in (0, 2, 4)} == {frozenset({"first", "second"})}


def both_came(clerk: FetchingClerk) -> None:
    pool, ends = clerk.collector._pool, monotonic() + 10
    assert pool is not None
    while pool._finished.qsize() < 2:
        assert monotonic() < ends


def test_there_are_never_more_threads_than_allowed(clerk: FetchingClerk) -> None:
    for number in range(MOST_THREADS + 6):
        source = http_source(f"drip{number}")
        clerk.fetcher.hanging.add(source.address)

    clerk.work(until=lambda: len(clerk.fetcher.orders) >= MOST_THREADS)
    for _ in range(5):
        clerk.collector.look(clerk.now)

    assert len(clerk.fetcher.orders) == MOST_THREADS


def test_a_source_that_is_switched_off_is_stopped_in_the_middle_of_a_look(clerk: FetchingClerk) -> None:
    source = http_source("harbour")
    clerk.fetcher.hanging = {source.address}
    clerk.work(until=lambda: len(clerk.fetcher.orders) == 1)

    Source.objects.filter(pk=source.pk).update(enabled=False)
    clerk.work(until=lambda: clerk.fetcher.stopped == [source.address])

    assert len(clerk.fetcher.orders) == 1


def test_what_a_source_brought_under_an_old_address_does_not_move_the_new_one_s_cursor(clerk: FetchingClerk) -> None:
    source = http_source("harbour")
    clerk.fetcher.hanging = {source.address}
    clerk.work(until=lambda: len(clerk.fetcher.orders) == 1)

    Source.objects.filter(pk=source.pk).update(address="https://other.example/feed")
    clerk.fetcher.scripts["https://other.example/feed"] = [Fetched(cursor="other")]
    clerk.work(until=lambda: fresh(source).cursor == "other")

    assert clerk.fetcher.orders[-1].cursor == ""


def test_the_clerk_ends_at_once_though_looks_are_hanging(clerk: FetchingClerk) -> None:
    source = http_source("harbour")
    clerk.fetcher.hanging = {source.address}
    clerk.work(until=lambda: len(clerk.fetcher.orders) == 1)
    started = monotonic()

    clerk.collector.end()

    assert clerk.fetcher.stopped == [source.address]
    assert monotonic() - started < 2


def test_a_source_that_fails_is_left_alone_for_longer_each_time_and_says_why(clerk: FetchingClerk) -> None:
    source = http_source("harbour", interval=10)
    clerk.fetcher.scripts[source.address] = [FetchError("It answers 500; ask the agency")]

    pauses = []
    for _ in range(3):
        clerk.work_through(source)
        pauses.append(fresh(source).next_look_at - fresh(source).last_error_at)  # type: ignore[operator]

    assert pauses == sorted(pauses)
    assert pauses[-1] > 2 * pauses[0]
    assert (fresh(source).failures, fresh(source).last_error) == (3, "It answers 500; ask the agency")


def test_a_look_that_goes_well_ends_the_failures(clerk: FetchingClerk) -> None:
    source = http_source("harbour")
    clerk.fetcher.scripts[source.address] = [FetchError("No answer"), Fetched(cursor="1")]

    clerk.work_through(source, looks=2)

    assert fresh(source).failures == 0
    assert fresh(source).last_look_at is not None


def test_a_fetcher_that_breaks_is_told_like_any_failure(clerk: FetchingClerk) -> None:
    source = http_source("harbour")
    clerk.fetcher.scripts[source.address] = []  # a script without an entry breaks the fetcher

    clerk.work_through(source)

    assert "IndexError" in fresh(source).last_error


def test_more_is_asked_for_at_once_but_not_in_a_circle(clerk: FetchingClerk) -> None:
    source = http_source("harbour", interval=3600)
    pages = [Fetched(documents=(document(ninjs(f"urn:{page}")),), cursor=str(page), is_more=True) for page in range(4)]
    clerk.fetcher.scripts[source.address] = [*pages, Fetched(cursor="round", is_more=True)]

    clerk.work(until=lambda: fresh(source).next_look_at is not None and len(clerk.fetcher.orders) >= 7)
    clerk.work(until=lambda: (fresh(source).next_look_at - clerk.now).total_seconds() > 3000)  # type: ignore[operator]

    assert WireItem.objects.count() == 4
    assert len(clerk.fetcher.orders) == 4 + collecting.MOST_IDLE_LOOKS


def test_a_server_that_asks_to_be_left_alone_is(clerk: FetchingClerk) -> None:
    source = http_source("harbour", interval=10)
    clerk.fetcher.scripts[source.address] = [Fetched(pause=900)]

    clerk.work_through(source)

    assert fresh(source).next_look_at - fresh(source).last_look_at == timedelta(seconds=900)  # type: ignore[operator]


def test_what_could_not_be_fetched_is_told_on_the_source(clerk: FetchingClerk) -> None:
    source = http_source("harbour")
    clerk.fetcher.scripts[source.address] = [Fetched(troubles=("a.xml is larger than 20 MB",))]

    clerk.work_through(source)

    assert fresh(source).last_error == "a.xml is larger than 20 MB"
    assert fresh(source).failures == 0


def test_a_secret_of_another_site_says_so_instead_of_asking_without_it(clerk: FetchingClerk) -> None:
    source = http_source("harbour", locked_secret="gAAAA-of-elsewhere")

    clerk.work(until=lambda: fresh(source).failures > 0)

    assert "type it in again" in fresh(source).last_error
    assert clerk.fetcher.orders == []


def test_a_secret_survives_being_locked_and_nothing_else_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = lock("ß and ☃")

    opened = unlock(locked)
    monkeypatch.setenv("BROADSHEET_SECRET", "another site's")

    assert opened == "ß and ☃"
    with pytest.raises(LockedError):
        unlock(locked)


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_pauses_grow_within_bounds(chance: float) -> None:
    failing = [pause_after_failure(interval=5, failures=failures, chance=chance) for failures in range(1, 40)]

    assert failing == sorted(failing)
    assert failing[-1] <= 15 * 60 * 1.1
    assert pause_after_failure(interval=3600, failures=30, chance=chance) >= 3600
    assert pause_after_success(interval=60, asked=10**9, chance=chance) <= 3600 * 1.1
    assert pause_after_success(interval=60, asked=-5, chance=chance) >= 60
