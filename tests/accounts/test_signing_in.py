"""Passwords at the newsroom's doors."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.signing import OTHER, PASSWORD, errors_in, is_let_in, person, sign_in, signed_in
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.accounts.urls import DOORS

pytestmark = pytest.mark.django_db

STRICT = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


@pytest.fixture
def rita() -> User:
    return person("rita", role=Role.REPORTER)


def test_the_right_password_opens_the_newsroom(rita: User) -> None:
    client = Client()

    answer = sign_in(client, "rita")

    assert answer["Location"] == "/admin/"
    assert is_let_in(client)


def test_whoever_asked_for_a_page_gets_there_after_signing_in(rita: User) -> None:
    client = Client()
    asked = client.get("/admin/stories/")["Location"]

    page = client.get(asked).content.decode()
    answer = sign_in(client, "rita", next="/admin/stories/")

    assert asked == "/sign-in/?next=/admin/stories/"
    assert '<input type="hidden" name="next" value="/admin/stories/">' in page
    assert answer["Location"] == "/admin/stories/"


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "https:evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_host(rita: User, place: str) -> None:
    assert sign_in(Client(), "rita", next=place)["Location"] == "/admin/"


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(rita: User) -> None:
    wrong, unknown = sign_in(Client(), "rita", OTHER), sign_in(Client(), "nobody", OTHER)

    assert wrong.status_code == unknown.status_code == 200
    assert (
        errors_in(wrong)
        == errors_in(unknown)
        == ["User name and password do not match. The password minds capital letters."]
    )


def test_a_session_that_somebody_else_laid_out_is_not_the_one_that_is_signed_in(rita: User) -> None:
    client = Client()
    laid_out = client.session.session_key  # Django's client begins one and keeps its cookie

    sign_in(client, "rita")

    assert client.session.session_key != laid_out
    assert is_let_in(client)
    assert not is_let_in(_with_session(laid_out))


@pytest.mark.parametrize("change", ["is_active", "groups"])
def test_whoever_is_switched_off_or_has_no_role_is_told_so(rita: User, change: str) -> None:
    if change == "groups":
        rita.groups.clear()
    else:
        User.objects.update(is_active=False)
    client = Client()

    answer = client.post("/sign-in/", {"login": "rita", "password": PASSWORD}, follow=True)

    assert "You may not enter the newsroom" in answer.content.decode()
    assert not is_let_in(client)


def test_whoever_loses_the_role_meanwhile_is_signed_out_and_not_sent_in_circles(rita: User) -> None:
    client = signed_in(rita)
    rita.groups.clear()

    answer = client.get("/admin/", follow=True)

    assert [place for place, _ in answer.redirect_chain] == ["/sign-in/?next=/admin/", "/sign-in/no-entry/"]
    assert answer.status_code == 200


def test_signing_out_ends_the_session_and_takes_a_form(rita: User) -> None:
    client = signed_in(rita)
    asked = client.get("/sign-out/").content.decode()
    key = client.session.session_key

    answer = client.post("/admin/logout/")

    assert "Sign out?" in asked
    assert answer["Location"] == "/sign-in/"
    assert not is_let_in(_with_session(key))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/admin/login/?next=/admin/stories/", "/sign-in/?next=/admin/stories/"),
        ("/admin/password_reset/", "/password/forgotten/"),
        ("/admin/password_reset/confirm/MQ/set-password/", "/password/forgotten/"),
        ("/admin/password_reset/done/", "/password/forgotten/"),
    ],
)
def test_wagtails_own_doors_lead_to_ours(old: str, new: str) -> None:
    assert Client().get(old)["Location"] == new
    assert Client().post(old, {"username": "rita", "password": PASSWORD})["Location"] == new


def test_nobody_signs_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert Client().get("/sign-up/").status_code == 404


def test_every_door_is_under_a_strict_policy_and_in_no_frame(rita: User) -> None:
    stranger, insider = Client(), signed_in(rita)

    for door in DOORS:
        address = "/" + str(door.pattern).lstrip("^").replace("<int:pk>", "1").partition("(?P")[0]
        for client in (stranger, insider):
            answer = client.get(address if not address.endswith("forgotten/") else f"{address}1-2-3/")
            if answer.status_code == 200:
                assert set(answer["Content-Security-Policy"].split("; ")) == STRICT, address
                assert answer["X-Frame-Options"] == "DENY"
                assert "no-store" in answer["Cache-Control"]


def test_a_form_without_its_token_is_answered_in_plain_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "rita", "password": PASSWORD})

    assert answer.status_code == 403
    assert "Once more, please" in answer.content.decode()
    assert set(answer["Content-Security-Policy"].split("; ")) == STRICT


def _with_session(key: str | None) -> Client:
    client = Client()
    client.cookies["sessionid"] = key or ""
    return client
