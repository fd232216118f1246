"""A story that saves itself while its writer presses a button: nothing is lost, doubled or refused."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response, Route, expect

from browser.desk import WATCHED, begin_story, field, open_story, sign_in, write_body
from browser.newsday import OLDER
from browser.running_site import RunningSite

pytestmark = pytest.mark.usefixtures("untroubled")
IN_A_ROW = 10
APART = 170  # ms: ten of these go past Wagtail's look for changes, its half second of rest and the saving itself


@pytest.fixture
def refused(page: Page) -> Iterator[list[str]]:
    """What the newsroom answered with an error, an unasked saving among it."""
    told: list[str] = []

    def hear(response: Response) -> None:
        if response.status >= 400:
            told.append(f"{response.request.method} {response.url}: {response.status}")

    page.on("response", hear)
    yield told
    page.remove_listener("response", hear)


def written(page: Page, headline: str, *, words: str) -> None:
    field(page, "Headline").fill(headline)
    write_body(page, words)


def test_ten_stories_are_typed_and_published_at_once(page: Page, site: RunningSite, refused: list[str]) -> None:
    sign_in(page, site, "ed")

    for number in range(IN_A_ROW):
        begin_story(page, site)
        written(page, f"Race of boats {number}", words=f"Boat number {number} won by a length.")
        page.wait_for_timeout(number * APART)
        page.get_by_role("button", name="Publish", exact=True).click()
        expect(page.get_by_text("published.")).to_be_visible()

    for number in range(IN_A_ROW):
        site.wait_for_readers(f"/world/race-of-boats-{number}/", words=f"Boat number {number} won")
        assert site.read(f"/world/race-of-boats-{number}-2/")[0] == 404
    page.goto(f"{site.newsroom}/admin/stories/?q=race+of+boats")
    expect(page.get_by_role("row", name="Race of boats")).to_have_count(IN_A_ROW)
    assert refused == []


def test_a_button_pressed_while_the_first_saving_is_under_way_waits_for_it(
    page: Page, site: RunningSite, refused: list[str]
) -> None:
    sign_in(page, site, "ed")
    begin_story(page, site)
    pressed, arrived = threading.Event(), []

    def hold(route: Route) -> None:
        if route.request.headers.get("accept") != "application/json":
            route.continue_()
            return
        arrived.append(route)

    page.route("**/admin/pages/add/**", hold)
    with page.expect_request(lambda request: request.headers.get("accept") == "application/json"):
        written(page, "Pilot boat leaves", words="The pilot left at dawn.")
    page.get_by_role("button", name="Publish", exact=True).click()
    pressed.set()
    expect(page.get_by_role("button", name="Publishing…")).to_be_visible()
    for route in arrived:
        route.continue_()
    expect(page.get_by_text("published.")).to_be_visible()

    site.wait_for_readers("/world/pilot-boat-leaves/", words="The pilot left at dawn.")
    page.goto(f"{site.newsroom}/admin/stories/?q=pilot+boat")
    expect(page.get_by_role("row", name="Pilot boat leaves")).to_have_count(1)
    assert refused == []


def test_a_story_that_was_saved_before_goes_out_with_its_last_words(
    page: Page, site: RunningSite, refused: list[str]
) -> None:
    sign_in(page, site, "ed")
    for number in range(3):
        open_story(page, site, OLDER)
        page.wait_for_function(WATCHED)
        field(page, "Standfirst").fill(f"After {number} years at the light.")
        page.wait_for_timeout(400 + number * 350)
        page.get_by_role("button", name="Publish", exact=True).click()
        expect(page.get_by_text("published.")).to_be_visible()

        site.wait_for_readers("/world/lighthouse-keeper-retires/", words=f"After {number} years at the light.")

    assert refused == []
