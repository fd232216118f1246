"""A reporter who types addresses that are not theirs finds a plain page that says so, every time."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.desk import open_story, sign_in, sign_out
from browser.newsday import WAITING
from browser.running_site import RunningSite

pytestmark = pytest.mark.usefixtures("untroubled")

NOT_A_REPORTERS = (
    "pages/{story}/edit/",
    "pages/{story}/history/",
    "pages/{story}/delete/",
    "pages/{story}/unpublish/",
    "pages/{story}/copy/",
    "pages/{story}/view_draft/",
    "pages/{story}/usage/",
    "pages/{story}/revisions/compare/earliest...latest/",
    "pages/{story}/",
    "stories/{story}/correct/",
    "stories/{story}/withdraw/",
    "stories/{story}/versions/",
    "stories/{story}/share/",
    "stories/{story}/read/",
    "wire/sources/",
    "wire/sources/add/",
    "wire/sources/routes/",
    "wire/alarms/rules/",
    "users/",
    "users/new/",
    "groups/",
    "groups/new/",
    "collections/",
    "workflows/list/",
    "reports/site-history/",
    "reports/locked/",
)


def test_a_reporter_is_refused_each_address_of_others_with_a_plain_page(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "ed")
    open_story(page, site, WAITING)
    found = re.search(r"/pages/(\d+)/edit/", page.url)
    assert found
    sign_out(page)
    sign_in(page, site, "sam")

    for address in NOT_A_REPORTERS:
        answer = page.goto(f"{site.newsroom}/admin/{address.format(story=found[1])}")

        assert answer is not None
        assert answer.status == 200, address
        expect(page).to_have_url(re.compile(r"/admin/$"))
        expect(page.get_by_text("do not have permission").first, address).to_be_visible()
        assert "Traceback" not in page.content()
