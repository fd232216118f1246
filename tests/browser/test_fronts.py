"""An editor arranges a front, by keys and by mouse; readers see it so, once it is saved."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.desk import sign_in
from browser.looking import violations_on
from browser.newsday import BY_KEYS, OLDER, TO_CORRECT
from browser.running_site import RunningSite
from browser.test_accessibility import is_known

pytestmark = pytest.mark.usefixtures("untroubled")


def open_front(page: Page, site: RunningSite, who: str, name: str) -> None:
    sign_in(page, site, who)
    page.get_by_role("navigation").get_by_role("link", name="Fronts").click()
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    expect(proof(page).get_by_role("heading", level=1)).to_have_count(1)


def place(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name=name, exact=True)


def pinned(page: Page, name: str) -> Locator:
    return place(page, name).locator("[data-pinned] .front-headline")


def proof(page: Page) -> Locator:
    return page.frame_locator("[name=front-proof]").locator("main")


def add(page: Page, to: str, headline: str) -> None:
    """By keys: open the chooser from a place, and take a story out of it."""
    page.get_by_role("button", name=f"Add a story to {to}").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name=headline, exact=True).press("Enter")
    expect(page.locator(".modal-backdrop")).to_have_count(0)
    expect(pinned(page, to).filter(has_text=headline)).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save the arrangement").press("Enter")
    expect(page.get_by_text("The front is arranged.")).to_be_visible()


def test_a_section_editor_arranges_by_keys_and_undoes_it(page: Page, site: RunningSite) -> None:
    open_front(page, site, "ed", "World")

    add(page, "Lead", OLDER)
    add(page, "Package", TO_CORRECT)
    add(page, "Package", BY_KEYS)
    page.get_by_role("textbox", name="Label").fill("The harbour")
    page.get_by_role("button", name=f"Move “{BY_KEYS}” up").press("Enter")
    expect(pinned(page, "Package")).to_have_text([BY_KEYS, TO_CORRECT])
    expect(page.get_by_role("button", name=f"Move “{BY_KEYS}” down")).to_be_focused()
    expect(proof(page).get_by_role("heading", name="The harbour")).to_be_visible()
    found = [one for one in violations_on(page) if not is_known(one)]
    before = site.read("/world/")[1]
    save(page)
    told = site.wait_for_readers("/world/", words="The harbour")

    assert "The harbour" not in before
    lead = told[told.index('class="lead"') : told.index('class="tier"')]
    assert re.findall(r'class="headline"[^>]*>([^<]+)<', lead) == [OLDER, BY_KEYS, TO_CORRECT]
    assert found == []
    page.get_by_role("button", name="Undo: let it fill itself again").press("Enter")
    expect(page.get_by_text("The earlier arrangement is back.")).to_be_visible()
    site.wait_for_readers("/world/", without="The harbour")


def test_a_chief_arranges_the_home_by_mouse(page: Page, site: RunningSite) -> None:
    open_front(page, site, "chris", "The Test Courier")
    filled = place(page, "Lead").get_by_role("listitem")
    expect(filled).to_have_count(1)

    place(page, "Second tier").get_by_role("listitem").filter(has_text=TO_CORRECT).drag_to(place(page, "Lead"))
    expect(pinned(page, "Lead")).to_have_text([TO_CORRECT])
    place(page, "Second tier").get_by_role("listitem").filter(has_text=OLDER).get_by_role(
        "button", name=f"Pin “{OLDER}” here"
    ).click()
    expect(pinned(page, "Second tier")).to_have_text([OLDER])
    place(page, "Strips").get_by_role("listitem").filter(has_text="Sport").drag_to(
        place(page, "Strips").get_by_role("listitem").filter(has_text="World"), target_position={"x": 40, "y": 3}
    )
    expect(place(page, "Strips").locator(".front-headline")).to_have_text(["Sport", "World"])
    expect(proof(page).locator(".lead .headline")).to_have_text(TO_CORRECT)
    save(page)

    told = site.wait_for_readers("/", words=f'/">{TO_CORRECT}</a></h2>')
    lead = told[told.index('class="lead"') :]
    assert re.findall(r'class="headline"[^>]*>([^<]+)<', lead)[:2] == [TO_CORRECT, OLDER]
