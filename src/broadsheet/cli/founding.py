"""What several commands do before Django can work: settings, tables, static files, a first site."""

import os
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from broadsheet import __version__
from broadsheet.environment import places, site

STAMP = ".release"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """What a newspaper is founded with."""

    name: str
    zone: str
    language: str
    sections: tuple[str, ...]
    admin: str
    email: str
    password: str


def start_django() -> None:
    """
    Load Django with the production settings, or those that DJANGO_SETTINGS_MODULE names.

    :raises click.ClickException: if the environment or the database engine cannot be used, in plain words
    """
    import django

    from broadsheet.environment.database import UnsafeSqliteError
    from broadsheet.environment.places import EnvironmentError  # noqa: A004

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.config.settings.production")
    try:
        django.setup()
    except (UnsafeSqliteError, EnvironmentError) as error:
        raise click.ClickException(str(error)) from error


def is_founded() -> bool:
    """Whether this home holds a site. Needs no Django."""
    return site.site_file().exists()


def require_site() -> None:
    """:raises click.ClickException: if no site was founded in this home"""
    if not is_founded():
        raise click.ClickException(
            f"There is no site in {places.home()} yet. Make one with `broadsheet init`, "
            "or look at the demo with `broadsheet demo`."
        )


class SiteCommand(click.Command):
    """A command of a group that works on a founded site; its help can be read without one."""

    def invoke(self, ctx: click.Context) -> Any:
        require_site()
        start_django()
        return super().invoke(ctx)


class SiteGroup(click.Group):
    command_class = SiteCommand


def migrate() -> None:
    """Bring the tables up to date; quiet."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def is_static_collected() -> bool:
    """Whether the home holds the newsroom's static files of this release. Needs no Django."""
    return _read(places.static_folder() / STAMP) == _release()


def collect_static() -> None:
    """Put the newsroom's static files into the home, once for each release of Broadsheet, Wagtail and allauth."""
    from django.core.management import call_command

    if is_static_collected():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    (places.static_folder() / STAMP).write_text(_release())


def found(charter: Charter) -> None:
    """
    Make tables, roles with their rights, the paper, its sections and its first administrator. Needs Django running.

    :raises PaperExistsError: if there is a paper already
    :raises AccountsError: if the administrator cannot be made
    """
    from django.db import transaction
    from django.utils import timezone

    from broadsheet.accounts.actions import make_person
    from broadsheet.accounts.roles import Role
    from broadsheet.stories.actions import found_workflow, make_section
    from broadsheet.stories.founding import found_paper
    from broadsheet.stories.founding_pages import found_paper_pages

    migrate()
    now = timezone.now()
    with transaction.atomic():
        home = found_paper(charter.name, address=places.site_url(), now=now)
        found_workflow(home)
        for title in charter.sections:
            make_section(home, title=title, now=now)
        found_paper_pages(home, now=now)
        make_person(
            charter.admin,
            name=charter.admin,
            email=charter.email,
            password=charter.password,
            role=Role.ADMINISTRATOR,
        )


def _release() -> str:
    return " ".join((__version__, metadata.version("wagtail"), metadata.version("django-allauth")))


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""
