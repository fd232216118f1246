"""What counts as the newsroom's touch: a saved change of the words, never opening, saving, placing or tagging."""

import json
from typing import Any

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from broadsheet.stories.blocks import TEXT_FEATURES
from broadsheet.stories.models import StoryPage
from broadsheet.wire.actions import make_story
from broadsheet.wire.models import Use, WireItem
from wire.newsroom import NOON, Agency, Paper, ninjs, story_of
from wire.test_screens import client_of

BODY = (
    '<p>Rain  fell on <b>Port Merrin</b> &amp; <a href="https://example.org/a?b=1&amp;c=2">the coast</a>.<br>'
    "All day.</p>"
    "<p>“Ferries stayed in,” he said.</p><ul><li>one</li><li>two</li></ul><h2>Roads</h2><ol><li>first</li></ol>"
    "<blockquote><p>We stay.</p><p>All of us.</p><cite>Nils Rask</cite></blockquote>"
    "<table><caption>Boats</caption><tr><th>Port</th><th>Boats</th></tr><tr><td>Corrie</td><td></td></tr></table>"
)


@pytest.fixture
def item(agency: Agency, paper: Paper) -> WireItem:
    subject = [{"name": "weather", "code": "20000065"}]
    made = agency.sends(
        ninjs(body_xhtml=BODY, byline="Ann Example", description_text="It  rained.", subject=subject, urgency=4)
    )
    make_story(made, section=paper.europe, by=paper.editor, now=NOON)
    return made


def form_of(story: StoryPage, **changes: Any) -> dict[str, Any]:
    """What a browser posts when somebody saves a story's form; the text as Draftail has it, tables as Handsontable."""
    names = ("title", "kicker", "standfirst", "dateline", "lead_caption", "source_credit", "slug", "urgency", "notes")
    fields: dict[str, Any] = {name: getattr(story, name) for name in names}
    byline = changes.pop("byline", "Ann Example")
    bylines = [{"id": row.pk, "author": row.author_id or "", "name": byline} for row in story.bylines.all()]
    return nested_form_data(
        {
            **{name: f" {value} " if name == "title" else str(value) for name, value in fields.items()},
            "topics": [topic.pk for topic in story.topics.all()],
            "lead_picture": "",
            "in_latest": "on",
            "in_popular": "on",
            "shows_lists": "on",
            "bylines": inline_formset(bylines, initial=len(bylines)),
            "body": streamfield([(block["type"], posted(block)) for block in story.body.get_prep_value()]),
            "related_pins": inline_formset([]),
            "related_bans": inline_formset([]),
            "comments": inline_formset([]),
            **changes,
        }
    )


def posted(block: dict[str, Any]) -> Any:
    value = block["value"]
    if block["type"] == "text":
        return rich_text(value, features=TEXT_FEATURES)
    if block["type"] == "quote":
        return {name: words.replace("\n", "\r\n") for name, words in value.items()}
    if block["type"] == "table":
        data = [[cell or None for cell in row] for row in value["data"]]
        header = {"first_row_is_table_header": True, "first_col_is_header": False, "table_header_choice": "row"}
        return json.dumps({"data": data, **header, "table_caption": value["table_caption"]})
    return value


def save(item: WireItem, *, paper: Paper, **changes: Any) -> None:
    story = story_of(item).get_latest_revision_as_object()
    client = client_of(paper.editor)
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    answer = client.post(address, form_of(story, **changes), follow=True)
    assert "has been updated" in answer.content.decode(), answer.context["form"].errors


def next_version(agency: Agency) -> Use:
    """A version in which everything is other than before."""
    body = BODY.replace("Rain", "Snow").replace("Boats</th>", "Ships</th>")
    fields = {"byline": "Bo Example", "description_text": "It snowed.", "urgency": 5, "subject": []}
    agency.sends(ninjs(version=2, body_xhtml=body, **fields), name="2.json")
    return Use.objects.get()


def test_saving_the_form_unchanged_is_no_touch(item: WireItem, agency: Agency, paper: Paper) -> None:
    before = story_of(item).latest_revision_id
    save(item, paper=paper)
    after = story_of(item).latest_revision_id

    use = next_version(agency)

    assert before != after
    assert use.conflicts == []
    draft = story_of(item).get_latest_revision_as_object()
    assert (draft.title, draft.standfirst) == ("Rain falls, version 2", "It snowed.")
    assert "Snow" in str(draft.body)


def test_placing_and_listing_is_no_touch(item: WireItem, agency: Agency, paper: Paper) -> None:
    save(item, paper=paper, slug="another-address", in_popular="", notes="Ask the harbour master", kicker="Weather")

    use = next_version(agency)

    assert use.conflicts == []
    assert story_of(item).slug == "another-address"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "Our own headline"}, "headline"),
        ({"standfirst": "It rained, we hear."}, "standfirst"),
        ({"byline": "Cy Example"}, "bylines"),
        ({"body": streamfield([("text", rich_text("<p>Our own text.</p>", features=TEXT_FEATURES))])}, "body"),
        ({"urgency": "1"}, "urgency"),
    ],
)
def test_a_saved_change_of_the_words_is_a_touch_of_that_field_alone(
    item: WireItem, agency: Agency, paper: Paper, changes: dict[str, Any], field: str
) -> None:
    save(item, paper=paper, **changes)

    use = next_version(agency)

    assert use.conflicts == [field]
