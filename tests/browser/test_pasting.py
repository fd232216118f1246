"""A paste from a word processor arrives clean: words, emphasis, links, lists and headings, and nothing else."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.desk import begin_story, sign_in
from browser.pasted import GOOGLE_DOCS, LIBREOFFICE, WEB_PAGE, WORD
from browser.running_site import RunningSite

pytestmark = pytest.mark.usefixtures("untroubled")

# What a browser hands to a page when somebody pastes; Chromium's own clipboard would tidy the HTML up first.
PASTE = """([html, text]) => {
  const editor = document.querySelector(".public-DraftEditor-content");
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  editor.focus();
  editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
BLOCKS = """() => document.getElementById("body-root").rootBlock.children.map((child) => ({
  type: child.type,
  value: child.type === "heading" ? child.block.getState() : JSON.parse(child.block.getValue()),
}))"""
# The editor puts its words into the form a quarter of a second later.
KEPT = """(words) => [...document.querySelectorAll("[name^=body-][name$=-value]")]
  .some((one) => one.value.includes(words))"""
HEADING = ("heading", "Crews walk out")
BREAD, MILK = ("unordered-list-item", "Bread"), ("unordered-list-item", "Milk")


@pytest.fixture
def desk(page: Page, site: RunningSite) -> Page:
    """A new story with an empty text block."""
    sign_in(page, site, "rita")
    begin_story(page, site)
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text").click()
    expect(page.locator(".public-DraftEditor-content")).to_be_focused()
    return page


def pasted(page: Page, html: str, *, text: str = "words", until: str) -> list[dict[str, Any]]:
    """Paste, and give the body's blocks as soon as these words are the last of them."""
    page.evaluate(PASTE, [html, text])
    expect(page.locator(".public-DraftEditor-content [data-block=true]").last).to_have_text(until)
    page.wait_for_function(KEPT, arg=until)
    blocks: list[dict[str, Any]] = page.evaluate(BLOCKS)
    return blocks


def words_of(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    words: list[tuple[str, str]] = []
    for block in blocks:
        if block["type"] == "heading":
            words.append(("heading", block["value"]))
        else:
            words.extend((part["type"], part["text"]) for part in block["value"]["blocks"])
    return words


def emphasis_of(text: dict[str, Any]) -> list[tuple[str, str]]:
    first = text["blocks"][0]
    return [
        (one["style"], first["text"][one["offset"] : one["offset"] + one["length"]])
        for one in sorted(first["inlineStyleRanges"], key=lambda one: one["offset"])
    ]


def links_of(text: dict[str, Any]) -> list[str]:
    return [entity["data"]["url"] for entity in text["entityMap"].values()]


def test_word_s_text_comes_without_its_footnotes_comments_and_struck_out_words(desk: Page) -> None:
    blocks = pasted(desk, WORD, until="Milk")

    assert words_of(blocks) == [
        HEADING,
        ("unstyled", "The ferry left the quay at six in the morning."),
        ("unstyled", "Fares rose to ninety crowns."),
        ("unstyled", "Read the report."),
        BREAD,
        MILK,
    ]
    assert emphasis_of(blocks[1]["value"]) == [("BOLD", "The ferry"), ("ITALIC", "six")]
    assert links_of(blocks[1]["value"]) == ["https://example.org/ferry?a=1&b=2"]


def test_google_docs_text_is_bold_where_its_writer_made_it_so(desk: Page) -> None:
    blocks = pasted(desk, GOOGLE_DOCS, until="Milk")

    assert words_of(blocks) == [
        HEADING,
        ("unstyled", "The ferry left the quay at six in the morning."),
        ("unstyled", "Read the report."),
        BREAD,
        MILK,
    ]
    assert emphasis_of(blocks[1]["value"]) == [("BOLD", "The ferry"), ("ITALIC", "six")]
    assert links_of(blocks[1]["value"]) == ["https://example.org/ferry"]


def test_libreoffice_s_text_comes_without_fonts_footnotes_and_empty_paragraphs(desk: Page) -> None:
    blocks = pasted(desk, LIBREOFFICE, until="Milk")

    assert words_of(blocks) == [
        HEADING,
        ("unstyled", "The ferry left the quay at six in the morning."),
        ("unstyled", "Fares rose to ninety crowns."),
        ("unstyled", "Read the report."),
        BREAD,
        MILK,
    ]
    assert emphasis_of(blocks[1]["value"]) == [("BOLD", "The ferry"), ("ITALIC", "six")]


def test_a_page_of_the_web_brings_no_script_no_picture_and_no_address_that_runs_one(desk: Page) -> None:
    blocks = pasted(desk, WEB_PAGE, until="We wait.")

    assert [text.strip() for _, text in words_of(blocks)] == [
        "Crews walk out",
        "The ferry left.",
        "Here and there.",
        "We wait.",
    ]
    assert links_of(blocks[1]["value"]) == ["mailto:desk@example.org"]
    assert desk.title() != "taken"


def test_a_heading_between_other_words_comes_as_a_paragraph(desk: Page) -> None:
    desk.keyboard.type("Before. ")

    blocks = pasted(desk, "<h2>Crews walk out</h2><p>The ferry left.</p>", until="The ferry left.")

    assert [block["type"] for block in blocks] == ["text"]
    assert words_of(blocks) == [("unstyled", "Before. Crews walk out"), ("unstyled", "The ferry left.")]


def test_plain_paragraphs_come_as_paragraphs_without_empty_ones(desk: Page) -> None:
    blocks = pasted(desk, "", text="One.\r\n\r\nTwo.\n \n\nThree.\n", until="Three.")

    assert words_of(blocks) == [("unstyled", "One."), ("unstyled", "Two."), ("unstyled", "Three.")]


def test_several_texts_and_headings_come_in_their_order_and_are_kept(desk: Page, site: RunningSite) -> None:
    html = "<p>One.</p><h2>Two</h2><p>Three <b>bold</b>.</p><h3>Four</h3><p>Five.</p>"

    blocks = pasted(desk, html, until="Five.")
    desk.get_by_role("textbox", name="Headline").fill("Pasted in parts")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_role("status").get_by_text("Pasted in parts")).to_be_visible()

    wanted = [("unstyled", "One."), ("heading", "Two"), ("unstyled", "Three bold."), ("heading", "Four")]
    assert words_of(blocks) == [*wanted, ("unstyled", "Five.")]
    kept = site.broadsheet(
        "manage", "shell", "-v", "0", "-c",
        "from broadsheet.stories.models import StoryPage; import json; "
        "story = StoryPage.objects.get(title='Pasted in parts').get_latest_revision_as_object(); "
        "print(json.dumps([[b['type'], b['value']] for b in story.body.get_prep_value()]))",
    )  # fmt: skip
    assert [kind for kind, _ in json.loads(kept)] == ["text", "heading", "text", "heading", "text"]
    assert "<b>bold</b>" in json.loads(kept)[2][1]
