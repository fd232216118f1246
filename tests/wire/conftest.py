"""A small paper and an agency's folder."""

from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.stories.actions import make_section
from broadsheet.stories.founding import found_paper
from broadsheet.stories.models import HomePage, SectionPage
from broadsheet.stories.rights import found_workflow, give_section
from broadsheet.wire.models import Route
from broadsheet.wire.sources import SourceFacts, add_source
from wire.newsroom import NOON, PASSWORD, Agency, Paper

PEOPLE: tuple[tuple[str, Role, tuple[str, ...]], ...] = (
    ("reporter", Role.REPORTER, ()),
    ("editor", Role.SECTION_EDITOR, ("World",)),
    ("chief", Role.CHIEF, ()),
)


@pytest.fixture(scope="module")
def founded(shared_rows: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The paper's rows, the same for all tests of a module: founding takes a tenth of a second."""
    with django_db_blocker.unblock():
        home = found_paper("The Daily Example", address="http://localhost:8000", now=NOON)
        found_workflow(home)
        world = make_section(home, title="World", now=NOON)
        make_section(world, title="UK and Europe", now=NOON)
        give_section(world)
        for name, role, sections in PEOPLE:
            make_person(
                name, name=name.title(), email=f"{name}@example.org", password=PASSWORD, role=role, sections=sections
            )


@pytest.fixture
def paper(founded: None, db: None) -> Paper:
    return Paper(
        home=HomePage.objects.get(),
        europe=SectionPage.objects.get(title="UK and Europe"),
        **{name: User.objects.get(username=name) for name, _, _ in PEOPLE},
    )


@pytest.fixture
def agency(paper: Paper, tmp_path: Path) -> Agency:
    """A source whose items go to the desk alone."""
    facts = SourceFacts(slug="harbour", folder=tmp_path / "in", credit="Harbour Wire", name="Harbour Wire")
    return Agency(source=add_source(facts))


@pytest.fixture
def publishing(paper: Paper, agency: Agency) -> Agency:
    """A source that publishes by itself in World > UK and Europe."""
    Route.objects.create(source=agency.source, section=paper.europe, mode=Route.Mode.PUBLISH)
    return agency
