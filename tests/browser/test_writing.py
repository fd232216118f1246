"""What stands beside a story while it is written: lengths, words, topics, reminders, its byline."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.desk import begin_story, field, open_story, rewrite_body, sign_in, write_body
from browser.newsday import OLDER, TO_CORRECT
from browser.running_site import RunningSite

pytestmark = pytest.mark.usefixtures("untroubled")
# What is done to a form in its first two seconds Wagtail takes for how it was.
SAY_WHEN_WATCHED = (
    "addEventListener('w-unsaved:watch-edits', () => document.documentElement.setAttribute('data-watched', ''))"
)
LONG = "Ferries stop for three days as crews of nine boats walk out over rosters at dawn"
TOPICS = """
from broadsheet.stories.actions import know_topic
from broadsheet.stories.models import StoryPage, Topic
Topic.objects.bulk_create([Topic(name=f"Harbour {n:04}", slug=f"harbour-{n}") for n in range(2000)])
know_topic("Lighthouses"), know_topic("storms", mediatopic="20000158")
"""


@pytest.fixture(scope="module")
def with_topics(site: RunningSite) -> None:
    site.broadsheet("manage", "shell", "-v", "0", "-c", TOPICS)


def guide(page: Page, name: str) -> str:
    return page.locator(f"#id_{name}-guide").inner_text()


def test_a_headline_tells_as_it_is_typed_where_it_wraps_and_where_it_is_cut(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "rita")
    begin_story(page, site)

    before = guide(page, "title")
    field(page, "Headline").press_sequentially("Ferry sails")
    short = guide(page, "title")
    field(page, "Headline").fill(LONG)
    field(page, "Standfirst").fill("After nine days. " * 14)
    long, standfirst = guide(page, "title"), guide(page, "standfirst")

    assert "0 characters" in before
    assert "11 characters" in short
    assert "Lead card 1 line" in short
    assert "80 characters" in long
    assert "Lead card wraps to 4 lines, 3 look well" in long
    assert "Search engines cut after “… over rosters”" not in long
    assert re.search(r"Search engines cut after “… \w+ \w+”", long)
    assert "Share card cut after" in standfirst
    # Once the typing stops, and in words alone.
    told = page.locator("#id_title-guide").get_by_role("status")
    expect(told).to_contain_text("80 characters. Lead card: wraps to 4 lines")
    described = field(page, "Headline").get_attribute("aria-describedby") or ""
    assert "id_title-guide-count" in described.split()


def test_words_and_reading_time_follow_the_typing(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "rita")
    begin_story(page, site)
    count = page.locator(".bs-count")
    expect(count).to_have_text("No words yet")

    field(page, "Standfirst").fill("After nine days.")
    write_body(page, "The ferry left the quay at 6.30 a.m.")
    expect(count).to_have_text("11 words · 1 min to read")
    rewrite_body(page, "word " * 100)
    expect(count).to_have_text("103 words · 1 min to read")
    field(page, "Standfirst").fill("word " * 380)

    expect(count).to_have_text("480 words · 2 min to read")


@pytest.mark.usefixtures("with_topics")
def test_a_topic_is_found_chosen_and_removed_by_keys_and_kept_without_a_button(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "ed")
    page.add_init_script(SAY_WHEN_WATCHED)
    open_story(page, site, OLDER)
    page.locator("html[data-watched]").wait_for()
    chooser = page.get_by_role("combobox", name="Topics")
    chosen = page.get_by_role("list", name="Chosen topics")

    chooser.press_sequentially("harbour 19")
    expect(page.get_by_role("option")).to_have_count(12 + 1)  # and one to make it new
    chooser.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text("Harbour 1901")
    chooser.press("Enter")
    expect(chosen).to_contain_text("Harbour 1901")
    chooser.press_sequentially("20000158")
    expect(page.get_by_role("option").first).to_contain_text("storms IPTC 20000158")
    chooser.press("Enter")
    expect(chosen.get_by_role("listitem")).to_have_count(2)
    chosen.get_by_role("button", name="Remove Harbour 1901").press("Enter")
    expect(page.get_by_role("button", name="Remove storms")).to_be_focused()
    chooser.press_sequentially("no such")
    chooser.press("Escape")
    expect(page.get_by_role("listbox", name="Topics found")).to_be_hidden()
    chooser.fill("")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    page.reload()
    expect(chosen.get_by_role("listitem")).to_have_text(["storms"])


@pytest.mark.usefixtures("with_topics")
def test_a_topic_that_nobody_knew_is_made_in_passing(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "rita")
    begin_story(page, site)
    chooser = page.get_by_role("combobox", name="Topics")

    chooser.press_sequentially("Night boats of Sandvik")
    page.get_by_role("option", name="Add “Night boats of Sandvik” as a new topic").click()
    expect(page.get_by_role("list", name="Chosen topics")).to_contain_text("Night boats of Sandvik")
    chooser.press_sequentially("boats of s")

    expect(page.get_by_role("option").first).to_contain_text("Night boats of Sandvik (chosen)")


@pytest.mark.usefixtures("with_topics")
def test_topics_are_proposed_from_words_that_nobody_saved(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "rita")
    begin_story(page, site)
    field(page, "Headline").fill("Storms put out two lighthouses")
    write_body(page, "Lighthouses on the outer islands went dark when the storms came in from the west on a Monday.")
    page.get_by_role("combobox", name="Topics").focus()

    page.get_by_role("button", name="storms stands in the headline").click()
    page.get_by_role("button", name="Lighthouses stands in the headline").click()

    expect(page.get_by_role("list", name="Chosen topics").get_by_role("listitem")).to_have_text(
        ["storms", "Lighthouses"]
    )
    expect(page.get_by_text("Suggested from the text")).to_be_hidden()


def test_reminders_lead_to_their_fields_and_stop_nobody(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "ed")
    begin_story(page, site)
    field(page, "Headline").fill(LONG)
    write_body(page, "The ferry left the quay.")

    page.get_by_role("button", name="4 things to look at").click()
    panel = page.get_by_role("region", name="Before it goes out")
    expect(panel.get_by_role("listitem")).to_have_count(4)
    panel.get_by_role("link", name="There is no standfirst").click()
    expect(field(page, "Standfirst")).to_be_focused()
    page.keyboard.type("After nine days.")
    expect(page.get_by_role("button", name="3 things to look at")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()

    expect(page.get_by_text("published.")).to_be_visible()


def test_an_author_is_made_in_the_middle_of_a_story(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "ed")
    begin_story(page, site)
    field(page, "Headline").fill("Pilots vote on Friday")
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_have_value("Ed Eames")

    page.get_by_role("textbox", name="Name", exact=True).fill("")
    page.get_by_role("button", name="Choose author").click()
    window = page.get_by_role("dialog")
    window.get_by_role("tab", name="New author").click()
    window.get_by_role("textbox", name="Name").fill("Mara Lind")
    window.get_by_role("button", name="Add and choose").click()
    expect(page.get_by_role("region", name="Bylines")).to_contain_text("Mara Lind")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("published.")).to_be_visible()

    site.wait_for_readers("/world/pilots-vote-on-friday/", words="Mara Lind")


def test_the_form_fits_a_phone(page: Page, site: RunningSite) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, site, "ed")
    open_story(page, site, TO_CORRECT)
    field(page, "Headline").fill(LONG)
    page.get_by_role("combobox", name="Topics").press_sequentially("l")
    expect(page.get_by_role("listbox", name="Topics found")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_role("combobox", name="Topics").press("Escape")
    assert page.get_by_role("button", name=re.compile("to look at")).evaluate(
        "one => one.scrollWidth <= one.clientWidth"
    )
