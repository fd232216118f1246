"""An editor says what stands first in a story's Related Stories, and what never does; readers see it so."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.desk import open_story, sign_in
from browser.looking import violations_on
from browser.newsday import BY_KEYS, OLDER, TO_CORRECT, TO_WITHDRAW
from browser.running_site import RunningSite
from browser.test_accessibility import is_known

SHOWN = """() => Promise.all(document.getAnimations()
  .filter((each) => Number.isFinite(each.effect.getComputedTiming().endTime))
  .map((each) => each.finished.catch(() => 0)))"""

pytestmark = pytest.mark.usefixtures("untroubled")


def choose(page: Page, button: Locator, *headlines: str) -> None:
    """By keys: open the chooser of stories, tick some, confirm."""
    button.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    # It takes the focus once it has opened, and closed before that, or another opened, it leaves its shade behind.
    page.evaluate(SHOWN)
    expect(dialog).to_be_focused()
    for headline in headlines:
        tick = dialog.get_by_role("row").filter(has_text=headline).get_by_role("checkbox")
        tick.press("Space")
        expect(tick).to_be_checked()
    confirm = dialog.get_by_role("button", name="Confirm selection")
    expect(confirm).to_be_enabled()
    confirm.press("Enter")
    expect(page.locator(".modal-backdrop")).to_have_count(0)


def test_an_editor_pins_and_bans_and_readers_see_it(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "ed")
    open_story(page, site, OLDER)
    page.get_by_role("tab", name="Placing").press("Enter")

    choose(page, page.get_by_role("button", name="Add pinned story"), TO_CORRECT, BY_KEYS)
    choose(page, page.get_by_role("button", name="Add banned story"), TO_WITHDRAW)
    page.locator("#inline_child_related_pins-1").get_by_role("button", name="Move up").click()
    moving = re.compile("height")  # the list is held open while two of its panels change places
    expect(page.locator("#id_related_pins-FORMS")).not_to_have_attribute("style", moving)
    found = [one for one in violations_on(page) if not is_known(one)]
    page.get_by_role("button", name="Publish", exact=True).first.press("Enter")
    told = site.wait_for_readers("/world/lighthouse-keeper-retires/", words="Chosen by the editors")

    related = re.search(r'<section class="list" data-list="related".*?</section>', told, re.DOTALL)
    assert related is not None
    assert re.findall(r'class="headline"[^>]*>([^<]+)<', related[0])[:2] == [BY_KEYS, TO_CORRECT]
    assert TO_WITHDRAW not in related[0]
    assert TO_WITHDRAW in told
    assert found == []
