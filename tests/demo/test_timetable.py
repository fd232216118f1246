from datetime import UTC, datetime, timedelta

from broadsheet.demo.agency import Performance
from broadsheet.demo.script import read_script
from broadsheet.demo.timetable import Sighting, State, timetable

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
SCRIPT = read_script()
FIRST, SECOND = SCRIPT[:2]


def sighting(guid: str, *, is_live: bool = True, embargoed_until: datetime | None = None) -> Sighting:
    return Sighting(
        guid=guid,
        headline="Ferry strike",
        is_killed=False,
        embargoed_until=embargoed_until,
        story_id=7,
        address="/national/ferry-strike/",
        is_live=is_live,
    )


def test_before_the_first_step_one_is_next_and_all_others_wait() -> None:
    lines = timetable(SCRIPT, Performance(played=5.0, ticked_at=NOON), {}, now=NOON)

    assert [line.state for line in lines] == [State.NEXT] + [State.WAITING] * (len(SCRIPT) - 1)
    assert (lines[0].at, lines[0].due_in) == ("0:20", "0:15")
    assert lines[0].due_at == NOON + timedelta(seconds=15)


def test_the_clock_goes_on_between_two_ticks_of_the_agency() -> None:
    lines = timetable(
        SCRIPT, Performance(played=5.0, ticked_at=NOON), {FIRST.guid: sighting(FIRST.guid)}, now=NOON + _seconds(0.8)
    )

    assert lines[0].due_at == NOON + timedelta(seconds=15)


def test_a_sent_step_leads_to_its_story_and_can_be_killed() -> None:
    performance = Performance(played=21.0, ticked_at=NOON, sent={FIRST.name: NOON})

    lines = timetable(SCRIPT, performance, {FIRST.guid: sighting(FIRST.guid)}, now=NOON)

    assert (lines[0].state, lines[0].sent_at, lines[0].is_killable) == (State.SENT, NOON, True)
    assert lines[0].sighting is not None
    assert lines[0].sighting.address == "/national/ferry-strike/"
    assert lines[1].state is State.NEXT


def test_only_the_newest_revision_of_an_item_offers_the_kill() -> None:
    revisions = [step for step in SCRIPT if step.guid == FIRST.guid][:2]
    performance = Performance(played=75.0, ticked_at=NOON, sent={step.name: NOON for step in (*revisions, SECOND)})

    lines = timetable(SCRIPT, performance, {FIRST.guid: sighting(FIRST.guid)}, now=NOON)

    assert [line.at for line in lines if line.is_killable] == ["1:10"]


def test_what_was_killed_by_hand_is_not_sent_any_more() -> None:
    performance = Performance(played=21.0, ticked_at=NOON, sent={FIRST.name: NOON}, killed={FIRST.guid: NOON})

    lines = timetable(SCRIPT, performance, {FIRST.guid: sighting(FIRST.guid, is_live=False)}, now=NOON)

    later = [line for line, step in zip(lines, SCRIPT, strict=True) if step.guid == FIRST.guid][1:]
    assert {line.state for line in later} == {State.DROPPED}
    assert not any(line.is_killable for line in lines)


def test_an_embargo_counts_down_while_it_holds() -> None:
    step = next(step for step in SCRIPT if step.embargo_seconds)
    performance = Performance(played=120.0, ticked_at=NOON, sent={step.name: NOON})
    held = {step.guid: sighting(step.guid, is_live=False, embargoed_until=NOON + _seconds(65))}

    before = timetable(SCRIPT, performance, held, now=NOON)[SCRIPT.index(step)]
    after = timetable(SCRIPT, performance, held, now=NOON + _seconds(65))[SCRIPT.index(step)]

    assert (before.embargo_in, before.embargo_until) == ("1:05", NOON + _seconds(65))
    assert after.embargo_until is None


def test_a_script_that_was_played_to_its_end_has_nothing_next() -> None:
    performance = Performance(played=4000.0, ticked_at=NOON, sent={step.name: NOON for step in SCRIPT})

    lines = timetable(SCRIPT, performance, {}, now=NOON)

    assert {line.state for line in lines} == {State.SENT}


def _seconds(count: float) -> timedelta:
    return timedelta(seconds=count)
