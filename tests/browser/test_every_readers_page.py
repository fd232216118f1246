"""
Every kind of page that readers see, with everything on it, in a browser.

The pages come from the templates themselves, joined as the edge joins them and sent under its own policy: no site runs.
"""

import io

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route

from broadsheet.edge.answers import security_headers
from broadsheet.look.assets import asset_files
from browser.looking import violations_on
from look.test_pages import PAGES
from look.test_pages import page as composed

SITE = "https://paper.example"
NARROW = {"width": 320, "height": 640}
TWICE = "() => { document.documentElement.style.fontSize = '200%' }"
# What can be seen, yet only in part: a word that does not fit its box, or a box beyond the screen's edge.
CUT = """() => [...document.querySelectorAll('main *, header *, footer *')].filter((each) => {
  const style = getComputedStyle(each), box = each.getBoundingClientRect();
  if (!box.width || style.visibility === 'hidden' || each.closest('.unseen, .skip, [class*=scroll]')) return false;
  const clips = each.scrollWidth > each.clientWidth + 1 && ['hidden', 'clip'].includes(style.overflowX);
  const leaves = (box.right > innerWidth + 1 || box.left < -1) && !inside(each);
  return clips || leaves;
  function inside(from) {
    for (let outer = from.parentElement; outer; outer = outer.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(outer).overflowX)) return true;
    return false;
  }
}).map((each) => each.outerHTML.slice(0, 120))"""
TURN = "() => { document.documentElement.dir = 'rtl' }"
# Where the headlines of lists begin that have a direction of their own.
BEGINNINGS = """() => [...document.querySelectorAll('[data-list] .headline')].map((each) => {
  each.dir = 'ltr';
  return getComputedStyle(each).textAlign;
})"""
OUT_OF_ORDER = """() => [...document.querySelectorAll('[tabindex]')].filter((each) => each.tabIndex > 0).length"""
FOCUS_SEEN = """() => [null, '::after'].some((part) => {
  const style = getComputedStyle(document.activeElement, part);
  return document.activeElement !== document.body && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 2
})"""

pytestmark = pytest.mark.usefixtures("untroubled")


@pytest.fixture
def paper(context: BrowserContext) -> BrowserContext:
    """Whoever opens `/<template>` gets that page; pictures and assets are there."""
    picture = io.BytesIO()
    Image.new("RGB", (960, 640), (70, 90, 110)).save(picture, "JPEG")
    assets = asset_files()
    policy = dict(security_headers(is_secure=False))

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).lstrip("/")
        if path in PAGES:
            route.fulfill(body=composed(path), headers={**policy, "content-type": "text/html; charset=utf-8"})
        elif (asset := assets.get(path.removeprefix("assets/"))) is not None:
            route.fulfill(body=asset.body, content_type=asset.content_type)
        elif path.endswith((".jpg", ".avif")):
            route.fulfill(body=picture.getvalue(), content_type="image/jpeg")
        else:
            route.fulfill(body="", status=204)

    context.route("**/*", answer)
    return context


@pytest.fixture(params=PAGES)
def opened(request: pytest.FixtureRequest, paper: BrowserContext) -> Page:
    opened = paper.new_page()
    opened.goto(f"{SITE}/{request.param}")
    return opened


def test_axe_has_nothing_against_it_light_and_dark_wide_and_narrow(opened: Page) -> None:
    assert violations_on(opened) == []


def test_nothing_is_cut_off_at_320_pixels_with_text_twice_as_large_and_both(opened: Page) -> None:
    opened.set_viewport_size(NARROW)
    narrow = opened.evaluate(CUT)

    opened.evaluate(TWICE)
    both = opened.evaluate(CUT)
    scrolls = opened.evaluate("document.documentElement.scrollWidth > innerWidth")
    opened.set_viewport_size({"width": 640, "height": 900})
    large = opened.evaluate(CUT)

    assert (narrow, both, large) == ([], [], [])
    assert not scrolls


def test_nothing_is_cut_off_where_it_reads_from_the_right(opened: Page) -> None:
    opened.evaluate(TURN)
    wide = opened.evaluate(CUT)

    opened.set_viewport_size(NARROW)

    assert (wide, opened.evaluate(CUT)) == ([], [])
    assert not opened.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_headline_from_the_left_stands_with_its_list_on_a_page_from_the_right(paper: BrowserContext) -> None:
    opened = paper.new_page()
    opened.goto(f"{SITE}/press/story.html")

    opened.evaluate(TURN)

    assert set(opened.evaluate(BEGINNINGS)) == {"right"}


def test_keys_go_through_it_in_the_order_of_reading(opened: Page) -> None:
    if opened.locator("[autofocus]").count():
        opened.locator(".skip").focus()
    else:
        opened.keyboard.press("Tab")
    first = opened.evaluate("document.activeElement.className")

    opened.keyboard.press("Enter")
    within = opened.evaluate("document.activeElement.id")
    opened.keyboard.press("Tab")

    assert (first, within) == ("skip", "main")
    assert opened.evaluate(OUT_OF_ORDER) == 0
    assert opened.evaluate(FOCUS_SEEN)
