"""What the form says of a line's length, measured again where readers see it."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Page

from broadsheet.stories.lengths import HEADLINE_PLACES, STANDFIRST_PLACES, Place
from browser.running_site import RunningSite
from popular.hits import FIREFOX

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SAMPLE = (
    "Ferries stop for three days as crews walk out over rosters",
    "Alpine tunnel carries record freight as lorries switch to rail",
    "Council opens its books after nine years of quiet complaints",
    "Storm puts out two lighthouses on the outer islands of Skarrow",
)
# The content's width by the mean width of a letter of the sample in the place's own font.
MEASURE = """([selector, sample]) => document.fonts.ready.then(() => {
  const found = [...document.querySelectorAll(selector)].filter((one) => one.offsetParent !== null);
  if (!found.length) return null;
  const style = getComputedStyle(found[0]);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const spacing = parseFloat(style.letterSpacing) || 0;
  const letters = sample.reduce((sum, text) => sum + text.length, 0);
  const width = sample.reduce((sum, text) => sum + pen.measureText(text).width, 0) / letters + spacing;
  const room = (one) => {
    const holder = one.closest("h1, h2, h3, p") || one.parentElement;
    const inside = getComputedStyle(holder);
    const columns = inside.display === "grid" ? parseFloat(inside.gridTemplateColumns.split(" ")[0]) : 0;
    return holder.clientWidth - columns - parseFloat(inside.paddingLeft) - parseFloat(inside.paddingRight);
  };
  return Math.min(...found.map(room)) / width;
})"""
# In thousandths of the size; 556 of 1,000 is what Arial and those made as wide give the letter.
WIDTH_OF_A = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "1000px Arial, 'Liberation Sans', Arimo";
  return Math.round(pen.measureText("a").width);
}"""
ARIALS_WIDTH_OF_A = 556
# Those that every front and story has; teasers and strips are as wide as the front's other stories leave them.
SELECTORS: Mapping[str, str] = {
    "Lead card": ".lead h2",
    "Line in lists": ":is([data-list=latest], [data-list=popular]) .headline",
}


# Related to nothing: those of a small paper all stand in Related, and leave the other lists none.
STRANGERS = """
from django.utils import timezone
from broadsheet.stories.actions import draft_story, publish_story
from broadsheet.stories.models import SectionPage
now, sport = timezone.now(), SectionPage.objects.get(slug="sport")
for words in ("Kestrel nests high", "Rowers win twice", "Chess club moves"):
    story = draft_story(sport, headline=words, body_html=f"<p>{words} today.</p>", owner=None, now=now)
    publish_story(story, by=None, now=now)
"""


@pytest.fixture(scope="module", autouse=True)
def strangers(site: RunningSite) -> None:
    site.broadsheet("manage", "shell", "-v", "0", "-c", STRANGERS)


def measured(page: Page, url: str, selector: str) -> dict[int, float]:
    """Characters a line by the width of the screen, where the place is shown at all."""
    found = {}
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(url)
        letters = page.evaluate(MEASURE, [selector, SAMPLE])
        if letters is not None:
            found[size["width"]] = letters
    return found


def read_another(page: Page, readers: str, path: str) -> None:
    """Be a reader of another story than that one: of what nobody read there is no Popular."""
    page.goto(readers)
    another = page.locator(f'a.headline:not([href="{path}"])').first.get_attribute("href")
    page.goto(f"{readers}{another}")
    token = page.get_attribute("body", "data-hit")
    sent = page.request.post(f"{readers}/hit?{token}", headers={"User-Agent": FIREFOX, "Origin": readers})
    assert sent.ok


@pytest.mark.parametrize(
    "place", [place for place in HEADLINE_PLACES if place.name in SELECTORS], ids=lambda place: place.name
)
def test_a_headline_s_line_holds_what_the_form_says(page: Page, site: RunningSite, place: Place) -> None:
    path = "/world/lighthouse-keeper-retires/" if place.name == "Line in lists" else "/"
    site.wait_for_readers(path, words='class="headline"')  # a list is pressed after the page that it stands on
    if place.name == "Line in lists":
        read_another(page, site.readers, path)
        site.wait_for_readers(path, words='data-list="popular"')

    found = measured(page, site.readers + path, SELECTORS[place.name])

    assert place.line * 0.94 <= min(found.values()) <= place.line * 1.15, found


@pytest.mark.parametrize(("places", "size", "room"), [(HEADLINE_PLACES, 20, 600), (STANDFIRST_PLACES, 14, 920)])
def test_search_engines_give_a_text_as_much_room_as_the_form_says(
    page: Page, places: tuple[Place, ...], size: int, room: int
) -> None:
    """In Arial; Liberation Sans and Arimo are as wide (`fonts-liberation` of Debian)."""
    if page.evaluate(WIDTH_OF_A) != ARIALS_WIDTH_OF_A:
        pytest.skip("no font here is as wide as Arial")
    page.set_content(f"<p style='font: {size}px Arial, \"Liberation Sans\", Arimo; width: {room}px'>words</p>")

    letters = page.evaluate(MEASURE, ["p", SAMPLE])

    (cut,) = [place.cut for place in places if place.name == "Search engines"]
    assert cut <= letters <= cut * 1.12
