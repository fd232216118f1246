"""The screen of readers in a browser: it renews itself, keeps what somebody holds, and axe has nothing to say."""

import pytest
from playwright.sync_api import Page, expect

from browser.desk import sign_in
from browser.looking import violations_on
from browser.newsday import OLDER
from browser.running_site import RunningSite

JOBS = ("edge", "newsroom")  # a clerk would put what it counts in place of what a test says was counted
LOST = "No connection to the newsroom since"


def count(site: RunningSite, readers: int) -> None:
    """Keep figures in which the whole paper has so many readers now."""
    script = f"""
from broadsheet.stories.models import SectionPage, StoryPage
from desk.counted import crowd_of, keep_crowds
story, section = StoryPage.objects.get(title={OLDER!r}), SectionPage.objects.get(slug="world")
words = {{"dropped": {{"agent_bot": 12, "not_counting": 3}}, "unhashed_views": 9}}
keep_crowds({{story: crowd_of({readers})}}, sections={{section: crowd_of({readers})}}, **words)
"""
    site.broadsheet("manage", "shell", "-c", script)


def look(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.slow
@pytest.mark.usefixtures("untroubled")
def test_the_screen_renews_itself_under_the_hands_of_who_looks_at_it(page: Page, site: RunningSite) -> None:
    count(site, 12)
    sign_in(page, site, "chris")
    page.get_by_role("link", name="Readers", exact=True).click()
    whole = page.get_by_role("region", name="The whole paper")
    expect(whole.locator("dd").first).to_have_text("12")
    whole.get_by_text("The chart in numbers").click()
    section = page.get_by_role("region", name="Sections").get_by_role("link", name="World")
    section.focus()

    count(site, 4321)

    expect(whole.locator("dd").first).to_have_text("4,321")
    expect(whole.get_by_text("The chart in numbers").locator("xpath=..")).to_have_attribute("open", "")
    expect(section).to_be_focused()
    expect(page.get_by_role("region", name="Sections")).to_contain_text("4,321")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Stories in World").get_by_role("link", name=OLDER)).to_be_visible()


@pytest.mark.slow
def test_axe_has_nothing_against_the_screen_with_figures_and_it_says_when_it_is_cut_off(
    page: Page, site: RunningSite
) -> None:
    count(site, 12)
    sign_in(page, site, "chris")
    page.goto(f"{site.newsroom}/admin/readers/")
    page.get_by_text("The chart in numbers").click()

    found = violations_on(page)

    assert found == []
    page.route("**/readers/panels/", lambda route: route.abort())
    look(page)
    expect(page.get_by_text(LOST)).to_be_visible()
    page.unroute("**/readers/panels/")
    look(page)
    expect(page.get_by_text(LOST)).to_be_hidden()


def test_who_reads_no_scripts_sees_the_same_figures(page: Page, site: RunningSite) -> None:
    count(site, 12)
    sign_in(page, site, "rita")
    assert page.context.browser is not None
    plain = page.context.browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    screen = plain.new_page()

    screen.goto(f"{site.newsroom}/admin/readers/")

    expect(screen.get_by_role("region", name="The whole paper").locator("svg").first).to_be_visible()
    expect(screen.get_by_role("region", name="Stories")).to_contain_text(OLDER)
    expect(screen.get_by_role("link", name="Read it again")).to_be_visible()
    plain.close()
