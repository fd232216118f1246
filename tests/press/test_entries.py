"""A story's words in feeds and in text alone, where no style sheet sets them apart."""

import io
import json
import re
from typing import Any

from PIL import Image

from broadsheet.contracts.pieces import Card, Shape
from broadsheet.media.actions import add_picture
from broadsheet.press.actions import press_everything
from broadsheet.stories.actions import correct_story
from broadsheet.stories.models import ChangeKind, StoryPage

from .conftest import NOON, Paper
from .test_blocks import recording


def entry(paper: Paper, story: StoryPage) -> str:
    press_everything(now=NOON)
    paper.press()
    card = paper.store.read(f"entry/{story.pk}")
    assert isinstance(card, Card)
    html: str = json.loads(card.shapes[Shape.JSON])["content_html"]
    assert html in card.shapes[Shape.RSS]
    return html


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def with_body(paper: Paper, *blocks: Any, **fields: Any) -> StoryPage:
    return paper.story(
        "Ferry sails", body=json.dumps([{"type": kind, "value": value} for kind, value in blocks]), **fields
    )


def test_a_credit_stands_in_brackets_after_its_caption(paper: Paper) -> None:
    data = io.BytesIO()
    Image.new("RGB", (800, 500), "teal").save(data, "JPEG")
    quay = add_picture(data.getvalue(), name="quay.jpg", caption="The quay", credit="Ann Author", alt_text="A quay")
    story = with_body(paper, ("picture", {"picture": quay.pk}), lead_picture=quay, lead_caption="The ferry leaves")

    html = entry(paper, story)

    assert '(<span class="credit">Ann Author</span>)' in html
    assert "The ferry leaves ( Ann Author )" in words(html)
    assert "The quay ( Ann Author )" in words(html)


def test_a_dateline_runs_into_the_first_paragraph(paper: Paper) -> None:
    story = with_body(paper, ("text", "<p>The ferry is back.</p><p>And how.</p>"), dateline="ALDHAVEN & port")

    html = entry(paper, story)

    assert html.startswith("<p>ALDHAVEN &amp; port – The ferry is back.</p>")  # noqa: RUF001
    assert html.count("ALDHAVEN") == 1


def test_a_dateline_before_anything_but_words_stands_alone(paper: Paper) -> None:
    story = with_body(paper, ("heading", "What changes"), ("text", "<p>Fares.</p>"), dateline="ALDHAVEN")

    assert entry(paper, story).startswith("<p>ALDHAVEN</p>")


def test_a_correction_says_what_it_is_and_when(paper: Paper) -> None:
    story = with_body(paper, ("text", "<p>The ferry is back.</p>"))
    correct_story(story, note="It was Tuesday.", by=None, now=NOON)
    once = words(entry(paper, story))
    correct_story(story, note="Not all boats.", kind=ChangeKind.CLARIFICATION, by=None, now=NOON.replace(hour=13))

    twice = words(entry(paper, story))

    assert once.endswith("Correction 5 March 2026, 12:00&nbsp;UTC : It was Tuesday.")
    assert twice.endswith(
        "Corrections Clarification, 5 March 2026, 13:00&nbsp;UTC : Not all boats. "
        "Correction, 5 March 2026, 12:00&nbsp;UTC : It was Tuesday."
    )


def test_what_is_of_another_site_is_one_paragraph(paper: Paper) -> None:
    value = {"address": "https://youtu.be/aBcDeFgHiJk", "title": "From the air", "source": "Harbour office"}
    story = with_body(paper, ("embed", value))

    html = entry(paper, story)

    assert words(html).startswith("From the air (Harbour office): Open on YouTube")
    assert html.count("<p>") == 1


def test_a_speaker_stands_in_the_quote(paper: Paper) -> None:
    story = with_body(paper, ("quote", {"text": "At last.", "speaker": "Maren"}))

    assert entry(paper, story) == "<blockquote><p>At last.</p><p>– Maren</p></blockquote>"  # noqa: RUF001


def test_a_transcript_has_its_heading(paper: Paper) -> None:
    horn = recording(title="The horn", transcript="A horn.\nGulls.", credit="Ann")
    story = with_body(paper, ("recording", {"recording": horn.pk}))

    html = entry(paper, story)

    assert "<h3>Transcript</h3><p>A horn.</p><p>Gulls.</p>" in html
    assert "The horn , 1:05 ( Ann )" in words(html)
