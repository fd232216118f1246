"""Which language the newsroom speaks to whom."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from wagtail.users.models import UserProfile

from accounts.signing import person, signed_in, with_app
from broadsheet.accounts.languages import known_languages, language_of, spoken_languages
from broadsheet.accounts.mailing import wait_for_mail
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.accounts.second_factors import remove_second_factors

pytestmark = pytest.mark.django_db

ACCOUNT = "/admin/account/"
OWN_DOOR = "/second-factor/"  # of accounts, not of Wagtail's admin
WAGTAILS = "/admin/"
SCREENS = pytest.mark.parametrize("address", [WAGTAILS, ACCOUNT, OWN_DOOR, "/admin/jsi18n/"])
GERMAN = "de-DE,de;q=0.9,en;q=0.5"


@pytest.fixture(autouse=True)
def _english_again() -> Any:
    yield
    translation.activate("en-gb")  # a request leaves its language behind


@pytest.fixture
def rita() -> User:
    return person("rita", role=Role.REPORTER)


def choose(client: Client, language: str) -> Any:
    """Send the account settings as they stand, but for the language."""
    form = {
        "name_email-first_name": "Rita",
        "name_email-last_name": "Rook",
        "locale-preferred_language": language,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    return client.post(ACCOUNT, form)


def offered_to(client: Client) -> list[tuple[str, str]]:
    page = client.get(ACCOUNT).content.decode()
    select = re.search(r'<select name="locale-preferred_language".*?</select>', page, re.DOTALL)
    return re.findall(r'<option value="(.*?)"[^>]*>(.*?)</option>', select[0]) if select else []


def spoken_in(answer: Any) -> set[str]:
    """What an answer says of its language: its header, and where it is a page the page itself."""
    return {answer["Content-Language"], *re.findall(r'<html[^>]* lang="(.*?)"', answer.content.decode())}


def test_each_chooses_between_english_and_german(rita: User) -> None:
    assert offered_to(signed_in(rita)) == [("", "As the paper: English"), ("en-gb", "English"), ("de", "Deutsch")]


@SCREENS
def test_the_choice_decides_on_every_screen(rita: User, address: str) -> None:
    client = signed_in(rita)

    answer = choose(client, "de")

    assert answer["Location"] == ACCOUNT
    assert spoken_in(client.get(address)) == {"de"}


@SCREENS
@pytest.mark.parametrize("has_profile", [True, False])
def test_without_a_choice_it_is_the_papers_language_whatever_the_browser_asks(
    rita: User, address: str, has_profile: bool
) -> None:
    client = signed_in(rita, HTTP_ACCEPT_LANGUAGE=GERMAN)
    if has_profile:
        UserProfile.get_for_user(rita)

    assert spoken_in(client.get(address)) == {"en-gb"}


def test_a_german_paper_speaks_german_and_english_to_who_chose_it(rita: User, settings: Any) -> None:
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = spoken_languages(settings.LOCALE_PATHS[0], paper="de")
    settings.LANGUAGE_CODE = "de"
    client = signed_in(rita)

    before = client.get(OWN_DOOR).content.decode()
    choose(client, "en-gb")
    after = client.get(OWN_DOOR).content.decode()

    assert "Zweiter Faktor" in before
    assert "Second factor" in after


@pytest.mark.parametrize(("chosen", "spoken"), [("fr", "en-gb"), ("en", "en-gb"), ("de-at", "de")])
def test_a_choice_of_former_days_is_the_nearest_that_is_spoken(rita: User, chosen: str, spoken: str) -> None:
    UserProfile.objects.create(user=rita, preferred_language=chosen)
    client = signed_in(rita)

    assert spoken_in(client.get(WAGTAILS)) == spoken_in(client.get(OWN_DOOR)) == {spoken}


@pytest.mark.parametrize(
    ("asked", "spoken"), [("", "en-gb"), (GERMAN, "de"), ("en-us", "en-gb"), ("fr,de;q=0.5", "de"), ("fr", "en-gb")]
)
def test_strangers_are_spoken_to_as_their_browser_asks(asked: str, spoken: str) -> None:
    page = Client(headers={"accept-language": asked}).get("/sign-in/")

    assert spoken_in(page) == {spoken}
    assert ("Benutzername" in page.content.decode()) is (spoken == "de")


def test_a_mail_speaks_the_language_of_who_gets_it(
    rita: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setenv("BROADSHEET_SMTP_URL", "smtp://mail.example")
    with_app(rita)
    UserProfile.objects.create(user=rita, preferred_language="de")

    with translation.override("en-gb"), django_capture_on_commit_callbacks(execute=True):
        remove_second_factors(rita, by=None, reason="Telefon verloren")
    wait_for_mail()

    assert [one.subject for one in mail.outbox] == ["Ihr zweiter Faktor wurde entfernt"]


@pytest.mark.parametrize(
    ("catalogues", "paper", "spoken"),
    [
        (["de"], "en-us", {"en-us": "English", "de": "Deutsch"}),
        (["de"], "de-at", {"en-gb": "English", "de-at": "Deutsch"}),
        (["de"], "fr", {"en-gb": "English", "de": "Deutsch"}),
        (["pt_BR", "sv"], "sv", {"en-gb": "English", "pt-br": "Português Brasileiro", "sv": "svenska"}),
        ([], "de", {"en-gb": "English"}),
    ],
)
def test_what_is_spoken_follows_from_the_catalogues(
    tmp_path: Path, catalogues: list[str], paper: str, spoken: dict[str, str]
) -> None:
    for name in catalogues:
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / name / "LC_MESSAGES" / "django.mo").touch()

    assert dict(spoken_languages(tmp_path, paper=paper)) == spoken


def test_a_paper_in_another_language_has_an_english_newsroom(rita: User, settings: Any) -> None:
    settings.LANGUAGES = known_languages(settings.LOCALE_PATHS[0], paper="fr-ca")
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = spoken_languages(settings.LOCALE_PATHS[0], paper="fr-ca")
    settings.LANGUAGE_CODE = "fr-ca"

    assert translation.get_supported_language_variant("fr-ca") == "fr"
    assert language_of(rita) == "en-gb"
