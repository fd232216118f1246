"""Assets: a name that holds a hash of the content, fonts in the style sheet included."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from broadsheet.look.assets import UnknownAssetError, asset_files, asset_url, build_assets

FONT_BUDGET = 60_000  # bytes, DESIGN section 11


def asset_folder(home: Path, *, font: bytes = b"font", style: str = 'a { src: url("news.woff2") }') -> Path:
    (home / "fonts").mkdir(parents=True)
    (home / "styles").mkdir()
    (home / "fonts" / "news.woff2").write_bytes(font)
    (home / "styles" / "10-a.css").write_text(style)
    (home / "beacon.js").write_text("1;")
    return home


def test_the_style_sheet_names_fonts_by_their_hashed_address(tmp_path: Path) -> None:
    assets = build_assets(asset_folder(tmp_path / "a"))

    assert assets["news.woff2"].url in assets["site.css"].body.decode()


def test_a_changed_font_changes_the_address_of_the_style_sheet_too(tmp_path: Path) -> None:
    before = build_assets(asset_folder(tmp_path / "a", font=b"one"))
    after = build_assets(asset_folder(tmp_path / "b", font=b"two"))

    changed = {name for name in before if before[name].url != after[name].url}

    assert changed == {"news.woff2", "site.css"}


def test_style_sheets_are_joined_in_the_order_of_their_names_without_comments(tmp_path: Path) -> None:
    folder = asset_folder(tmp_path / "a", style="a { color: red } /* why */\n")
    (folder / "styles" / "20-b.css").write_text("b { color: blue }\n")

    sheet = build_assets(folder)["site.css"].body.decode()

    assert sheet == "a { color: red } b { color: blue }\n"


def test_a_style_sheet_that_names_a_missing_font_says_which(tmp_path: Path) -> None:
    folder = asset_folder(tmp_path / "a", style='a { src: url("gone.woff2") }')

    with pytest.raises(UnknownAssetError, match=r"gone\.woff2"):
        build_assets(folder)


def test_an_unknown_asset_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(UnknownAssetError, match=r"site\.css"):
        asset_url("sight.css")


def test_every_asset_is_found_under_the_last_part_of_its_address() -> None:
    files = asset_files()

    assert all(asset.url == f"/assets/{name}" for name, asset in files.items())
    assert asset_url("beacon.js").removeprefix("/assets/") in files


def test_fonts_keep_to_their_budget_and_carry_their_licence() -> None:
    fonts = [asset for asset in asset_files().values() if asset.content_type == "font/woff2"]
    licence = Path(sys.modules["broadsheet.look.assets"].__file__ or "").parent / "assets" / "fonts" / "OFL.txt"

    assert 0 < sum(len(font.body) for font in fonts) <= FONT_BUDGET
    assert "SIL Open Font License" in licence.read_text()


def test_a_preloaded_font_comes_in_two_flights_of_a_line_that_six_files_share() -> None:
    shell = (
        Path(sys.modules["broadsheet.look.assets"].__file__ or "").parent / "templates/look/shell.html"
    ).read_text()
    preloaded = re.findall(r'preload" href="{% asset "([^"]+\.woff2)" %}"', shell)
    segments, headers = 3 + 3, 900  # of 21 segments in a round trip of 150 ms at 1.6 Mbit/s; with the readers' policy

    assert len(preloaded) == 2
    for font in preloaded:
        assert len(asset_files()[Path(asset_url(font)).name].body) + headers <= segments * 1_460


def test_assets_load_without_django() -> None:
    question = "import sys, broadsheet.look.assets as a; a.asset_files(); print('django' in sys.modules)"

    answer = subprocess.run(
        [sys.executable, "-c", question],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
        env={"PYTHONPATH": "src"},
    )

    assert answer.stdout.strip() == "False"


def test_the_newsroom_serves_them_for_its_previews() -> None:
    answer = Client().get(asset_url("site.css"))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]


def test_the_newsroom_has_no_asset_of_another_name() -> None:
    assert Client().get("/assets/site.css").status_code == 404
