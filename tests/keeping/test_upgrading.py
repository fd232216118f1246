"""What a new release changes in a site, once."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db.migrations.recorder import MigrationRecorder

from broadsheet.accounts.queries import missing_rights
from broadsheet.accounts.roles import Role
from broadsheet.keeping import upgrading
from broadsheet.keeping.upgrading import UpgradeError, upgrade_site, waiting_migrations
from broadsheet.press.models import PressOrder
from broadsheet.searching.index import make_index, mark_whole
from broadsheet.stories.founding_pages import found_paper_pages
from broadsheet.stories.models import may_publish
from broadsheet.stories.queries import site_home
from keeping.conftest import NOON, Paper


@pytest.fixture
def pressed(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> Paper:
    """A paper as this release leaves one."""
    from broadsheet.environment import places
    from broadsheet.press.tasks import check_pieces

    monkeypatch.setattr(upgrading, "call_command", lambda *_, **__: None)  # the tables of a test are there
    found_paper_pages(site_home(), now=NOON)
    check_pieces(NOON)
    paper.press()
    make_index(places.index_folder(), language="en-gb")
    mark_whole(places.index_folder())
    return paper


def test_a_site_of_this_release_is_left_as_it_is(pressed: Paper) -> None:
    assert upgrade_site(now=NOON).is_nothing
    assert PressOrder.objects.count() == 0


def test_roles_get_the_rights_of_this_release_and_it_is_said_which(pressed: Paper) -> None:
    chiefs = Group.objects.get(name=Role.CHIEF.value)
    chiefs.permissions.remove(Permission.objects.get(codename="change_preset"))
    chiefs.permissions.add(Permission.objects.get(codename="delete_user"))

    first, second = upgrade_site(now=NOON), upgrade_site(now=NOON)

    assert first.given == {Role.CHIEF: ("broadsheet_wire.change_preset",)}
    assert first.taken == {Role.CHIEF: ("broadsheet_accounts.delete_user",)}
    assert missing_rights() == {}
    assert second.is_nothing


def test_rights_on_sections_are_given_again(pressed: Paper) -> None:
    Group.objects.get(name="Section editors: World").delete()

    upgrade_site(now=NOON)

    pressed.ada.groups.set([Group.objects.get(name="Section editors: World")])
    assert may_publish(pressed.world, type(pressed.ada).objects.get(pk=pressed.ada.pk))


def test_a_paper_that_another_release_pressed_is_ordered_whole_once(pressed: Paper) -> None:
    pressed.store.press({}, remove=["shell/release"])

    first, second = upgrade_site(now=NOON), upgrade_site(now=NOON)

    assert first.ordered > 0
    assert second.ordered == 0
    assert PressOrder.objects.count() == first.ordered


def test_a_section_at_an_address_of_the_site_is_told_until_it_is_moved(pressed: Paper) -> None:
    pressed.world.slug = "popular"
    pressed.world.save()

    first = upgrade_site(now=NOON)
    pressed.world.slug = "globe"
    pressed.world.save()
    second = upgrade_site(now=NOON)

    assert (first.misplaced, first.is_nothing) == (("/popular/",), False)
    assert second.misplaced == ()


def test_a_database_of_a_newer_release_is_left_alone(pressed: Paper) -> None:
    MigrationRecorder.Migration.objects.create(app="broadsheet_wire", name="0999_of_tomorrow")

    with pytest.raises(UpgradeError, match=r"newer release than this \(broadsheet_wire.0999_of_tomorrow\)"):
        waiting_migrations()
