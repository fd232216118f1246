"""The board of a front under the hand: fields that are written to their end, focus, a finger, and who is signed out."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.desk import give_password
from browser.newsday import BY_KEYS, OLDER, PASSWORD, TO_CORRECT
from browser.running_site import RunningSite
from browser.test_fronts import add, open_front, pinned, place, proof, save

pytestmark = pytest.mark.usefixtures("untroubled")


def keys(page: Page, *words: str) -> None:
    for word in words:
        page.keyboard.type(word, delay=15)


def test_a_time_and_a_line_are_written_to_their_end(page: Page, site: RunningSite) -> None:
    open_front(page, site, "chris", "World")
    add(page, "Lead", OLDER)
    until = page.get_by_label(f"“{OLDER}” stays until")
    until.evaluate(
        "field => { field.value = '2040-12-31T21:30'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    until.press("Enter")
    expect(until).to_have_attribute("value", "2040-12-31T21:30")

    until.press("Home")
    keys(page, "11302041")
    expect(until).to_have_value("2041-11-30T21:30")
    page.get_by_role("button", name="Save the arrangement").focus()
    expect(until).to_have_attribute("value", "2041-11-30T21:30")
    page.get_by_role("button", name="Set a banner: choose its story").press("Enter")
    page.get_by_role("dialog").get_by_role("link", name=BY_KEYS, exact=True).press("Enter")
    line = page.get_by_role("textbox", name="Line")
    expect(line).to_be_focused()
    line.fill("Gulls everywhere")
    page.keyboard.press("Tab")
    expect(proof(page).get_by_text("Gulls everywhere")).to_be_visible()

    expect(page.get_by_label("until", exact=True)).to_be_focused()


def test_the_bar_stays_and_what_was_done_is_said_where_it_was_done(page: Page, site: RunningSite) -> None:
    open_front(page, site, "chris", "The Test Courier")
    page.get_by_role("button", name="Take World away").press("Enter")

    expect(page.get_by_role("status").filter(has_text="Taken away")).to_have_count(1)
    assert page.evaluate("document.activeElement.closest('section').getAttribute('aria-labelledby')") == "slot-strips"
    page.mouse.wheel(0, 4000)
    expect(page.get_by_role("button", name="Save the arrangement")).to_be_in_viewport()


def test_a_finger_that_rests_on_a_story_carries_it(page: Page, site: RunningSite) -> None:
    page.set_viewport_size({"width": 1280, "height": 2400})
    open_front(page, site, "chris", "World")
    story = place(page, "Second tier").get_by_role("listitem").filter(has_text=TO_CORRECT)
    start, end = (each.locator(".front-words").first.bounding_box() for each in (story, place(page, "Lead")))
    assert start
    assert end
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, box: dict[str, float] | None) -> None:
        points = [{"x": box["x"] + 20, "y": box["y"] + 8}] if box else []
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", dict(start))
    expect(story).to_have_class(re.compile("front-dragged"))
    touch("touchMove", dict(end))
    touch("touchEnd", None)

    expect(pinned(page, "Lead")).to_have_text([TO_CORRECT])


def pin_while_signed_out(page: Page, site: RunningSite) -> None:
    """A story into the second tier of World, after the session was lost; it says so."""
    open_front(page, site, "chris", "World")
    page.context.clear_cookies(name=re.compile("session"))
    page.get_by_role("button", name=f"Pin “{OLDER}” here").last.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="You are signed out")).to_be_visible()


def test_who_is_signed_out_signs_in_beside_and_saves(page: Page, site: RunningSite) -> None:
    pin_while_signed_out(page, site)

    give_password(page.context.new_page(), site, "chris")
    expect(page.context.pages[1].get_by_role("heading", name="The Test Courier")).to_be_visible()
    save(page)

    expect(pinned(page, "Second tier")).to_have_text([OLDER])
    page.get_by_role("button", name=re.compile("Undo")).press("Enter")
    expect(page.get_by_text("The earlier arrangement is back.")).to_be_visible()


def test_what_was_arranged_is_offered_to_who_comes_back(page: Page, site: RunningSite) -> None:
    pin_while_signed_out(page, site)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_label("Username").fill("chris")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.get_by_role("button", name="Take it up again").press("Enter")

    expect(pinned(page, "Second tier")).to_have_text([OLDER])
    expect(page.get_by_role("button", name="Take it up again")).to_be_hidden()
