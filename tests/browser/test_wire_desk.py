"""The wire on the desk: an item stands there by itself, and becomes a published story in three actions."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.desk import field, sign_in
from browser.running_site import RunningSite

pytestmark = pytest.mark.usefixtures("untroubled")

COUNT_CLICKS = """addEventListener("click", (event) => {
  if (event.isTrusted) localStorage.setItem("clicks", Number(localStorage.getItem("clicks") || 0) + 1);
}, true)"""


@pytest.fixture(scope="module")
def harbour(site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that an agency drops its files in."""
    folder = tmp_path_factory.mktemp("harbour")
    site.broadsheet("wire_add_source", "harbour", "--folder", str(folder), "--credit", "Harbour Wire")
    return folder


def drop(folder: Path, guid: str, headline: str, **fields: str | int) -> None:
    """Drop a ninjs file as agencies do: whole, by a rename."""
    document = {
        "uri": guid,
        "type": "text",
        "version": "1",
        "pubstatus": "usable",
        "language": "en",
        "headline": headline,
        "body_xhtml": "<p>Rain fell on the harbour of Port Merrin all day.</p><p>Ferries stayed in.</p>",
        **fields,
    }
    unfinished = folder / f".{guid}.json"
    unfinished.write_text(json.dumps(document))
    unfinished.rename(folder / f"{guid}.json")


def test_an_item_becomes_a_published_story_in_three_actions(page: Page, site: RunningSite, harbour: Path) -> None:
    headline = "Rain keeps the ferries of Port Merrin in harbour"
    sign_in(page, site, "ed")
    page.goto(f"{site.newsroom}/admin/wire/")
    drop(harbour, "rain", headline)
    expect(page.get_by_role("link", name=headline)).to_be_visible(timeout=15_000)
    page.evaluate(COUNT_CLICKS)
    page.add_init_script(COUNT_CLICKS)

    page.get_by_role("button", name=f"Make a story of {headline}").click()
    expect(field(page, "Headline")).to_have_value(headline)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("has been published")).to_be_visible()

    assert int(page.evaluate("localStorage.getItem('clicks')")) <= 3
    story = site.wait_for_readers("/world/rain-keeps-the-ferries-of-port-merrin-in-harbour/")
    assert "Source: Harbour Wire" in story


def test_enter_in_a_field_keeps_a_draft_and_publishes_nothing(page: Page, site: RunningSite, harbour: Path) -> None:
    headline = "Bridge at Corrie closes for repairs"
    sign_in(page, site, "ed")
    page.goto(f"{site.newsroom}/admin/wire/")
    drop(harbour, "bridge", headline)
    page.get_by_role("button", name=f"Make a story of {headline}").click(timeout=15_000)

    field(page, "Kicker").fill("Roads")
    field(page, "Kicker").press("Enter")

    expect(page.get_by_text("has been updated")).to_be_visible()
    expect(field(page, "Kicker")).to_have_value("Roads")
    assert site.read("/world/bridge-at-corrie-closes-for-repairs/")[0] == 404


def test_the_home_shows_what_came_in_and_what_rings(page: Page, site: RunningSite, harbour: Path) -> None:
    sign_in(page, site, "ed")
    page.goto(f"{site.newsroom}/admin/wire/alarms/")
    now_open = page.locator(".alarm").count() + 1  # others may have left some
    page.goto(f"{site.newsroom}/admin/wire/")
    drop(harbour, "flash", "Storm warning for the whole coast", urgency=1)
    expect(page.get_by_role("link", name=f"Alarms ({now_open})")).to_be_visible(timeout=15_000)

    page.goto(f"{site.newsroom}/admin/")

    expect(page.get_by_role("region", name=f"Alarms {now_open}")).to_contain_text("Storm warning for the whole coast")
    expect(page.get_by_role("region", name="Newest on the wire")).to_contain_text("Storm warning for the whole coast")
    expect(page.get_by_role("region", name="The next hours")).to_contain_text("No story is scheduled")


@pytest.mark.parametrize(
    "path",
    ["", "wire/", "wire/alarms/", "wire/quarantine/", "stories/", "pages/", "images/", "reports/workflow/"],
)
def test_no_screen_of_the_desk_troubles_a_browser(page: Page, site: RunningSite, harbour: Path, path: str) -> None:
    sign_in(page, site, "chris")

    answer = page.goto(f"{site.newsroom}/admin/{path}", wait_until="networkidle")

    assert answer is not None
    assert answer.status == 200


def test_an_item_s_screen_troubles_no_browser(page: Page, site: RunningSite, harbour: Path) -> None:
    headline = "Harbour cranes stand still"
    sign_in(page, site, "chris")
    page.goto(f"{site.newsroom}/admin/wire/")
    drop(harbour, "cranes", headline)

    page.get_by_role("link", name=headline, exact=True).first.click(timeout=15_000)
    page.get_by_role("link", name="Open the item").click()

    page.wait_for_load_state("networkidle")
    expect(page).to_have_url(re.compile(r"/admin/wire/\d+/"))
    expect(page.get_by_role("heading", name=headline).first).to_be_visible()
