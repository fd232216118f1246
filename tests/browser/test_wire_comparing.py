"""A newer version of the wire meets an edited story, by clicks: compared, settled, undone; by keys and by phone."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.desk import field, open_story, sign_in
from browser.running_site import RunningSite

pytestmark = pytest.mark.usefixtures("untroubled")

FIRST = "<p>Rain fell on the quay of Corrie all day.</p><h2>Roads</h2><p>Ferries <b>stayed</b> in.</p>"
SECOND = FIRST.replace("all day", "all day and all night")
QUOTE = "<blockquote><p>We stay in.</p><p>All 9 of us.</p></blockquote>"


@pytest.fixture(scope="module")
def quay(site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that an agency drops its files in."""
    folder = tmp_path_factory.mktemp("quay")
    site.broadsheet("wire_add_source", "quay", "--folder", str(folder), "--credit", "Quay Wire")
    return folder


def drop(folder: Path, guid: str, version: int, headline: str, **fields: str) -> None:
    """Drop a ninjs file as agencies do: whole, by a rename."""
    document = {
        "uri": guid,
        "type": "text",
        "version": str(version),
        "pubstatus": "usable",
        "language": "en",
        "headline": headline,
        "body_xhtml": FIRST,
        **fields,
    }
    unfinished = folder / f".{guid}-{version}"
    unfinished.write_text(json.dumps(document))
    unfinished.rename(folder / f"{guid}-{version}.json")


def make_story(page: Page, site: RunningSite, headline: str) -> None:
    page.goto(f"{site.newsroom}/admin/wire/")
    page.get_by_role("button", name=f"Make a story of {headline}").click(timeout=15_000)
    expect(field(page, "Headline")).to_have_value(headline)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("has been published")).to_be_visible()


def test_a_conflict_is_compared_settled_and_published_by_clicks(page: Page, site: RunningSite, quay: Path) -> None:
    sign_in(page, site, "ed")
    drop(quay, "bridge", 1, "Bridge closes at Corrie")
    make_story(page, site, "Bridge closes at Corrie")
    field(page, "Headline").fill("Corrie bridge shuts")
    publish(page)
    drop(quay, "bridge", 2, "Bridge closes at Corrie for a week", body_xhtml=SECOND)
    site.wait_for_readers("/world/corrie-bridge-shuts/", words="all day and all night")

    open_story(page, site, "Corrie bridge shuts")
    page.get_by_role("link", name="Compare", exact=True).click()
    headline = page.get_by_role("group", name="Headline")
    expect(headline.locator("ins").first).to_contain_text("for a week")
    headline.get_by_label("Edit", exact=True).check()
    headline.get_by_role("textbox").fill("Corrie bridge shuts for a week")
    page.get_by_role("button", name="Settle and publish").click()

    expect(page.get_by_text("is settled and published.")).to_be_visible()
    site.wait_for_readers("/world/corrie-bridge-shuts/", words="Corrie bridge shuts for a week")


def test_what_the_wire_changed_is_seen_and_undone_by_clicks(page: Page, site: RunningSite, quay: Path) -> None:
    path = "/world/storm-nears-corrie/"
    sign_in(page, site, "ed")
    drop(quay, "storm", 1, "Storm nears Corrie")
    make_story(page, site, "Storm nears Corrie")
    publish(page)
    drop(quay, "storm", 2, "Storm nears Corrie", body_xhtml=SECOND)
    site.wait_for_readers(path, words="all day and all night")

    open_story(page, site, "Storm nears Corrie")
    page.get_by_role("button", name="Toggle the wire beside the story").click()
    page.get_by_role("link", name="See and undo").click()
    expect(page.locator("ins").first).to_contain_text("and all night")
    page.get_by_role("button", name="Put back and publish").click()
    expect(page.get_by_text("The words are put back and published.")).to_be_visible()
    undone = site.wait_for_readers(path, without="all night")
    page.get_by_role("button", name="Undo this and publish").click()

    assert "all day" in undone
    site.wait_for_readers(path, words="all day and all night")


def test_saving_a_story_unchanged_is_not_touching_its_words(page: Page, site: RunningSite, quay: Path) -> None:
    sign_in(page, site, "ed")
    words = {"byline": "Ann Example", "description_text": "A summary of it.", "body_xhtml": FIRST + QUOTE}
    drop(quay, "mill", 1, "Mill burns at Corrie", **words)
    make_story(page, site, "Mill burns at Corrie")
    page.get_by_role("tab", name="Placing").click()
    page.get_by_label("In popular").uncheck()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("has been updated")).to_be_visible()
    later = {name: value.replace("Ann", "Bo").replace("9", "10") for name, value in words.items()}

    drop(quay, "mill", 2, "Mill burns down at Corrie", **later)
    page.goto(f"{site.newsroom}/admin/wire/")
    page.get_by_role("link", name="Mill burns down at Corrie", exact=True).press("Enter", timeout=15_000)

    expect(page.get_by_text("the wire changed it with version 2")).to_be_visible()
    expect(page.get_by_text("Both the wire and the newsroom changed")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_versions_are_walked_by_keys_and_fit_the_screen(page: Page, site: RunningSite, quay: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, "ed")
    guid = f"tide-{width}"
    for version in (1, 2, 3):
        drop(quay, guid, version, f"Tide {width}, take {version}", body_xhtml=FIRST if version == 1 else SECOND)
    page.goto(f"{site.newsroom}/admin/wire/")
    page.get_by_role("link", name=f"Tide {width}, take 3").press("Enter", timeout=15_000)
    page.wait_for_url("**/wire/*/")

    page.keyboard.press("v")
    expect(page.locator(".heads")).to_contain_text("Version 3")
    page.wait_for_load_state()
    page.keyboard.press("[")
    expect(page.locator(".heads")).to_contain_text("Version 1")
    page.wait_for_load_state()
    page.keyboard.press("n")
    page.keyboard.press("n")

    expect(page.locator(".at")).to_contain_text("and all night")
    sides = [page.locator(f".at .{side}").bounding_box() for side in ("was", "now")]
    assert sides[0] is not None
    assert sides[1] is not None
    assert (sides[0]["y"] == sides[1]["y"]) == (width == 1280)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
