"""Copies of stories: what binds a story to its agency binds a copy of it, whichever way it was made."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from broadsheet.press.own_wire import wire_ids
from broadsheet.stories.actions import draft_story, publish_story, revise_story
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import Page, SectionPage, StoryPage
from broadsheet.stories.words import StoryWords
from broadsheet.wire.actions import make_story
from broadsheet.wire.models import Alarm, KilledUse, Use, WireItem
from wire.newsroom import Agency, Paper, ninjs, story_of

KILL = ninjs(version=9, pubstatus="canceled")


def copy_of(story: StoryPage, *, slug: str = "twin", keep_live: bool = False, paper: Paper | None = None) -> StoryPage:
    by = paper.chief if paper else None
    copy: StoryPage = story.copy(update_attrs={"slug": slug, "title": "Twin"}, keep_live=keep_live, user=by)
    return StoryPage.objects.get(pk=copy.pk)


def fresh(story: StoryPage) -> StoryPage:
    return StoryPage.objects.get(pk=story.pk)


def test_a_copy_of_a_draft_under_embargo_cannot_go_out_before_its_second(agency: Agency, paper: Paper) -> None:
    ends = agency.now + timedelta(hours=1)
    item = agency.sends(ninjs(embargoed=ends.isoformat()))
    story = make_story(item, section=paper.europe, by=paper.editor, now=agency.now)

    copy = copy_of(story, paper=paper)

    with pytest.raises(PublishRefusedError, match="under embargo"), transaction.atomic():
        publish_story(copy, by=paper.chief, now=ends - timedelta(seconds=1))
    publish_story(copy, by=paper.chief, now=ends)
    assert fresh(copy).live


@pytest.mark.parametrize("keep_live", [True, False])
def test_a_kill_takes_the_copies_with_it_and_the_receipt_names_them(
    publishing: Agency, paper: Paper, keep_live: bool
) -> None:
    item = publishing.sends(ninjs())
    copy = copy_of(story_of(item), keep_live=keep_live, paper=paper)

    publishing.sends(KILL, name="kill.json")

    assert not fresh(copy).live
    assert fresh(copy).withdrawn_at is not None
    assert set(KilledUse.objects.values_list("story_id", "was_live")) >= {(copy.pk, keep_live)}
    assert KilledUse.objects.count() == 2


def test_a_live_copy_is_no_reporting_of_the_papers_own(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())

    copy_of(story_of(item), keep_live=True, paper=paper)

    assert wire_ids(publishing.now, paper="The Harbour Post") == ()


def test_a_copy_meets_newer_versions_as_its_original_does(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    copy = copy_of(story_of(item), keep_live=True, paper=paper)

    publishing.sends(
        ninjs(version=2, body_xhtml="<p>Rain fell and fell, and the harbour was closed.</p>"), name="2.json"
    )

    assert "was closed" in str(fresh(copy).body)
    assert fresh(copy).title == "Twin"
    assert not Alarm.objects.filter(kind="trouble").exists()


def test_what_was_copied_does_not_stand_in_the_way_of_the_one_story_made_by_hand(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs())
    story = make_story(item, section=paper.europe, by=paper.editor, now=agency.now)

    copies = [copy_of(story, slug=f"twin-{number}", paper=paper) for number in range(2)]

    kinds = dict(Use.objects.order_by("pk").values_list("story_id", "kind"))
    assert kinds == {story.pk: "made", copies[0].pk: "copied", copies[1].pk: "copied"}
    assert set(Use.objects.exclude(story=story).values_list("made_by", flat=True)) == {paper.chief.pk}


def test_a_copied_section_takes_the_ties_of_its_stories_along(publishing: Agency, paper: Paper) -> None:
    publishing.sends(ninjs())
    section = SectionPage.objects.get(pk=paper.europe.pk)  # counted anew: it has a story now

    section.copy(recursive=True, keep_live=True, update_attrs={"slug": "europe-two"}, user=paper.chief)
    publishing.sends(KILL, name="kill.json")

    assert StoryPage.objects.count() == 2
    assert not StoryPage.objects.filter(live=True).exists()


@pytest.mark.parametrize("way", ["screen", "api"])
def test_the_ways_of_the_newsroom_to_copy_tie_too(publishing: Agency, paper: Paper, way: str) -> None:
    story = story_of(publishing.sends(ninjs()))
    client = Client()
    client.force_login(paper.chief)

    if way == "screen":
        form = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": paper.europe.pk, "publish_copies": "on"}
        client.post(reverse("wagtailadmin_pages:copy", args=[story.pk]), form)
    else:
        address = f"/admin/api/main/pages/{story.pk}/action/copy/"
        client.post(address, json.dumps({"slug": "twin"}), content_type="application/json")

    copy = StoryPage.objects.get(slug="twin")
    assert copy.live
    assert [use.kind for use in Use.objects.filter(story=copy)] == ["copied"]


@pytest.mark.parametrize("keep_live", [True, False])
def test_killed_words_are_not_copied(publishing: Agency, paper: Paper, keep_live: bool) -> None:
    item = publishing.sends(ninjs())
    publishing.sends(KILL, name="kill.json")
    count = Page.objects.count()

    with pytest.raises(PublishRefusedError, match="killed"), transaction.atomic():
        copy_of(story_of(item), keep_live=keep_live, paper=paper)

    assert Page.objects.count() == count


def test_a_refused_copy_is_told_in_the_newsroom(publishing: Agency, paper: Paper) -> None:
    story = story_of(publishing.sends(ninjs()))
    publishing.sends(KILL, name="kill.json")
    client = Client()
    client.force_login(paper.chief)

    form = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": paper.europe.pk}
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[story.pk]), form, follow=True)

    assert "a kill is final" in answer.content.decode()
    assert StoryPage.objects.count() == 1


def test_a_live_copy_of_what_is_held_is_refused(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    StoryPage.objects.filter(pk=story_of(item).pk).update(live=True)
    WireItem.objects.filter(pk=item.pk).update(verdict="withheld")
    revision = item.revisions.get()
    revision.facts["status"] = "withheld"
    revision.save()

    with pytest.raises(PublishRefusedError, match="withholds"), transaction.atomic():
        copy_of(story_of(item), keep_live=True, paper=paper)


def test_a_story_has_no_alias(publishing: Agency, paper: Paper) -> None:
    story = story_of(publishing.sends(ninjs()))

    with pytest.raises(PublishRefusedError, match="one address"), transaction.atomic():
        story.create_alias(parent=paper.europe, update_slug="alias", user=paper.chief)

    assert StoryPage.objects.count() == 1


def test_a_copy_of_the_papers_own_story_is_its_own(paper: Paper, agency: Agency, publishing: Agency) -> None:
    story = story_of(publishing.sends(ninjs()))
    Use.objects.all().delete()
    revise_story(story, changes=StoryWords(headline="Ours"), by=paper.chief, now=agency.now)

    copy = copy_of(story, keep_live=True, paper=paper)

    assert not Use.objects.exists()
    assert copy.live


def test_an_embargo_of_the_papers_own_comes_along(paper: Paper, agency: Agency) -> None:
    ends = agency.now + timedelta(hours=1)
    story = draft_story(paper.europe, headline="Ours", embargoed_until=ends, owner=paper.chief, now=agency.now)

    copy = copy_of(story, paper=paper)

    assert copy.embargoed_until == ends
    assert copy.get_latest_revision_as_object().embargoed_until == ends
