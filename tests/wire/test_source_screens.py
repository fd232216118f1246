"""Sources and routes on screen: who may see and do what, and what is shown once, or never."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.contracts.fetching import Document, Fetched, FetchError, SourceKind
from broadsheet.wire import trying
from broadsheet.wire.locking import lock, unlock
from broadsheet.wire.models import Delivery, Rereading, Route, RoutesStop, Source
from broadsheet.wire.rereading import reread_some
from broadsheet.wire.urls import URLS
from broadsheet.wire.wagtail_hooks import sources_in_menu, wire_in_menu
from wire.fake_fetching import FakeFetcher, http_source
from wire.newsroom import NOON, Agency, Paper, ninjs

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
# Everybody else is refused; an address that is not named here is not one of these screens.
SEEN_BY_EDITORS = {"sources", "source", "routes"}
CHIEFS_ALONE = {
    "add_source", "add_source_of_kind", "edit_source", "switch_source", "archive_source", "take_source_back",
    "source_token", "reread_source", "add_route", "edit_route", "delete_route", "switch_route", "switch_routes",
}  # fmt: skip
OTHERS = {
    "list", "list_results", "news", "quarantine", "read_again", "alarms", "acknowledge", "item", "make", "rule",
}  # fmt: skip


def client_of(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


@pytest.fixture
def route(agency: Agency, paper: Paper) -> Route:
    return Route.objects.create(source=agency.source, section=paper.europe)


def address(name: str, *, route: Route) -> str:
    pattern = next(str(entry.pattern) for entry in URLS if entry.name == name)
    pk = route.pk if "routes/" in pattern else route.source_id
    arguments: list[object] = [pk] if "<int:pk>" in pattern else []
    return reverse(f"broadsheet_wire:{name}", args=["http"] if "<str:kind>" in pattern else arguments)


def test_every_address_of_the_wire_is_known_here() -> None:
    ours = {entry.name for entry in URLS if re.match(r"(sources|routes)/", str(entry.pattern))}

    assert ours == SEEN_BY_EDITORS | CHIEFS_ALONE
    assert not ours & OTHERS


@pytest.mark.parametrize("role", ["reporter", "editor", "chief"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_address_answers_only_those_who_may(route: Route, paper: Paper, role: str, method: str) -> None:
    client = client_of(getattr(paper, role))
    places = {name: address(name, route=route) for name in sorted(SEEN_BY_EDITORS | CHIEFS_ALONE)}
    may_open = {"reporter": set(), "editor": SEEN_BY_EDITORS, "chief": SEEN_BY_EDITORS | CHIEFS_ALONE}[role]
    if method == "post":
        del places["delete_route"], places["archive_source"]  # they would take away what the others are asked for

    statuses = {name: getattr(client, method)(place, **AJAX).status_code for name, place in places.items()}

    assert {name for name, status in statuses.items() if status != 403} == may_open & set(places)
    assert set(statuses.values()) <= {200, 302, 400, 403, 405}


def test_only_chiefs_archive_and_delete(route: Route, paper: Paper) -> None:
    names = ("delete_route", "archive_source")

    answers = {
        person: [client_of(person).post(address(name, route=route), **AJAX).status_code for name in names]
        for person in (paper.reporter, paper.editor, paper.chief)
    }

    assert list(answers.values()) == [[403, 403], [403, 403], [302, 302]]


def test_strangers_are_sent_to_sign_in(route: Route) -> None:
    places = [address(name, route=route) for name in SEEN_BY_EDITORS | CHIEFS_ALONE]

    assert all("/sign-in/" in Client().post(place)["Location"] for place in places)


def test_a_source_s_state_stands_in_words_with_its_rate(agency: Agency, paper: Paper) -> None:
    agency.sends(ninjs())
    http_source("broken", failures=4, last_error="It answers 500; ask the agency")

    page = client_of(paper.editor).get(reverse("broadsheet_wire:sources")).content.decode()

    assert page.index("Failing") < page.index("Harbour Wire")
    assert "It answers 500; ask the agency" in page
    assert "health--well" in page
    assert "Items an hour in the last 24 hours" in page


def test_editors_see_health_but_neither_addresses_nor_buttons(paper: Paper) -> None:
    source = http_source("broken", address="https://secret-place.example/feed")

    page = client_of(paper.editor).get(reverse("broadsheet_wire:source", args=[source.pk])).content.decode()

    assert "secret-place" not in page
    assert "Switch off" not in page


def test_the_list_asks_the_database_as_often_for_many_sources_as_for_one(
    paper: Paper, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        http_source(f"source{number}")
    client = client_of(paper.chief)
    client.get(reverse("broadsheet_wire:sources"))

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get(reverse("broadsheet_wire:sources"))


ANSWERS = {
    "name": "Harbour Feed", "slug": "harbour-feed", "address": "https://harbour.example/feed.xml", "user": "us",
    "secret": "sesame", "interval": "60", "order_by": "version", "hourly_cap": "30",
}  # fmt: skip


def add(paper: Paper, kind: str = "http", **answers: str) -> str:
    client = client_of(paper.chief)
    place = reverse("broadsheet_wire:add_source_of_kind", args=[kind])
    return client.post(place, {**ANSWERS, **answers}, follow=True).content.decode()


def test_a_source_is_added_and_its_password_never_shown_again(paper: Paper) -> None:
    page = add(paper)

    source = Source.objects.get(slug="harbour-feed")
    edit = client_of(paper.chief).get(reverse("broadsheet_wire:edit_source", args=[source.pk])).content.decode()
    assert (source.kind, source.address, unlock(source.locked_secret)) == ("http", ANSWERS["address"], "sesame")
    assert "sesame" not in page + edit
    assert "One is saved" in edit


@pytest.mark.parametrize("kind", ["http", "ap", "push", "remote", "mailbox", "folder"])
def test_each_kind_asks_only_for_what_it_needs(paper: Paper, kind: str) -> None:
    page = client_of(paper.chief).get(reverse("broadsheet_wire:add_source_of_kind", args=[kind])).content.decode()

    assert ('name="folder"' in page) == (kind == "folder")
    assert ('name="secret"' in page) == (kind not in {"folder", "push"})
    assert ('name="try"' in page) == (kind not in {"folder", "push"})
    assert 'name="option_pattern"' in page or kind != "remote"


def test_a_kind_that_is_none_is_not_found(paper: Paper) -> None:
    place = reverse("broadsheet_wire:add_source_of_kind", args=["pigeon"])

    assert client_of(paper.chief).get(place).status_code == 404


@pytest.mark.parametrize(
    ("kind", "answers", "why"),
    [
        ("http", {"address": "ftp://harbour.example/"}, "begins with https:// or http://"),
        ("http", {"address": "https://us:sesame@harbour.example/"}, "out of the address"),
        ("http", {"address": "https://[half"}, "cannot be read"),
        ("http", {"address": ""}, "required"),
        ("http", {"interval": "1"}, "greater than or equal to 5"),
        ("mailbox", {"address": "imaps://mail.example/INBOX", "secret": ""}, "required"),
        ("folder", {"folder": "in/here"}, "whole path"),
        ("http", {"slug": "Not A Slug"}, "slug"),
    ],
)
def test_an_answer_that_cannot_be_is_told_beside_its_field(
    paper: Paper, kind: str, answers: dict[str, str], why: str
) -> None:
    page = add(paper, kind, **answers)

    assert why in page
    assert not Source.objects.exists()


def test_whoever_moves_a_source_to_another_server_types_its_password_again(paper: Paper) -> None:
    source = http_source("harbour", locked_secret=lock("sesame"))
    place = reverse("broadsheet_wire:edit_source", args=[source.pk])
    answers = {**ANSWERS, "address": "https://thief.example/", "secret": ""}

    page = client_of(paper.chief).post(place, answers).content.decode()

    assert "type the password in again" in page
    assert Source.objects.get().address == source.address


def test_another_address_begins_without_the_old_cursor(paper: Paper) -> None:
    source = http_source("harbour", cursor="old")

    client_of(paper.chief).post(reverse("broadsheet_wire:edit_source", args=[source.pk]), ANSWERS)

    source.refresh_from_db()
    assert (source.address, source.cursor) == (ANSWERS["address"], "")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Fetched(documents=(Document(data=ninjs(headline="Ferries stay in"), name="a.json"),)), "Ferries stay in"),
        (Fetched(documents=(Document(data=b"{ half", name="a.json"),)), "Would go to quarantine"),
        (FetchError("It answers 401: is the password right?"), "It answers 401: is the password right?"),
        (Fetched(), "It answers, with nothing new"),
    ],
)
def test_trying_shows_what_would_come_and_keeps_nothing(
    paper: Paper, monkeypatch: pytest.MonkeyPatch, answer: Fetched | FetchError, told: str
) -> None:
    fetcher = FakeFetcher(scripts={ANSWERS["address"]: [answer]})
    monkeypatch.setattr(trying, "Fetchers", lambda: lambda _: fetcher)

    page = add(paper, **{"try": ""})

    assert told in page
    assert fetcher.orders[0].secret == "sesame"
    assert not Source.objects.exists()
    assert not Delivery.objects.exists()


def test_a_token_is_shown_in_one_answer_that_nobody_keeps(paper: Paper) -> None:
    source = Source.objects.create(slug="pushed", name="Pushed", kind=SourceKind.PUSH)
    client = client_of(paper.chief)
    place = reverse("broadsheet_wire:source_token", args=[source.pk])

    made = client.post(place)
    again = client.get(place).content.decode()

    token = re.search(r"broadsheet_[\w-]{43}", made.content.decode())
    assert token is not None
    assert "no-store" in made["Cache-Control"]
    assert token[0] not in again
    assert "voids it at once" in again


def test_a_source_with_items_is_archived_and_taken_back_never_deleted(agency: Agency, paper: Paper) -> None:
    agency.sends(ninjs())
    client = client_of(paper.chief)
    place = reverse("broadsheet_wire:archive_source", args=[agency.source.pk])

    client.post(place, {"delete": ""})
    client.post(place, {"archive": ""})
    agency.source.refresh_from_db()
    was_archived = agency.source.archived_at is not None and not agency.source.enabled
    client.post(reverse("broadsheet_wire:take_source_back", args=[agency.source.pk]))
    client.post(reverse("broadsheet_wire:switch_source", args=[agency.source.pk]))

    agency.source.refresh_from_db()
    assert was_archived
    assert agency.source.enabled


def test_a_source_that_brought_nothing_can_be_deleted(agency: Agency, paper: Paper) -> None:
    client_of(paper.chief).post(reverse("broadsheet_wire:archive_source", args=[agency.source.pk]), {"delete": ""})

    assert not Source.objects.exists()


def test_all_of_a_quarantine_is_read_again_by_the_clerk(agency: Agency, paper: Paper) -> None:
    for number in range(12):
        agency.drop(f"{number}.json", b"{ half %d" % number)
    agency.work(seconds=8)
    mended = Delivery.objects.order_by("pk")[0]
    import zlib

    Delivery.objects.filter(pk=mended.pk).update(packed=zlib.compress(ninjs()))
    client = client_of(paper.chief)

    client.post(reverse("broadsheet_wire:reread_source", args=[agency.source.pk]))
    reread_some(NOON)
    under_way = client.get(reverse("broadsheet_wire:source", args=[agency.source.pk])).content.decode()
    while reread_some(NOON + timedelta(minutes=1)):
        pass

    reading = Rereading.objects.get()
    assert "1 of 12 read" in under_way
    assert (reading.read, reading.unread, reading.total) == (1, 11, 12)
    assert reading.finished_at is not None
    assert agency.source.deliveries.exclude(error="").count() == 11


def test_a_route_is_rehearsed_on_what_came_before_it_is_saved(agency: Agency, paper: Paper) -> None:
    agency.sends(ninjs("urn:a", headline="Ferries stay in", urgency=2), name="a.json")
    agency.sends(ninjs("urn:b", headline="Trams go out", urgency=6), name="b.json")
    agency.sends(ninjs("urn:c", headline="Bakers rest", urgency=3, ednote="Adds quotes"), name="c.json")
    answers = {"source": agency.source.pk, "section": paper.europe.pk, "mode": "publish", "least_urgency": 4}

    page = client_of(paper.chief).post(reverse("broadsheet_wire:add_route"), {**answers, "try": ""}).content.decode()

    assert "Publish: 1" in page
    assert "Urgency 6 is below 4" in page
    assert "note that somebody has to read" in page
    assert not Route.objects.exists()


def test_a_route_is_added_changed_switched_and_deleted(agency: Agency, paper: Paper) -> None:
    client = client_of(paper.chief)
    answers = {"source": agency.source.pk, "section": paper.europe.pk, "mode": "draft", "least_urgency": 9}
    client.post(reverse("broadsheet_wire:add_route"), {**answers, "kinds": ["text", "picture"]})
    route = Route.objects.get()

    client.post(reverse("broadsheet_wire:switch_route", args=[route.pk]))
    page = client.get(reverse("broadsheet_wire:routes")).content.decode()
    client.post(reverse("broadsheet_wire:delete_route", args=[route.pk]))

    assert route.kinds == "text, picture"
    assert "Switched off" in page
    assert not Route.objects.exists()


def test_a_second_route_to_the_same_section_is_refused_in_plain_words(route: Route, paper: Paper) -> None:
    answers = {"source": route.source_id, "section": paper.europe.pk, "mode": "draft", "least_urgency": 9}

    page = client_of(paper.chief).post(reverse("broadsheet_wire:add_route"), answers).content.decode()

    assert "has a route to UK and Europe already" in page
    assert "with this Source and Section" not in page


def test_a_route_is_changed_where_it_stands(route: Route, paper: Paper) -> None:
    client = client_of(paper.chief)
    place = reverse("broadsheet_wire:edit_route", args=[route.pk])

    page = client.get(place).content.decode()
    answers = {"source": route.source_id, "section": paper.europe.pk, "mode": "publish", "least_urgency": 4}
    client.post(place, answers)

    route.refresh_from_db()
    assert f'<option value="{route.source_id}" selected>' in page
    assert (route.mode, route.least_urgency) == ("publish", 4)


def test_a_route_that_made_stories_is_kept_with_them(publishing: Agency, paper: Paper) -> None:
    publishing.sends(ninjs())
    route = Route.objects.get()

    client_of(paper.chief).post(reverse("broadsheet_wire:delete_route", args=[route.pk]))

    assert Route.objects.exists()


def test_the_switch_says_who_pulled_it_and_when_and_returns_there(paper: Paper) -> None:
    client = client_of(paper.chief)
    place = reverse("broadsheet_wire:routes")

    answer = client.post(reverse("broadsheet_wire:switch_routes"), {"next": place, "do": "stop"})
    page = client.get(place).content.decode()
    away = client.post(reverse("broadsheet_wire:switch_routes"), {"next": "https://thief.example/", "do": "resume"})

    assert answer["Location"] == place
    assert "Chief stopped them on" in page
    assert away["Location"] == reverse("broadsheet_wire:list")
    assert RoutesStop.objects.filter(resumed_at__isnull=True).count() == 0


def test_two_who_pull_the_brake_at_once_have_stopped_the_routes(paper: Paper) -> None:
    switch = reverse("broadsheet_wire:switch_routes")

    for person in (paper.chief, paper.chief):
        client_of(person).post(switch, {"do": "stop"})
    unsaid = client_of(paper.chief).post(switch)

    assert RoutesStop.objects.filter(resumed_at__isnull=True).count() == 1
    assert unsaid.status_code == 400


def test_the_menu_marks_one_place_at_a_time() -> None:
    names = [item.name for item in (wire_in_menu(), sources_in_menu())]

    assert not any(one != other and one.startswith(other) for one in names for other in names)
