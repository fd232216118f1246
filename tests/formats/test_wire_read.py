"""`broadsheet wire_read` prints what wire files say and never stops at a bad one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from broadsheet.cli.wire_read import wire_read

NINJS = b'{"uri": "urn:example:1", "version": "3", "headline": "Ferry back in service"}'


def run(*names: str, stdin: bytes | None = None) -> tuple[int, list[dict[str, object]]]:
    result = CliRunner().invoke(wire_read, names, input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_each_item_is_one_line_with_the_file_first(tmp_path: Path) -> None:
    path = tmp_path / "ferry.json"
    path.write_bytes(NINJS)

    code, lines = run(str(path))

    assert code == 0
    assert list(lines[0])[:2] == ["file", "guid"]
    assert lines[0]["file"] == str(path)
    assert lines[0]["headline"] == "Ferry back in service"
    assert lines[0]["version"] == 3
    assert lines[0]["embargoed_until"] is None


def test_a_bad_file_does_not_stop_the_others_and_the_exit_code_says_so(tmp_path: Path) -> None:
    good, bad, empty = tmp_path / "good.json", tmp_path / "bad.xml", tmp_path / "empty.xml"
    good.write_bytes(NINJS)
    bad.write_bytes(b"<newsItem><half")
    empty.write_bytes(b"")

    code, lines = run(str(bad), str(empty), str(tmp_path), str(tmp_path / "missing.xml"), str(good))

    assert code == 1
    assert [sorted(line) for line in lines[:4]] == [["error", "file"]] * 4
    assert "well-formed" in str(lines[0]["error"])
    assert "empty" in str(lines[1]["error"])
    assert "directory" in str(lines[2]["error"])
    assert "No such file" in str(lines[3]["error"])
    assert lines[4]["guid"] == "urn:example:1"


def test_a_dash_reads_standard_input() -> None:
    code, lines = run("-", stdin=NINJS)

    assert code == 0
    assert lines[0]["file"] == "-"


def test_a_file_of_which_reading_is_forbidden_is_an_error_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.json"
    path.write_bytes(NINJS)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # the superuser may open everything
    code, lines = run(str(path))

    assert code == 1
    assert "Permission denied" in str(lines[0]["error"])


def test_the_command_never_loads_django() -> None:
    script = "import sys, broadsheet.cli.wire_read; sys.exit('django' in sys.modules)"

    result = subprocess.run([sys.executable, "-c", script], check=False, timeout=60)

    assert result.returncode == 0


KILL = b'{"uri": "urn:example:2", "pubstatus": "canceled", "headline": "Ferry sunk"}'
EMBARGO = b'{"uri": "urn:example:3", "embargoed": "2026-11-26T09:00:00Z", "headline": "Up", "body_text": "Yes."}'


def test_explain_adds_the_verdict_and_what_the_desk_would_do() -> None:
    _, (line,) = run("--explain", "-", stdin=KILL)

    assert (line["verdict"], line["verdict_label"]) == ("killed", "Killed")
    assert line["verdict_reasons"]
    assert any("withdrawn at once" in sentence for sentence in line["desk"])  # type: ignore[attr-defined]
    assert line["headline"] == "Ferry sunk"


def test_without_explain_a_line_has_the_items_fields_alone() -> None:
    _, (line,) = run("-", stdin=KILL)

    assert {"verdict", "desk"}.isdisjoint(line)


@pytest.mark.parametrize(
    ("moment", "verdict"), [("2026-11-26T08:59Z", "embargoed"), ("2026-11-26T09:00Z", "publishable")]
)
def test_at_judges_as_of_another_time(moment: str, verdict: str) -> None:
    _, (line,) = run("--explain", "--at", moment, "-", stdin=EMBARGO)

    assert line["verdict"] == verdict


def test_a_time_without_a_zone_is_refused_with_an_example() -> None:
    result = CliRunner().invoke(wire_read, ["--explain", "--at", "2026-11-26T09:00", "-"], input=EMBARGO)

    assert result.exit_code == 2
    assert "2026-11-26T09:00+01:00" in result.output


def test_text_tells_people_in_sentences(tmp_path: Path) -> None:
    good, bad = tmp_path / "kill.json", tmp_path / "bad.xml"
    good.write_bytes(KILL)
    bad.write_bytes(b"<half")

    result = CliRunner().invoke(wire_read, ["--explain", "--text", str(good), str(bad)])

    assert result.exit_code == 1
    assert "\n  Killed\n    because: The wire canceled this item\n" in result.stdout
    assert "\n  - The kill is final for the item, whatever comes later.\n" in result.stdout
    assert "cannot be read: Not well-formed" in result.stdout
