"""What the README must not forget: every setting and every command."""

import re
from pathlib import Path

import click

from broadsheet.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
# What one process tells another, no setting of anybody's.
BETWEEN_PROCESSES = {"BROADSHEET_DEMO", "BROADSHEET_SALTS_FD"}


def settings_read() -> set[str]:
    names = re.compile(r"[\"'](BROADSHEET_[A-Z_]+[A-Z])[\"'=]")
    return {name for path in (ROOT / "src").rglob("*.py") for name in names.findall(path.read_text())}


def test_every_setting_is_in_the_readme() -> None:
    missing = {name for name in settings_read() - BETWEEN_PROCESSES if f"`{name}" not in README}

    assert missing == set()


def test_every_command_is_in_the_readme() -> None:
    context = click.Context(main)
    shown = [name for name in main.list_commands(context) if not main.get_command(context, name).hidden]  # type: ignore[union-attr]

    assert [name for name in shown if not re.search(rf"`(?:broadsheet )?{name}\b", README)] == []
