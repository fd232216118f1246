import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.contracts.news import Signal, Status
from broadsheet.demo import agency
from broadsheet.demo.agency import DamagedStateError, Performance, UnknownItemError, due_steps, play, send_kill, tick
from broadsheet.demo.edition import read_edition
from broadsheet.demo.script import ScriptStep, StepKind, copy_for, read_script
from broadsheet.demo.wirefiles import as_wire
from broadsheet.formats.reading import read_items

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
SCRIPT = read_script()


def test_the_script_shows_everything_that_a_wire_can_do_in_six_minutes() -> None:
    kinds = Counter(step.kind for step in SCRIPT if step.at <= 360)

    assert set(kinds) == set(StepKind)
    assert SCRIPT[0].kind is StepKind.URGENT
    assert SCRIPT[0].at == 20


def test_steps_are_in_order_of_time_and_an_items_versions_with_them() -> None:
    assert [step.at for step in SCRIPT] == sorted(step.at for step in SCRIPT)
    for guid in {step.guid for step in SCRIPT}:
        versions = [step.version for step in SCRIPT if step.guid == guid]

        assert versions == list(range(1, len(versions) + 1)), guid


def test_the_script_lasts_about_half_an_hour_without_long_silences() -> None:
    pauses = [later.at - step.at for step, later in itertools.pairwise(SCRIPT)]

    assert 1700 <= SCRIPT[-1].at <= 1900
    assert max(pauses) <= 120


def test_the_script_repeats_no_story_of_the_edition() -> None:
    stories = read_edition(now=NOON)

    assert not {step.headline for step in SCRIPT} & {story.headline for story in stories}
    assert not {step.slug for step in SCRIPT} & {story.slug for story in stories}
    first = [step.headline for step in SCRIPT if step.version == 1]
    assert len(set(first)) == len(first)


@pytest.mark.parametrize("step", SCRIPT, ids=lambda step: step.name)
def test_every_step_is_read_back_as_what_it_is(step: ScriptStep) -> None:
    (item,) = read_items(as_wire(copy_for(step, sent_at=NOON)))

    assert (item.guid, item.version) == (step.guid, step.version)
    assert (item.status is Status.CANCELED) == (step.kind is StepKind.KILL)
    assert (Signal.KILL in item.signals) == (step.kind is StepKind.KILL)
    assert (Signal.CORRECTION in item.signals) == (step.kind is StepKind.CORRECTION)
    assert (item.embargoed_until is not None) == (step.kind is StepKind.EMBARGO)
    assert item.editors_note == step.note
    assert bool(item.body_html) == (step.kind is not StepKind.KILL)


def test_the_correction_changes_the_figure_that_its_note_names() -> None:
    wrong, right = [step for step in SCRIPT if step.slug == "ferry-deal"][-2:]

    assert "5.9 per cent" in wrong.source
    assert "4.9 per cent" in right.source
    assert right.note.startswith("CORRECTION")


def test_time_counts_only_while_the_demo_runs() -> None:
    running = tick(tick(Performance(), now=NOON), now=NOON + timedelta(seconds=1))

    after_a_night = tick(running, now=NOON + timedelta(hours=9))
    after_a_clock_set_back = tick(after_a_night, now=NOON)

    assert running.played == 1.0
    assert after_a_night.played == 1.0 + agency.LONGEST_TICK
    assert after_a_clock_set_back.played == after_a_night.played


def test_a_step_is_due_once_from_its_second_on() -> None:
    before = due_steps(SCRIPT, Performance(played=19.9))
    due = due_steps(SCRIPT, Performance(played=20.0))
    after = due_steps(SCRIPT, Performance(played=21.0, sent={SCRIPT[0].name: NOON}))

    assert (before, due, after) == ((), (SCRIPT[0],), ())


def test_playing_in_pieces_sends_each_step_once(tmp_path: Path) -> None:
    state = tmp_path / "state.json"

    sent = [step.name for now in _seconds(0, 60) for step in play(tmp_path / "in", state, now=now)]
    later = [step.name for now in _seconds(4000, 4060) for step in play(tmp_path / "in", state, now=now)]

    assert sent == [step.name for step in SCRIPT if step.at <= 58]
    assert not set(sent) & set(later)
    assert len(_files(tmp_path / "in")) == len(sent) + len(later)


def test_dying_between_note_and_file_sends_the_same_bytes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, state = tmp_path / "in", tmp_path / "state.json"
    _play_until(folder, state, seconds=18)
    real = agency.send

    def dies(copy: object, folder: Path) -> Path:
        real(copy, folder)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(agency, "send", dies)
    with pytest.raises(KeyboardInterrupt):
        _play_until(folder, state, start=20, seconds=4)
    first = {path.name: path.read_bytes() for path in _files(folder)}
    monkeypatch.setattr(agency, "send", real)

    again = [step for now in _seconds(90, 93) for step in play(folder, state, now=now)]

    assert [step.name for step in again] == [SCRIPT[0].name]
    assert {path.name: path.read_bytes() for path in _files(folder)} == first


def test_a_kill_by_hand_is_final_for_the_script_too(tmp_path: Path) -> None:
    folder, state = tmp_path / "in", tmp_path / "state.json"

    path = send_kill(SCRIPT[0].guid, folder, state, now=NOON)
    _play_until(folder, state, seconds=150)

    (item,) = read_items(path.read_bytes())
    assert item.status is Status.CANCELED
    assert item.version > max(step.version for step in SCRIPT if step.guid == item.guid)
    assert not [file for file in _files(folder) if "ferry-deal" in file.name and file != path]


def test_killing_twice_writes_the_same_file(tmp_path: Path) -> None:
    first = send_kill(SCRIPT[0].guid, tmp_path, tmp_path / "state.json", now=NOON)
    bytes_of_first = first.read_bytes()

    second = send_kill(SCRIPT[0].guid, tmp_path, tmp_path / "state.json", now=NOON + timedelta(hours=1))

    assert second == first
    assert second.read_bytes() == bytes_of_first


def test_a_story_of_the_edition_can_be_killed_and_a_stranger_cannot(tmp_path: Path) -> None:
    guid = "tag:meridianpress.example,2026:lind-joins-haverleigh-athletic"

    path = send_kill(guid, tmp_path, tmp_path / "state.json", now=NOON)

    assert path.parent.name == "meridian-sport-football"
    with pytest.raises(UnknownItemError, match="tag:other"):
        send_kill("tag:other", tmp_path, tmp_path / "state.json", now=NOON)


def test_a_damaged_state_names_its_file_and_the_way_out(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text('{"played": "much"}')

    with pytest.raises(DamagedStateError, match=r"state\.json is damaged .* delete it"):
        play(tmp_path / "in", state, now=NOON)


def _seconds(start: int, end: int) -> Iterator[datetime]:
    return (NOON + timedelta(seconds=second) for second in range(start, end))


def _play_until(folder: Path, state: Path, *, seconds: int, start: int = 0) -> None:
    for now in _seconds(start, start + seconds):
        play(folder, state, now=now)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in {".json", ".xml"})
