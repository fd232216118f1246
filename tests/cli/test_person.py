"""The last way out, when the only administrator has lost the phone or the password."""

import pytest
from click.testing import CliRunner
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.signing import OTHER, PASSWORD, is_let_in, person, signed_in, with_app
from broadsheet.accounts.models import RequiredSecondFactor, User
from broadsheet.accounts.roles import Role
from broadsheet.accounts.second_factors import has_second_factor
from broadsheet.cli import founding, main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _founded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(founding, "require_site", lambda: None)
    monkeypatch.setattr(founding, "start_django", lambda: None)


@pytest.fixture
def ada() -> User:
    return person("ada", role=Role.ADMINISTRATOR)


def broadsheet(*words: str, typed: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(main, ["person", *words], input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.output


def test_a_forgotten_password_is_replaced_and_sessions_end(ada: User) -> None:
    before = signed_in(ada)

    status, _ = broadsheet("reset-password", "ada", typed=f"{OTHER}\n{OTHER}\n")

    assert status == 0
    assert not is_let_in(before)
    assert is_let_in(signed_in(ada, password=OTHER))
    assert not is_let_in(signed_in(ada, password=PASSWORD))


def test_a_weak_password_is_refused(ada: User) -> None:
    status, said = broadsheet("reset-password", "ada", typed="short\nshort\n")

    assert status == 1
    assert "too short" in said
    assert is_let_in(signed_in(ada))


def test_a_lost_second_factor_is_taken_off_and_kept_in_the_history(ada: User) -> None:
    with_app(ada)

    status, _ = broadsheet("remove-second-factor", "ada", "--reason", "Fell into the harbour")

    assert status == 0
    assert is_let_in(signed_in(ada))
    entry = ModelLogEntry.objects.get(action="broadsheet.second_factor_removed")
    assert (entry.object_id, entry.data["reason"], entry.user) == (str(ada.pk), "Fell into the harbour", None)


def test_taking_off_what_is_not_there_says_so(ada: User) -> None:
    assert broadsheet("remove-second-factor", "ada", "--reason", "Why not") == (
        1,
        "Error: ada has no second factor.\n",
    )


def test_sessions_are_ended(ada: User) -> None:
    clients: list[Client] = [signed_in(ada), signed_in(ada)]

    assert broadsheet("end-sessions", "ada") == (0, "2 session(s) ended.\n")
    assert not any(is_let_in(client) for client in clients)


def test_a_role_is_asked_for_a_second_factor_and_no_longer(ada: User) -> None:
    broadsheet("require-second-factor", "Administrators")
    asked = [rule.group.name for rule in RequiredSecondFactor.objects.all()]
    broadsheet("require-second-factor", "Administrators", "--no")

    assert asked == ["Administrators"]
    assert not RequiredSecondFactor.objects.exists()


def test_who_is_there_is_listed_with_roles_and_factors(ada: User) -> None:
    with_app(ada)
    person("rita", role=Role.REPORTER)

    assert broadsheet("list") == (
        0,
        "ada\tAdministrators\tsecond factor\nrita\tReporters\tpassword alone\n",
    )
    assert has_second_factor(ada)


@pytest.mark.parametrize("words", [("reset-password", "nobody"), ("end-sessions", "nobody")])
def test_nobody_of_a_name_is_told_plainly(words: tuple[str, ...]) -> None:
    status, said = broadsheet(*words, typed=f"{OTHER}\n{OTHER}\n")

    assert status == 1
    assert "There is nobody with the user name 'nobody'" in said
