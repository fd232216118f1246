"""Which step runs when."""

from datetime import datetime

import pytest

from broadsheet.clerk.rota import Rota
from broadsheet.contracts.steps import Step


def step(name: str, *, every: float = 10.0, wakes: bool = False, patient: bool = False) -> Step:
    def run(now: datetime) -> bool:
        return False

    return Step(name=name, run=run, every=every, wakes=wakes, patient=patient)


WIRE, PRESS = step("wire", every=1.0), step("press", every=10.0, wakes=True)


def test_every_step_is_due_at_the_start_in_its_order() -> None:
    rota = Rota([WIRE, PRESS], at=100.0)

    assert rota.due(at=100.0) == (WIRE, PRESS)


def test_a_step_waits_out_its_pause() -> None:
    rota = Rota([WIRE], at=0.0)

    rota.ran(WIRE, more=False, at=5.0)

    assert (rota.due(at=5.9), rota.due(at=6.0), rota.next_due()) == ((), (WIRE,), 6.0)


def test_a_step_with_more_waiting_is_due_again_at_once() -> None:
    rota = Rota([WIRE], at=0.0)

    rota.ran(WIRE, more=True, at=5.0)

    assert rota.due(at=5.0) == (WIRE,)


def test_a_patient_step_waits_until_no_other_has_more() -> None:
    archive = step("archive", patient=True)
    rota = Rota([PRESS, archive], at=0.0)

    rota.ran(PRESS, more=True, at=1.0)
    busy = rota.due(at=1.0)
    rota.ran(PRESS, more=False, at=2.0)

    assert (busy, rota.due(at=2.0)) == ((PRESS,), (archive,))


def test_a_patient_step_does_not_wait_for_one_that_fails() -> None:
    archive = step("archive", patient=True)
    rota = Rota([PRESS, archive], at=0.0)
    rota.ran(PRESS, more=True, at=1.0)

    rota.failed(PRESS, at=1.0)

    assert rota.due(at=1.0) == (archive,)


def test_a_patient_step_goes_on_with_what_itself_has_more_of() -> None:
    archive = step("archive", patient=True)
    rota = Rota([archive], at=0.0)

    rota.ran(archive, more=True, at=1.0)

    assert rota.due(at=1.0) == (archive,)


def test_a_change_wakes_only_steps_that_want_to_know() -> None:
    rota = Rota([WIRE, PRESS], at=0.0)
    for one in (WIRE, PRESS):
        rota.ran(one, more=False, at=0.0)

    rota.wake(at=0.5)

    assert rota.due(at=0.5) == (PRESS,)


def test_a_failing_step_pauses_longer_each_time_up_to_a_minute() -> None:
    rota = Rota([WIRE], at=0.0)

    pauses = [rota.failed(WIRE, at=0.0).due for _ in range(9)]

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_change_does_not_cut_a_failing_steps_pause_short() -> None:
    rota = Rota([PRESS], at=0.0)
    rota.failed(PRESS, at=0.0)

    rota.wake(at=0.1)

    assert rota.due(at=0.1) == ()


def test_a_full_disk_is_looked_at_again_every_two_seconds() -> None:
    rota = Rota([PRESS], at=0.0)

    turns = [rota.hindered(PRESS, trouble="the disk is full", at=0.0) for _ in range(20)]

    assert {turn.due for turn in turns} == {2.0}
    assert turns[-1].trouble == "the disk is full"


@pytest.mark.parametrize("more", [True, False])
def test_success_forgets_the_failures(more: bool) -> None:
    rota = Rota([PRESS], at=0.0)
    rota.failed(PRESS, at=0.0)

    rota.ran(PRESS, more=more, at=1.0)

    assert rota.turns[0].failures == 0
    assert rota.failed(PRESS, at=1.0).due == 2.0
