"""Editors arrange fronts in the newsroom: who may, what is saved, what is refused, and how it is brought back."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from broadsheet.accounts.models import User
from broadsheet.fronts.actions import KEPT, ArrangedMeanwhileError, arrange, bring_back
from broadsheet.fronts.board import board_of, facts_of
from broadsheet.fronts.models import Arrangement
from broadsheet.fronts.queries import slots_of
from broadsheet.fronts.slots import Banner, Package, Placed, Slots, SlotsError, write_slots
from broadsheet.press.composing.edition import facts_of_front
from broadsheet.press.models import PressOrder
from broadsheet.press.queries import read_edition
from broadsheet.stories.actions import draft_story, publish_story, withdraw_story
from broadsheet.stories.models import Identity, SectionPage, StoryPage
from wire.newsroom import NOON, Paper


@pytest.fixture
def stories(paper: Paper) -> list[StoryPage]:
    made = [published(paper.europe, f"Story {number}", by=paper.chief) for number in range(1, 9)]
    PressOrder.objects.all().delete()
    return made


def published(section: SectionPage, headline: str, *, by: User) -> StoryPage:
    story = draft_story(section, headline=headline, body_html=f"<p>{headline}.</p>", owner=by, now=NOON)
    publish_story(story, by=by, now=timezone.now())
    return story


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def placed(*stories: StoryPage) -> tuple[Placed, ...]:
    return tuple(Placed(story_id=story.pk) for story in stories)


def post(client: Client, page_id: int, slots: Slots | str, *, to: str = "", **fields: Any) -> HttpResponse:
    said = slots if isinstance(slots, str) else json.dumps(write_slots(slots))
    answer: HttpResponse = client.post(
        f"/admin/fronts/{page_id}/{to}", {"slots": said, "based_on": 0, **fields}
    )  # fmt: skip
    return answer


def test_an_editor_saves_an_arrangement_in_one_act_with_its_order_and_a_line_in_the_journal(
    paper: Paper, stories: list[StoryPage]
) -> None:
    slots = Slots(
        lead=placed(stories[0]),
        tier=placed(stories[4]),
        package=Package(label="The storm", story_ids=(stories[1].pk, stories[2].pk)),
        banner=Banner(text="Ferries stopped", story_id=stories[3].pk, until=NOON + timedelta(days=4000)),
    )

    answer = post(client_of(paper.editor), paper.europe.pk, slots)

    assert answer.status_code == 302
    assert slots_of(paper.europe.pk) == slots
    arrangement = Arrangement.objects.get()
    assert (arrangement.number, arrangement.made_by) == (1, paper.editor)
    assert list(PressOrder.objects.values_list("key", flat=True)) == [f"front:{paper.europe.pk}"]
    entry = PageLogEntry.objects.get(action="broadsheet.front_arranged")
    assert (entry.page_id, entry.user) == (paper.europe.pk, paper.editor)
    assert "lead: fills itself → Story 1" in str(entry.message)
    assert "The storm: Story 2; Story 3" in str(entry.message)


def test_the_journal_keeps_an_arrangement_in_english_whoever_made_it(paper: Paper, stories: list[StoryPage]) -> None:
    UserProfile.objects.create(user=paper.editor, preferred_language="de")

    post(client_of(paper.editor), paper.europe.pk, Slots(lead=placed(stories[0])))

    entry = PageLogEntry.objects.get(action="broadsheet.front_arranged")
    assert entry.data["changes"] == [["lead", "fills itself", "Story 1"]]


def test_who_may_not_publish_in_a_section_is_refused_its_front_and_section_editors_the_homes(
    paper: Paper, stories: list[StoryPage]
) -> None:
    slots = Slots(lead=placed(stories[0]))

    for person, page_id in ((paper.reporter, paper.europe.pk), (paper.editor, paper.home.pk)):
        client = client_of(person)
        asked = [client.get(f"/admin/fronts/{page_id}/")]
        asked += [post(client, page_id, slots, to=to, number=0) for to in ("", "board/", "proof/", "bring-back/")]
        assert {answer.headers.get("Location") for answer in asked} == {"/admin/"}
    assert not Arrangement.objects.exists()
    assert post(client_of(paper.chief), paper.home.pk, slots).status_code == 302


def test_the_menu_and_the_sections_page_lead_to_the_front_for_those_who_may(paper: Paper) -> None:
    editor, reporter = client_of(paper.editor), client_of(paper.reporter)
    front = f"/admin/fronts/{paper.europe.pk}/"

    index = editor.get("/admin/fronts/").content.decode()

    assert front in index
    assert f"/admin/fronts/{paper.home.pk}/" not in index
    assert front in editor.get(f"/admin/pages/{paper.europe.pk}/").content.decode()
    assert '"/admin/fronts/"' in editor.get("/admin/").content.decode()
    assert '"/admin/fronts/"' not in reporter.get("/admin/").content.decode()


def test_a_story_is_no_front(paper: Paper, stories: list[StoryPage]) -> None:
    assert client_of(paper.chief).get(f"/admin/fronts/{stories[0].pk}/").status_code == 404


def test_the_screen_says_what_filled_itself_and_why(paper: Paper, stories: list[StoryPage]) -> None:
    StoryPage.objects.filter(pk=stories[2].pk).update(urgency=3)
    arrange(paper.europe, slots=Slots(tier=placed(stories[0])), based_on=0, by=paper.chief, now=NOON)

    shown = client_of(paper.editor).get(f"/admin/fronts/{paper.europe.pk}/").content.decode()

    lead = shown[shown.index('data-drop="lead"') : shown.index('data-drop="package"')]
    tier = shown[shown.index('data-drop="tier"') :]
    assert "Story 3" in lead
    assert "urgent, own reporting, just published, no picture" in lead
    assert "data-pinned" not in lead
    assert tier.index("Story 1") < tier.index("Story 8")


def test_the_board_shows_an_arrangement_that_is_not_saved_and_what_keeps_it_from_being_so(
    paper: Paper, stories: list[StoryPage]
) -> None:
    slots = Slots(lead=placed(stories[5]), package=Package(label="", story_ids=(stories[6].pk,)))

    board = post(client_of(paper.editor), paper.europe.pk, slots, to="board/").content.decode()

    assert "This cannot be saved yet." in board
    assert "2 to 5 stories" in board
    assert "needs a label" in board
    assert not Arrangement.objects.exists()


@pytest.mark.parametrize("said", ["", "{", "[]", '{"lead": [{"story": -1}]}', "[" * 5000, "x" * 30_000])
def test_what_is_no_arrangement_is_a_bad_request(paper: Paper, said: str) -> None:
    client = client_of(paper.editor)

    assert [post(client, paper.europe.pk, said, to=to).status_code for to in ("", "board/", "proof/")] == [400] * 3


def test_a_rule_that_is_broken_is_told_and_what_was_arranged_is_still_there(
    paper: Paper, stories: list[StoryPage]
) -> None:
    slots = Slots(package=Package(label="The storm", story_ids=(stories[1].pk, stories[2].pk)))

    answer = post(client_of(paper.editor), paper.europe.pk, slots)

    assert answer.status_code == 422
    assert "pin the story that leads first" in answer.content.decode()
    assert 'value="The storm"' in answer.content.decode()
    assert not Arrangement.objects.exists()


def test_who_was_slower_sees_both_loses_nothing_and_may_save_over_it(paper: Paper, stories: list[StoryPage]) -> None:
    arrange(paper.europe, slots=Slots(lead=placed(stories[0])), based_on=0, by=paper.chief, now=NOON)
    mine = Slots(lead=placed(stories[1]))
    client = client_of(paper.editor)

    answer = post(client, paper.europe.pk, mine)

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "arranged this front at" in shown
    assert "<td>Story 1</td><td>Story 2</td>" in shown
    assert 'name="based_on" value="1"' in shown
    assert slots_of(paper.europe.pk).lead == placed(stories[0])
    assert post(client, paper.europe.pk, mine, based_on=1).status_code == 302
    assert slots_of(paper.europe.pk) == mine


def test_of_two_who_save_at_once_the_database_lets_one(paper: Paper, stories: list[StoryPage]) -> None:
    arrange(paper.europe, slots=Slots(lead=placed(stories[0])), based_on=0, by=paper.chief, now=NOON)

    for late in (0, 2):
        with pytest.raises(ArrangedMeanwhileError):
            arrange(paper.europe, slots=Slots(), based_on=late, by=paper.editor, now=NOON)

    assert slots_of(paper.europe.pk).lead == placed(stories[0])


def test_the_last_arrangement_is_brought_back_and_that_can_be_undone_too(
    paper: Paper, stories: list[StoryPage]
) -> None:
    for number in range(2):
        arrange(paper.europe, slots=Slots(lead=placed(stories[number])), based_on=number, by=paper.chief, now=NOON)
    client = client_of(paper.editor)

    answer = client.post(f"/admin/fronts/{paper.europe.pk}/bring-back/", {"number": 1, "based_on": 2})

    assert answer.status_code == 302
    assert slots_of(paper.europe.pk).lead == placed(stories[0])
    newest = Arrangement.objects.order_by("-number")[0]
    assert (newest.number, newest.brought_back, newest.made_by) == (3, 1, paper.editor)
    shown = client.get(f"/admin/fronts/{paper.europe.pk}/").content.decode()
    assert "Undo: bring this back" in shown
    client.post(f"/admin/fronts/{paper.europe.pk}/bring-back/", {"number": 2, "based_on": 3})
    assert slots_of(paper.europe.pk).lead == placed(stories[1])


def test_the_first_arrangement_is_undone_to_a_front_that_fills_itself(paper: Paper, stories: list[StoryPage]) -> None:
    arrange(paper.europe, slots=Slots(lead=placed(stories[0])), based_on=0, by=paper.chief, now=NOON)

    bring_back(paper.europe, number=0, based_on=1, by=paper.chief, now=NOON)

    assert slots_of(paper.europe.pk) == Slots()


def test_what_is_brought_back_too_late_changes_nothing(paper: Paper, stories: list[StoryPage]) -> None:
    arrange(paper.europe, slots=Slots(lead=placed(stories[0])), based_on=0, by=paper.chief, now=NOON)
    client = client_of(paper.editor)

    for number, based_on in ((1, 0), (7, 1)):
        client.post(f"/admin/fronts/{paper.europe.pk}/bring-back/", {"number": number, "based_on": based_on})

    assert Arrangement.objects.count() == 1


def test_a_fronts_history_stays_small(paper: Paper, stories: list[StoryPage]) -> None:
    for number in range(KEPT + 5):
        arrange(
            paper.europe, slots=Slots(lead=placed(stories[number % 8])), based_on=number, by=paper.chief, now=NOON
        )  # fmt: skip

    assert Arrangement.objects.count() == KEPT
    assert slots_of(paper.europe.pk).lead == placed(stories[(KEPT + 4) % 8])


def test_a_draft_of_another_desk_is_neither_put_on_a_front_nor_told(paper: Paper) -> None:
    sport = paper.home.add_child(instance=SectionPage(title="Sport", slug="sport"))
    secret = draft_story(sport, headline="Zanzibar", body_html="<p>x</p>", owner=paper.chief, now=NOON)
    theirs, nobodys = Slots(lead=placed(secret)), Slots(lead=(Placed(story_id=999_999),))
    client = client_of(paper.editor)

    with pytest.raises(SlotsError):
        arrange(paper.europe, slots=theirs, based_on=0, by=paper.editor, now=NOON)
    boards = [
        post(client, paper.europe.pk, slots, to="board/").content.decode().replace(str(number), "N")
        for slots, number in ((theirs, secret.pk), (nobodys, 999_999))
    ]
    arrange(paper.europe, slots=theirs, based_on=0, by=paper.chief, now=NOON)
    shown = client.get(f"/admin/fronts/{paper.europe.pk}/").content.decode()

    assert boards[0] == boards[1]
    assert "Zanzibar" not in shown
    assert "Not there, or a draft of another desk" in shown
    assert "Zanzibar" not in str(PageLogEntry.objects.get(action="broadsheet.front_arranged").message)
    assert "waits until it is published" in client_of(paper.chief).get(
        f"/admin/fronts/{paper.europe.pk}/"
    ).content.decode()  # fmt: skip


def test_the_proof_is_the_readers_page_with_what_is_not_saved_and_presses_nothing(
    paper: Paper, stories: list[StoryPage]
) -> None:
    slots = Slots(
        lead=placed(stories[0]),
        package=Package(label="The <storm>", story_ids=(stories[1].pk, stories[2].pk)),
        banner=Banner(text="Ferries stopped", story_id=stories[0].pk, until=timezone.now() + timedelta(hours=2)),
    )

    proof = post(client_of(paper.editor), paper.europe.pk, slots, to="proof/").content.decode()

    assert 'href="/assets/site' in proof
    assert proof.index("Ferries stopped") < proof.index('class="lead"') < proof.index("The &lt;storm&gt;")
    assert all(proof.count(f">Story {number}</a>") == 1 for number in range(1, 9))
    assert not PressOrder.objects.exists()
    assert not Arrangement.objects.exists()


def test_a_withdrawn_story_stands_on_no_proof_and_its_editors_are_told(paper: Paper, stories: list[StoryPage]) -> None:
    slots = Slots(lead=placed(stories[0]), tier=placed(stories[1]))
    withdraw_story(stories[0], notice="A hoax", by=paper.chief, now=timezone.now())
    client = client_of(paper.editor)

    proof = post(client, paper.europe.pk, slots, to="proof/").content.decode()
    board = post(client, paper.europe.pk, slots, to="board/").content.decode()

    assert "Story 1<" not in proof
    assert "withdrawn" in board


def test_a_board_costs_few_queries_however_many_stories_stand_on_it(
    paper: Paper,
    stories: list[StoryPage],
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    client = client_of(paper.editor)
    slots = Slots(lead=placed(stories[0]), tier=placed(*stories[1:7]))
    post(client, paper.europe.pk, slots, to="board/")

    with django_assert_max_num_queries(19):
        post(client, paper.europe.pk, slots, to="board/")


def test_strips_by_default_stand_in_the_order_of_the_menu_on_the_board_as_on_the_front(paper: Paper) -> None:
    sport = paper.home.add_child(instance=SectionPage(title="Sport", slug="sport"))
    world = SectionPage.objects.get(title="World")
    Identity.objects.create(menu_order=[sport.pk, world.pk])

    shown = board_of(facts_of(paper.home), slots=Slots(), person=paper.chief, now=NOON).strips
    pressed = facts_of_front(read_edition(NOON)).strips(None)

    assert [strip.name for strip in shown] == ["Sport", "World"]
    assert [strip.page_id for strip in pressed] == [strip.section_id for strip in shown]


@pytest.mark.parametrize("year", [2, 2019])
def test_a_time_in_the_past_is_refused_and_named(paper: Paper, stories: list[StoryPage], year: int) -> None:
    slots = Slots(tier=(Placed(story_id=stories[0].pk, until=NOON.replace(year=year)),))

    answer = post(client_of(paper.editor), paper.europe.pk, slots)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f"Until {year:04}-" in shown
    assert "is past" in shown
    assert f'value="{year:04}-' in shown
    assert not Arrangement.objects.exists()


def test_what_ran_out_since_it_was_saved_keeps_nobody_from_saving(paper: Paper, stories: list[StoryPage]) -> None:
    ended = (Placed(story_id=stories[0].pk, until=NOON + timedelta(hours=1)),)
    arrange(paper.europe, slots=Slots(tier=ended), based_on=0, by=paper.chief, now=NOON)

    answer = post(
        client_of(paper.editor), paper.europe.pk, Slots(tier=(*ended, *placed(stories[1]))), based_on=1
    )  # fmt: skip

    assert answer.status_code == 302


def test_a_package_that_waits_says_so_and_its_stories_are_not_offered_again(
    paper: Paper, stories: list[StoryPage]
) -> None:
    packed = (stories[6].pk, stories[7].pk)
    slots = Slots(
        lead=(Placed(story_id=stories[0].pk, until=NOON + timedelta(hours=1)),),
        package=Package(label="The storm", story_ids=packed),
    )
    arrange(paper.europe, slots=slots, based_on=0, by=paper.chief, now=NOON)

    shown = client_of(paper.editor).get(f"/admin/fronts/{paper.europe.pk}/").content.decode()
    board = board_of(facts_of(paper.europe), slots=slots, person=paper.editor, now=timezone.now())

    assert "Readers do not see this package" in shown
    meanwhile = [line for line in (*board.lead.filled, *board.tier.filled) if line.story_id in packed]
    assert meanwhile
    assert all(line.is_elsewhere for line in meanwhile)
    assert [shown.count(f'data-story="{each}"') for each in packed] == [1, 1]
    assert "Pin “Story 8” here" not in shown


def test_a_package_under_its_lead_does_not_wait(paper: Paper, stories: list[StoryPage]) -> None:
    slots = Slots(lead=placed(stories[0]), package=Package(label="Storm", story_ids=(stories[1].pk, stories[2].pk)))

    board = board_of(facts_of(paper.europe), slots=slots, person=paper.editor, now=timezone.now())

    assert not board.package_waits
