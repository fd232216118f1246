"""Decisions around kills on screen: who may take them, what they show, what they do."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.stories.actions import draft_story, publish_story, revise_story
from broadsheet.stories.models import StoryPage
from broadsheet.stories.words import StoryWords
from broadsheet.wire.models import Alarm, Use, WireItem
from wire.newsroom import Agency, Paper, ninjs, story_of


def client_of(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def test_a_chief_kills_an_item_and_sees_beforehand_what_goes(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    address = reverse("broadsheet_wire:kill", args=[item.pk])
    chief = client_of(paper.chief)

    page = chief.get(address).content.decode()
    answer = chief.post(address, {"reason": "The agency rang"})

    assert "“Rain falls, version 1”, published" in page
    assert answer["Location"] == reverse("broadsheet_wire:item", args=[item.pk])
    assert not story_of(item).live


def test_a_kill_without_a_reason_says_so_and_kills_nothing(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())

    answer = client_of(paper.chief).post(reverse("broadsheet_wire:kill", args=[item.pk]), {"reason": ""})

    assert "This field is required" in answer.content.decode()
    assert story_of(item).live


@pytest.mark.parametrize("who", ["reporter", "editor"])
@pytest.mark.parametrize("name", ["kill", "substitute"])
def test_nobody_below_a_chief_decides(publishing: Agency, paper: Paper, who: str, name: str) -> None:
    item = publishing.sends(ninjs())
    pk = item.pk if name == "kill" else story_of(item).pk

    answer = client_of(getattr(paper, who)).post(reverse(f"broadsheet_wire:{name}", args=[pk]), {"reason": "So"})

    assert answer.status_code in {302, 403}
    assert story_of(item).live
    assert WireItem.objects.get().verdict == "publishable"


def test_the_substitute_page_quotes_killed_words_and_publishes_without_them(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs(body_xhtml="<p>Nine words in a row are what it takes here.</p>"))
    publishing.sends(ninjs(version=2, pubstatus="canceled"), name="kill.json")
    story, chief = story_of(item), client_of(paper.chief)
    address = reverse("broadsheet_wire:substitute", args=[story.pk])
    words = StoryWords(headline="Our own")
    revise_story(story, changes=words, by=paper.chief, now=publishing.now)

    refused = chief.post(address, {"reason": "Our own report"}).content.decode()
    revise_story(story, changes=StoryWords(body_html="<p>Ours.</p>"), by=paper.chief, now=publishing.now)
    chief.post(address, {"reason": "Our own report"})

    assert "Nine words in a row are what it" in refused
    assert story_of(item).live


@pytest.fixture
def our_story(paper: Paper, agency: Agency) -> StoryPage:
    story = draft_story(
        paper.europe, headline="Ours", body_html="<p>We saw it.</p>", owner=paper.reporter, now=agency.now
    )
    publish_story(story, by=paper.chief, now=agency.now)
    return story


@pytest.fixture
def insert(agency: Agency, paper: Paper, our_story: StoryPage) -> Callable[..., str]:
    def send(item: WireItem, *, who: str = "chief") -> str:
        address = reverse("broadsheet_wire:insert", args=[item.pk])
        return client_of(getattr(paper, who)).post(address, {"story": our_story.pk}, follow=True).content.decode()

    return send


def test_an_inserted_item_stands_at_the_end_of_the_draft_and_its_kill_withdraws_the_story(
    agency: Agency, our_story: StoryPage, insert: Callable[..., str]
) -> None:
    item = agency.sends(ninjs())

    insert(item)
    draft = str(StoryPage.objects.get().get_latest_revision_as_object().body)
    agency.sends(ninjs(version=2, pubstatus="canceled"), name="kill.json")

    assert draft.index("We saw it") < draft.index("Ferries stayed in")
    assert StoryPage.objects.get().withdrawn_at is not None
    assert Alarm.objects.filter(kind="offered-back").count() == 1


def test_a_newer_version_of_an_inserted_item_tells_and_changes_nothing(
    agency: Agency, our_story: StoryPage, insert: Callable[..., str]
) -> None:
    item = agency.sends(ninjs())
    insert(item)

    agency.sends(ninjs(version=2, body_xhtml="<p>Other words.</p>"), name="2.json")

    assert "Other words" not in str(StoryPage.objects.get().get_latest_revision_as_object().body)
    assert Alarm.objects.filter(kind="update-waits").count() == 1


def test_an_item_is_inserted_once_and_never_one_that_must_not_be_used(
    agency: Agency, our_story: StoryPage, insert: Callable[..., str]
) -> None:
    item = agency.sends(ninjs())
    insert(item)

    assert "holds this item already" in insert(item)
    held = agency.sends(ninjs("urn:held", pubstatus="withheld"), name="held.json")
    assert "must not be used" in insert(held)
    assert Use.objects.count() == 1


def test_an_item_of_which_only_a_kill_came_has_a_page(agency: Agency, paper: Paper) -> None:
    notice = b"""<nitf><head><docdata management-doc-idref="urn:gone" management-idref-status="canceled">
      <doc-id id-string="urn:notice"/></docdata></head><body><body.head><hedline><hl1>Notice</hl1></hedline></body.head>
      </body></nitf>"""
    agency.sends(notice, name="notice.xml")
    item = WireItem.objects.get(guid="urn:gone")

    page = client_of(paper.chief).get(reverse("broadsheet_wire:item", args=[item.pk])).content.decode()

    assert "urn:gone" in page
    assert "No text came with it yet" in page


def test_a_take_and_its_story_name_one_another(agency: Agency, paper: Paper) -> None:
    whole = agency.sends(ninjs("urn:main", slugline="BC-Harbour Fire", headline="Fire in harbour"), name="a.json")
    part = agency.sends(ninjs("urn:take", slugline="BC-Harbour Fire, 1st Add", headline="More on fire"), name="b.json")
    chief = client_of(paper.chief)

    assert "More on fire" in chief.get(reverse("broadsheet_wire:item", args=[whole.pk])).content.decode()
    assert "Fire in harbour" in chief.get(reverse("broadsheet_wire:item", args=[part.pk])).content.decode()


def test_an_alarm_about_a_kill_in_prose_leads_to_what_it_may_mean(agency: Agency, paper: Paper) -> None:
    meant = agency.sends(ninjs("urn:meant", headline="Ferry captain held after collision"), name="a.json")
    agency.sends(ninjs("urn:note", headline="Note", ednote="The ferry captain piece is wrong, kill it"), name="b.json")

    page = client_of(paper.chief).get(reverse("broadsheet_wire:alarms")).content.decode()

    assert reverse("broadsheet_wire:item", args=[meant.pk]) in page
