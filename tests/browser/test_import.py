"""A paper moves in from WordPress: its export comes home, and a reader's old bookmark finds the story."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.running_site import RunningSite

ARCHIVED = Path(__file__).parents[1] / "formats" / "archived"
HEADLINE = "Ferry “Santa Rita” returns & brings 312 home"

pytestmark = pytest.mark.usefixtures("untroubled")


@pytest.fixture(scope="module")
def moved_in(site: RunningSite) -> RunningSite:
    site.broadsheet(
        "import", "wordpress", str(ARCHIVED / "wordpress.xml"), "--into", "/world/",
        "--media", str(ARCHIVED / "uploads"), "--credit", "The Old Courier's archive",
    )  # fmt: skip
    site.wait_for_readers("/world/ferry-returns/", words="It sails again on Monday")
    return site


@pytest.mark.parametrize("bookmark", ["/2019/05/12/ferry-returns/", "/?p=7", "/index.php?p=7"])
def test_an_old_bookmark_leads_to_the_story_with_its_pictures(page: Page, moved_in: RunningSite, bookmark: str) -> None:
    page.goto(moved_in.readers + bookmark)

    expect(page).to_have_url(f"{moved_in.readers}/world/ferry-returns/")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(page.get_by_role("img", name="A white ferry at a quay")).to_be_visible()
    expect(page.get_by_text("Ana Lima/The Old Courier")).to_be_visible()
    expect(page.get_by_text("Inês Carvalho")).to_be_visible()


def test_readers_find_an_imported_story_by_its_words(page: Page, moved_in: RunningSite) -> None:
    moved_in.wait_for_readers("/search/?q=horn", words="Santa Rita")

    page.goto(f"{moved_in.readers}/search/?q=horn")

    expect(page.locator("[data-list=search] > li").first).to_contain_text("returns & brings 312 home")
