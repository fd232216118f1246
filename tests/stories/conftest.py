"""A small paper with two desks and the people of a newsroom, founded once for each module that asks."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.stories.actions import draft_story, found_workflow, make_section
from broadsheet.stories.founding import found_paper
from broadsheet.stories.models import HomePage, SectionPage, StoryPage

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PASSWORD = "four plain words here"
PEOPLE: dict[str, tuple[Role, tuple[str, ...]]] = {
    "reporter": (Role.REPORTER, ()),
    "world_editor": (Role.SECTION_EDITOR, ("World",)),
    "sport_editor": (Role.SECTION_EDITOR, ("Sport",)),
    "chief": (Role.CHIEF, ()),
    "administrator": (Role.ADMINISTRATOR, ()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The Daily Example: World (with UK and Europe inside) and Sport; an editor for World, one for Sport."""

    home: HomePage
    world: SectionPage
    europe: SectionPage
    sport: SectionPage
    reporter: User
    world_editor: User
    sport_editor: User
    chief: User
    administrator: User

    def draft(self, headline: str = "Rain falls", *, section: SectionPage | None = None, **words: Any) -> StoryPage:
        words.setdefault("body_html", "<p>It rained all day.</p>")
        words.setdefault("owner", self.reporter)
        return draft_story(section or self.europe, headline=headline, now=NOON, **words)


@pytest.fixture(scope="module")
def founded(shared_rows: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The paper's rows, the same for all tests of a module: founding takes a fifth of a second."""
    with django_db_blocker.unblock():
        home = found_paper("The Daily Example", address="http://localhost:8000", now=NOON)
        found_workflow(home)
        world = make_section(home, title="World")
        make_section(world, title="UK and Europe")
        make_section(home, title="Sport")
        for username, (role, sections) in PEOPLE.items():
            make_person(
                username,
                name=username.replace("_", " ").title(),
                email=f"{username}@example.org",
                password=PASSWORD,
                role=role,
                sections=sections,
            )


@pytest.fixture
def paper(founded: None, db: None) -> Paper:
    return Paper(
        home=HomePage.objects.get(),
        world=SectionPage.objects.get(title="World"),
        europe=SectionPage.objects.get(title="UK and Europe"),
        sport=SectionPage.objects.get(title="Sport"),
        **{username: User.objects.get(username=username) for username in PEOPLE},
    )
