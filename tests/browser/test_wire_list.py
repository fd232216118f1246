"""The wire's list as an editor works it: by keys, with a pane beside it, kept up to date, under presets."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.desk import sign_in
from browser.running_site import RunningSite
from browser.test_wire_desk import drop

pytestmark = pytest.mark.usefixtures("untroubled")


@pytest.fixture(scope="module")
def lighthouse(site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lighthouse")
    site.broadsheet("wire_add_source", "lighthouse", "--folder", str(folder), "--credit", "Lighthouse Press")
    return folder


@pytest.fixture
def wire(page: Page, site: RunningSite, lighthouse: Path) -> Page:
    """The list of a signed-in chief with three items on top: Third, Second, First."""
    sign_in(page, site, "chris")
    page.goto(f"{site.newsroom}/admin/wire/?all=1")
    for name in ("First", "Second", "Third"):
        drop(lighthouse, name.lower(), f"{name} boat of the morning")
        expect(line(page, name)).to_be_visible()
    return page


def line(page: Page, name: str) -> Locator:
    return page.locator("[data-rows]").get_by_role("link", name=f"{name} boat of the morning")


def test_keys_walk_the_list_and_the_pane_shows_what_is_chosen(wire: Page) -> None:
    pane = wire.get_by_role("complementary", name="Preview")

    wire.keyboard.press("g")
    expect(wire.locator("[data-rows] .wire-row__headline").first).to_be_focused()
    line(wire, "Third").focus()
    wire.keyboard.press("j")
    expect(line(wire, "Second")).to_be_focused()
    expect(pane).to_contain_text("Second boat of the morning")
    expect(pane).to_contain_text("Ferries stayed in.")
    wire.keyboard.press("ArrowUp")
    expect(line(wire, "Third")).to_be_focused()

    wire.keyboard.press("Enter")
    expect(wire).to_have_url(re.compile(r"/admin/wire/\d+/$"))


def test_one_line_of_the_list_is_reached_by_tab(wire: Page) -> None:
    wire.keyboard.press("j")

    reached = wire.locator("[data-rows] .wire-row__headline[tabindex='0']")

    expect(reached).to_have_count(1)
    expect(reached).to_have_attribute("aria-current", "true")


def test_help_is_an_overlay_and_the_slash_leads_to_the_search(wire: Page) -> None:
    wire.keyboard.press("?")
    expect(wire.get_by_role("dialog", name="Keys of the wire")).to_be_visible()
    wire.keyboard.press("Escape")
    expect(wire.get_by_role("dialog", name="Keys of the wire")).to_be_hidden()

    expect(wire.locator("body")).to_be_focused()  # given back by the dialog
    wire.keyboard.press("/")
    expect(wire.get_by_role("searchbox", name="Words")).to_be_focused()
    wire.keyboard.type("second j k")
    wire.keyboard.press("Enter")

    expect(wire).to_have_url(re.compile("q=second"))


def test_what_comes_while_somebody_reads_waits_and_moves_nothing(wire: Page, lighthouse: Path) -> None:
    wire.keyboard.press("g")
    wire.keyboard.press("j")
    chosen = line(wire, "Second")

    drop(lighthouse, "fourth", "Fourth boat of the morning")
    new = wire.get_by_role("button", name="1 new")
    expect(new).to_be_visible()
    expect(line(wire, "Fourth")).to_have_count(0)
    expect(chosen).to_be_focused()
    new.click()

    expect(line(wire, "Fourth")).to_be_focused()
    expect(wire.locator("[data-rows] > li").first).to_contain_text("Fourth boat")


def test_a_filter_is_kept_as_a_preset_and_opened_by_its_key(wire: Page) -> None:
    wire.get_by_role("searchbox", name="Words").fill('"first boat"')
    wire.get_by_role("button", name="Show", exact=True).click()
    expect(line(wire, "Second")).to_have_count(0)
    wire.get_by_role("textbox", name="Name of the preset").fill("Boats")
    wire.get_by_role("button", name="Keep", exact=True).click()
    presets = wire.get_by_role("navigation", name="Presets")
    expect(presets.get_by_role("link", name="Boats")).to_have_attribute("aria-current", "page")

    wire.wait_for_load_state()  # a page hears keys when its scripts have run
    wire.keyboard.press("0")
    expect(line(wire, "Second")).to_be_visible()
    wire.wait_for_load_state()
    wire.keyboard.press("1")
    expect(line(wire, "First")).to_be_visible()
    expect(line(wire, "Second")).to_have_count(0)

    wire.get_by_role("link", name="Presets…").click()
    wire.get_by_role("button", name="Delete Boats").click()
    wire.get_by_role("button", name="Undo").click()
    expect(wire.get_by_role("textbox", name="Name of Boats")).to_have_value("Boats")
    wire.get_by_role("button", name="Delete Boats").click()


def test_on_a_narrow_screen_an_item_opens_as_a_page(wire: Page) -> None:
    wire.set_viewport_size({"width": 390, "height": 800})

    expect(wire.get_by_role("complementary", name="Preview")).to_be_hidden()
    line(wire, "Second").click()

    expect(wire).to_have_url(re.compile(r"/admin/wire/\d+/$"))
    assert wire.evaluate("document.documentElement.scrollWidth") <= 390
