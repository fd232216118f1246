"""What the deployment page and its files name is there: commands, their options, settings, other files."""

import configparser
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from broadsheet.cli import main

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
PAGE = (ROOT / "docs" / "deployment.md").read_text()
README = (ROOT / "README.md").read_text()
TEXTS = {path.name: path.read_text() for path in (ROOT / "deploy").rglob("*") if path.is_file()} | {"page": PAGE}


def command_of(words: list[str]) -> click.Context:
    """The command line as click reads it; nothing is run."""
    context = click.Context(main)
    command = main.get_command(context, words[0])
    assert command is not None, words
    return command.make_context(words[0], words[1:], resilient_parsing=True)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_every_unit_starts_a_command_that_there_is(unit: Path) -> None:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(unit)

    program, *words = shlex.split(parsed["Service"]["ExecStart"])

    assert program == "/opt/broadsheet/bin/broadsheet"
    assert command_of(words).command.name == words[0]


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_no_unit_may_write_more_than_it_needs_or_become_more_than_it_is(unit: Path) -> None:
    lines = unit.read_text().splitlines()

    assert {"ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "User=broadsheet"} <= set(lines)
    assert any(line.startswith("MemoryMax=") for line in lines)
    assert {line for line in lines if line.startswith("ReadWritePaths=")} <= {
        "ReadWritePaths=/srv/broadsheet",
        "ReadWritePaths=/var/backups/broadsheet",
    }


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for path in (ROOT / "deploy" / "systemd").iterdir():
        text = path.read_text().replace("/opt/broadsheet/bin/broadsheet", "/bin/true")
        (tmp_path / path.name).write_text(re.sub(r"^(EnvironmentFile|User|Group)=.*$", "", text, flags=re.MULTILINE))
    units = sorted(str(path) for path in tmp_path.glob("broadsheet*.*") if path.suffix != ".env")

    done = subprocess.run(["systemd-analyze", "verify", *units], check=False, capture_output=True, text=True)

    assert [line for line in done.stderr.splitlines() if "broadsheet" in line] == []


def test_every_setting_that_is_named_is_one() -> None:
    named = {name for text in TEXTS.values() for name in re.findall(r"\bBROADSHEET_[A-Z_]+[A-Z]\b", text)}

    assert [name for name in sorted(named) if f"`{name}" not in README] == []


def test_every_command_on_the_page_is_one() -> None:
    lines = re.findall(r"^(?:bs|.*\bbroadsheet) ([a-z_]+(?: [^#\n]*)?)", PAGE, flags=re.MULTILINE)
    known = set(main.list_commands(click.Context(main)))
    spoken = [line for line in lines if line.split()[0] in known]

    for line in spoken:
        command_of(shlex.split(line))

    assert {line.split()[0] for line in spoken} >= {"init", "doctor", "backup", "restore", "upgrade"}


def test_every_file_that_the_page_names_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)
    files = re.findall(r"deploy/[\w./-]*\w", PAGE)

    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
    assert [file for file in files if not (ROOT / file).exists()] == []


def test_whatever_lies_beside_the_code_is_installed_with_it() -> None:
    package = ROOT / "src" / "broadsheet"
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["broadsheet"]
    installed = {path for pattern in patterns for path in package.glob(pattern)}

    there = {path for path in package.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}}

    assert sorted(str(path.relative_to(package)) for path in there - installed) == []
