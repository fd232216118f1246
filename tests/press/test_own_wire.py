"""The paper's own wire, read as another newsroom reads it: what is its own, whole; what is an agency's, never."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.roles import Role
from broadsheet.contracts.news import EmptyFeedError, NewsItem, Signal, Status
from broadsheet.contracts.pieces import Page
from broadsheet.formats.reading import read_items
from broadsheet.joining.joiner import join_page
from broadsheet.media.models import Picture
from broadsheet.press.actions import press_everything
from broadsheet.press.composing.wire import WIRE_LASTS
from broadsheet.stories.actions import correct_story, draft_story, found_workflow, publish_story, withdraw_story
from broadsheet.stories.models import StoryPage, Topic
from broadsheet.stories.queries import address_of
from broadsheet.wire.actions import make_story, receive
from broadsheet.wire.models import WireItem
from broadsheet.wire.sources import SourceFacts, add_source

from .conftest import NOON, Paper
from .test_pictures import made_picture

SITE = "https://courier.example"


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_URL", SITE)


def story_of(paper: Paper, headline: str, **facts: Any) -> StoryPage:
    story = draft_story(
        paper.europe, headline=headline, body_html=f"<p>{headline}, it was said.</p>", owner=None, now=NOON, **facts
    )
    publish_story(story, by=None, now=NOON)
    return story


def wire(paper: Paper) -> dict[str, Any]:
    page = paper.store.read("page/ninjs.json")
    assert isinstance(page, Page)
    assert dict(page.headers)["content-type"] == "application/json"
    said: dict[str, Any] = json.loads(join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32).body)
    return said


def items(paper: Paper) -> dict[str, NewsItem]:
    """By their names, as the reader of wires gives them, the last to come last."""
    return {item.guid: item for item in read_items(json.dumps(wire(paper)).encode())}


def name_of(story: StoryPage) -> str:
    return f"urn:uuid:{story.translation_key}"


def test_a_story_arrives_whole(paper: Paper) -> None:
    body = (
        "<p>The ferry is <b>back</b>.</p><h2>What it cost</h2><p>Nine <a href='/world/'>crowns</a> &amp; a kiss.</p>"
        "<ul><li>one</li><li>two</li></ul>"
    )
    story = draft_story(
        paper.europe,
        headline='Ferry & crew <back>, "at last"',
        kicker="Islands",
        standfirst="Nine days later.",
        bylines=["Ann Author", "Ben Better"],
        dateline="Sandvik",
        body_html=body,
        topics=[Topic.objects.create(name="Ferries & quays", slug="ferries", mediatopic="20000148")],
        lead_picture=made_picture("quay"),
        urgency=3,
        owner=None,
        now=NOON,
    )
    publish_story(story, by=None, now=NOON)
    paper.press()

    (item,) = items(paper).values()
    (picture,) = item.pictures
    assert item.guid == name_of(story)
    assert (item.headline, item.standfirst) == ('Ferry & crew <back>, "at last"', "Nine days later.")
    assert item.bylines == ("Ann Author", "Ben Better")
    assert (item.dateline, item.urgency, item.status) == ("Sandvik", 3, Status.USABLE)
    assert item.credit == "The Harbour Post"
    assert item.canonical_url == f"{SITE}{address_of(story)}"
    assert (item.first_created_at, item.version_created_at) == (NOON, NOON)
    assert "<p>The ferry is <b>back</b>.</p>" in item.body_html.replace("strong>", "b>")
    assert f'<a href="{SITE}/world/">crowns</a> &amp; a kiss' in item.body_html
    assert "<li>two</li>" in item.body_html
    assert (picture.caption, picture.credit) == ("The ferry leaves.", "Ann Author")
    assert picture.alt_text == "A white ship beside a quay"
    assert picture.renditions[0].href.startswith(f"{SITE}/media/")
    assert picture.renditions[0].size is None
    assert "sizeInBytes" not in json.dumps(wire(paper))
    assert "20000148" in {subject.code for subject in item.subjects}


def test_copy_that_is_credited_to_an_agency_by_hand_is_no_story_of_the_papers_own(paper: Paper) -> None:
    own = story_of(paper, "Our own story")
    signed = story_of(paper, "Signed by us", source_credit="the harbour post")
    agencys, killed = (story_of(paper, headline, source_credit="Associated Press") for headline in ("Typed", "Killed"))
    correct_story(agencys, note="It was nine.", by=None, now=NOON)
    withdraw_story(killed, notice="It was not so.", by=None, now=NOON)
    paper.press()

    assert set(items(paper)) == {name_of(own), name_of(signed)}
    assert wire(paper)["canceled"] == []


def test_what_was_changed_last_comes_last_and_says_when(paper: Paper) -> None:
    first, second = story_of(paper, "First story"), story_of(paper, "Second story")
    correct_story(first, note="It was nine.", by=None, now=NOON + timedelta(hours=1))
    paper.press(now=NOON + timedelta(hours=1))

    assert list(items(paper)) == [name_of(second), name_of(first)]
    corrected = items(paper)[name_of(first)]
    assert corrected.version_created_at == NOON + timedelta(hours=1)
    assert corrected.editors_note == "Correction: It was nine."
    assert Signal.CORRECTION in corrected.signals


def test_a_story_that_is_taken_back_is_canceled_without_a_word_of_it(paper: Paper) -> None:
    kept, killed = story_of(paper, "A story kept"), story_of(paper, "A story killed")
    paper.press()
    withdraw_story(killed, notice="It was not so.", by=None, now=NOON + timedelta(minutes=1))
    paper.press(now=NOON + timedelta(minutes=1))

    found = items(paper)
    assert {name: item.status for name, item in found.items()} == {
        name_of(kept): Status.USABLE,
        name_of(killed): Status.CANCELED,
    }
    assert found[name_of(killed)].headline == found[name_of(killed)].body_html == ""
    assert "A story killed" not in json.dumps(wire(paper))


def test_a_story_that_is_offline_without_a_notice_is_canceled_too(paper: Paper) -> None:
    story = story_of(paper, "A story offline")
    paper.press()
    before = items(paper)[name_of(story)]
    story.unpublish()
    paper.press(now=NOON + timedelta(minutes=1))

    after = items(paper)[name_of(story)]
    assert after.status is Status.CANCELED
    assert before.version_created_at is not None
    assert after.version_created_at is not None
    assert after.version_created_at > before.version_created_at


@pytest.fixture
def agency_item(paper: Paper, tmp_path: Path) -> WireItem:
    source = add_source(SourceFacts(slug="ap", folder=tmp_path / "ap", credit="Associated Press", name="AP"))
    document = {
        "uri": "tag:agency.example,2026:1", "type": "text", "headline": "What the agency says",
        "versioncreated": "2026-03-05T11:00:00Z",
        "body_xhtml": "<p>The agency says it.</p>",
    }  # fmt: skip
    receive(source, data=json.dumps(document).encode(), name="one.json", now=NOON)
    return WireItem.objects.get()


def test_an_agencys_copy_is_never_passed_on_nor_that_it_was_taken_back(paper: Paper, agency_item: WireItem) -> None:
    found_workflow(paper.home)
    chief = make_person("chris", name="Chris", email="c@paper.example", password="a password of ten", role=Role.CHIEF)
    own = story_of(paper, "What we say")
    theirs = make_story(agency_item, section=paper.europe, by=chief, now=NOON)
    publish_story(theirs, by=None, now=NOON)
    paper.press()
    assert paper.store.read("page/world/uk-and-europe/what-the-agency-says") is not None

    before = list(items(paper))
    withdraw_story(theirs, notice="It was not so.", by=None, now=NOON + timedelta(minutes=1))
    paper.press(now=NOON + timedelta(minutes=1))

    assert before == list(items(paper)) == [name_of(own)]


def test_an_agencys_picture_is_left_out_of_a_story_of_ones_own(paper: Paper) -> None:
    own, theirs = made_picture("own"), made_picture("theirs")
    Picture.objects.filter(pk=theirs.pk).update(wire_guid="tag:agency.example,2026:picture")
    theirs.refresh_from_db()
    both = json.dumps(
        [
            {"type": "picture", "value": {"picture": theirs.pk, "caption": "By the agency"}},
            {"type": "gallery", "value": {"heading": "", "pictures": [
                {"type": "item", "value": {"picture": one.pk, "caption": words}}
                for one, words in ((own, "By us"), (theirs, "By the agency"))
            ]}},
        ]
    )  # fmt: skip
    story = story_of(paper, "With pictures", lead_picture=theirs)
    story.body = both
    story.save_revision().publish()
    paper.press()

    said = json.dumps(wire(paper))
    assert "By us" in said
    assert "By the agency" not in said
    assert [picture.caption for picture in items(paper)[name_of(story)].pictures] == ["By us"]


def test_what_nobody_changed_for_a_week_is_news_no_longer(paper: Paper) -> None:
    story_of(paper, "An old story")
    press_everything(now=NOON + WIRE_LASTS + timedelta(minutes=1))
    paper.press(now=NOON + WIRE_LASTS + timedelta(minutes=1))

    assert wire(paper)["items"] == []


def test_a_paper_that_has_published_nothing_is_in_order(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()

    with pytest.raises(EmptyFeedError):
        read_items(json.dumps(wire(paper)).encode())
