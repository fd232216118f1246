"""Where each field of a story came from, and what the newsroom changed."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.stories.actions import draft_story, revise_story
from broadsheet.stories.models import StoryPage
from broadsheet.stories.words import StoryWords
from broadsheet.wire.actions import make_story
from broadsheet.wire.models import Use
from broadsheet.wire.provenance import Hand, Origin, Words, trace_fields
from broadsheet.wire.tracing import TracedField, provenance_of
from wire.newsroom import NOON, Agency, Paper, ninjs

FIRST = Origin(agency="Harbour Wire", item=1, version=1, received_at=NOON)
THIRD = Origin(agency="Harbour Wire", item=1, version=3, received_at=datetime(2026, 6, 1, 13, tzinfo=UTC))


def hands(
    wire: Mapping[str, object], then: Mapping[str, object], now: Mapping[str, object], **marks: tuple[str, ...]
) -> dict[str, tuple[Hand, int | None]]:
    traces = trace_fields(
        Words(wire=wire, story_then=then, story_now=now), first=FIRST, last=THIRD, taken={"body": THIRD}, **marks
    )
    return {trace.name: (trace.hand, trace.origin.version if trace.origin else None) for trace in traces}


def test_each_field_is_the_agency_s_the_newsroom_s_or_changed() -> None:
    wire = {"headline": "Rain", "body": "<p>x</p>", "dateline": "OSLO"}
    then = {"headline": "Rain", "body": ["x"], "dateline": "OSLO", "lead_caption": ""}
    now = {**then, "headline": "Snow", "lead_caption": "A boat"}

    found = hands(wire, then, now)

    assert found == {
        "headline": (Hand.EDITED, 3),
        "dateline": (Hand.AGENCY, 1),
        "lead_caption": (Hand.OWN, None),
        "body": (Hand.AGENCY, 3),
    }


def test_cleaning_on_the_way_in_is_no_edit_and_a_kept_word_is_one() -> None:
    wire = {"headline": "Rain ", "dateline": "OSLO"}
    then = {"headline": "Rain", "dateline": "OSLO"}

    assert hands(wire, then, then, own=("dateline",)) == {"headline": (Hand.AGENCY, 1), "dateline": (Hand.EDITED, 3)}


def test_a_field_in_conflict_was_changed_against_what_it_held_before_the_two_met() -> None:
    wire, then = {"headline": "Rain"}, {"headline": "Rain"}

    assert hands(wire, then, {"headline": "Snow"}, conflicts=("headline",)) == {"headline": (Hand.EDITED, 1)}


@pytest.fixture
def story(agency: Agency, paper: Paper) -> StoryPage:
    return make_story(agency.sends(ninjs()), section=paper.europe, by=paper.editor, now=agency.now)


def traced(story: StoryPage) -> dict[str, TracedField]:
    fresh = StoryPage.objects.get(pk=story.pk)
    return {field.trace.name: field for field in provenance_of(fresh).fields}


def version_of(field: TracedField) -> int | None:
    return field.trace.origin.version if field.trace.origin else None


def test_a_followed_story_names_the_version_that_each_field_holds(story: StoryPage, agency: Agency) -> None:
    agency.sends(ninjs(version=2), name="2.json")

    found = traced(story)

    assert {name: version_of(found[name]) for name in ("headline", "body")} == {"headline": 2, "body": 1}
    assert {field.trace.hand for field in found.values()} == {Hand.AGENCY}


def test_what_an_editor_changed_is_told_word_by_word(story: StoryPage, paper: Paper) -> None:
    revise_story(story, changes=StoryWords(headline="Snow falls, version 1"), by=paper.editor, now=NOON)

    field = traced(story)["headline"]

    pieces = [(piece.text.strip(), piece.change.value) for piece in field.rows[0].pieces]
    assert field.trace.hand is Hand.EDITED
    assert pieces[:2] == [("Rain", "gone"), ("Snow", "new")]
    assert traced(story)["body"].rows == ()


def test_both_sides_changes_are_marked_until_somebody_settles_them(
    story: StoryPage, agency: Agency, paper: Paper
) -> None:
    revise_story(story, changes=StoryWords(headline="Snow falls"), by=paper.editor, now=NOON)
    agency.sends(ninjs(version=2), name="2.json")

    trace = traced(story)["headline"].trace

    assert trace.is_in_conflict
    assert trace.origin is not None
    assert trace.origin.version == 1


def test_the_paper_s_own_story_comes_from_nowhere_else(paper: Paper) -> None:
    own = draft_story(paper.europe, headline="Council meets", owner=paper.editor, now=NOON)

    found = provenance_of(own)

    assert found.fields == ()
    assert found.parts == ()


def test_tracing_asks_the_database_as_often_for_many_versions_as_for_few(story: StoryPage, agency: Agency) -> None:
    def asked() -> int:
        fresh = StoryPage.objects.get(pk=story.pk)
        with CaptureQueriesContext(connection) as queries:
            provenance_of(fresh)
        return len(queries)

    agency.sends(ninjs(version=2), name="2.json")
    few = asked()
    for version in range(3, 9):
        agency.sends(ninjs(version=version), name=f"{version}.json")

    assert Use.objects.get().changes.count() == 7
    assert asked() == few
