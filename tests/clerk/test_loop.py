"""The loop: runs what is due, goes on when a step fails, stops when told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from broadsheet.clerk.loop import Clocks, Loop
from broadsheet.clerk.status import Status
from broadsheet.clerk.troubles import ground_trouble
from broadsheet.contracts.steps import Step

START = datetime(2026, 3, 5, 12, tzinfo=UTC)


class FakeTime:
    """One clock for all; waiting moves it."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def clocks(self) -> Clocks:
        return Clocks(now=lambda: START + timedelta(seconds=self.seconds - 1000), monotonic=lambda: self.seconds)


class FakeWaker:
    """Keeps the Waker Protocol: changes are announced by the test, waiting moves the clock."""

    def __init__(self, time: FakeTime) -> None:
        self.time = time
        self.changed = False
        self.waits: list[float] = []

    def has_changed(self) -> bool:
        changed, self.changed = self.changed, False
        return changed

    def wait(self, seconds: float, *, stop: Callable[[], bool]) -> None:  # noqa: ARG002  the Protocol's
        self.waits.append(seconds)
        self.time.seconds += 0.0 if self.changed else seconds

    def close(self) -> None: ...


class Clerk:
    """A loop over named steps that note when they ran."""

    def __init__(self) -> None:
        self.time = FakeTime()
        self.waker = FakeWaker(self.time)
        self.status = Status(monotonic=lambda: self.time.seconds)
        self.steps: list[Step] = []
        self.ran: list[tuple[str, float]] = []
        self.mended = 0

    def step(self, name: str, *, every: float, wakes: bool = False, does: Callable[[], bool] = lambda: False) -> None:
        def run(now: datetime) -> bool:
            self.ran.append((name, (now - START).total_seconds()))
            return does()

        self.steps.append(Step(name=name, run=run, every=every, wakes=wakes))

    def run(self, *, until: int) -> None:
        loop = Loop(
            self.steps, waker=self.waker, status=self.status, clocks=self.time.clocks(), after_failure=self._mend
        )
        loop.run(stop=lambda: len(self.ran) >= until)

    def _mend(self) -> None:
        self.mended += 1


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


def test_steps_run_at_their_own_pace(clerk: Clerk) -> None:
    clerk.step("often", every=0.5)
    clerk.step("seldom", every=2.0)

    clerk.run(until=7)

    assert clerk.ran == [
        ("often", 0.0),
        ("seldom", 0.0),
        ("often", 0.5),
        ("often", 1.0),
        ("often", 1.5),
        ("often", 2.0),
        ("seldom", 2.0),
    ]


def test_a_change_of_the_database_wakes_the_press_at_once(clerk: Clerk) -> None:
    def announce() -> bool:
        clerk.waker.changed = True
        return False

    clerk.step("press", every=60.0, wakes=True)
    clerk.step("wire", every=5.0, does=announce)

    clerk.run(until=3)

    assert clerk.ran == [("press", 0.0), ("wire", 0.0), ("press", 0.0)]


def test_a_step_with_much_to_do_lets_the_others_have_their_turn(clerk: Clerk) -> None:
    clerk.step("press", every=60.0, does=lambda: True)
    clerk.step("wire", every=0.0)

    clerk.run(until=6)

    assert [name for name, _ in clerk.ran] == ["press", "wire"] * 3


def test_a_failing_step_stops_no_other_and_tries_again_later(clerk: Clerk) -> None:
    def fail() -> bool:
        raise ValueError("no such feed")

    clerk.step("wire", every=1.0, does=fail)
    clerk.step("press", every=1.0)

    clerk.run(until=8)

    assert [at for name, at in clerk.ran if name == "wire"] == [0.0, 1.0, 3.0]
    assert [at for name, at in clerk.ran if name == "press"] == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert clerk.mended == 3


def test_a_full_disk_pauses_a_step_and_it_resumes_by_itself(clerk: Clerk) -> None:
    free = iter([False, False, True])

    def write() -> bool:
        if not next(free, True):
            raise OSError(28, "No space left on device")
        return False

    clerk.step("press", every=5.0, does=write)

    clerk.run(until=2)
    is_alive, words = clerk.status.health()
    clerk.run(until=4)

    assert (is_alive, words) == (True, "in trouble: press: the disk is full")
    assert clerk.status.health()[1] == "standing by"


def test_the_heartbeat_moves_at_least_every_second_while_nothing_is_due(clerk: Clerk) -> None:
    clerk.step("seldom", every=60.0)

    clerk.run(until=2)

    assert max(clerk.waker.waits) <= 1.0


def test_being_told_to_stop_ends_the_loop_before_the_next_step(clerk: Clerk) -> None:
    clerk.step("first", every=1.0)
    clerk.step("second", every=1.0)

    clerk.run(until=1)

    assert clerk.ran == [("first", 0.0)]


def test_a_silent_clerk_is_not_healthy(clerk: Clerk) -> None:
    clerk.time.seconds += 31

    assert clerk.status.health() == (False, "no sign of life for 31 s")


def test_metrics_are_told_as_prometheus_reads_them(clerk: Clerk) -> None:
    clerk.step("press", every=1.0)
    clerk.status.gauge("broadsheet_press_oldest_order_seconds", 2.5)

    clerk.run(until=2)

    text = clerk.status.metrics()
    assert '# TYPE broadsheet_clerk_step_runs_total counter\nbroadsheet_clerk_step_runs_total{step="press"} 2\n' in text
    assert "broadsheet_press_oldest_order_seconds 2.5\n" in text


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "the disk is full"),
        (OSError(30, "Read-only file system"), "the disk is read-only"),
        (OperationalError("database is locked"), "the database is locked by another process"),
        (OperationalError("database or disk is full"), "the disk is full"),
        (OperationalError("attempt to write a readonly database"), "the database is read-only"),
        (OperationalError('connection to server at "::1", port 5432 failed'), "the database cannot be reached"),
        (OperationalError("no such table: x"), None),
        (FileNotFoundError(2, "No such file"), None),
        (ValueError("disk is full"), None),
    ],
)
def test_trouble_with_the_ground_is_told_from_trouble_with_the_work(error: Exception, words: str | None) -> None:
    assert ground_trouble(error) == words
