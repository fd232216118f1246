"""The second factor: nobody gets in with a password alone who has one, or whose role asks for one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.signing import (
    OTHER,
    PASSWORD,
    SECRET,
    code_of,
    errors_in,
    is_let_in,
    person,
    sign_in,
    signed_in,
    with_app,
)
from broadsheet.accounts.mailing import wait_for_mail
from broadsheet.accounts.models import RequiredSecondFactor, User
from broadsheet.accounts.roles import Role
from broadsheet.accounts.second_factors import has_second_factor, require_second_factor

pytestmark = pytest.mark.django_db

Committing = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def rita() -> User:
    return person("rita", role=Role.REPORTER)


@pytest.fixture
def ada() -> User:
    return person("ada", role=Role.ADMINISTRATOR)


@pytest.fixture
def asked(rita: User) -> User:
    """A reporter, reporters being asked for a second factor, who has none."""
    require_second_factor(Group.objects.get(name="Reporters"), required=True)
    return rita


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Committing) -> Committing:
    """What is to happen once all is kept, happens."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def mailing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BROADSHEET_SMTP_URL", "smtp://mail.example")
    yield
    wait_for_mail()


def at_second_factor(one: User) -> Client:
    """A browser in which the password was given."""
    client = Client()
    sign_in(client, one.get_username())
    return client


def secret_on(client: Client) -> str:
    """The secret that the page shows to somebody who sets up an app."""
    shown = client.get("/second-factor/app/").context["form"].secret
    assert isinstance(shown, str)
    return shown


def test_an_app_is_set_up_with_its_first_code_and_recovery_codes_are_shown(rita: User) -> None:
    client = signed_in(rita)
    secret = secret_on(client)

    wrong = client.post("/second-factor/app/", {"code": "000000"})
    right = client.post("/second-factor/app/", {"code": code_of(secret)}, follow=True)

    assert errors_in(wrong) == ["That code is not right. A code of the app works for half a minute, and once."]
    assert right.redirect_chain == [("/second-factor/codes/", 302)]
    assert len(right.context["unused_codes"]) == 10
    assert has_second_factor(rita)


def test_who_has_one_needs_it_after_the_password(rita: User) -> None:
    with_app(rita)
    client = Client()

    answer = sign_in(client, "rita")
    was_let_in = is_let_in(client)
    client.post("/sign-in/code/", {"code": code_of(SECRET)})

    assert answer["Location"] == "/sign-in/code/"
    assert not was_let_in
    assert is_let_in(client)


def test_a_code_of_the_app_works_once(rita: User) -> None:
    with_app(rita)
    first, second = at_second_factor(rita), at_second_factor(rita)
    code = code_of(SECRET)

    first.post("/sign-in/code/", {"code": code})
    answer = second.post("/sign-in/code/", {"code": code})

    assert is_let_in(first)
    assert errors_in(answer) == ["That code is not right. A code of the app works for half a minute, and once."]
    assert not is_let_in(second)


def test_a_recovery_code_works_in_place_of_the_phone_and_once(rita: User) -> None:
    code, *_ = with_app(rita)
    first, second = at_second_factor(rita), at_second_factor(rita)

    first.post("/sign-in/code/", {"code": f"{code[:4]} {code[4:]}"})
    second.post("/sign-in/code/", {"code": code})

    assert is_let_in(first)
    assert not is_let_in(second)


DOORS = ("/sign-in/", "/admin/login/", "/admin/login/?next=/admin/", "/admin/password_reset/", "/sign-in/passkey/")


@pytest.mark.parametrize("door", DOORS)
def test_a_right_password_alone_opens_no_door_of_whoever_has_a_second_factor(rita: User, door: str) -> None:
    with_app(rita)
    client = Client()

    for address, given in (
        (door, {"login": "rita", "username": "rita", "password": PASSWORD}),
        ("/sign-in/again/", {"password": PASSWORD}),
        ("/second-factor/app/remove/", {}),
        ("/second-factor/codes/new/", {}),
        ("/password/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}),
    ):
        client.post(address, given)

    assert not is_let_in(client)
    assert has_second_factor(rita)
    assert User.objects.get().check_password(PASSWORD)


def test_with_a_stolen_password_and_session_the_second_factor_cannot_be_taken_off(rita: User) -> None:
    client = signed_in(rita)
    with_app(rita)
    session = client.session
    session["account_authentication_methods"] = []  # signed in long ago
    session.save()

    answer = client.post("/second-factor/app/remove/", follow=True)
    client.post("/sign-in/again/", {"password": PASSWORD})

    assert answer.redirect_chain[-1][0].startswith("/sign-in/again/code/")
    assert has_second_factor(rita)
    assert client.get("/second-factor/codes/")["Location"].startswith("/sign-in/again/code/")


def test_the_first_second_factor_ends_sessions_that_were_opened_without(rita: User, committing: Committing) -> None:
    other, own = signed_in(rita), signed_in(rita)

    with committing(execute=True):
        own.post("/second-factor/app/", {"code": code_of(secret_on(own))})

    assert is_let_in(own)
    assert not is_let_in(other)


def test_secrets_are_not_in_the_database_in_clear(rita: User) -> None:
    with_app(rita)

    kept = [str(one.data) for one in Authenticator.objects.all()]

    assert len(kept) == 2
    assert not any(SECRET in text for text in kept)


def test_a_second_factor_of_another_site_s_secret_opens_nothing_and_says_why(
    rita: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_app(rita)
    client = at_second_factor(rita)
    monkeypatch.setenv("BROADSHEET_SECRET", "restored on another machine")

    answer = client.post("/sign-in/code/", {"code": code_of(SECRET)})

    assert answer.status_code == 302 or "Ask an administrator to take it off" in errors_in(answer)[0]
    assert not is_let_in(client)


def test_whoever_is_asked_is_led_to_set_one_up_and_then_let_in(asked: User) -> None:
    client = Client()
    client.post("/sign-in/", {"login": "rita", "password": PASSWORD})

    led = client.get("/admin/account/", follow=True)
    client.post("/second-factor/app/", {"code": code_of(secret_on(client))})

    assert led.redirect_chain == [("/second-factor/", 302)]
    assert "Your role asks for a second factor" in led.content.decode()
    assert client.get("/admin/account/").status_code == 200


def test_a_script_or_form_of_whoever_is_asked_is_refused(asked: User) -> None:
    client = signed_in(asked)

    assert client.post("/admin/account/").status_code == 403
    assert client.get("/admin/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_an_open_session_is_asked_as_soon_as_the_role_is(rita: User) -> None:
    client = signed_in(rita)
    before = is_let_in(client)

    require_second_factor(Group.objects.get(name="Reporters"), required=True)

    assert before
    assert client.get("/admin/")["Location"] == "/second-factor/"


def test_a_role_is_asked_on_its_own_page_and_the_history_says_so(ada: User, rita: User) -> None:
    client = signed_in(ada)
    group = Group.objects.get(name="Reporters")
    address = f"/admin/groups/edit/{group.pk}/"
    form = {"name": "Reporters", **_managed(client, address)}

    client.post(address, {**form, "second_factor-second_factor": "on"})
    is_asked = RequiredSecondFactor.objects.filter(group=group).exists()
    shown = client.get(address).content.decode()
    client.post(address, form)

    assert is_asked
    assert 'name="second_factor-second_factor"' in shown
    assert not RequiredSecondFactor.objects.exists()
    assert set(ModelLogEntry.objects.filter(action__startswith="broadsheet.second").values_list("action", "user")) == {
        ("broadsheet.second_factor_asked", ada.pk),
        ("broadsheet.second_factor_not_asked", ada.pk),
    }


def test_an_administrator_takes_a_lost_one_off_with_a_reason_that_is_told(
    ada: User, rita: User, mailing: None, committing: Committing
) -> None:
    with_app(rita)
    session, client = signed_in(rita), signed_in(ada)
    address = f"/admin/users/signing-in/{rita.pk}/second-factor/"

    without = client.post(address, {"reason": "  "})
    with committing(execute=True):
        client.post(address, {"reason": "Her phone fell into the harbour"})
    wait_for_mail()

    assert "This field is required" in without.content.decode()
    assert not has_second_factor(rita)
    assert not is_let_in(session)
    assert is_let_in(signed_in(rita))
    (told,) = [one for one in mail.outbox if one.subject == "Your second factor was taken off"]
    assert told.to == ["rita@paper.example"]
    assert "Ada took" in told.body
    assert "Reason: Her phone fell into the harbour" in told.body
    assert "Her phone fell" in client.get(f"/admin/users/history/{rita.pk}/").content.decode()


def test_an_unattended_desk_takes_nobody_s_second_factor_off(ada: User, rita: User) -> None:
    with_app(rita)
    client = signed_in(ada)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()

    answer = client.post(f"/admin/users/signing-in/{rita.pk}/second-factor/", {"reason": "Found a desk"})

    assert answer["Location"].startswith("/sign-in/again/")
    assert has_second_factor(rita)


def test_nobody_but_an_administrator_sees_or_takes_off_how_others_sign_in(rita: User) -> None:
    chief = person("chris", role=Role.CHIEF)
    with_app(rita)
    client = signed_in(chief)

    assert client.get(f"/admin/users/signing-in/{rita.pk}/")["Location"] == "/admin/"
    assert client.post(f"/admin/users/signing-in/{rita.pk}/second-factor/", {"reason": "x"})["Location"] == "/admin/"
    assert has_second_factor(rita)


def _managed(client: Client, address: str) -> dict[str, object]:
    """What Wagtail's other panels on a group's page send, as they stand."""
    fields: dict[str, object] = {}
    for panel in client.get(address).context["permission_panels"]:
        if hasattr(panel, "management_form"):
            fields |= {f"{panel.prefix}-{name}": value for name, value in panel.management_form.initial.items()}
            fields[f"{panel.prefix}-TOTAL_FORMS"] = 0
            fields[f"{panel.prefix}-INITIAL_FORMS"] = 0
    return fields
