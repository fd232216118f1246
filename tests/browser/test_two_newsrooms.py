"""One newsroom takes another's wire: two Broadsheets, each with its own processes, and HTTP between them."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from browser.conftest import answers, free_port, site_in, started
from browser.newsday import ALT_TEXT, CAPTION, CREDIT
from browser.running_site import RunningSite

HEADLINE = "Harbour lights burn again after nine years"
ADDRESS = "/world/harbour-lights-burn-again-after-nine-years/"
PATIENCE = 60  # seconds: several rounds of the other's clerk, on a busy machine
WRITE = f"""
from django.utils import timezone
from browser.newsday import picture_bytes
from broadsheet.media.actions import add_picture
from broadsheet.stories.actions import draft_story, publish_story
from broadsheet.stories.models import SectionPage
now, world = timezone.now(), SectionPage.objects.get(slug="world")
story = draft_story(
    world, headline="{HEADLINE}", standfirst="They were out since the storm.", bylines=["Rita Rowe", "Sam Stone"],
    dateline="SANDVIK", body_html="<p>The lights <em>burn</em> again.</p><ul><li>Nine</li><li>Ten</li></ul>",
    lead_picture=add_picture(picture_bytes(90), name="lights.jpg"), urgency=3, owner=None, now=now)
publish_story(story, by=None, now=now)
"""
CORRECT = f"""
from django.utils import timezone
from broadsheet.stories.actions import correct_story, revise_story
from broadsheet.stories.models import StoryPage
from broadsheet.stories.words import StoryWords
now, story = timezone.now(), StoryPage.objects.get(title="{HEADLINE}")
revise_story(story, changes=StoryWords(standfirst="They were out since the flood."), by=None, now=now)
correct_story(story, note="It was a flood, not a storm.", by=None, now=now)
"""
WITHDRAW = f"""
from django.utils import timezone
from broadsheet.stories.actions import withdraw_story
from broadsheet.stories.models import StoryPage
withdraw_story(StoryPage.objects.get(title="{HEADLINE}"), notice="It was not so.", by=None, now=timezone.now())
"""


@pytest.fixture(scope="module")
def taker(site: RunningSite, tmp_path_factory: pytest.TempPathFactory, founded_home: Path) -> Iterator[RunningSite]:
    """A second paper, in whose World section the first one's wire publishes by itself."""
    home = tmp_path_factory.mktemp("taker") / "home"
    shutil.copytree(founded_home, home)
    made = site_in(home, (free_port(), free_port()))
    made.environment["BROADSHEET_FETCH_ALLOW"] = "localhost"
    made.broadsheet(
        "wire_source", "add", "courier", "--kind", "http", "--address", f"{site.readers}/ninjs.json",
        "--interval", "5", "--credit", "The Test Courier",
    )  # fmt: skip
    made.broadsheet("wire_source", "on", "courier")
    made.broadsheet("wire_route", "add", "courier", "/world/", "--mode", "publish")
    with started(("edge", "clerk"), made, log=home / "log.txt"):
        deadline = time.monotonic() + 90
        while not answers(made.readers):
            assert time.monotonic() < deadline, (home / "log.txt").read_text()
            time.sleep(0.1)
        yield made


def test_a_story_its_correction_and_its_end_reach_the_other_newsrooms_readers(
    site: RunningSite, taker: RunningSite
) -> None:
    site.broadsheet("manage", "shell", "-c", WRITE)
    first = html.document_fromstring(taker.wait_for_readers(ADDRESS, words=ALT_TEXT, seconds=PATIENCE))
    site.broadsheet("manage", "shell", "-c", CORRECT)
    corrected = taker.wait_for_readers(ADDRESS, words="since the flood", seconds=PATIENCE)
    site.broadsheet("manage", "shell", "-c", WITHDRAW)
    killed = taker.wait_for_readers(ADDRESS, status=410, seconds=PATIENCE)

    (article,) = first.cssselect("main article")
    assert article.cssselect("h1")[0].text_content() == HEADLINE
    assert [name.text_content() for name in article.cssselect(".byline")] == ["Rita Rowe", "Sam Stone"]
    assert "The Test Courier" in article.text_content()
    assert [item.text_content() for item in article.cssselect("li")][:2] == ["Nine", "Ten"]
    picture = article.cssselect("figure img")[0]
    assert picture.get("alt") == ALT_TEXT
    assert article.cssselect("figcaption .caption")[0].text_content() == CAPTION
    assert article.cssselect("figcaption .credit")[0].text_content() == CREDIT
    assert picture.get("src").startswith("/media/")  # a copy of its own
    assert "since the storm" not in corrected
    assert HEADLINE not in killed
    assert HEADLINE not in site.read("/ninjs.json")[1]
