"""
No address of the newsroom tells a draft to people of another desk.

Every address of the URL configuration is asked with the drafts of Sport under each of its arguments, as a reporter and
as the section editor of World, by GET and by POST. A word of a draft in any answer is a leak.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from http.cookies import SimpleCookie
from itertools import product
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, PageLogEntry

from accounts.every_address import METHODS, address_of, patterns
from broadsheet.accounts.actions import make_person
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.fronts.models import Arrangement
from broadsheet.fronts.slots import Placed, Slots, write_slots
from broadsheet.media.actions import add_picture
from broadsheet.stories.actions import (
    draft_story,
    expire_story,
    give_section,
    make_section,
    publish_story,
    revise_story,
    withdraw_story,
)
from broadsheet.stories.models import SectionPage, StoryPage, Topic
from broadsheet.stories.sharing import Readers, share_story
from broadsheet.stories.words import StoryWords
from broadsheet.wire.actions import make_story
from browser.newsday import picture_bytes
from scheduling import schedule_story
from wire.newsroom import NOON, PASSWORD, Agency, Paper, ninjs

# One word of each kind of place in which a draft has words; none is a part of another, or of any word of the newsroom.
HEADLINE, BODY, NOTES, COMMENT = "zanzibarine", "quixotrope", "jabberwisp", "frumiosity"
SLUG, KICKER, CAPTION, STANDFIRST = "vorpalesque", "brilligaut", "tulgeyward", "mimsyborn"
CANARIES = (HEADLINE, BODY, NOTES, COMMENT, SLUG, KICKER, CAPTION, STANDFIRST)


@pytest.fixture
def sport(paper: Paper) -> SectionPage:
    section: SectionPage = make_section(paper.home, title="Sport", now=NOON)
    give_section(section)
    return section


@pytest.fixture
def sport_editor(sport: SectionPage) -> User:
    return make_person(
        "sport",
        name="Sport Editor",
        email="s@example.org",
        password=PASSWORD,
        role=Role.SECTION_EDITOR,
        sections=["Sport"],
    )


@pytest.fixture
def drafts(paper: Paper, sport: SectionPage, sport_editor: User, agency: Agency) -> dict[str, StoryPage]:
    """Sport's stories, in every way that a story can have words that readers have not seen."""
    made = {name: _secret(sport, name, owner=sport_editor) for name in ("never", "submitted", "scheduled", "killed")}
    made |= {name: _public(sport, name, owner=sport_editor) for name in ("live", "hidden")}
    expire_story(made["hidden"], now=NOON + timedelta(minutes=1))
    changes = StoryWords(headline=f"{HEADLINE} race annulled", body_html=f"<p>{BODY}</p>", standfirst=STANDFIRST)
    for name in ("live", "hidden"):
        revise_story(made[name], changes=changes, by=sport_editor, now=NOON + timedelta(minutes=5))
    item = agency.sends(ninjs("urn:row", headline="Rowing club asks"), name="row.json")
    made["taken"] = make_story(item, section=sport, by=sport_editor, now=NOON)
    revise_story(made["taken"], changes=changes, by=sport_editor, now=NOON + timedelta(minutes=5))
    agency.sends(ninjs("urn:row", headline="Rowing club asks again", version=2), name="row2.json")
    made["submitted"].get_workflow().start(made["submitted"], sport_editor)
    now = timezone.now()
    schedule_story(made["scheduled"], at=now + timedelta(hours=2), by=sport_editor, now=now)
    withdraw_story(made["killed"], notice="It was a hoax", by=sport_editor, now=now)
    pinned = write_slots(Slots(lead=(Placed(story_id=made["never"].pk),)))
    for front in (paper.home, paper.europe):
        Arrangement.objects.create(front=front, number=1, slots=pinned, made_at=now)
    _locked_and_doubted(made["never"], by=sport_editor)
    return {name: StoryPage.objects.get(pk=story.pk) for name, story in made.items()}


def _secret(section: SectionPage, name: str, *, owner: User) -> StoryPage:
    """A draft with a canary in each place where a draft has words, its picture and its topic among them."""
    picture = add_picture(picture_bytes(11), name=f"{name}.jpg", title="Boats", owner=owner, credit="Ann Example")
    story = draft_story(
        section,
        headline=f"{HEADLINE} {SLUG} {name}",
        kicker=KICKER,
        standfirst=STANDFIRST,
        body_html=f"<p>{BODY} happened.</p>",
        lead_picture=picture,
        lead_caption=CAPTION,
        topics=[Topic.objects.get_or_create(name="Rowing", slug="rowing")[0]],
        owner=owner,
        now=NOON,
    )
    story.notes = NOTES
    story.save()
    story.save_revision(user=owner)
    return story


def _public(section: SectionPage, name: str, *, owner: User) -> StoryPage:
    story = draft_story(section, headline=f"Harbour race {name}", body_html="<p>It was.</p>", owner=owner, now=NOON)
    publish_story(story, by=owner, now=NOON)
    return story


def _locked_and_doubted(story: StoryPage, *, by: User) -> None:
    Comment.objects.create(page=story, user=by, text=f"{COMMENT} is doubtful", contentpath="title", position="")
    story.locked, story.locked_by, story.locked_at = True, by, timezone.now()
    story.save(update_fields=["locked", "locked_by", "locked_at"])


@pytest.fixture
def outsiders(paper: Paper) -> dict[str, User]:
    return {"reporter": paper.reporter, "editor of World": paper.editor}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["reporter", "editor of World"])
def test_no_address_tells_a_draft_of_sport_to_people_of_another_desk(
    outsiders: dict[str, User], drafts: dict[str, StoryPage], paper: Paper, who: str
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(outsiders[who])

    told = [f"{asked}: {leak}" for asked, answer in answers_to(client, drafts, paper) if (leak := leaks(answer))]

    assert not told, "\n".join(told)


def test_those_who_look_for_drafts_ask_more_than_each_address_once(paper: Paper, drafts: dict[str, StoryPage]) -> None:
    asked = list(questions(drafts, paper))

    assert {pattern for pattern, _, _, _ in asked} == set(patterns())
    assert len(asked) > 5 * len(set(patterns()))


@pytest.mark.parametrize("who", ["sport_editor", "chief"])
def test_its_own_desk_and_chiefs_find_each_draft(
    drafts: dict[str, StoryPage], paper: Paper, sport: SectionPage, sport_editor: User, who: str
) -> None:
    client = Client()
    client.force_login(sport_editor if who == "sport_editor" else paper.chief)

    listed = client.get(reverse("stories:index")).content.decode()
    explored = client.get(reverse("wagtailadmin_explore", args=[sport.pk])).content.decode()
    found = client.get(reverse("wagtailadmin_pages:search"), {"q": "zanzibar"}).content.decode()
    known = client.get("/admin/api/main/pages/", {"child_of": sport.pk}).content.decode()
    opened = client.get(reverse("wagtailadmin_pages:edit", args=[drafts["never"].pk])).content.decode()

    unlinked = [name for name, story in drafts.items() if f"/admin/pages/{story.pk}/edit/" not in listed]
    assert unlinked == []
    assert listed.lower().count(HEADLINE) >= len(drafts)
    assert HEADLINE in explored
    assert HEADLINE in found
    assert HEADLINE in known
    assert [word for word in (HEADLINE, BODY, NOTES, CAPTION, KICKER) if word not in opened] == []


def test_a_live_story_stands_in_others_lists_as_readers_see_it(
    drafts: dict[str, StoryPage], paper: Paper, sport: SectionPage
) -> None:
    client = Client()
    client.force_login(paper.reporter)

    listed = client.get(reverse("stories:index")).content.decode()
    chosen = client.get(reverse("wagtailadmin_choose_page_child", args=[sport.pk])).json()["html"]

    assert "Harbour race live" in listed
    assert "Harbour race live" in chosen


def test_the_wire_names_a_story_of_another_desk_to_who_may_know_of_it(
    drafts: dict[str, StoryPage], paper: Paper
) -> None:
    item = drafts["taken"].wire_uses.get().item_id
    pages = {}
    for person in (paper.reporter, paper.chief):
        client = Client()
        client.force_login(person)
        pages[person.username] = [
            client.get(f"/admin/wire/{place}").content.decode()
            for place in (f"{item}/", f"{item}/preview/", "", "alarms/")
        ]

    assert leaks("".join(pages["reporter"])) == []
    assert "A draft of another desk" in pages["reporter"][0]
    assert HEADLINE in pages["chief"][0]


def test_who_is_given_a_draft_reads_it_and_nobody_else(
    drafts: dict[str, StoryPage], paper: Paper, sport_editor: User
) -> None:
    share_story(drafts["never"], readers=Readers(people=[paper.reporter]), by=sport_editor)
    answers = {}
    for name, person in (("reporter", paper.reporter), ("editor", paper.editor)):
        client = Client()
        client.force_login(person)
        listed = client.get(reverse("stories:index")).content.decode()
        read = client.get(reverse("story_read", args=[drafts["never"].pk]))
        edited = client.get(reverse("wagtailadmin_pages:edit", args=[drafts["never"].pk]))
        answers[name] = (HEADLINE in listed, read.status_code, edited.status_code)

    assert answers == {"reporter": (True, 200, 302), "editor": (False, 302, 302)}


def test_sharing_with_the_newsroom_is_told_to_who_writes_and_kept(
    drafts: dict[str, StoryPage], paper: Paper, sport_editor: User
) -> None:
    client = Client()
    client.force_login(sport_editor)
    share = reverse("story_share", args=[drafts["submitted"].pk])

    client.post(share, {"everybody": "on"})

    opened = client.get(reverse("wagtailadmin_pages:edit", args=[drafts["submitted"].pk])).content.decode()
    kept = PageLogEntry.objects.get(page=drafts["submitted"].pk, action="broadsheet.share")
    assert "may be read by the whole newsroom" in opened
    assert (kept.user, kept.data["after"]) == (sport_editor, ["the whole newsroom"])


def test_nobody_copies_a_draft_out_of_a_desk_that_is_not_theirs(
    drafts: dict[str, StoryPage], paper: Paper, sport: SectionPage
) -> None:
    client = Client()
    client.force_login(paper.editor)
    count = StoryPage.objects.count()

    for page in (drafts["live"], drafts["never"], sport):
        form = {"new_title": "Mine", "new_slug": f"mine-{page.pk}", "new_parent_page": paper.europe.pk}
        client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {**form, "copy_subpages": "on"})
        api = {"slug": f"api-{page.pk}", "destination_page_id": paper.europe.pk, "recursive": True}
        client.post(f"/admin/api/main/pages/{page.pk}/action/copy/", json.dumps(api), content_type="application/json")

    assert StoryPage.objects.count() == count


def questions(drafts: Mapping[str, StoryPage], paper: Paper) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Each address with the method and the words that are asked: pattern, method, address, words."""
    sport = SectionPage.objects.get(title="Sport")
    for pattern in sorted(set(patterns())):
        plain = address_of(pattern, arguments={})
        meant = drafts.values() if _names_a_story(pattern) else (drafts["never"], drafts["taken"])
        known = {address_of(pattern, arguments=_arguments(story)) for story in meant}
        known |= {address_of(pattern, arguments=_sections(sport)), plain}
        for method, address in product(METHODS, sorted(known)):
            words = _ASKED if method == "GET" else _POSTED
            several = words if len(known) <= _FEW else words[:1]
            for asked in several:
                yield pattern, method, address, _filled(asked, drafts, sport)


def answers_to(
    client: Client, drafts: Mapping[str, StoryPage], paper: Paper
) -> Iterator[tuple[tuple[str, str, str], str]]:
    """What a person is answered; what it changed is taken back each time."""
    as_it_is = SimpleCookie(client.cookies)
    for _, method, address, words in questions(drafts, paper):
        client.cookies = SimpleCookie(as_it_is)
        with transaction.atomic():
            answer = client.get(address, words) if method == "GET" else client.post(address, words)
            text = _text(answer)
            transaction.set_rollback(True)
        yield (method, address, str(words)), text


def leaks(text: str) -> list[str]:
    """The canaries in an answer, each with what stands around it."""
    low = text.lower()
    return [f"…{low[max(low.index(word) - 60, 0) : low.index(word) + 40]}…" for word in CANARIES if word in low]


def _text(answer: Any) -> str:
    """All that came: the page or its parts, where it leads, and what the next page will say."""
    # Django's client closes either kind itself, a streamed one at its end: closing again would close the connection.
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers) + str(answer.cookies)


def _names_a_story(pattern: str) -> bool:
    return pattern.startswith(_OF_STORIES) or any(f":{name}>" in pattern for name in (*_PAGES, "revision_id"))


_OF_STORIES = ("admin/pages/", "admin/api/main/^pages/", "admin/wire/", "admin/bulk/", "admin/choose-page/")
_FEW = 3
_ASKED: tuple[dict[str, str], ...] = (
    {},
    {"id": "DRAFTS", "q": "zanzibar", "p": "1"},
    {"search": "zanzibar", "search_all": "1", "ordering": "title"},
    {"export": "csv"},
    {"id": "all", "childOf": "SPORT"},
    {"child_of": "SPORT", "fields": "*", "for_explorer": "1"},
    {"descendant_of": "SPORT", "search": "zanzibar"},
    {"live": "false", "content_type": "STORY"},
    {"history": "1", "kind": "killed"},
)
_POSTED: tuple[dict[str, str], ...] = (
    {"id": "DRAFTS", "page": "DRAFT", "story": "DRAFT", "q": "zanzibar", "confirm": "on"},
    {
        "title": "Mine",
        "slug": "mine",
        "chooser": "SPORT",
        "new_parent_page": "SPORT",
        "new_title": "a",
        "new_slug": "b",
    },
)


def _filled(words: Mapping[str, str], drafts: Mapping[str, StoryPage], sport: SectionPage) -> dict[str, Any]:
    kind = ContentType.objects.get_for_model(StoryPage)
    meant: dict[str, Any] = {
        "DRAFTS": [story.pk for story in drafts.values()],
        "DRAFT": drafts["never"].pk,
        "SPORT": sport.pk,
        "STORY": kind.pk,
    }
    return {name: meant.get(value, value) for name, value in words.items()}


def _sections(sport: SectionPage) -> dict[tuple[str, str], object]:
    names = (*_PAGES, "pk")
    return {("", name): sport.pk for name in names} | _KINDS


_PAGES = ("page_id", "story_id", "page_to_move_id", "parent_page_id", "page_pk", "object_id")
_KINDS: dict[tuple[str, str], object] = {
    ("", "content_type_app_name"): "broadsheet_stories",
    ("", "content_type_model_name"): "storypage",
    ("", "app_label"): "broadsheet_stories",
    ("", "model_name"): "storypage",
    ("admin/bulk/", "app_label"): "wagtailcore",
    ("admin/bulk/", "model_name"): "page",
    ("admin/bulk/", "action"): "delete",
    ("", "action_name"): "copy",
    ("", "revision_id_a"): "earliest",
    ("", "revision_id_b"): "latest",
}


def _arguments(story: StoryPage) -> dict[tuple[str, str], object]:
    """A draft, its revisions, its topic, picture, workflow, item and alarm under whatever an address names."""
    use = story.wire_uses.first()
    state = story.workflow_states.first()
    topic = Topic.objects.filter(slug="rowing").first()
    named: dict[tuple[str, str], object] = {("", name): story.pk for name in _PAGES}
    named |= {("admin/pages/", "pk"): story.pk, ("admin/api/main/^pages/", "pk"): story.pk}
    named |= {("", "revision_id"): story.latest_revision_id, ("", "destination_id"): story.get_parent().pk}
    named |= {("", "image_id"): story.lead_picture_id or 1, ("admin/images/", "pk"): story.lead_picture_id or 1}
    named |= {("admin/snippets/broadsheet_stories/topic/", "pk"): topic.pk if topic else 1}
    named |= {("admin/users/", "pk"): story.owner_id}
    if state is not None:
        named |= {("", "workflow_state_id"): state.pk, ("", "task_state_id"): state.current_task_state_id}
        named |= {("", "task_id"): state.current_task_state.task_id}
    if use is not None:
        named |= {("admin/wire/", "pk"): use.item_id, ("admin/wire/uses/", "pk"): use.pk}
        named |= {("admin/wire/stories/", "pk"): story.pk}
        change, alarm = use.changes.first(), use.item.alarms.first()
        named |= {("admin/wire/changes/", "pk"): change.pk if change else 1}
        named |= {("admin/wire/alarms/", "pk"): alarm.pk if alarm else 1}
    return named | _KINDS
