"""A story's day: written by a reporter, approved, corrected, withdrawn and brought back; by clicks, to its readers."""

import pytest
from playwright.sync_api import Page, expect

from browser.desk import field, open_story, rewrite_body, sign_in, sign_out, upload_picture, write_body
from browser.newsday import (
    ALT_TEXT,
    CAPTION,
    CREDIT,
    OLDER,
    TO_CORRECT,
    TO_WITHDRAW,
    WAITING,
    picture_bytes,
)
from browser.running_site import RunningSite

pytestmark = pytest.mark.usefixtures("untroubled")


def write_story(page: Page, headline: str, *, picture: bytes) -> None:
    """From the newsroom's home to a filled form, with a picture from the reporter's own disk."""
    page.get_by_role("link", name="Stories", exact=True).click()
    page.get_by_role("link", name="Add story").click()
    page.get_by_label("World").check()
    page.get_by_role("button", name="Start writing").click()
    field(page, "Headline").fill(headline)
    field(page, "Standfirst").fill("After nine days in harbour the Havsula left.")
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_have_value("Rita Rowe")
    page.get_by_role("button", name="Choose an image").first.click()
    chooser = page.get_by_role("dialog")
    chooser.get_by_role("tab", name="Upload").click()
    upload_picture(chooser, picture)
    expect(chooser).to_be_hidden()
    write_body(page, "The ferry left the quay at six in the morning.")
    field(page, "Source").fill("Harbour Wire")
    field(page, "Source").press("Tab")


def test_a_reporter_writes_a_story_with_a_picture_and_submits_it(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "rita")
    write_story(page, "Ferry sails into the night", picture=picture_bytes(110))

    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit for approval").click()

    expect(page.get_by_text("submitted for moderation")).to_be_visible()
    assert site.read("/world/ferry-sails-into-the-night/")[0] == 404


def test_a_picture_s_caption_credit_and_alt_text_come_from_its_file(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "ed")
    page.goto(f"{site.newsroom}/admin/images/add/")
    upload_picture(page, picture_bytes(200))
    page.get_by_role("link", name="ferry").first.click()

    expect(field(page, "Caption")).to_have_value(CAPTION)
    expect(field(page, "Credit")).to_have_value(CREDIT)
    expect(field(page, "Alt text")).to_have_value(ALT_TEXT)


def test_a_reporter_finds_no_way_to_publish(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "rita")
    write_story(page, "Reporter would publish", picture=picture_bytes(120))
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("status").get_by_text("Reporter would publish")).to_be_visible()

    buttons = page.locator("[name=action-publish]").count()
    form = page.locator("#page-edit-form").evaluate("form => Object.fromEntries(new FormData(form))")
    forged = {**form, "title": "Reporter has published", "action-publish": "action-publish"}
    answer = page.request.post(page.url, form=forged)
    page.goto(f"{site.newsroom}/admin/stories/")

    assert buttons == 0
    assert form["csrfmiddlewaretoken"]
    assert answer.ok
    expect(page.get_by_role("row", name="Reporter has published")).to_contain_text("draft")
    assert site.read("/world/reporter-would-publish/")[0] == 404


def test_an_editor_previews_and_approves_what_waits_and_readers_get_it(page: Page, site: RunningSite) -> None:
    path = "/world/island-ferry-returns-after-nine-days/"
    sign_in(page, site, "ed")
    page.get_by_role("region", name="Waiting for you").get_by_role("link", name=WAITING).click()

    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1, name=WAITING)).to_be_visible()
    expect(preview.locator("figure .caption")).to_have_text(CAPTION)
    expect(preview.locator("figure .credit")).to_have_text(CREDIT)
    expect(preview.get_by_role("navigation", name="Breadcrumb")).to_contain_text("World")
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("has been published")).to_be_visible()

    site.wait_for_readers(path)
    page.goto(site.readers + path)
    expect(page.get_by_role("heading", level=1)).to_have_text(WAITING)
    expect(page.locator(".source")).to_have_text("Source: Harbour Wire")
    expect(page.locator("figure .caption")).to_have_text(CAPTION)
    expect(page.locator("figure img")).to_have_attribute("alt", ALT_TEXT)
    site.wait_for_readers("/world/", words=WAITING)
    # Before anything is read, Popular fills up with the latest stories; none stands twice, so it may be in either.
    page.goto(f"{site.readers}/world/{OLDER.lower().replace(' ', '-')}/")
    expect(page.get_by_role("complementary").get_by_role("link", name=WAITING)).to_be_visible()


def test_an_editor_corrects_a_story_with_a_note_that_readers_see(page: Page, site: RunningSite) -> None:
    path = "/world/council-opens-its-books/"
    site.wait_for_readers(path, words="nine crowns")
    sign_in(page, site, "ed")
    open_story(page, site, TO_CORRECT)

    rewrite_body(page, "It cost ninety crowns.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish a correction…").click()
    expect(page.get_by_role("heading", level=1, name="Publish a correction")).to_be_visible()
    field(page, "Public note").fill("An earlier version gave the cost as nine crowns.")
    page.get_by_role("button", name="Publish the change").click()
    expect(page.get_by_text("is out as it stands now.")).to_be_visible()

    site.wait_for_readers(path, words="ninety crowns")
    page.goto(site.readers + path)
    expect(page.get_by_role("region", name="Correction")).to_contain_text("gave the cost as nine crowns")
    expect(page.locator(".body")).to_contain_text("It cost ninety crowns.")
    site.wait_for_readers(f"{path}versions/", words="ninety")
    page.get_by_role("link", name="Compare the versions of this story").click()
    expect(page.get_by_role("region", name="Version 2 Correction").locator("ins")).to_contain_text("ninety")


def test_an_editor_withdraws_a_story_and_a_chief_brings_it_back(page: Page, site: RunningSite) -> None:
    path = "/world/mayor-said-to-step-down/"
    site.wait_for_readers(path)
    sign_in(page, site, "ed")
    open_story(page, site, TO_WITHDRAW)

    page.get_by_role("button", name="Actions", exact=True).click()
    page.get_by_role("link", name="Withdraw…").click()
    field(page, "Public notice").fill("The mayor said nothing of the kind.")
    page.get_by_role("button", name="Withdraw the story").click()
    expect(page.get_by_text("is withdrawn.")).to_be_visible()
    gone = site.wait_for_readers(path, status=410)
    site.wait_for_readers("/world/", without=TO_WITHDRAW)
    sign_out(page)
    sign_in(page, site, "chris")
    open_story(page, site, TO_WITHDRAW)
    page.get_by_role("button", name="Actions", exact=True).click()
    page.get_by_role("link", name="Publish again…").click()
    field(page, "Reason").fill("The mayor did say so.")
    page.get_by_role("button", name="Publish it again").click()
    expect(page.get_by_text("is out again.")).to_be_visible()

    assert "The mayor said nothing of the kind." in gone
    assert "nine crowns" not in gone
    site.wait_for_readers(path, words="nine crowns")
    site.wait_for_readers("/world/", words=TO_WITHDRAW)


def test_a_phone_gives_most_of_a_row_to_the_headline(page: Page, site: RunningSite) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, site, "chris")

    page.goto(f"{site.newsroom}/admin/stories/")

    headline = page.locator("td.title").first.bounding_box()
    assert headline is not None
    assert headline["width"] > 390 * 0.4
    assert page.evaluate("() => document.querySelector('table.listing').getBoundingClientRect().right") <= 390
    expect(page.get_by_role("columnheader", name="State")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Urgency")).to_be_hidden()
