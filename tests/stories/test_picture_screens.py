"""A picture across all stories, on the newsroom's screens: who sees and does what, and what readers get of it."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from broadsheet.accounts.models import User
from broadsheet.media.actions import add_picture
from broadsheet.media.models import Picture
from broadsheet.stories import picture_screens
from broadsheet.stories.actions import publish_story, revise_story
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import StoryPage
from broadsheet.stories.words import StoryWords

from .conftest import NOON, Paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_root(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def picture(title: str = "Quay", *, colour: str = "teal", **words: Any) -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "JPEG")
    return add_picture(out.getvalue(), name="quay.jpg", title=title, **{"credit": "Ann Author", **words})


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(person: User, address: str) -> str:
    return signed_in(person).get(address).content.decode()


def test_the_uses_name_live_stories_to_everybody_and_drafts_to_who_may_edit_them(paper: Paper) -> None:
    quay = picture()
    live = paper.draft("Ferry sails", lead_picture=quay)
    publish_story(live, by=paper.chief, now=NOON)
    paper.draft("Secret inquiry", lead_picture=quay, owner=paper.chief)

    reporters, chiefs = (page_of(who, f"/admin/images/usage/{quay.pk}/") for who in (paper.reporter, paper.chief))

    assert "Ferry sails" in reporters
    assert "Secret inquiry" not in reporters
    assert "1 draft that you may not see uses it, too." in reporters
    assert "Secret inquiry" in chiefs


def test_a_picture_that_nobody_uses_says_so(paper: Paper) -> None:
    assert "No story uses it." in page_of(paper.reporter, f"/admin/images/usage/{picture().pk}/")


def test_a_chief_kills_a_picture_with_a_reason_that_is_kept(paper: Paper) -> None:
    quay = picture()
    story = paper.draft("Ferry sails", lead_picture=quay)
    publish_story(story, by=paper.chief, now=NOON)
    before = page_of(paper.chief, f"/admin/images/{quay.pk}/kill/")

    answer = signed_in(paper.chief).post(f"/admin/images/{quay.pk}/kill/", {"note": "The agency takes it back."})

    killed = Picture.objects.get(pk=quay.pk)
    entry = ModelLogEntry.objects.get(action="broadsheet.kill_picture")
    assert "Ferry sails" in before
    assert answer.status_code == 302
    assert killed.killed_at is not None
    assert (entry.user, entry.data) == (paper.chief, {"reason": "The agency takes it back."})


def test_a_kill_without_a_reason_is_none_and_only_chiefs_may(paper: Paper) -> None:
    quay = picture()

    silent = signed_in(paper.chief).post(f"/admin/images/{quay.pk}/kill/", {"note": " "})
    editor = signed_in(paper.world_editor).post(f"/admin/images/{quay.pk}/kill/", {"note": "Please"})

    assert silent.status_code == 200
    assert editor.status_code in {302, 403}
    assert Picture.objects.get(pk=quay.pk).killed_at is None


def test_replacing_goes_on_where_it_stopped(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_screens, "REPLACED_AT_ONCE", 2)
    old, new = picture(), picture("New quay", colour="navy")
    for number in range(3):
        publish_story(paper.draft(f"Story {number}", lead_picture=old), by=paper.chief, now=NOON)
    client, address = signed_in(paper.chief), f"/admin/images/{old.pk}/replace/"

    first = client.post(address, {"new": new.pk, "passed": ""})
    again = client.get(first["Location"]).content.decode()
    second = client.post(address, {"new": new.pk, "passed": ""})

    assert f"new={new.pk}" in first["Location"]
    assert "more stories than are changed at once" in again
    assert second["Location"].endswith(f"/admin/images/usage/{old.pk}/")
    assert set(StoryPage.objects.filter(live=True).values_list("lead_picture", flat=True)) == {new.pk}


def test_a_section_editor_replaces_in_the_own_section_alone(paper: Paper) -> None:
    old, new = picture(), picture("New quay", colour="navy")
    ours, theirs = paper.draft("Ours", lead_picture=old), paper.draft("Theirs", lead_picture=old, section=paper.sport)
    for story in (ours, theirs):
        publish_story(story, by=paper.chief, now=NOON)
    client, address = signed_in(paper.world_editor), f"/admin/images/{old.pk}/replace/"

    shown = client.get(address).content.decode()
    client.post(address, {"new": new.pk, "passed": ""})

    assert "left: you may not publish there" in shown
    assert StoryPage.objects.get(pk=ours.pk).lead_picture == new
    assert StoryPage.objects.get(pk=theirs.pk).lead_picture == old


@pytest.mark.parametrize(
    ("words", "message"),
    [({"credit": ""}, "has no credit"), ({"usage_ends_at": NOON - timedelta(days=1)}, "has ended")],
)
def test_a_picture_that_no_story_can_go_out_with_replaces_none(
    paper: Paper, words: dict[str, Any], message: str
) -> None:
    old, new = picture(), picture("New", colour="navy", **words)
    paper.draft("Ferry sails", lead_picture=old)

    page = signed_in(paper.chief).post(f"/admin/images/{old.pk}/replace/", {"new": new.pk, "passed": ""})

    assert message in page.content.decode()


def test_the_report_flags_what_is_still_before_readers(paper: Paper) -> None:
    now = timezone.now()
    quay = picture(usage_ends_at=now + timedelta(hours=1))
    publish_story(paper.draft("Ferry sails", lead_picture=quay), by=paper.chief, now=now)
    Picture.objects.filter(pk=quay.pk).update(usage_ends_at=now - timedelta(hours=1))
    empty = page_of(paper.reporter, "/admin/reports/pictures-ending/")

    assert "1, still before readers" in empty


def test_nothing_goes_out_anew_with_a_picture_whose_right_is_over(paper: Paper) -> None:
    story = paper.draft("Ferry sails", lead_picture=picture(usage_ends_at=NOON))

    with pytest.raises(PublishRefusedError, match="right to use the picture “Quay” ends on 01 June 2026"):
        publish_story(story, by=paper.chief, now=NOON)


def test_a_story_that_is_out_with_it_can_still_be_put_right(paper: Paper) -> None:
    story = paper.draft("Ferry sails", lead_picture=picture(usage_ends_at=NOON))
    publish_story(story, by=paper.chief, now=NOON - timedelta(hours=1))
    revise_story(story, changes=StoryWords(headline="Ferry sails at six"), by=paper.chief, now=NOON)

    publish_story(story, by=paper.chief, now=NOON + timedelta(hours=1))

    assert StoryPage.objects.get(pk=story.pk).title == "Ferry sails at six"
