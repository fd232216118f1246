"""The page of a topic: a reader comes there from a story, at any width, and nothing is against it."""

import pytest
from playwright.sync_api import Page, expect

from browser.looking import violations_on
from browser.running_site import RunningSite

ORCHARDS = """
from datetime import timedelta
from django.utils import timezone
from broadsheet.stories.actions import draft_story, know_topic, publish_story
from broadsheet.stories.models import SectionPage
sport, now = SectionPage.objects.get(slug="sport"), timezone.now()
topics = [know_topic("Orchards"), know_topic("Bees & their keepers " + "of the valley " * 5)]
for number in range(3):
    story = draft_story(sport, headline=f"Orchard {number} blooms", standfirst="In the valley", topics=topics,
                        body_html="<p>It blooms.</p>", owner=None, now=now)
    publish_story(story, by=None, now=now)
"""

pytestmark = pytest.mark.usefixtures("untroubled")


@pytest.fixture(scope="module")
def orchards(site: RunningSite) -> RunningSite:
    site.broadsheet("manage", "shell", "-c", ORCHARDS)
    site.wait_for_readers("/topics/orchards/", words="Orchard 2 blooms")
    return site


def test_a_reader_goes_from_a_story_to_its_topic_and_on(page: Page, orchards: RunningSite) -> None:
    page.goto(f"{orchards.readers}/sport/orchard-0-blooms/")

    page.get_by_role("navigation", name="Topics").get_by_role("link", name="Orchards").click()

    expect(page).to_have_title("Orchards · The Test Courier")
    expect(page.get_by_role("heading", level=1)).to_have_text("Orchards")
    headlines = page.get_by_role("main").locator(".headline")
    expect(headlines).to_have_text([f"Orchard {number} blooms" for number in (2, 1, 0)])
    headlines.last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Orchard 0 blooms")


@pytest.mark.parametrize("topic", ["Orchards", "Bees & their keepers"])
def test_axe_has_nothing_against_the_page_of_a_topic(page: Page, orchards: RunningSite, topic: str) -> None:
    page.goto(f"{orchards.readers}/sport/orchard-0-blooms/")
    page.get_by_role("navigation", name="Topics").get_by_role("link", name=topic).click()

    assert violations_on(page) == []
