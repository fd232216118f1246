"""Who may do what in the newsroom's screens, by honest clicks and by forged requests."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from broadsheet.stories.actions import make_section, publish_story, withdraw_story
from broadsheet.stories.models import SectionPage, StoryPage

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def at_the_desk(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def form_of(headline: str = "Rain falls", **more: str) -> dict[str, str]:
    """What the story form posts."""
    words: dict[str, Any] = {
        "title": headline,
        "slug": "rain-falls",
        "kicker": "",
        "standfirst": "",
        "dateline": "",
        "source_credit": "",
        "lead_picture": "",
        "lead_caption": "",
        "body": streamfield([("text", rich_text("<p>It rained all day.</p>"))]),
        "bylines": inline_formset([{"author": "", "name": "Ann Example"}]),
        "related_pins": inline_formset([]),
        "related_bans": inline_formset([]),
        "comments": inline_formset([]),
        "topics": [],
        "urgency": "5",
        "in_latest": "on",
        "in_popular": "on",
        "shows_lists": "on",
        "search_description": "",
        "embargoed_until": "",
        "go_live_at": "",
        "expire_at": "",
        "notes": "",
    }
    return {**nested_form_data(words), **more}


def edit_url(story: StoryPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def add_url(section: Any) -> str:
    return reverse("wagtailadmin_pages:add", args=["broadsheet_stories", "storypage", section.pk])


def texts_of(response: HttpResponse) -> str:
    return response.content.decode()


def now_of(story: StoryPage) -> StoryPage:
    return StoryPage.objects.get(pk=story.pk)


@pytest.mark.parametrize(
    ("who", "may_create", "may_publish"),
    [
        ("reporter", True, False),
        ("sport_editor", True, False),
        ("world_editor", True, True),
        ("chief", True, True),
        ("administrator", True, True),
    ],
)
def test_everybody_writes_and_only_those_in_charge_publish(
    paper: Any, who: str, may_create: bool, may_publish: bool
) -> None:
    desk = at_the_desk(getattr(paper, who))

    drafted = desk.post(add_url(paper.europe), form_of())
    story = StoryPage.objects.get(slug="rain-falls")
    forged = desk.post(edit_url(story), form_of(**{"action-publish": "1"}))

    assert drafted.status_code == 302
    assert story.owner == getattr(paper, who)
    assert forged.status_code == 302
    assert now_of(story).live is may_publish


@pytest.mark.parametrize(("who", "shown"), [("reporter", False), ("world_editor", True), ("chief", True)])
def test_the_publish_button_shows_to_those_who_may(paper: Any, who: str, shown: bool) -> None:
    story = paper.draft()

    page = texts_of(at_the_desk(getattr(paper, who)).get(edit_url(story)))

    assert ('name="action-publish"' in page) is shown
    assert 'name="action-submit"' in page


@pytest.mark.parametrize(
    ("who", "publishes"), [("reporter", False), ("sport_editor", False), ("world_editor", True), ("chief", True)]
)
def test_publishing_comes_first_for_those_who_may_but_enter_keeps_the_draft(
    paper: Any, who: str, publishes: bool
) -> None:
    page = texts_of(at_the_desk(getattr(paper, who)).get(add_url(paper.europe)))

    menu = page.partition('<div class="w-dropdown-button')[2]
    buttons = re.findall(r"<button[^>]*type=\"submit\"[^>]*>", menu)
    assert ("aria-hidden" in buttons[0]) is publishes
    assert "action-publish" not in buttons[0]
    assert ("action-publish" in buttons[1]) is publishes
    assert "Submit for approval" in menu


@pytest.mark.parametrize(("who", "shown"), [("reporter", False), ("world_editor", True)])
def test_a_waiting_story_offers_its_editors_one_way_to_publish(paper: Any, who: str, shown: bool) -> None:
    story = paper.draft()
    at_the_desk(paper.reporter).post(edit_url(story), form_of(**{"action-submit": "1"}))

    page = texts_of(at_the_desk(getattr(paper, who)).get(edit_url(story)))

    assert ("Approve and publish" in page) is shown
    assert "and Publish" not in page
    assert 'name="action-publish"' not in page


@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_a_story_without_an_address_makes_one_of_its_headline(paper: Any, action: dict[str, str]) -> None:
    paper.draft("Rain falls")

    at_the_desk(paper.world_editor).post(add_url(paper.europe), form_of("Rain falls", slug="", **action))

    assert StoryPage.objects.latest("pk").slug == "rain-falls-2"


def test_an_address_that_another_story_has_is_numbered_until_readers_know_it(paper: Any) -> None:
    paper.draft("Weather")

    at_the_desk(paper.world_editor).post(add_url(paper.europe), form_of("Weather", slug="weather"))

    assert StoryPage.objects.latest("pk").slug == "weather-2"


def test_a_published_story_does_not_lose_its_address(paper: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=NOON)

    response = at_the_desk(paper.world_editor).post(
        edit_url(story), form_of("Snow", slug="", **{"action-publish": "1"})
    )

    assert response.status_code == 200
    assert now_of(story).slug == "rain-falls"


def test_writing_begins_with_a_choice_of_sections(paper: Any) -> None:
    desk = at_the_desk(paper.reporter)
    url = reverse("stories:choose_parent")

    asked = texts_of(desk.get(url))
    chosen = desk.post(url, {"parent_page": paper.europe.pk})

    assert "— UK and Europe" in asked
    assert chosen["Location"] == add_url(paper.europe)


def test_an_empty_list_of_stories_says_what_to_do(paper: Any) -> None:
    page = texts_of(at_the_desk(paper.reporter).get(reverse("stories:index")))

    assert "No stories yet" in page


@pytest.mark.parametrize("name", ["story_correct", "story_withdraw", "story_restore"])
def test_a_note_page_names_its_story_and_leads_back(paper: Any, name: str) -> None:
    story = paper.draft("Rain falls on the whole paper")
    publish_story(story, by=None, now=NOON)

    page = texts_of(at_the_desk(paper.chief).get(reverse(name, args=[story.pk])))

    assert "Rain falls on the whole paper" in page
    assert page.count(edit_url(story)) == 2


def test_a_reporter_cannot_touch_another_reporters_draft(paper: Any) -> None:
    story = paper.draft(owner=paper.chief)

    response = at_the_desk(paper.reporter).post(edit_url(story), form_of("Mine now"))

    assert response.status_code == 302
    assert now_of(story).get_latest_revision_as_object().title == "Rain falls"


def test_a_reporter_who_publishes_a_new_story_by_forgery_gets_a_draft(paper: Any) -> None:
    at_the_desk(paper.reporter).post(add_url(paper.europe), form_of(**{"action-publish": "1"}))

    assert not StoryPage.objects.get(slug="rain-falls").live


@pytest.mark.parametrize(
    ("who", "published"), [("reporter", False), ("sport_editor", False), ("world_editor", True), ("chief", True)]
)
def test_bulk_publishing_follows_the_same_rights(paper: Any, who: str, published: bool) -> None:
    story = paper.draft()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={story.pk}"

    at_the_desk(getattr(paper, who)).post(url)

    assert now_of(story).live is published


def test_bulk_publishing_says_why_it_was_refused_and_publishes_nothing(paper: Any) -> None:
    story, killed = paper.draft("Good"), paper.draft("Killed")
    withdraw_story(killed, notice="Killed.", by=None, now=NOON)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = at_the_desk(paper.chief).post(f"{url}?id={story.pk}&id={killed.pk}", follow=True)

    assert "Only a chief may publish it again" in texts_of(response)
    assert not now_of(story).live
    assert not now_of(killed).live


@pytest.mark.parametrize("who", ["world_editor", "chief"])
def test_a_submitted_story_is_published_by_its_approval(paper: Any, who: str) -> None:
    story = paper.draft()
    at_the_desk(paper.reporter).post(edit_url(story), form_of(**{"action-submit": "1"}))
    task_state = now_of(story).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", task_state.pk])

    for stranger in (paper.reporter, paper.sport_editor):
        at_the_desk(stranger).post(url)
        assert not now_of(story).live
    at_the_desk(getattr(paper, who)).post(url)

    assert now_of(story).live


def test_a_submitted_story_waits_on_its_editors_dashboards_alone(paper: Any) -> None:
    story = paper.draft("Quiet words about rain")
    at_the_desk(paper.reporter).post(edit_url(story), form_of("Quiet words about rain", **{"action-submit": "1"}))
    task = Workflow.objects.get().tasks.first().specific

    waiting = {
        who: task.get_task_states_user_can_moderate(getattr(paper, who)).count()
        for who in ("reporter", "sport_editor", "world_editor", "chief")
    }

    assert waiting == {"reporter": 0, "sport_editor": 0, "world_editor": 1, "chief": 1}


def test_the_form_says_what_a_guard_says_and_keeps_what_was_typed(paper: Any) -> None:
    story = paper.draft()
    withdraw_story(story, notice="Not so.", by=None, now=NOON)

    response = at_the_desk(paper.chief).post(edit_url(story), form_of("New words", **{"action-publish": "1"}))

    assert response.status_code == 200
    assert "Only a chief may publish it again" in texts_of(response)
    assert "New words" in texts_of(response)
    assert not now_of(story).live


def test_a_withdrawn_story_is_offered_no_way_out_but_the_chiefs_own(paper: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=NOON)
    withdraw_story(story, notice="Not so.", by=None, now=NOON)

    page = texts_of(at_the_desk(paper.chief).get(edit_url(story)))

    assert not any(f'name="{name}"' in page for name in ("action-publish", "action-submit", "action-correct"))
    assert "Save draft" in page
    assert reverse("story_restore", args=[story.pk]) in page


def test_publishing_under_embargo_schedules_for_the_second_it_ends(paper: Any) -> None:
    story = paper.draft()
    until = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    form = form_of(**{"action-publish": "1", "embargoed_until": until.strftime("%Y-%m-%d %H:%M")})

    response = at_the_desk(paper.chief).post(edit_url(story), form)

    assert response.status_code == 302
    assert not now_of(story).live
    assert now_of(story).scheduled_revision.approved_go_live_at == until


def test_approving_under_embargo_schedules_too(paper: Any) -> None:
    until = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    story = paper.draft(embargoed_until=until)

    story.get_latest_revision().publish(user=paper.chief)

    assert not now_of(story).live
    assert now_of(story).scheduled_revision.approved_go_live_at == until


def test_the_correction_button_keeps_the_draft_and_asks_for_the_note(paper: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=NOON)
    desk = at_the_desk(paper.world_editor)

    shown = 'name="action-correct"' in texts_of(desk.get(edit_url(story)))
    kept = desk.post(edit_url(story), form_of("Snow falls", **{"action-correct": "1"}))
    desk.post(kept["Location"], {"kind": "correction", "note": "It was snow, not rain."})

    assert shown
    assert kept["Location"] == reverse("story_correct", args=[story.pk])
    assert now_of(story).title == "Snow falls"
    assert now_of(story).corrections.get().made_by == paper.world_editor


@pytest.mark.parametrize("name", ["story_correct", "story_withdraw", "story_restore"])
@pytest.mark.parametrize("who", ["reporter", "sport_editor"])
def test_strangers_to_a_section_neither_correct_nor_withdraw(paper: Any, name: str, who: str) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=NOON)

    at_the_desk(getattr(paper, who)).post(reverse(name, args=[story.pk]), {"note": "No."})

    assert now_of(story).live
    assert not now_of(story).corrections.exists()


def test_an_editor_withdraws_and_only_a_chief_brings_back(paper: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=NOON)

    at_the_desk(paper.world_editor).post(reverse("story_withdraw", args=[story.pk]), {"note": "Not so."})
    gone = now_of(story)
    at_the_desk(paper.world_editor).post(reverse("story_restore", args=[story.pk]), {"note": "Please."})
    still_gone = now_of(story)
    at_the_desk(paper.chief).post(reverse("story_restore", args=[story.pk]), {"note": "It was so."})

    assert (gone.live, gone.withdrawn_notice) == (False, "Not so.")
    assert not still_gone.live
    assert now_of(story).live


def test_an_empty_note_withdraws_nothing(paper: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=NOON)

    response = at_the_desk(paper.chief).post(reverse("story_withdraw", args=[story.pk]), {"note": " "})

    assert response.status_code == 200
    assert now_of(story).live


def test_a_reporter_makes_no_sections(paper: Any) -> None:
    url = reverse("wagtailadmin_pages:add", args=["broadsheet_stories", "sectionpage", paper.world.pk])

    refused = at_the_desk(paper.reporter).get(url)
    shown = at_the_desk(paper.chief).get(url)

    assert refused.status_code == 302
    assert shown.status_code == 200


def test_no_section_takes_an_address_that_the_edge_answers_itself(paper: Any) -> None:
    fields = {"title": "Search", "slug": "search", "action-publish": "action-publish"}
    desk = at_the_desk(paper.administrator)

    answers = [
        desk.post(reverse("wagtailadmin_pages:add", args=["broadsheet_stories", "sectionpage", parent.pk]), fields)
        for parent in (paper.home, paper.world)
    ]
    by_name = make_section(paper.home, title="Media")

    assert "/search/ is an address of the site itself. Take another one, such as search-news" in texts_of(answers[0])
    assert list(SectionPage.objects.filter(slug="search").values_list("url_path", flat=True)) == ["/home/world/search/"]
    assert by_name.slug == "media-2"
