"""The newsroom without a mouse: every stop of Tab shows itself, nothing holds it, and the day's work can be done."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.every_address import address_of
from accounts.laid_out import Arguments
from browser.desk import field, sign_in
from browser.keyboard import tab_to, walk
from browser.newsday import BY_KEYS
from browser.running_site import RunningSite

pytestmark = pytest.mark.usefixtures("untroubled")

SCREENS = (
    "admin/",
    "admin/wire/",
    "admin/wire/<int:pk>/",
    "admin/wire/<int:pk>/versions/",
    "admin/wire/uses/<int:pk>/",
    "admin/wire/changes/<int:pk>/",
    "admin/wire/alarms/",
    "admin/wire/presets/",
    "admin/today/",
    "admin/calendar/",
    "admin/stories/",
    "admin/stories/<int:story_id>/correct/",
    "admin/stories/<int:story_id>/withdraw/",
    "admin/stories/<int:story_id>/versions/",
)


@pytest.mark.parametrize("screen", SCREENS)
def test_tab_goes_once_round_a_screen_and_each_stop_shows_itself(
    page: Page, site: RunningSite, arguments: Arguments, screen: str
) -> None:
    sign_in(page, site, "chris")
    page.goto(site.newsroom + address_of(screen, arguments=arguments))

    stops = list(walk(page))

    assert len(stops) > 10
    assert [stop.markup for stop in stops if not stop.is_seen] == []


def test_a_story_is_corrected_and_withdrawn_by_keys(page: Page, site: RunningSite) -> None:
    path = "/world/gull-steals-the-lunch-of-a-mayor/"
    sign_in(page, site, "chris")
    open_by_keys(page, site, BY_KEYS)

    tab_to(page.get_by_role("button", name="More actions"))
    page.keyboard.press("Enter")
    press(page.get_by_role("button", name="Publish a correction…"))
    tab_to(field(page, "Public note"))
    page.keyboard.type("An earlier version forgot the chips.")
    press(page.get_by_role("button", name="Publish the change"))
    expect(page.get_by_text("is out as it stands now.")).to_be_visible()
    site.wait_for_readers(path, words="An earlier version forgot the chips.")
    open_by_keys(page, site, BY_KEYS)
    actions, withdraw = (
        page.get_by_role("button", name="Actions", exact=True),
        page.get_by_role("link", name="Withdraw…"),
    )
    press(actions)
    tab_to(withdraw)
    page.keyboard.press("Escape")
    expect(withdraw).to_be_hidden()
    expect(actions).to_be_focused()
    page.keyboard.press("Enter")
    press(withdraw)
    tab_to(field(page, "Public notice"))
    page.keyboard.type("It was another mayor.")
    press(page.get_by_role("button", name="Withdraw the story"))
    expect(page.get_by_text("is withdrawn.")).to_be_visible()

    assert "It was another mayor." in site.wait_for_readers(path, status=410)


def test_help_on_the_wire_closes_by_escape_and_leads_back(page: Page, site: RunningSite, arguments: Arguments) -> None:
    sign_in(page, site, "chris")
    page.goto(f"{site.newsroom}/admin/wire/?all=1")
    line = page.locator("[data-rows] .wire-row__headline").first
    tab_to(line)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys of the wire")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog", name="Keys of the wire")).to_be_hidden()
    expect(line).to_be_focused()


def test_an_alarm_is_acknowledged_by_keys(page: Page, site: RunningSite, arguments: Arguments) -> None:
    sign_in(page, site, "chris")
    page.goto(f"{site.newsroom}/admin/wire/alarms/")
    alarm = page.locator(".alarm").filter(has_text="Mayor leaves").first

    tab_to(alarm.get_by_label("Note"))
    page.keyboard.type("The mayor has called")
    page.keyboard.press("Enter")
    page.wait_for_url("**/alarms/**")
    press(page.get_by_role("link", name="History").first)
    expect(alarm).to_contain_text("The mayor has called")
    press(alarm.get_by_role("button", name="Open again"))

    expect(alarm).to_contain_text("taken back by Chris Chief")


def open_by_keys(page: Page, site: RunningSite, headline: str) -> None:
    """From the list of stories into a story's form."""
    page.goto(f"{site.newsroom}/admin/stories/")
    press(page.get_by_role("link", name=headline, exact=True))
    expect(field(page, "Headline")).to_have_value(headline)


def press(wanted: Locator) -> None:
    """Go to a link or button by Tab and press Enter."""
    tab_to(wanted)
    wanted.page.keyboard.press("Enter")
