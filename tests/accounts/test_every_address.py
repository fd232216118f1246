"""
Who is answered at each address of the newsroom: whoever `addresses.txt` names, and nobody else.

A new address fails here until somebody has decided who may use it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.every_address import answered_to, patterns
from accounts.laid_out import Arguments, Ground, lay_out
from accounts.signing import sign_in, with_app
from broadsheet.accounts.actions import make_person
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.accounts.second_factors import require_second_factor
from wire.newsroom import NOON, PASSWORD, Paper

LISTED = Path(__file__).with_name("addresses.txt")


@pytest.fixture
def arguments(paper: Paper, tmp_path: Path) -> Arguments:
    somewhere = Ground(
        home=paper.home,
        section=paper.europe,
        chief=paper.chief,
        somebody=paper.reporter,
        folder=tmp_path / "pier",
        now=NOON,
    )
    return lay_out(somewhere)


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
    people: dict[str, User | None], arguments: Arguments, letter: str
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
    people: dict[str, User | None], arguments: Arguments
) -> None:
    with_app(administrator(people))
    client = Client(raise_request_exception=False)
    sign_in(client, "admin", PASSWORD)

    answered = answered_to(client, arguments)

    strangers = {(method, address) for method, address, who in rules() if "o" in who}
    assert answered - strangers == {("GET", "/sign-in/code/"), ("POST", "/sign-in/code/")}


@pytest.mark.slow
def test_an_administrator_without_the_second_factor_that_is_asked_for_can_only_set_one_up_or_leave(
    people: dict[str, User | None], arguments: Arguments
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
