"""A phone is set up, lost and replaced; a passkey opens the door; by clicks, under the strict policy of the doors."""

import pytest
from playwright.sync_api import CDPSession, Page, expect

from accounts.signing import code_of
from browser.desk import give_password, sign_in
from browser.running_site import RunningSite

pytestmark = pytest.mark.usefixtures("untroubled")

PEOPLE = ("tom", "leo", "pia", "zoe")
BRING_IN = """
from broadsheet.accounts.actions import make_person
from broadsheet.accounts.roles import Role
from browser.newsday import PASSWORD
for name in {names}:
    make_person(name, name=name.title(), email="x@paper.example", password=PASSWORD, role=Role.REPORTER)
"""


@pytest.fixture(scope="module")
def newsroom(site: RunningSite) -> RunningSite:
    """The site with people whose phones nobody else's test needs."""
    site.broadsheet("manage", "shell", "-c", BRING_IN.format(names=PEOPLE))
    return site


def set_up_app(page: Page, site: RunningSite) -> tuple[str, list[str]]:
    """From the account settings to the recovery codes; gives the secret that the app has now, and the codes."""
    page.goto(f"{site.newsroom}/admin/account/")
    page.get_by_role("link", name="Second factor").click()
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("#key").inner_text()
    page.get_by_label("Code of the app").fill(code_of(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    codes = page.locator("ol code").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    expect_in(page)
    return secret, codes


def expect_in(page: Page) -> None:
    expect(page.get_by_role("heading", name="The Test Courier")).to_be_visible()


def sign_out(page: Page, who: str) -> None:
    page.get_by_role("button", name=who.title()).click()
    page.get_by_role("menuitem", name="Log out").or_(page.get_by_role("button", name="Log out")).click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()


def give_code(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.keyboard.press("Enter")


def test_a_phone_is_set_up_and_asked_for_at_the_next_sign_in(page: Page, newsroom: RunningSite) -> None:
    sign_in(page, newsroom, "tom")
    secret, codes = set_up_app(page, newsroom)
    sign_out(page, "tom")

    give_password(page, newsroom, "tom")
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    page.goto(f"{newsroom.newsroom}/admin/")
    asked_again = page.url
    give_code(page, "000000")
    expect(page.get_by_text("That code is not right.")).to_be_visible()
    give_code(page, code_of(secret))

    expect_in(page)
    assert len(set(codes)) == 10
    assert asked_again.endswith("/sign-in/code/")


def test_a_lost_phone_and_a_recovery_code(page: Page, newsroom: RunningSite) -> None:
    sign_in(page, newsroom, "leo")
    lost, codes = set_up_app(page, newsroom)
    sign_out(page, "leo")

    give_password(page, newsroom, "leo")
    give_code(page, codes[3])
    expect_in(page)
    page.goto(f"{newsroom.newsroom}/second-factor/")
    expect(page.get_by_text("9 are left.")).to_be_visible()
    page.get_by_role("link", name="Take the app off").click()
    page.get_by_role("button", name="Take it off").click()
    found, newer = set_up_app(page, newsroom)
    sign_out(page, "leo")
    give_password(page, newsroom, "leo")
    for void in (codes[3], codes[0], code_of(lost)):
        give_code(page, void)
        expect(page.get_by_text("That code is not right.")).to_be_visible()
    give_code(page, code_of(found))

    expect_in(page)
    assert not set(codes) & set(newer)


def test_a_passkey_opens_the_door_alone(page: Page, newsroom: RunningSite) -> None:
    plug_in(page.context.new_cdp_session(page))
    sign_in(page, newsroom, "pia")
    page.goto(f"{newsroom.newsroom}/second-factor/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Pia's laptop")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    sign_out(page, "pia")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect_in(page)
    page.goto(f"{newsroom.newsroom}/admin/account/signing-in/")
    expect(page.get_by_text("Passkey “Pia's laptop”")).to_be_visible()


def test_a_passkey_is_a_second_factor_too(page: Page, newsroom: RunningSite) -> None:
    plug_in(page.context.new_cdp_session(page))
    sign_in(page, newsroom, "zoe")
    page.goto(f"{newsroom.newsroom}/second-factor/passkeys/add/")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="I have kept them").click()
    sign_out(page, "zoe")

    give_password(page, newsroom, "zoe")
    page.get_by_role("button", name="Use a passkey").click()

    expect_in(page)
    page.goto(f"{newsroom.newsroom}/second-factor/")
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()


def plug_in(devices: CDPSession) -> None:
    """Give Chromium a device that keeps passkeys and never waits for a finger."""
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
