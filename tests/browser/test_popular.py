"""Popular's pages in a browser: counted readers become ranks, axe is content, no width is too narrow."""

import json

import pytest
from playwright.sync_api import Page, expect

from browser.looking import violations_on
from browser.running_site import RunningSite

PATHS = ("/popular/", "/popular/today/", "/popular/week/")
RANKED = """
from datetime import timedelta
from django.utils import timezone
from broadsheet.contracts.audience import PopularList
from broadsheet.popular.actions import store_rankings
from broadsheet.popular.ranking import SPANS
from broadsheet.stories.actions import draft_story, publish_story
from broadsheet.stories.models import SectionPage
now, sport, ids = timezone.now(), SectionPage.objects.get(slug="sport"), []
for number in range(12):
    words = f"Rowers win race {number} on the outer canal after a night of rain"
    story = draft_story(sport, headline=words, body_html=f"<p>{words}.</p>", owner=None, now=now)
    publish_story(story, by=None, now=now)
    ids.append(story.pk)
def ranked(window):
    return PopularList(story_ids=tuple(ids), made_at=now, window_hours=window.hours,
                       half_life_hours=window.half_life_hours, counted_readers=1_234)
store_rankings({str(span): ranked(window) for span, window in SPANS.items()}, now=now)
"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Nobody ranks anew what is stored here: the clerk has a store without readers, and would empty the lists.
JOBS = ("edge", "newsroom")

pytestmark = pytest.mark.usefixtures("untroubled")


@pytest.fixture(scope="module")
def ranked(site: RunningSite) -> RunningSite:
    site.broadsheet("press_all")
    site.broadsheet("manage", "shell", "-v", "0", "-c", f"{RANKED}\nfrom browser.newsday import press\npress()")
    site.wait_for_readers("/popular/week/", words="Rowers win race 11")
    return site


def test_axe_has_nothing_against_the_pages(page: Page, ranked: RunningSite) -> None:
    found = {}

    for path in PATHS:
        page.goto(ranked.readers + path)
        expect(page.locator(".ranks > li")).to_have_count(12)
        found[path] = violations_on(page)

    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_width_makes_a_page_wider_than_the_window(page: Page, ranked: RunningSite, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})

    for path in PATHS:
        page.goto(ranked.readers + path)
        assert page.evaluate(WIDER) == 0, path


def test_a_reader_goes_from_the_list_to_its_page_and_from_span_to_span(page: Page, ranked: RunningSite) -> None:
    page.goto(f"{ranked.readers}/popular/")

    spans = page.get_by_role("navigation", name="Popular Stories")
    spans.get_by_role("link", name="This week").click()

    expect(page).to_have_title("Popular this week · The Test Courier")
    expect(spans.locator("[aria-current=page]")).to_have_text("This week")
    expect(page.get_by_text("1,234 readers were counted")).to_be_visible()
    expect(page.get_by_text("There is no list at the moment")).to_be_hidden()
    figures = page.request.get(f"{ranked.readers}/popularity.json")
    assert json.loads(figures.text())["lists"][-1]["window_hours"] == 168
    page.get_by_role("link", name="Rowers win race 3").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rowers win race 3")
