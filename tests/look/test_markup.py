"""The Nu checker of the W3C on every kind of readers' page and on the style sheet, where Java and its jar are there."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from broadsheet.look.assets import asset_files, asset_url
from look.test_pages import PAGES, page

CHECKER = Path(__file__).parents[1] / "npm/node_modules/vnu-jar/build/dist/vnu.jar"
JAVA = shutil.which("java")
# What it takes for wrong that browsers know.
KNOWN = ("“container-type”: Property", "Unrecognized at-rule “@container”")  # CSS Containment Level 3, since 2023

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(JAVA is None or not CHECKER.exists(), reason="no Java, or no `npm ci` in tests/npm"),
]


def test_the_checker_has_nothing_against_any_page_or_the_style_sheet(tmp_path: Path) -> None:
    for template in PAGES:
        (tmp_path / template.replace("/", "-")).write_text(page(template), "utf-8")
    sheet = asset_files()[asset_url("site.css").removeprefix("/assets/")]
    (tmp_path / "site.css").write_bytes(sheet.body)

    told = complaints(tmp_path)

    assert "\n".join(told) == ""


def complaints(folder: Path) -> list[str]:
    """A line for each: the file, and what is wrong in it."""
    command = [
        str(JAVA),
        "-Xmx512m",
        "-jar",
        str(CHECKER),
        "--also-check-css",
        "--format",
        "json",
        "--exit-zero-always",
    ]
    answer = subprocess.run([*command, str(folder)], check=True, capture_output=True, text=True, timeout=120)
    messages = json.loads(answer.stderr)["messages"]
    return [
        f"{Path(each['url']).name}: {each['message']} {each.get('extract', '')}"
        for each in messages
        if not any(known in each["message"] for known in KNOWN)
    ]
