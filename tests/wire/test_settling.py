"""A newer version meets a story that the newsroom edited: what is compared, settled, undone and switched."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from broadsheet.stories.guards import PublishRefusedError
from broadsheet.wire.actions import make_story
from broadsheet.wire.models import Alarm, WireChange, WireItem
from broadsheet.wire.settling import (
    Answer,
    Choice,
    MovedMeanwhileError,
    NobodysStoryError,
    UnsettledError,
    set_following,
)
from wire.newsroom import NOON, Agency, Paper, ninjs, story_of
from wire.settled import draft_of, edit, meeting, open_alarms, settle, undo, use_of

LONGER = "<p>Rain fell on the harbour of Port Merrin all day and all night.</p><p>Ferries stayed in.</p>"
THEIRS, OURS = Answer(choice=Choice.THEIRS), Answer(choice=Choice.OURS)


@pytest.fixture
def contested(publishing: Agency, paper: Paper) -> WireItem:
    """An item whose second version changes a headline that the newsroom changed too, and the text."""
    item = publishing.sends(ninjs())
    edit(item, by=paper.editor, headline="Our own headline")
    return publishing.sends(ninjs(version=2, body_xhtml=LONGER), name="2.json")


def test_a_comparison_shows_what_was_what_the_wire_says_and_what_we_say(contested: WireItem) -> None:
    found = meeting(contested)

    (field,) = found.fields
    assert (field.name, field.is_conflict) == ("headline", True)
    assert [part.text for part in field.was] == ["Rain falls, version 1"]
    assert "".join(piece.text for piece in field.theirs[0].now) == "Rain falls, version 2"
    assert "".join(piece.text for piece in field.ours[0].now) == "Our own headline"


def test_what_was_stays_the_version_that_the_story_took_over_later_versions(
    contested: WireItem, publishing: Agency
) -> None:
    publishing.sends(ninjs(version=3, body_xhtml=LONGER), name="3.json")

    (field,) = meeting(contested).fields

    assert [part.text for part in field.was] == ["Rain falls, version 1"]
    assert "".join(piece.text for piece in field.theirs[0].now) == "Rain falls, version 3"


def test_theirs_takes_the_wire_s_words_and_follows_it_again(
    contested: WireItem, publishing: Agency, paper: Paper
) -> None:
    settle(contested, by=paper.editor, publish=True, headline=THEIRS)
    publishing.sends(ninjs(version=3, body_xhtml=LONGER), name="3.json")

    assert story_of(contested).title == "Rain falls, version 3"
    assert use_of(contested).conflicts == []


def test_ours_stays_and_the_next_headline_of_the_wire_rings_again(
    contested: WireItem, publishing: Agency, paper: Paper
) -> None:
    settle(contested, by=paper.editor, headline=OURS)
    after_settling = open_alarms("conflict")
    publishing.sends(ninjs(version=3, body_xhtml=LONGER, headline="Rain falls, version 2"), name="3.json")
    same_headline = open_alarms("conflict")
    publishing.sends(ninjs(version=4, body_xhtml=LONGER), name="4.json")

    assert (after_settling, same_headline, open_alarms("conflict")) == (0, 0, 1)
    assert story_of(contested).title == "Our own headline"


def test_an_edit_replaces_both_and_is_the_newsroom_s_own(contested: WireItem, publishing: Agency, paper: Paper) -> None:
    settle(contested, by=paper.editor, publish=True, headline=Answer(choice=Choice.EDIT, value=" Rain, in our words "))
    publishing.sends(ninjs(version=3, body_xhtml=LONGER), name="3.json")

    assert story_of(contested).title == "Rain, in our words"
    assert open_alarms("conflict") == 1


def test_words_edited_back_to_what_the_wire_said_first_stay_ours(
    contested: WireItem, publishing: Agency, paper: Paper
) -> None:
    value = "Rain falls, version 1"
    settle(contested, by=paper.editor, publish=True, headline=Answer(choice=Choice.EDIT, value=value))
    publishing.sends(ninjs(version=3, body_xhtml=LONGER), name="3.json")

    assert story_of(contested).title == value


def test_settling_closes_the_alarm_in_the_editor_s_name(contested: WireItem, paper: Paper) -> None:
    settle(contested, by=paper.editor, headline=OURS)

    assert Alarm.objects.get(kind="conflict").acknowledged_by == paper.editor


def test_settling_into_the_draft_changes_nothing_for_readers(contested: WireItem, paper: Paper) -> None:
    settle(contested, by=paper.editor, headline=THEIRS)

    assert story_of(contested).title == "Our own headline"
    assert draft_of(contested).title == "Rain falls, version 2"


def test_a_correction_is_settled_with_a_public_note(contested: WireItem, paper: Paper) -> None:
    settle(contested, by=paper.editor, publish=True, note="The agency corrected its headline.", headline=THEIRS)

    assert story_of(contested).corrections.get().note == "The agency corrected its headline."


def test_a_story_that_moved_meanwhile_is_not_overwritten(contested: WireItem, paper: Paper) -> None:
    token = meeting(contested).token
    edit(contested, by=paper.chief, publish=False, headline="A colleague's headline")

    with pytest.raises(MovedMeanwhileError, match="has changed since"):
        settle(contested, by=paper.editor, token=token, headline=THEIRS)

    assert draft_of(contested).title == "A colleague's headline"


def test_an_item_that_moved_meanwhile_is_not_settled_unseen(
    contested: WireItem, publishing: Agency, paper: Paper
) -> None:
    token = meeting(contested).token
    publishing.sends(ninjs(version=3, body_xhtml=LONGER), name="3.json")

    with pytest.raises(MovedMeanwhileError):
        settle(contested, by=paper.editor, token=token, headline=THEIRS)


def test_two_editors_cannot_settle_the_same_thing_twice(contested: WireItem, paper: Paper) -> None:
    token = meeting(contested).token
    settle(contested, by=paper.editor, token=token, headline=OURS)

    with pytest.raises(MovedMeanwhileError):
        settle(contested, by=paper.chief, token=token, headline=THEIRS)


@pytest.mark.parametrize(
    ("answers", "words"),
    [({}, "headline"), ({"headline": Answer(choice=Choice.EDIT, value="  ")}, "needs a headline")],
)
def test_an_answer_that_is_missing_or_empty_is_asked_for(
    contested: WireItem, paper: Paper, answers: dict[str, Answer], words: str
) -> None:
    with pytest.raises(UnsettledError, match=words):
        settle(contested, by=paper.editor, **answers)


def test_only_who_may_edit_settles_and_only_who_may_publish_publishes(contested: WireItem, paper: Paper) -> None:
    with pytest.raises(PermissionDenied):
        settle(contested, by=paper.reporter, headline=THEIRS)


def test_a_reporter_settles_into_their_own_draft_and_cannot_publish_it(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs())
    make_story(item, section=paper.europe, by=paper.reporter, now=NOON)
    edit(item, by=paper.reporter, publish=False, headline="Our own headline")
    agency.sends(ninjs(version=2), name="2.json")

    with pytest.raises(PermissionDenied):
        settle(item, by=paper.reporter, publish=True, headline=THEIRS)
    settle(item, by=paper.reporter, headline=THEIRS)

    assert draft_of(item).title == "Rain falls, version 2"


def test_a_withdrawn_story_is_not_settled(contested: WireItem, publishing: Agency, paper: Paper) -> None:
    publishing.sends(ninjs(version=3, pubstatus="canceled"), name="kill.json")

    with pytest.raises(NobodysStoryError, match="withdrawn"):
        settle(contested, by=paper.chief, headline=OURS)


def test_a_locked_story_is_not_settled_by_somebody_else(contested: WireItem, paper: Paper) -> None:
    story = story_of(contested)
    story.locked, story.locked_by, story.locked_at = True, paper.chief, NOON
    story.save()

    with pytest.raises(NobodysStoryError, match="locked"):
        settle(contested, by=paper.editor, headline=OURS)


def test_what_cannot_be_published_is_not_settled_either(contested: WireItem, publishing: Agency, paper: Paper) -> None:
    edit(contested, by=paper.editor, publish=False, embargoed_until=NOON + timedelta(days=1))

    with pytest.raises(PublishRefusedError):
        settle(contested, by=paper.editor, publish=True, headline=THEIRS)

    assert draft_of(contested).title == "Our own headline"
    assert use_of(contested).conflicts == ["headline"]


def test_a_version_that_waits_is_taken_or_kept_field_by_field(publishing: Agency, paper: Paper) -> None:
    long = f"<p>{'Rain on the harbour. ' * 20}</p>"
    item = publishing.sends(ninjs(body_xhtml=long))
    publishing.sends(ninjs(version=2, body_xhtml="<p>Rain.</p>"), name="2.json")
    found = meeting(item)

    settle(item, by=paper.editor, publish=True, headline=THEIRS, body=OURS)

    assert "lost half of its words" in found.reason
    assert [(field.name, field.is_conflict) for field in found.fields] == [("headline", False), ("body", False)]
    assert story_of(item).title == "Rain falls, version 2"
    assert "Rain on the harbour." in str(story_of(item).body)
    assert open_alarms("update-waits") == 0


def test_new_terms_alone_are_taken_note_of(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs(headline="Rain"))
    publishing.sends(ninjs(version=2, headline="Rain", usageterms="Not in Ruritania"), name="2.json")
    found = meeting(item)

    settle(item, by=paper.editor)

    assert [part.label for part in found.beside] == ["Usage terms"]
    assert found.fields == ()
    assert not use_of(item).is_waiting
    assert open_alarms("update-waits") == 0


def test_a_story_that_left_the_wire_is_brought_up_to_date_when_it_follows_again(
    publishing: Agency, paper: Paper
) -> None:
    item = publishing.sends(ninjs())
    set_following(use_of(item), follows=False, by=paper.editor, now=NOON)
    publishing.sends(ninjs(version=2), name="2.json")
    meanwhile, alarms = story_of(item).title, open_alarms("update-waits")

    set_following(use_of(item), follows=True, by=paper.editor, now=NOON)

    assert (meanwhile, alarms) == ("Rain falls, version 1", 1)
    assert story_of(item).title == "Rain falls, version 2"
    assert open_alarms("update-waits") == 0


def test_both_sides_saying_the_same_is_no_conflict(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    edit(item, by=paper.editor, headline="Rain falls, version 2")

    publishing.sends(ninjs(version=2), name="2.json")
    publishing.sends(ninjs(version=3), name="3.json")

    assert Alarm.objects.filter(kind="conflict").count() == 0
    assert story_of(item).title == "Rain falls, version 3"


def test_settled_words_can_be_undone_too(contested: WireItem, paper: Paper) -> None:
    settle(contested, by=paper.editor, publish=True, headline=THEIRS)
    change = WireChange.objects.order_by("-pk")[0]

    undo(change, by=paper.editor, publish=True)

    assert change.made_by == paper.editor
    assert story_of(contested).title == "Our own headline"
