"""A day at the desk: a reporter submits, an editor's home says so by itself, asks for changes, the reporter sees it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.desk import field, sign_in, write_body
from browser.running_site import RunningSite

HEADLINE = "Harbour board votes to dredge"


@pytest.fixture
def another(context: BrowserContext) -> Iterator[Page]:
    """A second browser window of somebody else."""
    browser = context.browser
    assert browser is not None
    window = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield window.new_page()
    window.close()


@pytest.mark.slow
@pytest.mark.usefixtures("untroubled")
def test_a_day_of_a_reporter_and_an_editor_is_told_to_each_by_itself(
    page: Page, another: Page, site: RunningSite
) -> None:
    editor = sign_in(another, site, "ed")
    waiting = editor.get_by_role("region", name="Waiting for you")
    expect(waiting).not_to_contain_text(HEADLINE)

    sign_in(page, site, "rita")
    page.get_by_role("link", name="Write a story").first.click()
    page.get_by_label("World", exact=True).check()
    page.get_by_role("button", name="Start writing").click()
    field(page, "Headline").fill(HEADLINE)
    write_body(page, "It will take a year.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("submitted for moderation")).to_be_visible()

    expect(waiting.get_by_role("link", name=HEADLINE)).to_be_visible()
    expect(editor.locator("[data-notice-count]").first).to_be_visible()
    editor.get_by_role("link", name=re.compile("^Notices")).first.click()
    editor.get_by_role("link", name=f"Rita Rowe asks you to approve “{HEADLINE}”").click()
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Ask for changes…").click()
    editor.get_by_role("textbox", name="Comment").fill("Who says it takes a year?")
    editor.get_by_role("button", name="Ask for changes", exact=False).last.click()
    editor.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))

    page.goto(f"{site.newsroom}/admin/")
    mine = page.get_by_role("region", name="Waiting for you")
    expect(mine.get_by_role("listitem").filter(has_text="Changes asked for")).to_contain_text(
        "Who says it takes a year?"
    )
    expect(page.locator("[data-notice-count]").first).to_be_visible()
    page.goto(f"{site.newsroom}/admin/notices/")
    page.get_by_role("link", name=f"Ed Eames asks for changes in “{HEADLINE}”").click()
    expect(field(page, "Headline")).to_have_value(HEADLINE)
    page.goto(f"{site.newsroom}/admin/")
    expect(page.get_by_role("region", name="Most read now")).to_be_visible()
    expect(page.locator("[data-notice-count]")).to_have_count(0)


@pytest.mark.slow
def test_the_home_keeps_the_focus_and_says_when_it_has_lost_the_newsroom(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "chris")
    link = page.get_by_role("link", name="Calendar")
    link.focus()
    page.evaluate("for (const panel of document.querySelectorAll('[data-panel]')) panel.dataset.print = 'old'")

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-panel=agenda]")).not_to_have_attribute("data-print", "old")
    expect(link).to_be_focused()

    page.route("**/home/panels/", lambda route: route.fulfill(status=503, body="no"))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("No connection to the newsroom since")).to_be_visible()
    page.unroute("**/home/panels/")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("No connection to the newsroom since")).to_be_hidden()


def test_a_home_whose_session_ended_leads_to_the_sign_in(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "chris")
    page.context.clear_cookies()

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.get_by_role("heading", name="Newsroom sign-in")).to_be_visible()
