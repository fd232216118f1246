"""The wire in the newsroom: who sees what, who may do what."""

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.wire.models import Alarm, Delivery, WireItem
from wire.newsroom import Agency, Paper, ninjs, story_of


def client_of(person: object) -> Client:
    client = Client(enforce_csrf_checks=False)
    client.force_login(person)  # type: ignore[arg-type]
    return client


def test_the_list_shows_items_with_their_marks(agency: Agency, paper: Paper) -> None:
    agency.sends(ninjs(headline="Ferries stay in", urgency=1))

    answer = client_of(paper.reporter).get(reverse("broadsheet_wire:list"))

    assert answer.status_code == 200
    assert "Ferries stay in" in answer.content.decode()
    assert "Urgency 1 of 9" in answer.content.decode()


def test_the_list_finds_words_and_nothing_else(agency: Agency, paper: Paper) -> None:
    agency.sends(ninjs("urn:a", headline="Ferries stay in"), name="a.json")
    agency.sends(ninjs("urn:b", headline="Trams go out"), name="b.json")

    page = client_of(paper.reporter).get(reverse("broadsheet_wire:list"), {"q": "tram*"}).content.decode()

    assert "Trams go out" in page
    assert "Ferries stay in" not in page


def test_an_empty_wire_says_so(paper: Paper) -> None:
    page = client_of(paper.reporter).get(reverse("broadsheet_wire:list")).content.decode()

    assert "Nothing has come in yet" in page


def test_a_reporter_makes_a_story_and_lands_in_the_editor(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs())

    answer = client_of(paper.reporter).post(reverse("broadsheet_wire:make", args=[item.pk]))

    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[story_of(item).pk])
    assert not story_of(item).live


def test_the_second_editor_is_told_who_has_the_item(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs())
    client_of(paper.reporter).post(reverse("broadsheet_wire:make", args=[item.pk]))

    answer = client_of(paper.chief).post(reverse("broadsheet_wire:make", args=[item.pk]), follow=True)

    assert "reporter has made a story of this item already" in answer.content.decode()
    assert story_of(item).owner == paper.reporter


def test_a_killed_item_cannot_be_made_a_story(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs(pubstatus="canceled"))

    client_of(paper.chief).post(reverse("broadsheet_wire:make", args=[item.pk]))

    assert not item.uses.exists()


def test_a_form_without_its_token_is_refused(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs())
    client = Client(enforce_csrf_checks=True)
    client.force_login(paper.chief)

    answer = client.post(reverse("broadsheet_wire:make", args=[item.pk]))

    assert answer.status_code == 403
    assert not item.uses.exists()


@pytest.mark.parametrize("name", ["list", "news", "quarantine", "alarms"])
def test_strangers_see_nothing_of_the_wire(paper: Paper, name: str) -> None:
    answer = Client().get(reverse(f"broadsheet_wire:{name}"))

    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


def test_an_item_s_page_shows_what_must_be_known_before_use(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs(ednote="Adds <quotes>", usageterms="Not in Ruritania"))

    page = client_of(paper.reporter).get(reverse("broadsheet_wire:item", args=[item.pk])).content.decode()

    assert "Adds &lt;quotes&gt;" in page
    assert "Not in Ruritania" in page
    assert "Ferries stayed in." in page


def test_a_file_in_quarantine_is_shown_and_can_be_read_again(agency: Agency, paper: Paper) -> None:
    agency.drop("broken.json", b"{ half a file")
    agency.work(seconds=8)
    delivery = Delivery.objects.get()
    client = client_of(paper.reporter)

    page = client.get(reverse("broadsheet_wire:quarantine")).content.decode()
    client.post(reverse("broadsheet_wire:read_again", args=[delivery.pk]))

    assert "broken.json" in page
    assert Delivery.objects.get().error
    assert Delivery.objects.get().body == b"{ half a file"


def test_an_alarm_stays_until_somebody_acknowledges_it(agency: Agency, paper: Paper) -> None:
    agency.sends(ninjs(pubstatus="canceled"))
    alarm = Alarm.objects.get()
    client = client_of(paper.reporter)

    client.post(reverse("broadsheet_wire:acknowledge", args=[alarm.pk]))

    alarm.refresh_from_db()
    assert alarm.acknowledged_by == paper.reporter


@pytest.mark.parametrize(("person", "status"), [("reporter", 403), ("editor", 403), ("chief", 302)])
def test_only_chiefs_stop_routes_and_rule_on_embargoes(agency: Agency, paper: Paper, person: str, status: int) -> None:
    item: WireItem = agency.sends(ninjs())
    client = client_of(getattr(paper, person))
    ajax = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}

    answers = [
        client.post(reverse("broadsheet_wire:switch_routes"), {"do": "stop"}, **ajax).status_code,  # type: ignore[arg-type]
        client.post(reverse("broadsheet_wire:rule", args=[item.pk]), **ajax).status_code,  # type: ignore[arg-type]
    ]

    assert answers == [status, status]


def test_the_list_asks_the_database_as_often_for_many_items_as_for_one(
    agency: Agency, paper: Paper, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        agency.sends(ninjs(f"urn:{number}"), name=f"{number}.json")
    client = client_of(paper.reporter)
    client.get(reverse("broadsheet_wire:list"))

    with django_assert_max_num_queries(30):  # type: ignore[operator]
        client.get(reverse("broadsheet_wire:list"))
