"""Authors, days, months, older pages and the index of topics: reached from a story, and nothing is against them."""

import pytest
from playwright.sync_api import Page, expect

from browser.looking import violations_on
from browser.running_site import RunningSite

VINES = """
from datetime import timedelta
from django.utils import timezone
from broadsheet.stories.actions import draft_story, know_topic, publish_story
from broadsheet.stories.authors import know_author
from broadsheet.stories.models import Author, SectionPage, StoryPage
sport, now = SectionPage.objects.get(slug="sport"), timezone.now()
Author.objects.filter(pk=know_author("Vera Winter").pk).update(
    role="Vineyards editor", description="Writes of vines.\\n\\nOnce grew them.", email="vera@courier.example",
    links="https://social.example/@vera")
for number in range(64):
    story = draft_story(sport, headline=f"Vine {number} is cut", standfirst="On the slope", bylines=["Vera Winter"],
                        topics=[know_topic("Vines")], body_html="<p>It is cut.</p>", owner=None, now=now)
    publish_story(story, by=None, now=now + timedelta(seconds=number))
"""

pytestmark = pytest.mark.usefixtures("untroubled")


@pytest.fixture(scope="module")
def vines(site: RunningSite) -> RunningSite:
    site.broadsheet("manage", "shell", "-c", VINES)
    site.wait_for_readers("/authors/vera-winter/older/1/", words="Vine 0 is cut")
    site.wait_for_readers("/topics/", words="Vines")
    site.wait_for_readers("/sport/older/1/", words="Vine 0 is cut")
    return site


def test_a_reader_goes_from_a_story_to_its_author_and_into_the_past(page: Page, vines: RunningSite) -> None:
    page.goto(f"{vines.readers}/sport/vine-63-is-cut/")

    page.get_by_role("link", name="Vera Winter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vera Winter")
    expect(page.get_by_role("main")).to_contain_text("Once grew them.")
    page.get_by_role("link", name="Older stories").click()

    headlines = page.get_by_role("main").locator(".headline")
    expect(headlines.first).to_have_text("Vine 29 is cut")
    expect(headlines.last).to_have_text("Vine 0 is cut")
    page.get_by_role("link", name="Newer stories").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vera Winter")


def test_a_reader_goes_from_latest_stories_to_its_day_and_month(page: Page, vines: RunningSite) -> None:
    page.goto(f"{vines.readers}/sport/vine-63-is-cut/")

    page.get_by_role("main").get_by_role("link", name="Latest Stories").click()
    expect(page.get_by_role("main").locator(".hours .headline").first).to_have_text("Vine 63 is cut")
    expect(page.locator(".hours .hour").first).to_be_visible()
    page.get_by_role("link", name="All days in").click()

    expect(page.locator(".days li")).not_to_have_count(0)


@pytest.mark.parametrize("path", ["/authors/vera-winter/", "/latest/", "/topics/", "/sport/older/1/"])
def test_axe_has_nothing_against_the_pages_of_the_archive(page: Page, vines: RunningSite, path: str) -> None:
    page.goto(vines.readers + path)

    assert violations_on(page) == []


def test_axe_has_nothing_against_a_month(page: Page, vines: RunningSite) -> None:
    page.goto(f"{vines.readers}/latest/")
    page.get_by_role("link", name="All days in").click()

    assert violations_on(page) == []
