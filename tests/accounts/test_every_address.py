"""
Who is answered at each address of the newsroom: whoever `addresses.txt` names, and nobody else.

A new address fails here until somebody has decided who may use it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.every_address import answered_to, patterns
from accounts.signing import sign_in, with_app
from broadsheet.accounts.actions import make_person
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.accounts.second_factors import require_second_factor
from broadsheet.media.actions import add_picture
from broadsheet.stories.models import Author, Topic
from broadsheet.wire.models import Alarm, Delivery, KillReceipt, Revision, Use, WireChange
from broadsheet.wire.presets import keep_preset
from browser.newsday import picture_bytes
from wire.newsroom import PASSWORD, Agency, Paper, ninjs, story_of

LISTED = Path(__file__).with_name("addresses.txt")


@pytest.fixture
def arguments(paper: Paper, publishing: Agency) -> Mapping[tuple[str, str], object]:
    """Something under every address of ours: an item that changed a story, one that was killed, a file not read."""
    publishing.sends(ninjs("urn:ferry", headline="Ferry returns"), name="a.json")
    item = publishing.sends(ninjs("urn:ferry", headline="Ferry returns at six", version=2), name="b.json")
    publishing.sends(ninjs("urn:mayor", headline="Mayor leaves"), name="c.json")
    killed = publishing.sends(
        ninjs("urn:mayor", headline="Mayor leaves", version=2, pubstatus="canceled"), name="d.json"
    )
    publishing.drop("e.xml", b"<newsItem><open>")
    publishing.work(seconds=8)  # what cannot be read may be half-written, and is waited for
    story, topic = story_of(item), Topic.objects.create(name="Ferries", slug="ferries")
    author = Author.objects.create(name="Mara Lind", slug="mara-lind")
    preset = keep_preset(paper.chief, name="Ferries", asked="q=ferry", is_shared=True)
    picture = add_picture(picture_bytes(10), name="ferry.jpg", owner=paper.chief)
    route = publishing.source.routes.get()
    wire = {
        "": item.pk,
        "presets/": preset.pk,
        "quarantine/": Delivery.objects.exclude(error="").latest("pk").pk,
        "alarms/": Alarm.objects.latest("pk").pk,
        "sources/": publishing.source.pk,
        "sources/routes/": route.pk,
        "receipts/": KillReceipt.objects.get(item=killed).pk,
        "stories/": story_of(killed).pk,
        "uses/": Use.objects.get(item=item).pk,
        "changes/": WireChange.objects.latest("pk").pk,
    }
    known: dict[tuple[str, str], object] = {(f"admin/wire/{place}", "pk"): pk for place, pk in wire.items()}
    known |= {("", name): story.pk for name in ("page_id", "story_id", "page_to_move_id")}
    known |= {("", "parent_page_id"): paper.europe.pk, ("", "destination_id"): paper.home.pk, ("", "slug"): "harbour"}
    known |= {("", "image_id"): picture.pk, ("admin/images/", "pk"): picture.pk}
    known |= {
        ("", "revision"): Revision.objects.filter(item=item).latest("pk").pk,
        ("", "revision_id"): story.latest_revision_id,
        ("", "revision_id_a"): "earliest",
        ("", "revision_id_b"): "latest",
        ("admin/users/", "pk"): paper.reporter.pk,
        ("admin/pages/", "pk"): story.pk,
        ("admin/api/main/^pages/", "pk"): story.pk,
        ("admin/api/main/^images/", "pk"): picture.pk,
        ("", "content_type_app_name"): "broadsheet_stories",
        ("", "content_type_model_name"): "storypage",
        ("", "app_label"): "broadsheet_stories",
        ("", "model_name"): "storypage",
        ("", "kind"): "http",
        ("admin/snippets/broadsheet_stories/topic/", "pk"): topic.pk,
        ("admin/snippets/choose/broadsheet_stories/topic/", "pk"): topic.pk,
        ("admin/snippets/broadsheet_stories/author/", "pk"): author.pk,
        ("admin/snippets/choose/broadsheet_stories/author/", "pk"): author.pk,
    }
    return known


@pytest.fixture
def people(paper: Paper) -> dict[str, User | None]:
    """Everybody by the letter that `addresses.txt` gives them."""
    admin = make_person("admin", name="Admin", email="a@example.org", password=PASSWORD, role=Role.ADMINISTRATOR)
    return {"o": None, "r": paper.reporter, "s": paper.editor, "c": paper.chief, "a": admin}


def test_every_address_is_listed_once() -> None:
    assert sorted(address for _, _, address in listed()) == sorted(f"/{pattern}" for pattern in set(patterns()))


@pytest.mark.slow
@pytest.mark.parametrize("letter", ["o", "r", "s", "c", "a"])
def test_each_address_answers_whom_it_is_listed_for_and_nobody_else(
    people: dict[str, User | None], arguments: Mapping[tuple[str, str], object], letter: str
) -> None:
    may = {(method, address) for method, address, who in rules() if letter in who}

    client = Client(raise_request_exception=False)
    if (person := people[letter]) is not None:
        client.force_login(person)
    answered = answered_to(client, arguments)

    assert sorted(answered - may) == []
    assert sorted(may - answered) == []


@pytest.mark.slow
def test_between_password_and_second_factor_an_administrator_is_a_stranger_at_each_address(
    people: dict[str, User | None], arguments: Mapping[tuple[str, str], object]
) -> None:
    with_app(administrator(people))
    client = Client(raise_request_exception=False)
    sign_in(client, "admin", PASSWORD)

    answered = answered_to(client, arguments)

    strangers = {(method, address) for method, address, who in rules() if "o" in who}
    assert answered - strangers == {("GET", "/sign-in/code/"), ("POST", "/sign-in/code/")}


@pytest.mark.slow
def test_an_administrator_without_the_second_factor_that_is_asked_for_can_only_set_one_up_or_leave(
    people: dict[str, User | None], arguments: Mapping[tuple[str, str], object]
) -> None:
    require_second_factor(Group.objects.get(name=Role.ADMINISTRATOR), required=True)
    client = Client(raise_request_exception=False)
    sign_in(client, administrator(people).username, PASSWORD)

    answered = {address for _, address in answered_to(client, arguments)}

    assert answered == {
        "/sign-in/no-entry/",
        "/sign-in/again/",
        "/sign-out/",
        "/second-factor/",
        "/second-factor/app/",
        "/second-factor/passkeys/add/",
        "/admin/logout/",
        "/admin/sprite/",
        "/admin/jsi18n/",
        "/healthz",
    }


def administrator(people: dict[str, User | None]) -> User:
    admin = people["a"]
    assert admin is not None
    return admin


def rules() -> Iterator[tuple[str, str, str]]:
    """Each method and address with whom it is listed for."""
    for get, post, address in listed():
        yield "GET", address, get
        yield "POST", address, post


def listed() -> list[tuple[str, str, str]]:
    """Who is answered to GET, who to POST, and the address."""
    lines = [line for line in LISTED.read_text().splitlines() if not line.startswith("#")]
    return [(get, post, address) for get, post, address in (line.split(maxsplit=2) for line in lines)]
