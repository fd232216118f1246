"""What machines ask every site for: robots.txt, security.txt, the manifest."""

import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from PIL import Image

from broadsheet.contracts.pieces import Page, Redirect
from broadsheet.look.assets import PREFIX, asset_files
from broadsheet.press.actions import press_everything
from broadsheet.press.tasks import renew_machine_files
from broadsheet.stories.signals import section_changed

from .conftest import NOON, Paper

SITE = "https://courier.example"
ROBOTS, SECURITY, MANIFEST = "page/robots.txt", "page/.well-known/security.txt", "page/site.webmanifest"


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    monkeypatch.setenv("BROADSHEET_URL", SITE)
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    settings.SECURITY_CONTACT = "mailto:security@courier.example"


def press(paper: Paper, *, now: datetime = NOON) -> None:
    press_everything(now=now)
    paper.press(now=now)


def content_type(paper: Paper, name: str) -> str:
    page = paper.store.read(name)
    assert isinstance(page, Page)
    return dict(page.headers)["content-type"]


def fields(paper: Paper) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in paper.text(SECURITY).splitlines())


def test_robots_may_read_everything_but_hits_and_searches_and_are_told_of_sitemaps(paper: Paper) -> None:
    press(paper)
    robots = RobotFileParser()

    robots.parse(paper.text(ROBOTS).replace("$", "").splitlines())

    paths = ("/", "/world/a/", "/hit", "/hit?7.abc&direct", "/search/?q=a")
    assert [path for path in paths if robots.can_fetch("AnyBot", f"{SITE}{path}")] == ["/", "/world/a/"]
    assert robots.site_maps() == [f"{SITE}/sitemap.xml", f"{SITE}/news-sitemap.xml"]
    assert content_type(paper, ROBOTS) == "text/plain; charset=utf-8"


def test_robots_are_kept_from_the_address_of_hits_alone_not_from_all_that_begins_like_it(paper: Paper) -> None:
    press(paper)

    # Hits are posted with a query; "$" is the end of an address.
    assert "Disallow: /hit$\nDisallow: /hit?\n" in paper.text(ROBOTS)


def test_a_contact_is_told_as_rfc_9116_wants_it(paper: Paper) -> None:
    press(paper)

    said = fields(paper)

    assert said["Contact"] == "mailto:security@courier.example"
    assert said["Canonical"] == f"{SITE}/.well-known/security.txt"
    assert re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]+)*", said["Preferred-Languages"])
    assert content_type(paper, SECURITY) == "text/plain; charset=utf-8"


@pytest.mark.parametrize("month", range(1, 13))
def test_a_contact_is_told_for_less_than_a_year_and_the_same_all_month(paper: Paper, month: int) -> None:
    first, later = datetime(2026, month, 1, tzinfo=UTC), datetime(2026, month, 28, 23, tzinfo=UTC)
    press(paper, now=first)
    before = paper.text(SECURITY)

    press(paper, now=later)

    expires = datetime.fromisoformat(fields(paper)["Expires"])
    assert paper.text(SECURITY) == before
    assert later + timedelta(days=120) < expires < first + timedelta(days=365)


def test_the_clerk_tells_the_contact_anew_when_time_went_on(paper: Paper) -> None:
    press(paper)
    before = fields(paper)["Expires"]

    renew_machine_files(NOON + timedelta(days=40))
    paper.press(now=NOON + timedelta(days=40))

    assert fields(paper)["Expires"] > before


def test_without_a_contact_there_is_no_such_file(paper: Paper, settings: Any) -> None:
    press(paper)
    settings.SECURITY_CONTACT = ""

    press(paper)

    assert paper.store.read(SECURITY) is None


def test_without_tls_the_file_names_no_address_of_its_own(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_URL", "http://localhost:8000")

    press(paper)

    assert "Canonical" not in fields(paper)


def test_the_manifest_names_the_paper_and_icons_as_large_as_it_says(paper: Paper) -> None:
    press(paper)

    manifest = json.loads(paper.text(MANIFEST))

    assert (manifest["name"], manifest["start_url"], manifest["display"]) == ("The Harbour Post", "/", "browser")
    assert content_type(paper, MANIFEST) == "application/manifest+json"
    icons = {icon["src"]: icon["sizes"] for icon in manifest["icons"] if icon["type"] == "image/png"}
    assert set(icons.values()) == {"192x192", "512x512"}
    for address, sizes in icons.items():
        image = Image.open(io.BytesIO(asset_files()[address.removeprefix(PREFIX)].body))
        assert f"{image.width}x{image.height}" == sizes


@pytest.mark.parametrize(("path", "side"), [("favicon.ico", 192), ("apple-touch-icon.png", 180)])
def test_who_asks_for_an_icon_by_its_old_name_is_led_to_it(paper: Paper, path: str, side: int) -> None:
    press(paper)

    moved = paper.store.read(f"page/{path}")

    assert isinstance(moved, Redirect)
    image = Image.open(io.BytesIO(asset_files()[moved.location.removeprefix(PREFIX)].body))
    assert image.size == (side, side)


def test_another_name_of_the_paper_is_told_at_once(paper: Paper) -> None:
    press(paper)
    paper.home.title = "The Evening Post"
    paper.home.save()

    section_changed.send(sender=type(paper.home), section=paper.home, now=NOON)
    paper.press()

    assert json.loads(paper.text(MANIFEST))["name"] == "The Evening Post"


def test_every_page_leads_to_the_manifest(paper: Paper) -> None:
    press(paper)

    assert '<link rel="manifest" href="/site.webmanifest">' in paper.text("page/")
