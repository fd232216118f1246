"""What `broadsheet init` makes, and how it refuses."""

from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.cli import founding, init, main
from broadsheet.cli.founding import Charter, found
from broadsheet.environment import site
from broadsheet.stories.models import HomePage, SectionPage, may_publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own; the tables are there, and no static file is needed."""
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    for name in ("BROADSHEET_LANGUAGE", "BROADSHEET_ZONE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(founding, "migrate", lambda: None)
    monkeypatch.setattr(init, "collect_static", lambda: None)
    return tmp_path


def charter(**changes: str) -> Charter:
    usual = Charter(
        name="The Daily Example",
        zone="Pacific/Auckland",
        language="en-nz",
        sections=("World", "Sport"),
        admin="ada",
        email="ada@paper.example",
        password="four plain words here",
    )
    return replace(usual, **changes)


def test_a_new_paper_has_its_sections_and_somebody_who_may_publish_in_them() -> None:
    found(charter())

    ada, sections = User.objects.get(username="ada"), SectionPage.objects.order_by("path")
    assert [section.title for section in sections] == ["World", "Sport"]
    assert all(may_publish(section, ada) for section in sections)


@pytest.mark.parametrize(
    ("role", "sections", "publishes"),
    [
        (Role.REPORTER, (), {"World": False, "Sport": False}),
        (Role.SECTION_EDITOR, ("World",), {"World": True, "Sport": False}),
        (Role.CHIEF, (), {"World": True, "Sport": True}),
    ],
)
def test_every_role_has_its_rights_from_the_start(
    role: Role, sections: tuple[str, ...], publishes: dict[str, bool]
) -> None:
    found(charter())

    person = make_person(
        "sam", name="Sam", email="s@p.example", password="four plain words", role=role, sections=sections
    )

    assert {section.title: may_publish(section, person) for section in SectionPage.objects.all()} == publishes
    assert all(section.permissions_for_user(person).can_add_subpage() for section in SectionPage.objects.all())


def test_drafts_of_a_new_paper_are_approved_by_its_editors() -> None:
    found(charter())

    workflow = HomePage.objects.get().get_workflow()

    assert workflow is not None
    assert workflow.name == "Editors' approval"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"email": "nowhere"}, "valid email address"), ({"password": "1234567890"}, "too common")],
)
def test_an_administrator_who_cannot_be_made_leaves_no_half_paper(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(click.ClickException, match=told):
        init.make_site(charter(**wrong))

    assert not HomePage.objects.exists()
    assert not site.site_file().exists()


@pytest.mark.parametrize("group", ["wire_source", "wire_route"])
def test_without_a_site_a_command_can_be_read_about_but_not_run(group: str) -> None:
    told = CliRunner().invoke(main, [group, "list", "--help"])
    refused = CliRunner().invoke(main, [group, "list"])

    assert (told.exit_code, refused.exit_code) == (0, 1)
    assert "Print each" in told.output
    assert "Make one with `broadsheet init`" in refused.output
