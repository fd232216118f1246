"""Where people are signed in, and ending that."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from accounts.signing import FIREFOX, OTHER, PASSWORD, errors_in, is_let_in, person, sign_in, signed_in
from broadsheet.accounts.devices import device_in_words
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.accounts.sessions import SignedIn, sessions_of, sweep_sessions

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
OWN = "/admin/account/signing-in/"


@pytest.fixture
def rita() -> User:
    return person("rita", role=Role.REPORTER)


def shown_to(client: Client, address: str = OWN) -> list[SignedIn]:
    shown: list[SignedIn] = client.get(address).context["sessions"]
    return shown


def test_somebody_sees_where_they_are_signed_in_this_place_first(rita: User) -> None:
    desk = signed_in(rita)
    signed_in(rita, agent=PHONE, REMOTE_ADDR="2001:db8::7")

    shown = [(one.device, one.address, one.is_this) for one in shown_to(desk)]

    assert shown == [("Firefox on Linux", "127.0.0.1", True), ("Safari on iPhone", "2001:db8::7", False)]


def test_a_session_is_ended_from_another(rita: User) -> None:
    desk, phone = signed_in(rita), signed_in(rita, agent=PHONE)
    (other,) = [one for one in shown_to(desk) if not one.is_this]

    desk.post(OWN, {"session": other.pk})

    assert is_let_in(desk)
    assert not is_let_in(phone)
    assert len(shown_to(desk)) == 1


def test_all_other_sessions_are_ended_at_once(rita: User) -> None:
    desk, *others = (signed_in(rita) for _ in range(3))

    desk.post(OWN, {"session": "all"})

    assert is_let_in(desk)
    assert not any(is_let_in(other) for other in others)


def test_nobody_ends_another_s_session_by_its_number(rita: User) -> None:
    ed = person("ed", role=Role.SECTION_EDITOR)
    desk, his = signed_in(rita), signed_in(ed)

    desk.post(OWN, {"session": UserSession.objects.get(user=ed).pk})

    assert is_let_in(his)


def test_an_administrator_sees_and_ends_anybody_s_sessions(rita: User) -> None:
    ada, desk = signed_in(person("ada", role=Role.ADMINISTRATOR)), signed_in(rita)
    address = f"/admin/users/signing-in/{rita.pk}/"

    (shown,) = shown_to(ada, address)
    ada.post(address, {"session": shown.pk})

    assert not is_let_in(desk)
    assert is_let_in(ada)


def test_the_way_to_somebody_s_sessions_is_on_the_screen_of_users(rita: User) -> None:
    ada = signed_in(person("ada", role=Role.ADMINISTRATOR))
    address = f"/admin/users/signing-in/{rita.pk}/"

    assert address in ada.get("/admin/users/").content.decode()
    assert address in ada.get(f"/admin/users/edit/{rita.pk}/").content.decode()
    assert OWN in ada.get("/admin/account/").content.decode()


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(rita: User) -> None:
    desk, other = signed_in(rita), signed_in(rita)

    wrong = desk.post("/password/", {"oldpassword": OTHER, "password1": OTHER, "password2": OTHER})
    weak = desk.post("/password/", {"oldpassword": PASSWORD, "password1": "rita", "password2": "rita"})
    desk.post("/password/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER})

    assert errors_in(wrong) == ["That is not your password."]
    assert "at least 10 characters" in errors_in(weak)[0]
    assert is_let_in(desk)
    assert not is_let_in(other)
    assert [one.is_this for one in shown_to(desk)] == [True]


def test_a_password_that_an_administrator_gives_ends_all_sessions(rita: User) -> None:
    ada, desk = signed_in(person("ada", role=Role.ADMINISTRATOR)), signed_in(rita)
    form = {"username": "rita", "email": rita.email, "first_name": "Rita", "last_name": "Rowe", "is_active": "on"}
    groups = [group.pk for group in rita.groups.all()]

    ada.post(f"/admin/users/edit/{rita.pk}/", {**form, "groups": groups, "password1": OTHER, "password2": OTHER})

    assert not is_let_in(desk)
    assert sign_in(Client(), "rita", OTHER)["Location"] == "/admin/"


def test_a_session_that_is_over_is_not_listed(rita: User) -> None:
    signed_in(rita).session.flush()

    assert list(sessions_of(rita)) == []


def test_a_session_s_last_use_is_kept_once_in_a_while_and_not_at_each_click(rita: User) -> None:
    client = signed_in(rita)
    long_ago = timezone.now() - timedelta(days=1)
    client.get("/admin/")
    UserSession.objects.update(last_seen_at=long_ago, ip="192.0.2.1")

    client.get("/admin/")
    at_once = UserSession.objects.get().last_seen_at
    cache.clear()  # as after five minutes
    client.get("/admin/")

    assert at_once == long_ago
    assert UserSession.objects.get().last_seen_at > long_ago
    assert UserSession.objects.get().ip == "127.0.0.1"


def test_a_session_that_cannot_be_noted_goes_on(rita: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(rita)

    def full(request: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(UserSession.objects, "create_from_request", full)
    cache.clear()

    assert is_let_in(client)


def test_sessions_that_are_over_are_swept_up_and_others_stay(rita: User) -> None:
    asked = Client(headers={"accept": "application/json"})
    asked.get("/sign-in/passkey/")
    desk = signed_in(rita)

    more = sweep_sessions(timezone.now() + timedelta(minutes=16))

    assert not more
    assert Session.objects.count() == 1
    assert is_let_in(desk)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "Chrome on Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15", "Safari on Mac"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_plain_words(agent: str, words: str) -> None:
    assert device_in_words(agent) == words
