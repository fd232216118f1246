"""Everything that the wire changed by itself can be seen and taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from broadsheet.stories.guards import PublishRefusedError
from broadsheet.wire.models import WireChange
from broadsheet.wire.settling import (
    Answer,
    Choice,
    NobodysStoryError,
)
from broadsheet.wire.undoing import NothingToUndoError, undoing_of
from wire.newsroom import BODY, NOON, Agency, Paper, ninjs, story_of
from wire.settled import draft_of, edit, undo, use_of

LONGER = "<p>Rain fell on the harbour of Port Merrin all day and all night.</p><p>Ferries stayed in.</p>"
THEIRS, OURS = Answer(choice=Choice.THEIRS), Answer(choice=Choice.OURS)


def test_every_change_of_the_wire_is_kept_with_its_words(publishing: Agency) -> None:
    item = publishing.sends(ninjs())

    publishing.sends(ninjs(version=2, body_xhtml=LONGER), name="2.json")

    change = WireChange.objects.get()
    assert (change.fields, change.made_by, change.was_published) == (["headline", "body"], None, True)
    assert (change.before["headline"], change.after["headline"]) == ("Rain falls, version 1", "Rain falls, version 2")
    assert (change.from_revision.version, change.to_revision.version) == (1, 2)  # type: ignore[union-attr]
    assert change.use == use_of(item)


def test_an_undone_change_is_gone_from_readers_and_never_comes_back_by_itself(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    publishing.sends(ninjs(version=2, body_xhtml=LONGER), name="2.json")

    undo(WireChange.objects.get(), by=paper.editor, publish=True)
    publishing.sends(ninjs(version=3, body_xhtml=LONGER.replace("night", "week")), name="3.json")

    story = story_of(item)
    assert story.title == "Rain falls, version 1"
    assert "all day.</p>" in str(story.body)
    assert use_of(item).conflicts == ["headline", "body"]


def test_an_undo_can_be_undone_and_the_story_follows_again(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    publishing.sends(ninjs(version=2, body_xhtml=LONGER), name="2.json")
    undone = undo(WireChange.objects.get(), by=paper.editor, publish=True)

    undo(undone, by=paper.editor, publish=True)
    back = story_of(item).title
    publishing.sends(ninjs(version=3, body_xhtml=LONGER), name="3.json")

    assert back == "Rain falls, version 2"
    assert story_of(item).title == "Rain falls, version 3"


def test_undoing_leaves_alone_what_an_editor_wrote_since(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    publishing.sends(ninjs(version=2, body_xhtml=LONGER), name="2.json")
    edit(item, by=paper.editor, headline="Our own headline")
    change = WireChange.objects.get()
    told = undoing_of(change, story=story_of(item)).stays

    undo(change, by=paper.editor, publish=True)

    assert told == "headline"
    assert story_of(item).title == "Our own headline"
    assert "all day.</p>" in str(story_of(item).body)


def test_nothing_is_undone_twice(publishing: Agency, paper: Paper) -> None:
    publishing.sends(ninjs())
    publishing.sends(ninjs(version=2), name="2.json")
    change = WireChange.objects.get()
    undo(change, by=paper.editor)

    with pytest.raises(NothingToUndoError, match="already"):
        undo(change, by=paper.chief)


def test_an_undo_into_the_draft_leaves_readers_as_they_were(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    publishing.sends(ninjs(version=2), name="2.json")

    undo(WireChange.objects.get(), by=paper.editor)

    assert story_of(item).title == "Rain falls, version 2"
    assert draft_of(item).title == "Rain falls, version 1"


def test_undoing_asks_for_the_right_to_edit_and_respects_a_kill(publishing: Agency, paper: Paper) -> None:
    publishing.sends(ninjs())
    publishing.sends(ninjs(version=2), name="2.json")
    change = WireChange.objects.get()

    with pytest.raises(PermissionDenied):
        undo(change, by=paper.reporter)
    publishing.sends(ninjs(version=3, pubstatus="canceled"), name="kill.json")
    with pytest.raises(NobodysStoryError):
        undo(change, by=paper.chief)


def test_an_embargo_stops_an_undo_that_would_publish(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    publishing.sends(ninjs(version=2), name="2.json")
    ends = NOON + timedelta(hours=2)
    publishing.sends(ninjs(version=3, embargoed=ends.isoformat(), headline="Rain falls, version 2"), name="3.json")

    with pytest.raises(PublishRefusedError, match="embargo"):
        undo(WireChange.objects.get(), by=paper.editor, publish=True)

    assert draft_of(item).title == "Rain falls, version 2"


def test_bylines_topics_and_blocks_are_put_back_as_they_were(publishing: Agency, paper: Paper) -> None:
    subjects = [{"name": "weather", "code": "20000065", "scheme": "http://cv.iptc.org/newscodes/mediatopic/"}]
    body = f"{BODY}<h2>Storm</h2><blockquote>We stay in.</blockquote><table><tr><td>a</td></tr></table>"
    item = publishing.sends(ninjs(byline="Ann Example", subject=subjects, body_xhtml=body))
    first = draft_of(item)
    publishing.sends(ninjs(version=2, byline="Bo Example", body_xhtml=body.replace("Storm", "Gale")), name="2.json")

    undo(WireChange.objects.get(), by=paper.editor, publish=True)

    story = story_of(item)
    assert story.body.get_prep_value() == first.body.get_prep_value()
    assert [byline.name for byline in story.bylines.all()] == ["Ann Example"]
    assert list(story.topics.all()) == list(first.topics.all())
