"""
Every address of the newsroom in Chromium, as an administrator opens it, under the policy of DESIGN section 9.

The addresses come from the URL configuration and `addresses.txt`: a new view is opened as soon as it is mounted.
"""

import pytest
from playwright.sync_api import BrowserContext, Page

from accounts.every_address import address_of
from accounts.laid_out import Arguments
from accounts.test_every_address import rules
from browser.desk import sign_in
from browser.opening import Opening
from browser.running_site import RunningSite

A_PICTURE_FROM_ELSEWHERE = "document.body.append(Object.assign(new Image(), {src: 'http://elsewhere.invalid/a.png'}))"
A_SCRIPT_FROM_ELSEWHERE = (
    "document.body.append(Object.assign(document.createElement('script'), {src: 'http://elsewhere.invalid/a.js'}))"
)


@pytest.fixture
def opening(context: BrowserContext, page: Page, site: RunningSite) -> Opening:
    """A browser in which the administrator has signed in."""
    sign_in(page, site, "ada")
    made = Opening(page=page, newsroom=site.newsroom)
    made.listen(context)
    return made


def test_no_address_that_answers_an_administrator_troubles_a_browser(opening: Opening, arguments: Arguments) -> None:
    answering = [address for method, address, who in rules() if method == "GET" and "a" in who]

    opened = {pattern: opening.look_at(address_of(pattern[1:], arguments=arguments)) for pattern in answering}

    print(f"{len(opened)} addresses opened")  # noqa: T201  shown by `pytest -rP`
    assert {pattern: told.troubles for pattern, told in opened.items() if told.troubles} == {}
    assert {pattern: told.status for pattern, told in opened.items() if told.status != 200} == {}
    assert len(opened) == len(answering) > 200


@pytest.mark.parametrize("offence", [A_PICTURE_FROM_ELSEWHERE, A_SCRIPT_FROM_ELSEWHERE])
def test_what_the_policy_forbids_is_heard_of(opening: Opening, offence: str) -> None:
    opened = opening.look_at("/admin/")
    quiet = opened.troubles

    opening.page.evaluate(offence)
    opening.page.wait_for_function("() => true")

    assert quiet == ()
    assert any("CSP" in told for told in opening.told)
