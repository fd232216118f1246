"""One picture in another's place, everywhere at once: readers' words stay, drafts stay drafts."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image
from wagtail.models import PageLogEntry

from broadsheet.media.actions import add_picture
from broadsheet.media.models import Picture
from broadsheet.stories.actions import publish_due_revision, publish_story, revise_story
from broadsheet.stories.models import StoryPage
from broadsheet.stories.replacing import replace_everywhere, replace_picture
from broadsheet.stories.showing import told_uses, uses_of
from broadsheet.stories.words import StoryWords
from scheduling import schedule_story

from .conftest import NOON, Paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_root(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def picture(name: str, *, colour: str = "teal", credit: str = "Ann Author") -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "JPEG")
    return add_picture(out.getvalue(), name=f"{name}.jpg", title=name, credit=credit)


@pytest.fixture
def old(founded: None, db: None) -> Picture:
    return picture("Old quay")


@pytest.fixture
def new(founded: None, db: None) -> Picture:
    return picture("New quay", colour="navy")


def with_body_picture(story: StoryPage, shown: Picture) -> StoryPage:
    blocks = [
        {"type": "text", "value": "<p>It rained.</p>", "id": "aaaa"},
        {"type": "picture", "value": {"picture": shown.pk, "caption": "Rain."}, "id": "bbbb"},
    ]
    revise_story(story, changes=StoryWords(body=blocks), by=None, now=NOON)
    return story


def test_a_live_story_goes_out_again_with_the_very_words_that_are_out(paper: Paper, old: Picture, new: Picture) -> None:
    story = with_body_picture(paper.draft(lead_picture=old, lead_caption="The quay."), old)
    publish_story(story, by=paper.chief, now=NOON)
    before = StoryPage.objects.get(pk=story.pk)

    replace_picture(story, old=old, new=new, by=paper.chief, now=NOON + timedelta(hours=1))

    after = StoryPage.objects.get(pk=story.pk)
    assert (after.lead_picture, after.lead_caption, after.title) == (new, "The quay.", before.title)
    assert [block.id for block in after.body] == ["aaaa", "bbbb"]
    assert after.body[1].value["picture"] == new
    assert after.body[1].value["caption"] == "Rain."
    assert not after.has_unpublished_changes
    assert after.first_published_at == before.first_published_at
    assert after.versions.count() == 1
    entry = PageLogEntry.objects.get(page=story.pk, action="broadsheet.replace_picture")
    assert (entry.user, entry.data["old"], entry.data["new"]) == (paper.chief, old.pk, new.pk)


def test_a_change_that_waits_behind_a_live_story_goes_on_waiting_with_the_other_picture(
    paper: Paper, old: Picture, new: Picture
) -> None:
    story = paper.draft(lead_picture=old)
    publish_story(story, by=paper.chief, now=NOON)
    revise_story(story, changes=StoryWords(headline="Rain stops"), by=paper.reporter, now=NOON)

    replace_picture(story, old=old, new=new, by=paper.chief, now=NOON + timedelta(hours=1))

    live = StoryPage.objects.get(pk=story.pk)
    draft = live.get_latest_revision_as_object()
    assert (live.title, live.lead_picture, live.has_unpublished_changes) == ("Rain falls", new, True)
    assert (draft.title, draft.lead_picture) == ("Rain stops", new)
    assert live.latest_revision.user == paper.reporter
    assert uses_of(old).uses == ()


def test_a_draft_that_alone_has_the_picture_is_changed_and_nothing_goes_out(
    paper: Paper, old: Picture, new: Picture
) -> None:
    story = paper.draft()
    publish_story(story, by=paper.chief, now=NOON)
    published = StoryPage.objects.get(pk=story.pk).last_published_at
    with_body_picture(story, old)
    (use,) = uses_of(old).uses

    replace_picture(story, old=old, new=new, by=paper.chief, now=NOON + timedelta(hours=1))

    live = StoryPage.objects.get(pk=story.pk)
    assert (use.is_shown, use.in_body, use.is_lead) == (False, True, False)
    assert live.last_published_at == published
    assert live.get_latest_revision_as_object().body[1].value["picture"] == new


def test_a_scheduled_change_keeps_its_second(paper: Paper, old: Picture, new: Picture) -> None:
    story = paper.draft(lead_picture=old)
    publish_story(story, by=paper.chief, now=NOON)
    revise_story(story, changes=StoryWords(headline="Rain stops"), by=paper.reporter, now=NOON)
    at = datetime(2099, 6, 2, 6, tzinfo=UTC)
    schedule_story(story, at=at, by=paper.chief, now=NOON)

    replace_picture(story, old=old, new=new, by=paper.chief, now=NOON + timedelta(hours=1))

    scheduled = StoryPage.objects.get(pk=story.pk).scheduled_revision
    assert scheduled.approved_go_live_at == at
    publish_due_revision(scheduled, now=at)
    after = StoryPage.objects.get(pk=story.pk)
    assert (after.title, after.lead_picture) == ("Rain stops", new)


def test_a_story_that_was_never_published_is_changed_in_its_row_and_its_draft(
    paper: Paper, old: Picture, new: Picture
) -> None:
    story = with_body_picture(paper.draft(lead_picture=old), old)

    replace_picture(story, old=old, new=new, by=paper.chief, now=NOON)

    row = StoryPage.objects.get(pk=story.pk)
    draft = row.get_latest_revision_as_object()
    assert (row.live, row.lead_picture, draft.lead_picture) == (False, new, new)
    assert row.body[1].value["picture"] == draft.body[1].value["picture"] == new


def test_who_may_not_publish_there_changes_nothing(paper: Paper, old: Picture, new: Picture) -> None:
    story = paper.draft(lead_picture=old, section=paper.sport)
    publish_story(story, by=paper.chief, now=NOON)

    with pytest.raises(PermissionDenied):
        replace_picture(story, old=old, new=new, by=paper.world_editor, now=NOON)

    assert StoryPage.objects.get(pk=story.pk).lead_picture == old


def test_one_story_that_refuses_is_named_and_holds_up_no_other(paper: Paper, old: Picture, new: Picture) -> None:
    sport, locked, ours = (
        paper.draft(lead_picture=old, headline=name, section=section)
        for name, section in (("Match", paper.sport), ("Locked", paper.europe), ("Ours", paper.europe))
    )
    for story in (sport, locked, ours):
        publish_story(story, by=paper.chief, now=NOON)
    StoryPage.objects.filter(pk=locked.pk).update(locked=True, locked_by=paper.chief, locked_at=NOON)

    result = replace_everywhere(old, new=new, uses=uses_of(old).uses, by=paper.world_editor, now=lambda: NOON)

    assert [story.title for story in result.done] == ["Ours"]
    assert {left.story.title: left.why for left in result.left} == {
        "Match": "You may not publish in its section.",
        "Locked": "It is locked; ask who locked it, or unlock it.",
    }
    assert {use.story.title for use in uses_of(old).uses} == {"Match", "Locked"}


def test_a_new_picture_without_credit_is_refused_and_nothing_is_changed(paper: Paper, old: Picture) -> None:
    story = paper.draft(lead_picture=old)
    publish_story(story, by=paper.chief, now=NOON)
    bare = picture("Bare", colour="red", credit="")

    result = replace_everywhere(old, new=bare, uses=uses_of(old).uses, by=paper.chief, now=lambda: NOON)

    assert "has no credit" in result.left[0].why
    row = StoryPage.objects.get(pk=story.pk)
    assert (row.lead_picture, row.has_unpublished_changes) == (old, False)


def test_a_live_story_whose_change_waits_for_approval_is_left_alone(paper: Paper, old: Picture, new: Picture) -> None:
    story = paper.draft(lead_picture=old)
    publish_story(story, by=paper.chief, now=NOON)
    revise_story(story, changes=StoryWords(headline="Rain stops"), by=paper.reporter, now=NOON)
    page = StoryPage.objects.get(pk=story.pk)
    page.get_workflow().start(page, paper.reporter)

    result = replace_everywhere(old, new=new, uses=uses_of(old).uses, by=paper.chief, now=lambda: NOON)

    assert "waits for approval" in result.left[0].why
    assert StoryPage.objects.get(pk=story.pk).current_workflow_state is not None


def test_drafts_of_others_are_counted_and_not_named(paper: Paper, old: Picture) -> None:
    paper.draft("Secret", lead_picture=old, owner=paper.chief)
    public = paper.draft("Public", lead_picture=old, owner=paper.chief)
    publish_story(public, by=paper.chief, now=NOON)

    told, kept = told_uses(uses_of(old).uses, person=paper.reporter)
    whole, none = told_uses(uses_of(old).uses, person=paper.chief)

    assert ([use.story.title for use in told], kept) == (["Public"], 1)
    assert ({use.story.title for use in whole}, none) == ({"Public", "Secret"}, 0)


def test_a_picture_inside_a_gallery_is_replaced_in_its_place(paper: Paper, old: Picture, new: Picture) -> None:
    items = [
        {"type": "item", "id": name, "value": {"picture": shown.pk, "caption": name}}
        for name, shown in (("first", new), ("second", old))
    ]
    gallery = {"type": "gallery", "id": "cccc", "value": {"heading": "The quay", "pictures": items}}
    story = paper.draft()
    revise_story(story, changes=StoryWords(body=[gallery]), by=None, now=NOON)
    publish_story(story, by=paper.chief, now=NOON)

    replace_picture(story, old=old, new=new, by=paper.chief, now=NOON)

    (block,) = StoryPage.objects.get(pk=story.pk).body.get_prep_value()
    assert [item["value"] for item in block["value"]["pictures"]] == [
        {"picture": new.pk, "caption": "first"},
        {"picture": new.pk, "caption": "second"},
    ]
    assert [item["id"] for item in block["value"]["pictures"]] == ["first", "second"]


def test_a_block_that_is_not_filled_yet_stays_as_it_is(paper: Paper, old: Picture, new: Picture) -> None:
    empty = {"type": "gallery", "id": "dddd", "value": {"heading": "To come", "pictures": []}}
    shown = {"type": "picture", "id": "bbbb", "value": {"picture": old.pk, "caption": "Rain."}}
    story = paper.draft()
    revise_story(story, changes=StoryWords(body=[empty, shown]), by=None, now=NOON)

    replace_picture(story, old=old, new=new, by=paper.chief, now=NOON)

    left, replaced = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object().body.get_prep_value()
    assert left["value"] == empty["value"]
    assert replaced["value"]["picture"] == new.pk
