"""
axe on every page that Broadsheet adds to the newsroom.

The pages come from the URL configuration: whatever view of ours answers an administrator with a page, beside the pages
of Wagtail's that hold something of ours.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page

from accounts.every_address import address_of, views
from accounts.laid_out import Arguments
from accounts.test_every_address import rules
from browser.desk import sign_in
from browser.looking import Violation, violations_on
from browser.opening import Opening
from browser.running_site import RunningSite

OURS = ("broadsheet.", "allauth.")  # the doors are allauth's views with templates of ours
HOLD_SOMETHING_OF_OURS = {
    "admin/",
    "admin/account/",
    "admin/images/",
    "admin/images/<int:image_id>/",
    "admin/images/add/",
    "admin/pages/<int:page_id>/edit/",
    "admin/pages/<int:page_id>/history/",
    "admin/pages/<int:parent_page_id>/",
    "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
    "admin/snippets/broadsheet_stories/topic/",
}
# Listed for nobody, as they ask for the password of a moment ago, which somebody who has just signed in has given.
BEHIND_A_FRESH_PASSWORD = ("second-factor/app/", "second-factor/passkeys/add/")
DOORS = ("/sign-in/", "/sign-in/no-entry/", "/password/forgotten/", "/password/forgotten/sent/",
         "/password/forgotten/a-b/", "/password/forgotten/done/")  # fmt: skip
IS_A_PAGE = "() => document.querySelector('main') !== null"
INK = "() => getComputedStyle(document.querySelector('main')).color"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wagtails:
    """What Wagtail draws by itself and axe is against, and why it stays; some of it hangs on when axe looks."""

    rule: str
    place: str
    why: str
    comes_and_goes: bool = False


KNOWN = (
    Wagtails(
        rule="aria-input-field-name",
        place=".notranslate",
        why="Draftail gives its editor of rich text no name; the block's label stands above it",
    ),
    Wagtails(
        rule="label",
        place=".ui-autocomplete-input",
        why="tag-it puts an input of its own beside the labelled field of tags",
    ),
    Wagtails(
        rule="target-size",
        place="#w-minimap-toggle",
        why="the handle of the editor's minimap is 20 pixels high; the key ] does the same",
        comes_and_goes=True,
    ),
)


@pytest.fixture
def opening(context: BrowserContext, page: Page, site: RunningSite) -> Opening:
    made = Opening(page=page, newsroom=site.newsroom)
    made.listen(context)
    return made


def test_axe_has_nothing_against_any_page_of_ours(opening: Opening, site: RunningSite, arguments: Arguments) -> None:
    sign_in(opening.page, site, "ada")

    found: dict[str, list[Violation]] = {}
    for pattern in patterns_of_ours():
        opened = opening.look_at(address_of(pattern, arguments=arguments))
        if opened.status == 200 and opening.page.evaluate(IS_A_PAGE):
            found[pattern] = violations_on(opening.page)

    print(f"{len(found)} pages looked at")  # noqa: T201  shown by `pytest -rP`
    assert {
        pattern: ours for pattern, each in found.items() if (ours := [one for one in each if not is_known(one)])
    } == {}
    met = {(one.rule, one.place) for each in found.values() for one in each}
    unmet = [known for known in KNOWN if not known.comes_and_goes and (known.rule, known.place) not in met]
    assert unmet == []  # else strike it off the list
    assert len(found) > 60


def test_axe_has_nothing_against_the_doors(opening: Opening) -> None:
    found = {}

    for path in DOORS:
        opened = opening.look_at(path)
        assert (opened.status, opened.troubles) == (200, ())
        found[path] = violations_on(opening.page)

    assert {path: each for path, each in found.items() if each} == {}


def test_both_themes_are_looked_at(opening: Opening, site: RunningSite) -> None:
    page = sign_in(opening.page, site, "ada")
    page.emulate_media(color_scheme="light")
    light = page.evaluate(INK)

    page.emulate_media(color_scheme="dark")

    assert page.evaluate(INK) != light


def patterns_of_ours() -> list[str]:
    """Those that answer an administrator."""
    answering = {address for method, address, who in rules() if method == "GET" and "a" in who}
    return [
        pattern
        for pattern, module in views()
        if (f"/{pattern}" in answering and (module.startswith(OURS) or pattern in HOLD_SOMETHING_OF_OURS))
        or pattern in BEHIND_A_FRESH_PASSWORD
    ]


def is_known(violation: Violation) -> bool:
    return any((known.rule, known.place) == (violation.rule, violation.place) for known in KNOWN)
