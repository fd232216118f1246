"""`broadsheet run` prepares in a child; what goes wrong there is said, and ends the parent."""

import os
from pathlib import Path

import click
import pytest

from broadsheet.cli.run import in_child


def test_what_a_child_did_is_done_and_its_memory_is_gone(tmp_path: Path) -> None:
    note = tmp_path / "pid"

    in_child(lambda: note.write_text(str(os.getpid())) and None)

    assert int(note.read_text()) != os.getpid()


def test_what_went_wrong_is_told_in_plain_words(capfd: pytest.CaptureFixture[str]) -> None:
    def refuse() -> None:
        raise click.ClickException("The disk is full.")

    with pytest.raises(SystemExit) as stopped:
        in_child(refuse)

    assert stopped.value.code == 1
    assert capfd.readouterr().err == "Error: The disk is full.\n"


def test_a_fault_is_told_whole(capfd: pytest.CaptureFixture[str]) -> None:
    def stumble() -> None:
        raise ValueError("nobody thought of this")

    with pytest.raises(SystemExit):
        in_child(stumble)

    assert "ValueError: nobody thought of this" in capfd.readouterr().err


def test_a_child_that_is_killed_ends_its_parent() -> None:
    with pytest.raises(SystemExit) as stopped:
        in_child(lambda: os.kill(os.getpid(), 9))

    assert stopped.value.code == 9
