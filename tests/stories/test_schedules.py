"""What is scheduled goes out at its instant, once, whatever the clocks on the wall are set to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from broadsheet.stories.actions import (
    expire_due_story,
    publish_due_revision,
    publish_story,
    revise_story,
)
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import due_revisions, expired_stories
from broadsheet.stories.tasks import publish_due
from broadsheet.stories.words import StoryWords
from scheduling import schedule_story
from stories.conftest import Paper
from stories.test_newsroom import form_of

BERLIN = ZoneInfo("Europe/Berlin")
BEFORE = datetime(2026, 10, 24, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def scheduled(paper: Paper, headline: str, at: datetime) -> StoryPage:
    story = paper.draft(headline)
    schedule_story(story, at=at, by=paper.chief, now=BEFORE)
    return story


def times_out(story: StoryPage) -> int:
    return PageLogEntry.objects.filter(page=story.pk, action="wagtail.publish.scheduled").count()


def test_on_the_night_that_has_an_hour_twice_each_story_goes_out_in_its_own_hour(paper: Paper) -> None:
    half_past_two = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    summer, winter = (half_past_two.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    stories = {at: scheduled(paper, f"At {at.isoformat()}", at) for at in (summer, winter)}
    went_out: dict[datetime, datetime] = {}

    for at in stories:
        for seconds in range(-3, 4):
            now = at + seconds * SECOND
            publish_due(now)
            live = {when for when, story in stories.items() if StoryPage.objects.get(pk=story.pk).live}
            went_out.update(dict.fromkeys(live - went_out.keys(), now))

    assert winter - summer == timedelta(hours=1)
    assert went_out == {summer: summer, winter: winter}
    assert [times_out(story) for story in stories.values()] == [1, 1]


def test_a_clock_that_is_put_back_and_runs_again_lets_nothing_out_twice(paper: Paper) -> None:
    at = datetime(2026, 10, 25, 1, tzinfo=UTC)
    story = scheduled(paper, "Once", at)

    for now in (at, at - timedelta(hours=1), at, at + timedelta(hours=1)):
        publish_due(now)

    assert times_out(story) == 1
    assert StoryPage.objects.get(pk=story.pk).first_published_at == at


@pytest.mark.parametrize(
    ("time", "is_taken"),
    [
        pytest.param("2027-03-28 02:30", False, id="left out"),
        pytest.param("2026-10-25 02:30", False, id="there twice"),
        pytest.param("2027-03-28 03:30", True, id="there once"),
    ],
)
def test_a_time_that_the_clocks_leave_out_or_show_twice_is_asked_for_again(
    paper: Paper, time: str, is_taken: bool
) -> None:
    profile = UserProfile.get_for_user(paper.chief)
    profile.current_time_zone = "Europe/Berlin"
    profile.save()
    story = paper.draft()
    client = Client()
    client.force_login(paper.chief)

    form = form_of("Kept words", **{"action-publish": "1", "go_live_at": time})
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[story.pk]), form)

    now = StoryPage.objects.get(pk=story.pk)
    assert (now.scheduled_revision is not None) == is_taken
    assert not now.live
    if not is_taken:
        assert "it may be ambiguous or it may not exist" in answer.content.decode()
        assert "Kept words" in answer.content.decode()


def test_a_version_that_was_replaced_after_it_was_listed_as_due_stays_in(paper: Paper) -> None:
    at = BEFORE + timedelta(hours=1)
    story = scheduled(paper, "Half of the news", at)
    listed = due_revisions(at)
    revise_story(story, changes=StoryWords(headline="All of the news"), by=paper.chief, now=BEFORE)
    schedule_story(story, at=at + timedelta(hours=1), by=paper.chief, now=BEFORE)

    for revision in listed:
        publish_due_revision(revision, now=at)

    now = StoryPage.objects.get(pk=story.pk)
    assert (len(listed), now.live, now.scheduled_revision.approved_go_live_at) == (1, False, at + timedelta(hours=1))


def test_a_story_that_is_deleted_after_it_was_listed_as_due_is_passed_over(paper: Paper) -> None:
    story = scheduled(paper, "No news", BEFORE)
    (listed,) = due_revisions(BEFORE)
    story.delete()

    publish_due_revision(listed, now=BEFORE)

    assert not StoryPage.objects.filter(pk=story.pk).exists()


def test_a_story_that_was_given_more_time_after_it_was_listed_as_over_stays(paper: Paper) -> None:
    story = paper.draft()
    publish_story(story, by=paper.chief, now=BEFORE)
    StoryPage.objects.filter(pk=story.pk).update(expire_at=BEFORE)
    (listed,) = expired_stories(BEFORE)
    StoryPage.objects.filter(pk=story.pk).update(expire_at=BEFORE + timedelta(days=1))

    expire_due_story(listed, now=BEFORE)

    assert StoryPage.objects.get(pk=story.pk).live
