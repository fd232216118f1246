import pytest
from django.contrib.auth.models import Group
from django.test import Client

from broadsheet.accounts.actions import AccountsError, found_roles, make_person
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role

pytestmark = pytest.mark.django_db


def person(role: Role) -> User:
    return make_person(role.name.lower(), name="Some Body", email="s@p.example", password="a long password", role=role)


def test_the_newsroom_has_four_roles_and_no_other() -> None:
    found_roles()
    found_roles()

    assert set(Group.objects.values_list("name", flat=True)) == {role.value for role in Role}


@pytest.mark.parametrize("role", Role)
def test_everybody_with_a_role_may_enter_the_newsroom(role: Role) -> None:
    found_roles()
    client = Client()
    client.force_login(person(role))

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("role", Role)
def test_only_administrators_manage_people(role: Role) -> None:
    found_roles()
    client = Client()
    client.force_login(person(role))

    answer = client.get("/admin/users/")

    assert (answer.status_code == 200) == (role is Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", Role)
def test_nobody_is_a_superuser(role: Role) -> None:
    found_roles()

    assert not person(role).is_superuser


def test_a_weak_password_is_refused() -> None:
    found_roles()

    with pytest.raises(AccountsError):
        make_person("a", name="A", email="a@p.example", password="short", role=Role.REPORTER)

    assert not User.objects.exists()


def test_an_address_that_is_none_is_refused_in_plain_words() -> None:
    found_roles()

    with pytest.raises(AccountsError, match="email: Enter a valid email address"):
        make_person("a", name="A", email="nowhere", password="a long password", role=Role.REPORTER)

    assert not User.objects.exists()
