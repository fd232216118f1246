"""One story's whole day: written, approved for a second of its own, out by itself, corrected, withdrawn."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from browser.desk import field, open_story, rewrite_body, sign_in, sign_out
from browser.newsday import picture_bytes
from browser.running_site import RunningSite
from browser.test_newsroom import write_story

pytestmark = pytest.mark.usefixtures("untroubled")

JOBS = ("run",)  # the whole paper by one command, as newsrooms start it
HEADLINE, PATH = "Lifeboat finds the missing kayak", "/world/lifeboat-finds-the-missing-kayak/"
ZONE = ZoneInfo("Europe/London")  # the paper's own


def test_a_story_goes_out_at_its_second_is_corrected_and_withdrawn(page: Page, site: RunningSite) -> None:
    submit(page, site)
    assert site.read(PATH)[0] == 404

    due = approve_for_a_while_from_now(page, site)
    assert site.read(PATH)[0] == 404
    seen = wait_until_out(site, due)
    assert due <= seen < due + 10  # the bench measures it to the tenth; machines that test are busy
    site.wait_for_readers("/world/", words=HEADLINE)

    correct(page, site)
    corrected = site.wait_for_readers(PATH, words="It was a canoe")
    assert "Corrections" in corrected
    site.wait_for_readers("/corrections/", words="It was a canoe")

    withdraw(page, site)
    gone = site.wait_for_readers(PATH, status=410)
    assert "Nobody was missing." in gone
    assert "It was a canoe" not in gone
    for address in ("/", "/world/", "/world/feed.xml", "/corrections/"):
        site.wait_for_readers(address, without=HEADLINE)


def submit(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "rita")
    write_story(page, HEADLINE, picture=picture_bytes(60))
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("submitted for moderation")).to_be_visible()


def approve_for_a_while_from_now(page: Page, site: RunningSite) -> float:
    """An editor gives it its time and approves; the second at which it is due."""
    sign_out(page)
    sign_in(page, site, "ed")
    page.get_by_role("region", name="Waiting for you").get_by_role("link", name=HEADLINE).click()
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    due = (datetime.now(ZONE) + timedelta(seconds=80)).replace(second=0, microsecond=0)  # 20 seconds away at least
    page.get_by_label("Go live date/time").fill(f"{due:%Y-%m-%d %H:%M}")
    page.get_by_role("button", name="Save schedule").press("Enter")  # the calendar may cover it
    expect(page.get_by_text("has been updated")).to_be_visible()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_role("status").get_by_text(HEADLINE)).to_be_visible()
    return due.timestamp()


def wait_until_out(site: RunningSite, due: float) -> float:
    """When readers got it first."""
    deadline = due + 30
    while site.read(PATH)[0] != 200:
        assert time.time() < deadline
        time.sleep(0.1)
    return time.time()


def correct(page: Page, site: RunningSite) -> None:
    open_story(page, site, HEADLINE)
    rewrite_body(page, "The lifeboat found a canoe.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish a correction…").click()
    field(page, "Public note").fill("An earlier version called it a kayak. It was a canoe.")
    page.get_by_role("button", name="Publish the change").click()
    expect(page.get_by_text("is out as it stands now.")).to_be_visible()


def withdraw(page: Page, site: RunningSite) -> None:
    open_story(page, site, HEADLINE)
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Withdraw…").click()
    field(page, "Public notice").fill("Nobody was missing.")
    page.get_by_role("button", name="Withdraw the story").click()
    expect(page.get_by_text("is withdrawn.")).to_be_visible()
