"""A forgotten password: by mail where there is mail, by somebody else where there is none."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client

from accounts.signing import OTHER, PASSWORD, errors_in, is_let_in, person, sign_in, signed_in, with_app
from broadsheet.accounts.mailing import wait_for_mail
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role

pytestmark = pytest.mark.django_db

ASK = "/password/forgotten/"


@pytest.fixture
def rita() -> User:
    return person("rita", role=Role.REPORTER)


@pytest.fixture
def mailing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BROADSHEET_SMTP_URL", "smtp://mail.example")
    monkeypatch.setenv("BROADSHEET_NEWSROOM_URL", "https://desk.paper.example")
    yield
    wait_for_mail()


def ask(email: str, **headers: str) -> str:
    """Ask for a link; gives the page that says so."""
    page = Client(headers=headers).post(ASK, {"email": email}, follow=True).content.decode()
    wait_for_mail()
    return page


def link() -> str:
    found = re.search(r"https?://[^\s]+", mail.outbox[-1].body)
    assert found is not None
    return found[0]


def choose(address: str, password: str = OTHER) -> Client:
    """Open a link and choose a password there."""
    client = Client()
    form = client.get(address.removeprefix("https://desk.paper.example"))
    if form.status_code == 302:
        client.post(form["Location"], {"password1": password, "password2": password})
    return client


def test_without_mail_the_page_says_whom_to_ask(rita: User) -> None:
    shown, sent = Client().get(ASK).content.decode(), ask("rita@paper.example")

    for page in (shown, sent):
        assert "This newsroom sends no mail" in page
        assert "broadsheet person reset-password NAME" in page
    assert mail.outbox == []


def test_a_link_by_mail_lets_somebody_choose_another_password(rita: User, mailing: None) -> None:
    before = signed_in(rita)
    ask("rita@paper.example")

    client = choose(link())

    assert mail.outbox[-1].to == ["rita@paper.example"]
    assert not is_let_in(client)
    assert not is_let_in(before)
    assert is_let_in(signed_in(rita, password=OTHER))
    assert not is_let_in(signed_in(rita, password=PASSWORD))


def test_a_link_works_once(rita: User, mailing: None) -> None:
    ask("rita@paper.example")
    choose(link())

    choose(link(), "a third one, long too")

    assert is_let_in(signed_in(rita, password=OTHER))


def test_a_link_does_not_stand_in_for_the_second_factor(rita: User, mailing: None) -> None:
    with_app(rita)
    ask("rita@paper.example")

    client = choose(link())
    answer = sign_in(client, "rita", OTHER)

    assert answer["Location"] == "/sign-in/code/"
    assert not is_let_in(client)


def test_an_address_that_nobody_has_is_answered_alike_and_gets_no_mail(rita: User, mailing: None) -> None:
    known = ask("rita@paper.example")
    unknown = ask("nobody@paper.example")

    assert known == unknown
    assert [one.to for one in mail.outbox] == [["rita@paper.example"]]


def test_the_link_leads_to_the_newsroom_whatever_host_was_asked(rita: User, mailing: None) -> None:
    ask("rita@paper.example", host="evil.example")

    assert link().startswith("https://desk.paper.example/password/forgotten/")


def test_a_mail_server_that_is_down_is_nobody_s_business(
    rita: User, mailing: None, settings: pytest.FixtureRequest
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (  # type: ignore[attr-defined]
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )

    assert "Look into your mail" in ask("rita@paper.example")


def test_asking_again_and_again_sends_three_mails_an_hour(rita: User, mailing: None) -> None:
    answers = [Client().post(ASK, {"email": "rita@paper.example"}) for _ in range(4)]
    wait_for_mail()

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert answers[3]["Retry-After"] == "3600"
    assert len(mail.outbox) == 3


def test_a_weak_password_is_not_taken(rita: User, mailing: None) -> None:
    ask("rita@paper.example")
    client = Client()
    place = client.get(link().removeprefix("https://desk.paper.example"))["Location"]

    answer = client.post(place, {"password1": "short", "password2": "short"})

    assert "too short" in errors_in(answer)[0]
    assert is_let_in(signed_in(rita))


def test_a_changed_password_is_told_to_whose_it_is(rita: User, mailing: None) -> None:
    client = signed_in(rita)

    client.post("/password/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER})
    wait_for_mail()

    assert mail.outbox[-1].to == ["rita@paper.example"]
    assert "talk to an administrator at once" in mail.outbox[-1].body
