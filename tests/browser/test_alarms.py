"""Alarms on every page of the newsroom: a count in the menu, a tone, a history that asks to be acknowledged."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.desk import sign_in
from browser.running_site import RunningSite

pytestmark = pytest.mark.usefixtures("untroubled")

COUNT_TONES = """(() => {
  const start = OscillatorNode.prototype.start;
  window.tones = 0;
  OscillatorNode.prototype.start = function (...at) { window.tones += 1; return start.apply(this, at); };
})()"""


TONES_WITHIN_TEN_SECONDS = """async () => {
  for (let tries = 0; tries < 100 && !window.tones; tries += 1) await new Promise((go) => setTimeout(go, 100));
  return window.tones;
}"""


@pytest.fixture(scope="module")
def strand(site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that an agency drops its files in."""
    folder = tmp_path_factory.mktemp("strand")
    site.broadsheet("wire_add_source", "strand", "--folder", str(folder), "--credit", "Strand Wire")
    return folder


def flash(folder: Path, name: str, headline: str) -> None:
    document = {"uri": f"urn:{name}", "type": "text", "version": "1", "pubstatus": "usable", "urgency": 1,
                "headline": headline, "body_xhtml": "<p>The pier of Strandvik fell into the sea.</p>"}  # fmt: skip
    unfinished = folder / f".{name}.json"
    unfinished.write_text(json.dumps(document))
    unfinished.rename(folder / f"{name}.json")


def test_a_flash_is_heard_on_any_page_and_counted_in_the_menu(page: Page, site: RunningSite, strand: Path) -> None:
    page.add_init_script(COUNT_TONES)
    with page.expect_response("**/alarms/ringing/"):
        sign_in(page, site, "chris")
    page.mouse.click(640, 600)

    flash(strand, "pier", "Pier falls into the sea")

    expect(page.locator("[data-alarm-count]").first).to_be_visible()
    assert page.evaluate(TONES_WITHIN_TEN_SECONDS) == 6


def test_an_alarm_is_acknowledged_with_a_note_and_opened_again(page: Page, site: RunningSite, strand: Path) -> None:
    flash(strand, "ferry", "Ferry runs aground")
    sign_in(page, site, "ed")
    expect(page.locator("[data-alarm-count]").first).to_be_visible()
    page.goto(f"{site.newsroom}/admin/wire/alarms/")
    alarm = page.locator(".alarm").filter(has_text="Ferry runs aground")

    alarm.get_by_label("Note").fill("On page one")
    alarm.get_by_role("button", name="Acknowledge").click()
    expect(alarm).to_have_count(0)
    page.get_by_role("link", name="History").first.click()
    expect(alarm).to_contain_text("On page one")
    alarm.get_by_role("button", name="Open again").click()

    expect(alarm).to_contain_text("taken back by Ed Eames")
