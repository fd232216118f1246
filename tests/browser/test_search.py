"""A reader searches: from the masthead to a story, by hand and by key, at any width and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.running_site import RunningSite

ORCHARDS = """
from datetime import timedelta
from django.utils import timezone
from broadsheet.stories.actions import draft_story, publish_story
from broadsheet.stories.models import SectionPage
sport, now = SectionPage.objects.get(slug="sport"), timezone.now()
for number in range(23):
    text = f"<p>The orchard of farm {number} is in bloom, &lt;b&gt; its keeper said.</p>"
    story = draft_story(sport, headline=f"Orchard {number} blooms", body_html=text, owner=None, now=now)
    publish_story(story, by=None, now=now - timedelta(days=number + 1))
"""

pytestmark = pytest.mark.usefixtures("untroubled")


@pytest.fixture(scope="module")
def orchards(site: RunningSite) -> RunningSite:
    site.broadsheet("manage", "shell", "-c", ORCHARDS)
    site.wait_for_readers("/search/?q=orchard", words="of 23")
    return site


def test_a_reader_finds_pages_through_and_follows_a_result(page: Page, orchards: RunningSite) -> None:
    page.goto(orchards.readers)

    page.get_by_role("search").get_by_role("searchbox").fill("orchards bloom")
    page.keyboard.press("Enter")

    expect(page).to_have_title("orchards bloom · Search · The Test Courier")
    expect(page.get_by_text("Stories 1\u201320 of 23")).to_be_visible()
    results = page.locator("[data-list=search] > li")
    expect(results).to_have_count(20)
    expect(results.first.locator("mark").first).to_have_text("orchard")
    expect(results.first.locator(".snippet")).to_contain_text("<b> its keeper said")
    page.get_by_role("link", name="Next").click()
    expect(results).to_have_count(3)
    expect(page.get_by_role("searchbox")).to_have_value("orchards bloom")
    headline = results.last.get_by_role("link").text_content() or ""
    results.last.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)


def test_a_misspelled_word_is_put_right_and_nothing_found_says_what_helps(page: Page, orchards: RunningSite) -> None:
    page.goto(f"{orchards.readers}/search/?q=orchrad")
    expect(page.locator(".said")).to_have_text("Nothing was found for orchrad. Showing results for orchard.")

    page.get_by_role("searchbox").fill("zeppelin")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("heading", name="Nothing was found for “zeppelin”")).to_be_visible()
    expect(page.get_by_text("Check how the words are spelled.")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_width_makes_a_page_of_search_wider_than_the_window(page: Page, orchards: RunningSite, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})

    for query in ("", "?q=orchard&section=/sport/", "?q=" + "zeppelin" * 20):
        page.goto(f"{orchards.readers}/search/{query}")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0, query


def test_on_a_phone_the_menu_leads_to_search_which_works_without_javascript(
    browser: Browser, orchards: RunningSite
) -> None:
    phone = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = phone.new_page()
    page.goto(orchards.readers)

    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("orchard")
    page.get_by_text("Section and time").click()
    page.get_by_label("Section", exact=True).select_option(label="World")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("heading", name="Nothing was found for “orchard”")).to_be_visible()
    page.get_by_role("link", name="Search all sections and all times").click()
    expect(page.get_by_text("Stories 1\u201320 of 23")).to_be_visible()
    phone.close()
