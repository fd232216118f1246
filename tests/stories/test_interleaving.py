"""Two at one story at the same moment: nobody's kill is undone, nobody waits crosswise (PostgreSQL)."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.roles import Role
from broadsheet.stories.actions import (
    draft_story,
    make_section,
    publish_story,
    restore_story,
    revise_story,
    withdraw_story,
)
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import HomePage, SectionPage, StoryPage
from broadsheet.stories.words import StoryWords
from interleaving import ON_POSTGRES, Colleague, founded_world

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)

pytestmark = ON_POSTGRES


@pytest.fixture
def world(own_database: None) -> SectionPage:
    return founded_world(now=NOON)


def drafted(world: SectionPage, headline: str = "Rain falls") -> StoryPage:
    return draft_story(world, headline=headline, body_html="<p>It rained.</p>", owner=None, now=NOON)


def published(world: SectionPage, headline: str = "Rain falls") -> StoryPage:
    story = drafted(world, headline)
    publish_story(story, by=None, now=NOON)
    return story


def withdraw(story: StoryPage) -> None:
    withdraw_story(StoryPage.objects.get(pk=story.pk), notice="Killed.", by=None, now=LATER)


def of_now(story: StoryPage) -> StoryPage:
    fresh: StoryPage = StoryPage.objects.get(pk=story.pk)
    return fresh


def test_a_publication_that_read_the_story_before_its_kill_is_refused(world: SectionPage) -> None:
    story = published(world)
    publication = PublishPageRevisionAction(story.save_revision())
    withdraw(story)

    with pytest.raises(PublishRefusedError, match="Only a chief"):
        publication.execute()

    assert (of_now(story).live, of_now(story).withdrawn_notice) == (False, "Killed.")


def test_a_draft_saved_over_a_kill_leaves_its_notice(world: SectionPage) -> None:
    story = drafted(world)
    draft = of_now(story)
    withdraw(story)

    draft.save()

    assert (of_now(story).withdrawn_at, of_now(story).withdrawn_notice) == (LATER, "Killed.")


def test_a_publication_waits_for_a_kill_under_way_and_is_refused_then(world: SectionPage) -> None:
    story = published(world)
    publication = PublishPageRevisionAction(story.save_revision())

    with Colleague() as editor, transaction.atomic():
        withdraw(story)
        editor.does(publication.execute)
        assert editor.is_waiting()

    assert isinstance(editor.error, PublishRefusedError)
    assert (of_now(story).live, of_now(story).withdrawn_notice) == (False, "Killed.")


def test_a_withdrawal_that_a_chief_takes_back_is_taken_back(world: SectionPage) -> None:
    chief = make_person("chief", name="Chief", email="chief@example.org", password="four plain words", role=Role.CHIEF)
    story = published(world)
    withdraw(story)

    restore_story(story, reason="The agency was wrong.", by=chief, now=LATER)

    assert (of_now(story).live, of_now(story).withdrawn_at) == (True, None)


def test_a_kill_and_a_saved_draft_never_wait_crosswise(world: SectionPage) -> None:
    story = published(world)
    draft = of_now(story)

    with Colleague() as editor:
        editor.does(partial(Page.objects.filter(pk=story.pk).update, title="Rain falls"))
        with Colleague() as clerk:
            clerk.does(partial(withdraw, story))
            editor.does(draft.save_revision)
            editor.commits()

    assert (editor.error, clerk.error) == (None, None)
    assert of_now(story).withdrawn_at == LATER


def test_words_that_were_saved_meanwhile_are_revised_not_overwritten(world: SectionPage) -> None:
    story = published(world)

    with Colleague() as editor:
        editor.does(lambda: revise_story(of_now(story), changes=StoryWords(kicker="Floods"), by=None, now=NOON))
        with Colleague() as other:
            other.does(lambda: revise_story(of_now(story), changes=StoryWords(dateline="London"), by=None, now=LATER))
            assert other.is_waiting()
            editor.commits()

    draft = of_now(story).get_latest_revision_as_object()
    assert (draft.kicker, draft.dateline) == ("Floods", "London")


def test_two_stories_made_at_once_have_places_and_addresses_of_their_own(world: SectionPage) -> None:
    person = make_person("chief", name="Chief", email="chief@example.org", password="four plain words", role=Role.CHIEF)
    client = Client()
    client.force_login(person)
    address = reverse("wagtailadmin_pages:add", args=["broadsheet_stories", "sectionpage", HomePage.objects.get().pk])
    form = {"title": "Sport", "slug": "sport", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    answers = []

    with Colleague() as clerk:
        clerk.does(partial(make_section, HomePage.objects.get(), title="Sport", now=NOON))
        with Colleague() as editor:
            editor.does(lambda: answers.append(client.post(address, form)))
            assert editor.is_waiting()
            clerk.commits()

    assert (clerk.error, editor.error) == (None, None)
    assert [answer.status_code for answer in answers] == [200]
    assert "is already in use" in answers[0].content.decode()
    assert SectionPage.objects.filter(slug="sport").count() == 1


def test_a_story_made_beside_a_copy_of_wagtail_s_takes_another_address(world: SectionPage) -> None:
    bare = Page.objects.get(pk=world.pk)  # as Wagtail's copying has it, which locks no section's row
    stories = []

    with Colleague() as copying, Colleague() as clerk:
        copying.does(lambda: bare.add_child(instance=StoryPage(title="Rain falls", slug="rain-falls", live=False)))
        clerk.does(lambda: stories.append(drafted(world)))
        assert clerk.is_waiting()
        copying.commits()

    assert (copying.error, clerk.error) == (None, None)
    assert stories[0].slug == "rain-falls-2"
